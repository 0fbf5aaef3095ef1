/** Files in an S3 bucket. Uploads of clients go to it directly, by a URL that is signed for one type, length and use. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Instant, MINUTE, SECOND } from '../../domain/time';
import { StorageError, storageError } from './errors';
import { checkKey } from './keys';
import type { Body, ListedObject, Storage, StoredObject, UploadTicket } from './storage';
import { LONGEST_VALIDITY, lengthOf } from './storage';

/** For a whole call with its retries; bodies of 200 MB get the longer one. */
const CALL_TIMEOUT = 15 * SECOND;
const BODY_TIMEOUT = 5 * MINUTE;
const ATTEMPTS = 3;

interface S3Options {
  bucket: string;
  region: string;
  endpoint: string | undefined;
  forcePathStyle: boolean;
  credentials: { accessKeyId: string; secretAccessKey: string };
  now(): Instant;
}

export class S3Storage implements Storage {
  readonly door = null;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #now: () => Instant;

  constructor({ bucket, now, region, endpoint, forcePathStyle, credentials }: S3Options) {
    this.#bucket = bucket;
    this.#now = now;
    this.#client = new S3Client({
      region,
      forcePathStyle,
      credentials,
      ...(endpoint && { endpoint }),
      maxAttempts: ATTEMPTS,
      // Not every S3 server knows the newer default checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: 2 * SECOND,
        // Silence on the line; the time of a whole call is limited by its signal.
        socketTimeout: 10 * SECOND,
      },
    });
  }

  put(key: string, body: Body, contentType: string): Promise<void> {
    return this.#call('put', async () => {
      const target = { Bucket: this.#bucket, Key: checkKey(key), ContentType: contentType };
      if (body instanceof Uint8Array) {
        const abortSignal = AbortSignal.timeout(CALL_TIMEOUT);
        await this.#client.send(new PutObjectCommand({ ...target, Body: body }), { abortSignal });
        return;
      }
      const size = await lengthOf(body);
      const abortSignal = AbortSignal.timeout(BODY_TIMEOUT);
      await this.#putFile(body.path, (stream) =>
        this.#client.send(new PutObjectCommand({ ...target, Body: stream, ContentLength: size }), {
          abortSignal,
        }),
      );
    });
  }

  /** The client can't rewind a stream, so each of our own attempts opens the file anew. */
  async #putFile(path: string, send: (body: Readable) => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const stream = createReadStream(path);
      try {
        await send(stream);
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || storageError('put', error).verdict !== 'retry') throw error;
      } finally {
        stream.destroy();
      }
    }
  }

  async get(key: string): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of await this.stream(key)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async stream(key: string): Promise<AsyncIterable<Uint8Array>> {
    const body = await this.#call('get', async () => {
      const command = new GetObjectCommand({ Bucket: this.#bucket, Key: checkKey(key) });
      const answer = await this.#client.send(command, { abortSignal: AbortSignal.timeout(BODY_TIMEOUT) });
      if (!(answer.Body instanceof Readable)) throw new StorageError('retry', 'get');
      return answer.Body;
    });
    return sorted(body);
  }

  async head(key: string): Promise<StoredObject | null> {
    try {
      return await this.#call('head', async () => {
        const command = new HeadObjectCommand({ Bucket: this.#bucket, Key: checkKey(key) });
        const found = await this.#client.send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT) });
        return {
          key,
          bytes: found.ContentLength ?? 0,
          contentType: found.ContentType ?? 'application/octet-stream',
          etag: found.ETag ?? '',
          modifiedAt: found.LastModified?.getTime() ?? 0,
        };
      });
    } catch (error) {
      if (error instanceof StorageError && error.verdict === 'absent') return null;
      throw error;
    }
  }

  delete(key: string): Promise<void> {
    return this.#call('delete', async () => {
      const command = new DeleteObjectCommand({ Bucket: this.#bucket, Key: checkKey(key) });
      await this.#client.send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT) });
    });
  }

  list(prefix: string): Promise<ListedObject[]> {
    return this.#call('list', async () => {
      const found: ListedObject[] = [];
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ...(token && { ContinuationToken: token }),
        });
        const page = await this.#client.send(command, { abortSignal: AbortSignal.timeout(CALL_TIMEOUT) });
        for (const { Key: key = '', Size: bytes = 0, LastModified } of page.Contents ?? []) {
          found.push({ key, bytes, modifiedAt: LastModified?.getTime() ?? 0 });
        }
        token = page.NextContinuationToken;
      } while (token);
      return found;
    });
  }

  uploadTicket(
    key: string,
    contentType: string,
    bytes: number,
    expiresInSeconds: number,
  ): Promise<UploadTicket> {
    return this.#call('sign', async () => {
      const expiresIn = Math.min(expiresInSeconds, LONGEST_VALIDITY);
      const headers = { 'content-type': contentType, 'if-none-match': '*' };
      const now = this.#now();
      const command = new PutObjectCommand({
        Bucket: this.#bucket,
        Key: checkKey(key),
        ContentType: contentType,
        ContentLength: bytes,
        IfNoneMatch: '*',
      });
      const url = await getSignedUrl(this.#client, command, {
        expiresIn,
        signingDate: new Date(now),
        signableHeaders: new Set(['host', 'content-length', ...Object.keys(headers)]),
        unhoistableHeaders: new Set(['if-none-match']),
      });
      return { method: 'PUT', url, headers, expiresAt: now + expiresIn * SECOND };
    });
  }

  downloadUrl(key: string, expiresInSeconds: number): Promise<string> {
    return this.#call('sign', () =>
      getSignedUrl(this.#client, new GetObjectCommand({ Bucket: this.#bucket, Key: checkKey(key) }), {
        expiresIn: Math.min(expiresInSeconds, LONGEST_VALIDITY),
        signingDate: new Date(this.#now()),
      }),
    );
  }

  /** A single PUT is never half: there is nothing to find. */
  async sweep(): Promise<number> {
    return 0;
  }

  check(): Promise<void> {
    return this.#call('check', async () => {
      const command = new HeadBucketCommand({ Bucket: this.#bucket });
      await this.#client.send(command, { abortSignal: AbortSignal.timeout(3 * SECOND) });
    });
  }

  async #call<T>(operation: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw storageError(operation, error);
    }
  }
}

/** A body that breaks off half-way fails as the storage's other calls do. */
async function* sorted(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body) yield piece;
  } catch (error) {
    throw storageError('get', error);
  }
}
