/** An upload on its way in: written to a temporary file while its type, length and hash are taken. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type/core';
import { BusinessError } from '../../domain/errors';
import { checkBytes, isMediaType, type MediaType } from '../../domain/media';
import type { Instant } from '../../domain/time';
import { storageError } from '../storage/errors';

/** As many bytes as the sniffing of a type looks at. */
const SAMPLE = 4_100;
const ROOM = path.join(os.tmpdir(), 'adflight-uploads');

export interface Spooled {
  path: string;
  /** By its bytes, whatever its name or sender says. */
  type: MediaType;
  bytes: number;
  sha256: string;
}

/** Lends a temporary folder, which is gone afterwards. */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdir(ROOM, { recursive: true })
    .then(() => mkdtemp(path.join(ROOM, 'upload-')))
    .catch((error: unknown) => {
      throw storageError('spool', error);
    });
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes folders that a killed process left behind before an instant; returns how many. */
export async function sweepFolders(before: Instant): Promise<number> {
  let removed = 0;
  for (const name of await readdir(ROOM).catch(() => [])) {
    const folder = path.join(ROOM, name);
    const about = await stat(folder).catch(() => null);
    if (!about || about.mtimeMs >= before) continue;
    await rm(folder, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

/**
 * Takes the file in, and stops reading as soon as it is too large or of a type that is not accepted.
 * @throws MEDIA_TYPE, MEDIA_TOO_LARGE, MEDIA_BROKEN when it is empty, UNAVAILABLE when the disk is full.
 */
export async function spool(source: AsyncIterable<Uint8Array>, folder: string): Promise<Spooled> {
  const target = path.join(folder, 'incoming');
  const hash = createHash('sha256');
  let type: MediaType | null = null;
  let bytes = 0;
  let sample = Buffer.alloc(0);

  const file = await open(target, 'wx').catch((error: unknown) => {
    throw storageError('spool', error);
  });
  try {
    for await (const piece of source) {
      bytes += piece.length;
      if (!type) {
        sample = Buffer.concat([sample, piece]);
        if (sample.length >= SAMPLE) type = await sniff(sample);
      }
      if (type) checkBytes(type, bytes);
      hash.update(piece);
      await file.writeFile(piece).catch((error: unknown) => {
        throw storageError('spool', error);
      });
    }
  } finally {
    await file.close();
  }
  if (bytes === 0) throw new BusinessError('MEDIA_BROKEN', { detail: 'The file is empty.' });
  type ??= await sniff(sample);
  checkBytes(type, bytes);
  return { path: target, type, bytes, sha256: hash.digest('hex') };
}

/** @throws MEDIA_TYPE */
async function sniff(sample: Uint8Array): Promise<MediaType> {
  const mime = (await fileTypeFromBuffer(sample))?.mime ?? '';
  if (!isMediaType(mime)) throw new BusinessError('MEDIA_TYPE');
  return mime;
}
