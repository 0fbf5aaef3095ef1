/** The structure of a WebM (EBML, RFC 8794; Matroska, RFC 9559): whole, nothing behind it, its tags blanked in place. */
import type { FileHandle } from 'node:fs/promises';
import { BusinessError } from '../../domain/errors';
import { blank, readAt } from './handle';

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TAGS = 0x1254c367;
const VOID = 0xec;
/** SeekHead, Info, Tracks, Cues, Chapters, CRC-32; attachments (whole files) are not among them. */
const inSegment = new Set([0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1c53bb6b, 0x1043a770, 0xbf]);
/** Of a cluster of unknown length, as browsers record them: its parts stand where the cluster would. */
const inCluster = new Set([0xe7, 0xa3, 0xa0, 0xab, 0xa7]);

interface Element {
  id: number;
  start: number;
  content: number;
  /** Null: unknown, up to the end of the file. */
  end: number | null;
}

/** @throws MEDIA_BROKEN when it is cut off, MEDIA_UNSAFE when other data are in it or follow. */
export async function cleanWebm(file: FileHandle, size: number): Promise<void> {
  const header = await element(file, 0);
  if (header.id !== EBML || header.end === null) throw new BusinessError('MEDIA_BROKEN');
  const segment = await element(file, header.end);
  if (segment.id !== SEGMENT) throw new BusinessError('MEDIA_UNSAFE');
  const end = segment.end ?? size;
  if (end > size) throw new BusinessError('MEDIA_BROKEN');
  if (end < size) throw new BusinessError('MEDIA_UNSAFE');

  for (let at = segment.content; at < end; ) {
    const part = await element(file, at);
    if (part.id === CLUSTER && part.end === null) {
      at = part.content;
      continue;
    }
    const known = [CLUSTER, TAGS, VOID].includes(part.id) || inSegment.has(part.id) || inCluster.has(part.id);
    if (!known) throw new BusinessError('MEDIA_UNSAFE');
    if (part.end === null || part.end > end) throw new BusinessError('MEDIA_BROKEN');
    if (part.id === TAGS || part.id === VOID) await erase(file, part.start, part.end);
    at = part.end;
  }
}

/** A `Void` of the same length: one byte of id, one or eight of length, and zeros. */
async function erase(file: FileHandle, start: number, end: number): Promise<void> {
  const length = end - start;
  const head = Buffer.from([VOID, 0x80 | (length - 2)]);
  const long = Buffer.alloc(9);
  long.writeBigUInt64BE((1n << 56n) | BigInt(Math.max(0, length - 9)), 1);
  long[0] = VOID;
  const chosen = length < 100 ? head : long;
  await file.write(chosen, 0, chosen.length, start);
  await blank(file, start + chosen.length, end);
}

async function element(file: FileHandle, start: number): Promise<Element> {
  const head = await readAt(file, start, 12);
  const idLength = lengthOf(head[0]);
  const sizeLength = lengthOf(head[idLength]);
  const content = idLength + sizeLength;
  if (idLength > 4 || head.length < content) throw new BusinessError('MEDIA_BROKEN');
  const id = head.readUIntBE(0, idLength);
  // The marker bit in front is no part of the length; all ones mean "unknown".
  const bits = BigInt(7 * sizeLength);
  const value = BigInt(`0x${head.toString('hex', idLength, content)}`) & ((1n << bits) - 1n);
  const unknown = value === (1n << bits) - 1n;
  return { id, start, content: start + content, end: unknown ? null : start + content + Number(value) };
}

/** How many bytes a variable-length integer has, by its leading zeros. */
function lengthOf(first: number | undefined): number {
  if (!first) throw new BusinessError('MEDIA_BROKEN');
  return Math.clz32(first) - 23;
}
