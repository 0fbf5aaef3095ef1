/** The part of a page that is made from code, between its marks. */
const END = '<!-- end of the generated part -->';

/**
 * The page with the part made anew; what people wrote around it stays.
 * @param source the file that it is made from, which its first mark names.
 * @throws when the page has no such part.
 */
export function withGeneratedPart(page: string, source: string, content: string): string {
  const mark = `<!-- generated from ${source} by npm run docs -->`;
  const begin = page.indexOf(mark);
  const end = page.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`the page has lost the marks of its part from ${source}`);
  return `${page.slice(0, begin)}${mark}\n\n${content}\n\n${page.slice(end)}`;
}
