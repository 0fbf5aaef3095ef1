/** How far a picture goes by its own structure: what follows is no part of it. */
import type { MediaType } from '../../../domain/media';

interface Extent {
  /** The offset behind its last byte. */
  end: number;
  frames: number;
}

/** Null when its structure is broken or cut off. */
export const extents: Partial<Record<MediaType, (file: Buffer) => Extent | null>> = {
  'image/jpeg': (file) => still(jpegEnd(file)),
  'image/png': (file) => still(pngEnd(file)),
  'image/webp': webpExtent,
  'image/gif': gifExtent,
};

const still = (end: number | null): Extent | null => (end === null ? null : { end, frames: 1 });

/** ITU T.81, annex B: segments, and entropy-coded data between them. */
function jpegEnd(file: Buffer): number | null {
  let at = 2;
  while (at + 1 < file.length) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
    } else if (marker === 0xd9) {
      return at + 2;
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
    } else {
      if (at + 4 > file.length) return null;
      at += 2 + file.readUInt16BE(at + 2);
      if (marker === 0xda) at = entropyEnd(file, at);
    }
  }
  return null;
}

/** The next marker that is neither a stuffed byte nor a restart. */
function entropyEnd(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return file.length;
}

/** RFC 2083: chunks up to IEND. */
function pngEnd(file: Buffer): number | null {
  let at = 8;
  while (at + 12 <= file.length) {
    const name = file.toString('latin1', at + 4, at + 8);
    at += 12 + file.readUInt32BE(at);
    if (name === 'IEND') return at <= file.length ? at : null;
  }
  return null;
}

/** RIFF: the length stands in the header, an odd one is padded; chunks, of which `ANMF` is a frame. */
function webpExtent(file: Buffer): Extent | null {
  if (file.length < 12) return null;
  const end = 8 + padded(file.readUInt32LE(4));
  if (end > file.length) return null;
  let frames = 0;
  for (let at = 12; at + 8 <= end; at += 8 + padded(file.readUInt32LE(at + 4))) {
    if (file.toString('latin1', at, at + 4) === 'ANMF') frames++;
  }
  return { end, frames: Math.max(1, frames) };
}

const padded = (length: number) => length + (length % 2);

/** GIF89a: blocks up to the trailer, of which those behind 0x2c are frames. */
function gifExtent(file: Buffer): Extent | null {
  if (file.length < 13) return null;
  let frames = 0;
  let at = 13 + colourTable(file[10] ?? 0);
  while (at < file.length) {
    const block = file[at];
    if (block === 0x3b) return { end: at + 1, frames };
    if (block === 0x2c) {
      frames++;
      at += 11 + colourTable(file[at + 9] ?? 0);
    } else if (block === 0x21) at += 2;
    else return null;
    while (at < file.length && file[at] !== 0) at += 1 + (file[at] ?? 0);
    at += 1;
  }
  return null;
}

function colourTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
