/** Ways to spoil a file: in its depth, its counts, its frames and sizes, its end, and anywhere. */
import type { MediaType } from '../../../domain/media';
import { box, pngChunk } from '../../fixtures/media/corpus';
import { element } from '../../fixtures/media/films';
import type { File } from './files';

/** Numbers drawn from the seed. */
export class Draw {
  constructor(readonly random: () => number) {}

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** From 1 on: small ones as often as large ones. */
  upTo(most: number): number {
    return Math.floor(most ** this.random());
  }

  of<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('nothing to draw from');
    return one;
  }
}

type Change = (file: File, draw: Draw) => Partial<File>;

/** No more than this many bytes are made, so that most files stay small. */
const ROOM = 3 * 1024 * 1024;
const times = (draw: Draw, part: Buffer, most = 300_000) =>
  Math.min(draw.upTo(most), Math.max(1, Math.floor(ROOM / part.length)));
const repeated = (part: Buffer, count: number) => Buffer.concat(Array.from({ length: count }, () => part));
const inserted = (file: Buffer, at: number, part: Buffer) =>
  Buffer.concat([file.subarray(0, at), part, file.subarray(at)]);
/** What length fields and counts hold when someone means harm. */
const EXTREMES = [0, 1, 2, 7, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
const SIDES = [0, 1, 2_000, 10_000, 0x3fff, 0x7fff, 0xffff];

const anywhere: Record<string, Change> = {
  'cut off': ({ bytes }, draw) => ({ bytes: bytes.subarray(0, draw.below(bytes.length)) }),
  'bytes behind its end': ({ bytes }, draw) => {
    const trailer = draw.of([
      '\0',
      'PK\x03\x04',
      '<html><script>alert(1)</script>',
      '\xff\xd8\xff\xd9',
      'GIF89a',
    ]);
    return { bytes: Buffer.concat([bytes, Buffer.alloc(draw.upTo(500_000), trailer, 'latin1')]) };
  },
  'bits turned': ({ bytes }, draw) => {
    const copy = Buffer.from(bytes);
    for (let n = draw.upTo(40); n > 0; n -= 1) {
      const at = draw.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << draw.below(8));
    }
    return { bytes: copy };
  },
  'an extreme number': ({ bytes }, draw) => {
    const copy = Buffer.from(bytes);
    if (copy.length < 8) return {};
    const at = draw.below(Math.min(copy.length - 4, 1_000));
    const value = draw.of(EXTREMES);
    if (draw.random() < 0.5) copy.writeUInt32BE(value, at);
    else copy.writeUInt32LE(value, at);
    return { bytes: copy };
  },
  'a part twice': ({ bytes }, draw) => {
    const from = draw.below(bytes.length);
    return { bytes: inserted(bytes, from, bytes.subarray(from, from + draw.upTo(bytes.length))) };
  },
  'a part missing': ({ bytes }, draw) => {
    const from = draw.below(bytes.length);
    return {
      bytes: Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + draw.upTo(bytes.length))]),
    };
  },
};

