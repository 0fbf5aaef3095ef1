/** Texts that must fit where they are sent. */

const ELLIPSIS = '…';

/** Of one character in JSON, as UTF-8: escaped ones take more. */
function bytesOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if ('"\\\b\t\n\f\r'.includes(char)) return 2;
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  if (code < 0x20 || isHalf) return 6;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** The text, or as much of its beginning as takes no more than so many bytes of JSON, with an ellipsis for the rest. */
export function clipped(text: string, most: number): string {
  let bytes = 2;
  let fits = 0;
  for (const char of text) {
    bytes += bytesOf(char);
    if (bytes + bytesOf(ELLIPSIS) <= most) fits += char.length;
    if (bytes > most) return text.slice(0, fits) + ELLIPSIS;
  }
  return text;
}
