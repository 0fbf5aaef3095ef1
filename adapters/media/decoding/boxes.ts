/** The structure of an MP4 (ISO/IEC 14496-12): whole, cut where it ends, and where it was filmed blanked in place. */
import { BusinessError } from '../../../domain/errors';
import type { OpenFile } from './file';
import { type Budget, openBudget } from './parts';

interface Box {
  type: string;
  start: number;
  /** Where its content begins. */
  content: number;
  /** Infinite when it has no length that a box can have. */
  end: number;
}

/** What players read. They ignore any other box (4.2), so it can be erased. */
const needed = new Set('ftyp styp moov moof mdat wide pdin mfra sidx ssix prft emsg'.split(' '));
/** Descriptions (place, camera, owner, covers) and room to spare, where anything may lie. No player needs them. */
const needless = new Set(['udta', 'meta', 'uuid', 'free', 'skip']);
/** The only boxes in which we look for descriptions, and the ones in them. */
const within: Readonly<Record<string, string>> = { moov: 'trak', moof: 'traf' };
/** Two minutes of pictures and sound have less than a megabyte in `moov`, in the shortest fragments two. */
const MOST_INDEX = 8 * 1024 * 1024;

/** @throws MEDIA_BROKEN when it is cut off or has no `moov`, MEDIA_TOO_COMPLEX when it has too many boxes. */
export function cleanMp4(file: OpenFile): void {
  const budget = openBudget(MOST_INDEX);
  const erasable: Box[] = [];
  let isDescribed = false;
  let end = 0;
  for (const box of boxes(file, 0, file.size, budget)) {
    const isNeeded = needed.has(box.type);
    if (box.end > file.size) {
      if (isNeeded) throw new BusinessError('MEDIA_BROKEN');
      break;
    }
    if (isNeeded) end = box.end;
    else erasable.push(box);
    if (box.type === 'moov') isDescribed = true;
    const inner = within[box.type];
    if (inner) findNeedless(box, inner);
  }
  if (!isDescribed) throw new BusinessError('MEDIA_BROKEN');
  file.cut(end);
  for (const box of erasable) if (box.start < end) erase(file, box);

  function findNeedless(parent: Box, inner?: string): void {
    for (const box of boxes(file, parent.content, parent.end, budget)) {
      if (box.end > parent.end) throw new BusinessError('MEDIA_BROKEN');
      if (needless.has(box.type)) erasable.push(box);
      else if (inner) budget.index(box.end - box.start);
      if (box.type === inner) findNeedless(box);
    }
  }
}

/** The same length as `free`, so that no offset in the file changes. */
function erase(file: OpenFile, { type, start, content, end }: Box): void {
  if (type !== 'free') file.write(Buffer.from('free'), start + 4);
  file.blank(content, end);
}

/** Up to one that does not fit, which is the last. */
function* boxes(file: OpenFile, from: number, to: number, budget: Budget): Generator<Box> {
  for (let start = from; start < to; ) {
    budget.part();
    const box = boxAt(file, start, to);
    yield box;
    start = box.end;
  }
}

function boxAt(file: OpenFile, start: number, to: number): Box {
  const head = file.read(start, 16);
  if (head.length < 8) return { type: '', start, content: start, end: Number.POSITIVE_INFINITY };
  const type = head.toString('latin1', 4, 8);
  const short = head.readUInt32BE(0);
  // One says that the length follows in eight bytes, zero that the box goes on to the end.
  const content = start + (short === 1 ? 16 : 8);
  const length = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short;
  const end = short === 0 ? to : start + length;
  // A box is never shorter than its own head.
  return { type, start, content, end: end < content ? Number.POSITIVE_INFINITY : end };
}