const ofType: Record<MediaType, Record<string, Change>> = {
  'image/jpeg': {
    'many comments': ({ bytes }, draw) => {
      const comment = Buffer.from('fffe0003ff', 'hex');
      return { bytes: inserted(bytes, 2, repeated(comment, times(draw, comment))) };
    },
    'many scans': ({ bytes }, draw) => {
      const scan = bytes.subarray(bytes.lastIndexOf(Buffer.from('ffda', 'hex')), -2);
      return { bytes: inserted(bytes, bytes.length - 2, repeated(scan, times(draw, scan, 3_000))) };
    },
    'another size': ({ bytes }, draw) => {
      const copy = Buffer.from(bytes);
      const frame = Math.max(
        copy.indexOf(Buffer.from('ffc0', 'hex')),
        copy.indexOf(Buffer.from('ffc2', 'hex')),
      );
      if (frame < 0 || frame + 9 > copy.length) return {};
      copy.writeUInt16BE(draw.of(SIDES), frame + 5);
      copy.writeUInt16BE(draw.of(SIDES), frame + 7);
      return { bytes: copy };
    },
  },
  'image/png': {
    'many chunks': ({ bytes }, draw) => {
      const chunk = pngChunk(draw.of(['tEXt', 'IDAT', 'paDd', 'iTXt']), Buffer.from(draw.of(['', 'a\0b'])));
      return { bytes: inserted(bytes, 33, repeated(chunk, times(draw, chunk))) };
    },
    'another size': ({ bytes }, draw) => {
      if (bytes.length < 33) return {};
      const header = Buffer.from(bytes.subarray(16, 29));
      header.writeUInt32BE(draw.of([...SIDES, 0x7fff_ffff]), 0);
      header.writeUInt32BE(draw.of([...SIDES, 0x7fff_ffff]), 4);
      return { bytes: Buffer.concat([bytes.subarray(0, 8), pngChunk('IHDR', header), bytes.subarray(33)]) };
    },
  },
  'image/webp': {
    'many chunks': ({ bytes }, draw) => {
      const chunk = Buffer.concat([Buffer.from(draw.of(['PADD', 'ANMF', 'EXIF', 'ALPH'])), Buffer.alloc(4)]);
      const longer = Buffer.concat([bytes, repeated(chunk, times(draw, chunk))]);
      longer.writeUInt32LE(longer.length - 8, 4);
      return { bytes: longer };
    },
    'many frames': ({ bytes, frames }, draw) => {
      const first = bytes.indexOf('ANMF');
      if (first < 0) return {};
      const frame = bytes.subarray(first, first + 8 + bytes.readUInt32LE(first + 4));
      const count = times(draw, frame, 20_000);
      const longer = Buffer.concat([bytes, repeated(frame, count)]);
      longer.writeUInt32LE(longer.length - 8, 4);
      return { bytes: longer, frames: frames + count };
    },
  },
  'image/gif': {
    'many frames': ({ bytes, frames }, draw) => {
      const frame = Buffer.from('2c0000000001000100000202440100', 'hex');
      const count = times(draw, frame);
      return { bytes: inserted(bytes, bytes.length - 1, repeated(frame, count)), frames: frames + count };
    },
    'another size': ({ bytes }, draw) => {
      const copy = Buffer.from(bytes);
      if (copy.length < 13) return {};
      for (const at of [6, 8]) copy.writeUInt16LE(draw.of(SIDES), at);
      return { bytes: copy };
    },
    'many extensions': ({ bytes }, draw) => {
      const extension = Buffer.from(
        draw.of(['21fe00', '21f904000000000000', '21ff0b4e45545343415045322e300301000000']),
        'hex',
      );
      return { bytes: inserted(bytes, bytes.length - 1, repeated(extension, times(draw, extension))) };
    },
  },
  'video/mp4': {
    'box in box': ({ bytes }, draw) => {
      const type = draw.of(['trak', 'moov', 'moof', 'mdia', 'udta', 'meta', 'hmmm']);
      return {
        bytes: Buffer.concat([bytes, nested(draw.upTo(250_000), (content) => boxHead(type, content))]),
      };
    },
    'box in box in its index': ({ bytes }, draw) => {
      const type = draw.of(['trak', 'mdia', 'minf', 'udta']);
      return {
        bytes: lastGrown(
          bytes,
          'moov',
          nested(draw.upTo(250_000), (content) => boxHead(type, content)),
        ),
      };
    },
    'many boxes': ({ bytes }, draw) => {
      const one = box(draw.of(['trak', 'free', 'udta', 'moof', 'hmmm']), Buffer.alloc(0));
      const many = repeated(one, times(draw, one));
      return { bytes: draw.random() < 0.5 ? lastGrown(bytes, 'moov', many) : Buffer.concat([bytes, many]) };
    },
    'another brand': ({ bytes }, draw) => {
      const copy = Buffer.from(bytes);
      copy.write(draw.of(['M4V ', 'mp42', 'isom', 'qt  ', 'avif', 'heic', '????']), 8, 'latin1');
      return { bytes: copy };
    },
  },
  'video/webm': {
    'element in element': ({ bytes }, draw) => {
      const id = draw.of(['67c8', '1254c367', 'b6', 'ae', '1f43b675', 'a0']);
      return {
        bytes: inSegment(
          bytes,
          nested(draw.upTo(100_000), (content) => elementHead(id, content)),
        ),
      };
    },
    'many elements': ({ bytes }, draw) => {
      const one = Buffer.from(
        draw.of(['ec80', 'bf80', 'e780', 'a380', '1254c36780', '1f43b67580', '4dbb80']),
        'hex',
      );
      return { bytes: inSegment(bytes, repeated(one, times(draw, one, 1_000_000))) };
    },
  },
};

/** Heads one in the other, each of which says how long all behind it is. */
function nested(depth: number, head: (content: number) => Buffer): Buffer {
  const length = head(0).length;
  const levels = Math.min(depth, Math.floor(ROOM / length));
  return Buffer.concat(Array.from({ length: levels }, (_, level) => head((levels - 1 - level) * length)));
}

function boxHead(type: string, content: number): Buffer {
  const head = box(type, Buffer.alloc(0));
  head.writeUInt32BE(head.length + content, 0);
  return head;
}

function elementHead(id: string, content: number): Buffer {
  const head = element(id);
  head.writeBigUInt64BE((1n << 56n) | BigInt(content), head.length - 8);
  return head;
}

/** Content added to the end of a box that is the last of its file, or to what seems to be one. */
function lastGrown(file: Buffer, type: string, content: Buffer): Buffer {
  const start = file.lastIndexOf(type) - 4;
  const longer = Buffer.concat([file, content]);
  if (start >= 0) longer.writeUInt32BE(longer.length - start, start);
  return longer;
}

/** Added to the end of a WebM's segment, whose length has eight bytes. */
function inSegment(file: Buffer, content: Buffer): Buffer {
  const size = file.indexOf(Buffer.from('18538067', 'hex')) + 4;
  const longer = Buffer.concat([file, content]);
  if (size > 3 && size + 8 <= longer.length) {
    longer.writeBigUInt64BE((1n << 56n) | BigInt(longer.length - size - 8), size);
  }
  return longer;
}

/** One to three changes, most of them of the file's own type. */
export function mutated(file: File, draw: Draw): File {
  let spoiled = file;
  for (let left = 1 + draw.below(3); left > 0; left -= 1) {
    const changes = Object.entries(draw.random() < 0.6 ? ofType[file.type] : anywhere);
    const [name, change] = draw.of(changes);
    const before = spoiled;
    if (before.bytes.length === 0) break;
    spoiled = { ...before, ...change(before, draw), name: `${before.name}, ${name}` };
  }
  return spoiled;
}
