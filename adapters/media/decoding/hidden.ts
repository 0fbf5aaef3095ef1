/** What else a file that we would store could be taken for: a page, a script, an archive. */
import { BusinessError } from '../../../domain/errors';

interface Bytes {
  size: number;
  read(start: number, length: number): Buffer;
}

/** Markup that a browser or a server would run; long enough never to appear in compressed pixels by chance. */
const SCRIPT = /<script[\s>]|<iframe[\s>]|<\?php\s|<!doctype html|javascript:/i;
const LONGEST = 20;
const PIECE = 1024 * 1024;
/** Readers of archives look for this from the back of a file, behind which a comment of 64 KB may stand. */
const ARCHIVE_END = Buffer.from('PK\x05\x06');
const ARCHIVE_END_LENGTH = 22;

/** @throws MEDIA_UNSAFE */
export function refuseHidden(file: Bytes): void {
  for (let at = 0; at < file.size; at += PIECE) {
    const text = file.read(at, Math.min(PIECE + LONGEST, file.size - at)).toString('latin1');
    if (SCRIPT.test(text)) throw new BusinessError('MEDIA_UNSAFE', { detail: 'The file holds a script.' });
  }
  if (endsAsArchive(file)) throw new BusinessError('MEDIA_UNSAFE', { detail: 'The file holds an archive.' });
}

/** Whether it is a zip archive by its end: the record there, and a comment that goes on to the last byte. */
function endsAsArchive(file: Bytes): boolean {
  const from = Math.max(0, file.size - ARCHIVE_END_LENGTH - 0xffff);
  const tail = file.read(from, file.size - from);
  for (let at = tail.indexOf(ARCHIVE_END); at !== -1; at = tail.indexOf(ARCHIVE_END, at + 1)) {
    const end = at + ARCHIVE_END_LENGTH;
    if (end <= tail.length && end + tail.readUInt16LE(end - 2) === tail.length) return true;
  }
  return false;
}
