/** Good files of every type, the same for the same seed, and the shapes that once kept a decoder busy or were refused wrongly. */
import sharp from 'sharp';
import type { MediaType } from '../../../domain/media';
import { box } from '../../fixtures/media/corpus';
import { mp4, webm } from '../../fixtures/media/films';
import { emptyBoxes, nestedTraks, repeatedElements, tinyFrames } from '../../fixtures/media/hostile';

export interface File {
  name: string;
  type: MediaType;
  bytes: Buffer;
  /** Of a picture: a video's are not decoded. */
  frames: number;
}

/** What must become of it, where that is known. */
export interface Shape extends File {
  expect: 'taken' | 'refused' | null;
}

const MEGABYTE = 1024 * 1024;

/** Noise, so that no part of it is like another. */
function picture(random: () => number, width: number, height: number, frames = 1) {
  const raw = { width, height: height * frames, channels: 3, pageHeight: height } as const;
  const pixels = Buffer.from(Array.from({ length: width * height * frames * 3 }, () => random() * 256));
  return sharp(pixels, { raw });
}

export async function goodFiles(random: () => number): Promise<File[]> {
  const [still, moving] = [picture(random, 120, 80), picture(random, 40, 30, 4)];
  return [
    { name: 'a JPEG', type: 'image/jpeg', bytes: await still.clone().jpeg().toBuffer(), frames: 1 },
    {
      ...{ name: 'a progressive JPEG', type: 'image/jpeg', frames: 1 },
      bytes: await still.clone().jpeg({ progressive: true }).toBuffer(),
    },
    { name: 'a PNG', type: 'image/png', bytes: await still.clone().png().toBuffer(), frames: 1 },
    { name: 'a WebP', type: 'image/webp', bytes: await still.clone().webp().toBuffer(), frames: 1 },
    { name: 'a moving WebP', type: 'image/webp', bytes: await moving.clone().webp().toBuffer(), frames: 4 },
    { name: 'a moving GIF', type: 'image/gif', bytes: await moving.clone().gif().toBuffer(), frames: 4 },
    { name: 'an MP4', type: 'video/mp4', bytes: await mp4(), frames: 1 },
    { name: 'a WebM', type: 'video/webm', bytes: await webm(), frames: 1 },
  ];
}

/** They come before all others, as they are. */
export async function shapes(good: readonly File[]): Promise<Shape[]> {
  const behind = Buffer.alloc(2_000, 'PK\x03\x04');
  const taken = good.map((file) => ({ ...file, expect: 'taken' as const }));
  const trailed = taken
    .filter(({ type }) => type.startsWith('image/'))
    .map((file) => ({
      ...file,
      name: `${file.name} with bytes behind its end`,
      bytes: Buffer.concat([file.bytes, behind]),
    }));
  const film = await mp4();
  const ofPhones = Buffer.from(film);
  ofPhones.write('M4V ', 8);
  const video = (name: string, bytes: Buffer, expect: Shape['expect'], type: MediaType = 'video/mp4') => ({
    ...{ name, bytes, expect, type, frames: 1 },
  });
  const gif = (frames: number, expect: Shape['expect']) => ({
    ...{ name: `a GIF of ${frames} frames`, bytes: tinyFrames(frames), expect, frames },
    type: 'image/gif' as const,
  });
  return [
    ...taken,
    ...trailed,
    video('an MP4 of the brand M4V', ofPhones, 'taken'),
    video('an MP4 with a box that nobody knows', Buffer.concat([film, box('hmmm', behind)]), 'taken'),
    video('an MP4 of 36 MB of trak in trak', nestedTraks((36 * MEGABYTE) / 8), null),
    video('an MP4 of 2 MB of boxes without content', emptyBoxes((2 * MEGABYTE) / 8 - 100, 'trak'), null),
    video('an MP4 of 2 MB of trak in trak', nestedTraks((2 * MEGABYTE) / 8 - 100), null),
    video(
      'a WebM of 1 MB of empty elements',
      await repeatedElements(MEGABYTE / 2, 'ec80'),
      null,
      'video/webm',
    ),
    gif(130_000, 'refused'),
    gif(699_000, 'refused'),
  ];
}
