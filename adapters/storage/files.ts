/** Files of the local storage, one step at a time: written whole, moved, listed, and their empty folders removed. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { BusinessError } from '../../domain/errors';
import type { Instant } from '../../domain/time';
import { codeOf } from './errors';

/** Opened when it is read: a stream that nobody listens to yet would fail unheard. */
export async function* contentOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file);
}

/**
 * Writes a new file in the folder, flushed to the disk; it is gone again when that fails.
 * @throws VALIDATION_FAILED when `bytes` is given and the content has not exactly as many.
 */
export async function writeNew(
  folder: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  bytes?: number,
): Promise<{ path: string; etag: string }> {
  const target = path.join(folder, randomUUID());
  await mkdir(folder, { recursive: true });
  const file = await open(target, 'wx');
  const hash = createHash('sha256');
  let written = 0;
  try {
    for await (const piece of pieces) {
      written += piece.length;
      if (written > (bytes ?? written)) break;
      hash.update(piece);
      await file.writeFile(piece);
    }
    if (written !== (bytes ?? written)) {
      throw new BusinessError('VALIDATION_FAILED', { detail: `The length must be ${bytes} bytes.` });
    }
    await file.sync();
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { path: target, etag: `"${hash.digest('hex').slice(0, 32)}"` };
}

/** Moves something to its place; the place's folder may be removed as empty just before, so it is made again. */
export async function moveTo(place: string, move: (place: string) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await mkdir(path.dirname(place), { recursive: true });
    try {
      return await move(place);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error;
    }
  }
}

/** Removes a file, and every folder between it and `root` that became empty. */
export async function removeBelow(root: string, name: string): Promise<void> {
  await rm(path.join(root, name), { force: true });
  for (let folder = path.dirname(name); folder !== '.'; folder = path.dirname(folder)) {
    try {
      await rmdir(path.join(root, folder));
    } catch {
      return;
    }
  }
}

export interface FoundFile {
  /** Its path from the folder, with `/`. */
  name: string;
  bytes: number;
  modifiedAt: Instant;
}

/** Every file below a folder; none when there is no such folder yet. */
export async function filesBelow(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: FoundFile[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name);
    // It may be gone by now.
    const about = await stat(full).catch(() => null);
    if (!about) continue;
    const name = path.relative(folder, full).split(path.sep).join('/');
    found.push({ name, bytes: about.size, modifiedAt: Math.floor(about.mtimeMs) });
  }
  return found;
}
