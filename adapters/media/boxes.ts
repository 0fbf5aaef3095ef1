/** The structure of an MP4 (ISO/IEC 14496-12): whole, nothing behind it, and where it was filmed blanked in place. */
import type { FileHandle } from 'node:fs/promises';
import { BusinessError } from '../../domain/errors';
import { blank, readAt } from './handle';

interface Box {
  type: string;
  start: number;
  /** Where its content begins. */
  content: number;
  end: number;
}

const topLevel = new Set(
  'ftyp styp moov moof mdat free skip wide pdin mfra sidx ssix prft emsg meta uuid udta'.split(' '),
);
/** Descriptions (place, camera, owner, covers) and room to spare, where anything may lie. No player needs them. */
const needless = new Set(['udta', 'meta', 'uuid', 'free', 'skip']);

/** @throws MEDIA_BROKEN when it is cut off or has no `moov`, MEDIA_UNSAFE when other data follow. */
export async function cleanMp4(file: FileHandle, size: number): Promise<void> {
  let described = false;
  for await (const box of boxes(file, 0, size)) {
    if (!topLevel.has(box.type)) throw new BusinessError('MEDIA_UNSAFE');
    if (box.end > size) throw new BusinessError('MEDIA_BROKEN');
    if (needless.has(box.type)) await erase(file, box);
    if (box.type === 'moov') {
      described = true;
      await eraseWithin(file, box);
    }
  }
  if (!described) throw new BusinessError('MEDIA_BROKEN');
}

async function eraseWithin(file: FileHandle, parent: Box): Promise<void> {
  for await (const box of boxes(file, parent.content, parent.end)) {
    if (box.end > parent.end) throw new BusinessError('MEDIA_BROKEN');
    if (needless.has(box.type)) await erase(file, box);
    if (box.type === 'trak') await eraseWithin(file, box);
  }
}

/** The same length as `free`, so that no offset in the file changes. */
async function erase(file: FileHandle, { start, content, end }: Box): Promise<void> {
  await file.write(Buffer.from('free'), 0, 4, start + 4);
  await blank(file, content, end);
}

async function* boxes(file: FileHandle, from: number, to: number): AsyncGenerator<Box> {
  for (let start = from; start < to; ) {
    const head = await readAt(file, start, 16);
    if (head.length < 8) throw new BusinessError('MEDIA_UNSAFE');
    const type = head.toString('latin1', 4, 8);
    const short = head.readUInt32BE(0);
    let [content, end] = [start + 8, start + short];
    if (short === 1) {
      if (head.length < 16) throw new BusinessError('MEDIA_BROKEN');
      [content, end] = [start + 16, start + Number(head.readBigUInt64BE(8))];
    } else if (short === 0) {
      end = to;
    }
    // A box is never shorter than its own head: this would go round for ever.
    if (end < content) throw new BusinessError(topLevel.has(type) ? 'MEDIA_BROKEN' : 'MEDIA_UNSAFE');
    yield { type, start, content, end };
    start = end;
  }
}
