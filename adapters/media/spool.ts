/** An upload on its way in: written to a temporary file while its type, length and hash are taken. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type/core';
import { BusinessError } from '../../domain/errors';
import { checkBytes, isMediaType, type MediaType } from '../../domain/media';
import type { Instant } from '../../domain/time';
import type { Config } from '../../infra/config';
import { storageError } from '../storage/errors';

/** As many bytes as the sniffing of a type looks at. */
const SAMPLE = 4_100;

export interface Spooled {
  path: string;
  /** By its bytes, whatever its name or sender says. */
  type: MediaType;
  bytes: number;
  sha256: string;
}

/** Whose uploads these are: of one user of the machine, and of the copy that keeps its files in this folder. */
type Copy = Pick<Config, 'STORAGE_DIR'>;

/** Named after the user and the copy, so it holds only their uploads. */
export function roomOf({ STORAGE_DIR }: Copy): string {
  const copy = createHash('sha256').update(path.resolve(STORAGE_DIR)).digest('hex').slice(0, 16);
  return path.join(os.tmpdir(), `adflight-uploads-${os.userInfo().uid}-${copy}`);
}

/** @throws when somebody else was there first: in a folder of all users anybody may take a name, also for a link. */
async function openRoom(copy: Copy): Promise<string> {
  const room = roomOf(copy);
  await mkdir(room, { recursive: true, mode: 0o700 });
  const about = await lstat(room);
  const isOurs = about.isDirectory() && about.uid === os.userInfo().uid && (about.mode & 0o077) === 0;
  if (!isOurs) throw new Error(`${room} is not ours alone`);
  return room;
}

/** Lends a temporary folder, which is gone afterwards. @throws UNAVAILABLE when there is no place for it */
export async function withFolder<T>(copy: Copy, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await openRoom(copy)
    .then((room) => mkdtemp(path.join(room, 'upload-')))
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
export async function sweepFolders(copy: Copy, before: Instant): Promise<number> {
  const room = await openRoom(copy).catch(() => null);
  if (room === null) return 0;
  let removed = 0;
  for (const name of await readdir(room).catch(() => [])) {
    const folder = path.join(room, name);
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
  // The brand `M4V `: Apple's name for an MP4 with pictures.
  const type = mime === 'video/x-m4v' ? 'video/mp4' : mime;
  if (!isMediaType(type)) throw new BusinessError('MEDIA_TYPE');
  return type;
}
