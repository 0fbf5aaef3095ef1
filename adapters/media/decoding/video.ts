/** Videos: their container read in pieces for size and length, checked to be whole, and cleaned of what tells a place. */
import mediaInfoFactory from 'mediainfo.js';
import { z } from 'zod';
import { BusinessError } from '../../../domain/errors';
import { checkShape, mediaTypes } from '../../../domain/media';
import { SECOND } from '../../../domain/time';
import type { Inspected, Question } from '../protocol';
import { cleanMp4 } from './boxes';
import { cleanWebm } from './elements';
import { OpenFile } from './file';
import { refuseHidden } from './hidden';

const CHUNK = 256 * 1024;
/** A container that wants more than this to be described is made to keep us busy. */
const MOST_READ = 64 * 1024 * 1024;

const Track = z.object({
  '@type': z.string(),
  Format: z.string().optional(),
  Width: z.int().optional(),
  Height: z.int().optional(),
  Duration: z.number().optional(),
  Rotation: z.coerce.number().optional(),
  extra: z.object({ IsTruncated: z.string().optional() }).optional(),
});
const Report = z.object({ media: z.object({ track: z.array(Track) }) });

/** @throws MEDIA_BROKEN, MEDIA_UNSAFE, MEDIA_DIMENSIONS; MEDIA_TYPE when it holds sound alone. */
export async function inspectVideo({ path, type, bytes }: Question): Promise<Inspected> {
  const file = new OpenFile(path, bytes);
  try {
    (type === 'video/mp4' ? cleanMp4 : cleanWebm)(file);
    refuseHidden(file);
    const shape = await probe(file);
    checkShape(type, { ...shape, frames: 1 });
    const { extension } = mediaTypes[type];
    const outputs = [{ name: 'original', extension, contentType: type, body: { path } }];
    return { kind: 'video', ...shape, outputs };
  } finally {
    file.close();
  }
}

async function probe(file: OpenFile) {
  const tracks = await describe(file);
  const [general] = tracks;
  const picture = tracks.find((track) => track['@type'] === 'Video');
  if (general?.extra?.IsTruncated === 'Yes') throw new BusinessError('MEDIA_BROKEN');
  if (!picture && tracks.some((track) => track['@type'] === 'Audio')) throw new BusinessError('MEDIA_TYPE');
  const seconds = Math.max(general?.Duration ?? 0, picture?.Duration ?? 0);
  if (!picture?.Width || !picture.Height || !seconds) {
    throw new BusinessError('MEDIA_BROKEN', { detail: 'The video does not tell its size or its length.' });
  }
  const turned = Math.round(picture.Rotation ?? 0) % 180 !== 0;
  const [width, height] = turned ? [picture.Height, picture.Width] : [picture.Width, picture.Height];
  return { width, height, durationMs: Math.round(seconds * SECOND) };
}

async function describe(file: OpenFile): Promise<z.output<typeof Track>[]> {
  const parser = await mediaInfoFactory({ format: 'object', chunkSize: CHUNK });
  let read = 0;
  try {
    const report = await parser.analyzeData(file.size, (length, offset) => {
      read += length;
      if (read > MOST_READ) throw new BusinessError('MEDIA_BROKEN');
      return file.read(offset, length);
    });
    return Report.parse(report).media.track;
  } catch {
    throw new BusinessError('MEDIA_BROKEN');
  } finally {
    parser.close();
  }
}
