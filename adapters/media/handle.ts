/** Reading and blanking parts of an open file. */
import type { FileHandle } from 'node:fs/promises';
import { storageError } from '../storage/errors';

/** Up to `length` bytes; fewer at the end of the file. */
export async function readAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, start);
  return buffer.subarray(0, bytesRead);
}

/** Overwrites a part with zeros. */
export async function blank(file: FileHandle, start: number, end: number): Promise<void> {
  const zeros = Buffer.alloc(64 * 1024);
  try {
    for (let at = start; at < end; at += zeros.length) {
      await file.write(zeros, 0, Math.min(zeros.length, end - at), at);
    }
  } catch (error) {
    throw storageError('spool', error);
  }
}
