/** Both storages as tests use them: a local folder behind its HTTP door, and a real S3 server. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import express, { type ErrorRequestHandler } from 'express';
import { LocalStorage } from '../../adapters/storage/local';
import { S3Storage } from '../../adapters/storage/s3';
import { STORAGE_PURPOSE } from '../../adapters/storage/signed';
import type { Storage } from '../../adapters/storage/storage';
import { localObjects } from '../../api/objects';
import { BusinessError, errorTable } from '../../domain/errors';
import { createSigner } from '../../infra/signed-tokens';
import { s3Server } from './parts';

export interface TestStorage {
  storage: Storage;
  /** The same storage, as a process sees it whose clock is off by so much. */
  at(offsetMs: number): Storage;
  close(): Promise<void>;
}

export const testSigner = createSigner(['a secret of the tests'], STORAGE_PURPOSE);

export const storages: Record<string, () => Promise<TestStorage>> = { local, s3 };

async function local(): Promise<TestStorage> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-storage-'));
  const app = express();
  const server = app.listen(0);
  // A server that listens on a TCP port has an AddressInfo.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/objects/`;
  const at = (offset: number) =>
    new LocalStorage({ folder, url, signer: testSigner, now: () => Date.now() + offset });
  const storage = at(0);
  app.use('/objects', localObjects({ storage }));
  const answer: ErrorRequestHandler = (error, _req, res, _next) => {
    res.sendStatus(error instanceof BusinessError ? errorTable[error.code][0] : 500);
  };
  app.use(answer);
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  return { storage, at, close };
}

async function s3(): Promise<TestStorage> {
  const { endpoint, bucket, accessKeyId, secretAccessKey, close } = await s3Server();
  const at = (offset: number) =>
    new S3Storage({
      bucket,
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      now: () => Date.now() + offset,
    });
  return { storage: at(0), at, close };
}

export const freshKey = (folder = 'incoming') => `${folder}/${randomUUID()}`;
