/** The structure of a WebM (EBML, RFC 8794; Matroska, RFC 9559): whole, cut where it ends, its tags blanked in place. */
import { BusinessError } from '../../../domain/errors';
import type { OpenFile } from './file';
import { openBudget } from './parts';

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const VOID = 0xec;
/** What describes a segment: SeekHead, Info, Tracks, Cues, Chapters, CRC-32. Not tags, nor attachments (whole files). */
const index: ReadonlySet<number> = new Set([
  0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1c53bb6b, 0x1043a770, 0xbf,
]);
/** Two minutes of pictures and sound have some kilobytes of it. */
const MOST_INDEX = 1024 * 1024;
/** Of a cluster of unknown length, as browsers record them: its parts stand where the cluster would. */
const inCluster = [0xe7, 0xa3, 0xa0, 0xab, 0xa7];
/** Players ignore any other element (RFC 8794, 6.1), so it can be erased. */
const needed: ReadonlySet<number> = new Set([...index, CLUSTER, ...inCluster]);

interface Element {
  id: number;
  start: number;
  content: number;
  /** Infinite: unknown, up to the end of what it is in. */
  end: number;
}

/** @throws MEDIA_BROKEN when it is cut off, MEDIA_TOO_COMPLEX when it has too many elements. */
export function cleanWebm(file: OpenFile): void {
  const budget = openBudget(MOST_INDEX);
  const header = elementAt(file, 0);
  if (header?.id !== EBML || header.end > file.size) throw new BusinessError('MEDIA_BROKEN');
  budget.index(header.end);
  const segment = elementAt(file, header.end);
  if (segment?.id !== SEGMENT) throw new BusinessError('MEDIA_BROKEN');
  const isOpen = segment.end === Number.POSITIVE_INFINITY;
  const last = isOpen ? file.size : segment.end;
  if (last > file.size) throw new BusinessError('MEDIA_BROKEN');

  const erasable: Element[] = [];
  let end = segment.content;
  for (let at = end; at < last; ) {
    budget.part();
    const part = elementAt(file, at);
    const isNeeded = part !== null && needed.has(part.id);
    if (part?.id === CLUSTER && part.end === Number.POSITIVE_INFINITY) {
      at = part.content;
      end = at;
      continue;
    }
    if (!part || part.end > last) {
      if (isNeeded || !isOpen) throw new BusinessError('MEDIA_BROKEN');
      break;
    }
    if (isNeeded) {
      end = part.end;
      if (index.has(part.id)) budget.index(part.end - part.start);
    } else erasable.push(part);
    at = part.end;
  }
  file.cut(isOpen ? end : last);
  for (const part of erasable) if (part.start < file.size) erase(file, part);
}

/** A `Void` of the same length: one byte of id, one or eight of length, and zeros. */
function erase(file: OpenFile, { start, end }: Element): void {
  const length = end - start;
  const head = Buffer.from([VOID, 0x80 | (length - 2)]);
  const long = Buffer.alloc(9);
  long.writeBigUInt64BE((1n << 56n) | BigInt(Math.max(0, length - 9)), 1);
  long[0] = VOID;
  const chosen = length < 100 ? head : long;
  file.write(chosen, start);
  file.blank(start + chosen.length, end);
}

/** Null where no element begins. */
function elementAt(file: OpenFile, start: number): Element | null {
  const head = file.read(start, 12);
  const idLength = lengthOf(head[0]);
  const sizeLength = lengthOf(head[idLength]);
  const content = idLength + sizeLength;
  if (idLength > 4 || sizeLength > 8 || head.length < content) return null;
  const id = head.readUIntBE(0, idLength);
  // The marker bit in front is no part of the length; all ones mean "unknown".
  const bits = BigInt(7 * sizeLength);
  const value = BigInt(`0x${head.toString('hex', idLength, content)}`) & ((1n << bits) - 1n);
  const isUnknown = value === (1n << bits) - 1n;
  const end = isUnknown ? Number.POSITIVE_INFINITY : start + content + Number(value);
  return { id, start, content: start + content, end };
}

/** How many bytes a variable-length integer has, by its leading zeros; nine where it is none. */
function lengthOf(first: number | undefined): number {
  return first ? Math.clz32(first) - 23 : 9;
}
