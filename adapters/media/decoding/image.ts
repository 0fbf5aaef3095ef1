/** Pictures: checked, decoded in full, and written anew, so that only pixels remain; then cut to each format. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { BusinessError } from '../../../domain/errors';
import {
  checkFrames,
  checkShape,
  type Format,
  formatSize,
  formats,
  LARGEST_SIDE,
  type MediaType,
  mediaTypes,
  THUMBNAIL_SIDE,
} from '../../../domain/media';
import { storageError } from '../../storage/errors';
import type { Inspected, Output, Question } from '../protocol';
import { extents } from './extents';
import { refuseHidden } from './hidden';

sharp.cache(false);
sharp.concurrency(1);

const sharpNames: Partial<Record<MediaType, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** @throws MEDIA_BROKEN, MEDIA_UNSAFE, MEDIA_DIMENSIONS; UNAVAILABLE when the disk is full. */
export async function inspectImage({ path: source, type }: Question): Promise<Inspected> {
  const file = await readFile(source);
  const extent = extents[type]?.(file) ?? null;
  if (!extent) throw new BusinessError('MEDIA_BROKEN');
  // Even counting the frames is dear to a decoder when there are many.
  checkFrames(type, extent.frames);
  const bytes = file.subarray(0, extent.end);
  const about = await decoding(() => sharp(bytes, { limitInputPixels: false, pages: -1 }).metadata());
  if (about.format !== sharpNames[type]) throw new BusinessError('MEDIA_BROKEN');
  const { width, height } = about.autoOrient;
  const frames = about.pages ?? 1;
  const still = { width, height: frames > 1 ? (about.pageHeight ?? height) : height };
  // Before a pixel is decoded: a small file may claim a huge picture.
  checkShape(type, { ...still, frames, durationMs: 0 });
  const outputs = await decoding(() => render(bytes, type, path.dirname(source)));
  return { kind: 'image', ...still, durationMs: null, outputs };
}

async function render(bytes: Buffer, type: MediaType, folder: string): Promise<Output[]> {
  const { maxPixels } = mediaTypes[type];
  const strict = { failOn: 'warning', limitInputPixels: maxPixels } as const;
  const animated = type === 'image/gif' || type === 'image/webp';
  // Nothing but pixels is written: EXIF, GPS, XMP, comments and hidden chunks are left behind.
  const original = written(sharp(bytes, { ...strict, animated }).autoOrient(), type);
  const outputs: Output[] = [await stored('original', original, type, folder)];

  // One decoding for all formats: a picture no larger than the largest of them needs.
  const base = await sharp(bytes, strict)
    .autoOrient()
    .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'outside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const still = () => sharp(base.data, { raw: base.info });
  const plain = (await still().stats()).isOpaque ? ('image/jpeg' as const) : ('image/png' as const);
  const add = async (name: string, picture: Sharp) => {
    outputs.push(await stored(name, written(picture, plain), plain, folder));
  };
  for (const format of Object.keys(formats).filter((name): name is Format => name in formats)) {
    const size = formatSize(format, base.info);
    await add(format, still().resize({ ...size, fit: 'cover', position: 'attention' }));
  }
  const side = { width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE };
  await add('thumbnail', still().resize({ ...side, fit: 'inside', withoutEnlargement: true }));
  return outputs;
}

/** @throws MEDIA_UNSAFE when the rewritten picture still contains what must not be stored. */
async function stored(name: string, picture: Sharp, type: MediaType, folder: string): Promise<Output> {
  const bytes = await picture.toBuffer();
  refuseHidden({ size: bytes.length, read: (start, length) => bytes.subarray(start, start + length) });
  const { extension } = mediaTypes[type];
  const file = path.join(folder, `${name}.${extension}`);
  await writeFile(file, bytes).catch((error: unknown) => {
    throw storageError('spool', error);
  });
  return { name, extension, contentType: type, body: { path: file } };
}

function written(picture: Sharp, type: MediaType): Sharp {
  if (type === 'image/jpeg') return picture.jpeg({ quality: 90 });
  if (type === 'image/webp') return picture.webp({ quality: 90, effort: 2 });
  if (type === 'image/gif') return picture.gif();
  return picture.png();
}

/** What the decoder refuses is the file's fault. */
async function decoding<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BusinessError) throw error;
    throw new BusinessError('MEDIA_BROKEN');
  }
}
