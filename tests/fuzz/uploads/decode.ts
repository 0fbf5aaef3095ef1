/** Reads what was stored of an accepted file, as whoever is shown it would. */
import mediaInfoFactory from 'mediainfo.js';
import sharp from 'sharp';
import { z } from 'zod';
import { MediaAnswer } from '../../../schemas/media';

/** @returns what is wrong with it; null when all of it can be read, and is what the answer says. */
export async function undecodable(answer: unknown): Promise<string | null> {
  const media = MediaAnswer.safeParse(answer);
  if (!media.success) return `the answer is no media: ${media.error.message}`;
  const { kind, width, height, renditions } = media.data;
  for (const [name, url] of Object.entries(renditions)) {
    const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
    const found = await (kind === 'image' ? pictureIn(bytes) : filmIn(bytes)).catch(String);
    if (typeof found === 'string') return `${name} can't be read: ${found}`;
    if (name === 'original' && (found.width !== width || found.height !== height)) {
      return `it is ${found.width} × ${found.height}, and said to be ${width} × ${height}`;
    }
  }
  return null;
}

interface Size {
  width: number;
  height: number;
}

/** Every frame is decoded; a decoder's warning is a fault. */
async function pictureIn(bytes: Buffer): Promise<Size> {
  const all = sharp(bytes, { animated: true, failOn: 'warning', limitInputPixels: false });
  const { width, height, pageHeight } = await all.metadata();
  await all.stats();
  return { width, height: pageHeight ?? height };
}

const Track = z.object({ '@type': z.string(), Width: z.number().optional(), Height: z.number().optional() });
const Report = z.object({ media: z.object({ track: z.array(Track) }) });

/** The container alone is read: its pictures are in nobody's hands but the viewer's. */
async function filmIn(bytes: Buffer): Promise<Size | string> {
  const parser = await mediaInfoFactory({ format: 'object' });
  try {
    const report = await parser.analyzeData(bytes.length, (length, offset) =>
      Promise.resolve(bytes.subarray(offset, offset + length)),
    );
    const film = Report.parse(report).media.track.find((track) => track['@type'] === 'Video');
    if (!film?.Width || !film.Height) return 'it has no pictures';
    return { width: film.Width, height: film.Height };
  } finally {
    parser.close();
  }
}
