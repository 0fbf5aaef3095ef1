/** An open file, read through a window and blanked in place. Not asynchronous: a decoder does one thing at a time. */
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { storageError } from '../../storage/errors';

const WINDOW = 64 * 1024;

export class OpenFile {
  readonly #descriptor: number;
  #window = Buffer.alloc(0);
  #windowStart = 0;

  constructor(
    path: string,
    /** In bytes. */
    public size: number,
  ) {
    this.#descriptor = openSync(path, 'r+');
  }

  /** Up to `length` bytes; fewer at the end of the file. Valid until the next call. */
  read(start: number, length: number): Buffer {
    const from = start - this.#windowStart;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    const room = Buffer.alloc(Math.max(length, WINDOW));
    const read = readSync(this.#descriptor, room, 0, room.length, start);
    this.#window = room.subarray(0, read);
    this.#windowStart = start;
    return this.#window.subarray(0, length);
  }

  write(bytes: Buffer, start: number): void {
    this.#window = Buffer.alloc(0);
    try {
      writeSync(this.#descriptor, bytes, 0, bytes.length, start);
    } catch (error) {
      throw storageError('spool', error);
    }
  }

  /** Overwrites a part with zeros. */
  blank(start: number, end: number): void {
    const zeros = Buffer.alloc(Math.min(WINDOW, Math.max(0, end - start)));
    for (let at = start; at < end; at += zeros.length) this.write(zeros.subarray(0, end - at), at);
  }

  /** Drops what lies behind. */
  cut(size: number): void {
    if (size >= this.size) return;
    ftruncateSync(this.#descriptor, size);
    this.size = size;
    this.#window = Buffer.alloc(0);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
