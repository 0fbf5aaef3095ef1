/** Where a picture ends by its own structure: what follows is another file on its back. */
import type { MediaType } from '../../domain/media';

/** The offset behind the picture's last byte; null when its structure is broken or cut off. */
type Ending = (file: Buffer) => number | null;

export const endings: Partial<Record<MediaType, Ending>> = {
  'image/jpeg': jpegEnd,
  'image/png': pngEnd,
  'image/webp': webpEnd,
  'image/gif': gifEnd,
};

/** ITU T.81, annex B: segments, and entropy-coded data between them. Further pictures (MPO, gain maps) belong to it. */
function jpegEnd(file: Buffer): number | null {
  let at = 2;
  while (at + 1 < file.length) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
    } else if (marker === 0xd9) {
      at += 2;
      const another = file[at] === 0xff && file[at + 1] === 0xd8 && file[at + 2] === 0xff;
      if (!another) return at;
      at += 2;
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

/** RIFF: the length stands in the header; an odd one is padded. */
function webpEnd(file: Buffer): number | null {
  if (file.length < 12) return null;
  const length = file.readUInt32LE(4);
  const end = 8 + length + (length % 2);
  return end <= file.length ? end : null;
}

/** GIF89a: blocks up to the trailer. */
function gifEnd(file: Buffer): number | null {
  if (file.length < 13) return null;
  let at = 13 + colourTable(file[10] ?? 0);
  while (at < file.length) {
    const block = file[at];
    if (block === 0x3b) return at + 1;
    if (block === 0x2c) at += 11 + colourTable(file[at + 9] ?? 0);
    else if (block === 0x21) at += 2;
    else return null;
    while (at < file.length && file[at] !== 0) at += 1 + (file[at] ?? 0);
    at += 1;
  }
  return null;
}

function colourTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
