/** How many pixels a picture says that it has: what it may cost to read. */
import type { File } from './files';

/** Of all frames; 0 where nothing can be read, and of a video, whose pictures nobody decodes. */
export function claimedPixels({ type, bytes, frames }: File): number {
  const { width, height } = sizeOf(type, Buffer.concat([bytes.subarray(0, 64 * 1024), Buffer.alloc(64)]));
  return width * height * frames;
}

function sizeOf(type: File['type'], head: Buffer): { width: number; height: number } {
  switch (type) {
    case 'image/png':
      return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
    case 'image/gif':
      return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
    case 'image/jpeg': {
      const frames = ['ffc0', 'ffc1', 'ffc2'].map((marker) => head.indexOf(Buffer.from(marker, 'hex')));
      const at = frames.find((found) => found >= 0) ?? -1;
      return at < 0 ? NOTHING : { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    }
    case 'image/webp':
      return webpSize(head);
    default:
      return NOTHING;
  }
}

const NOTHING = { width: 0, height: 0 };

/** Of a canvas, of a lossless and of a lossy picture. */
function webpSize(head: Buffer): { width: number; height: number } {
  const kind = head.toString('latin1', 12, 16);
  if (kind === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (kind === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
}
