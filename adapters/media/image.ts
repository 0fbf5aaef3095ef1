/** Pictures: checked, decoded in full, and written anew, so that only pixels remain; then cut to each format. */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { BusinessError } from '../../domain/errors';
import {
  checkShape,
  type Format,
  formatSize,
  formats,
  LARGEST_SIDE,
  type MediaType,
  mediaTypes,
  THUMBNAIL_SIDE,
} from '../../domain/media';
import { endings } from './endings';
import type { Inspected, Output } from './inspect';
import { inLane } from './lanes';
import type { Spooled } from './spool';

sharp.cache(false);
sharp.concurrency(1);

const TIMEOUT_SECONDS = 30;
/** Markup that a browser or a server would run; long enough never to appear in compressed pixels by chance. */
const SCRIPT = /<script[\s>]|<iframe[\s>]|<\?php\s|<!doctype html|javascript:/i;
const sharpNames: Partial<Record<MediaType, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** @throws MEDIA_BROKEN, MEDIA_UNSAFE, MEDIA_DIMENSIONS; UNAVAILABLE when it took too long. */
export async function inspectImage(file: Spooled): Promise<Inspected> {
  const bytes = await readFile(file.path);
  checkStructure(bytes, file.type);
  const about = await decoding(() => sharp(bytes, { limitInputPixels: false, pages: -1 }).metadata());
  if (about.format !== sharpNames[file.type]) throw new BusinessError('MEDIA_BROKEN');
  const { width, height } = about.autoOrient;
  const frames = about.pages ?? 1;
  const still = { width, height: frames > 1 ? (about.pageHeight ?? height) : height };
  // Before a pixel is decoded: a small file may claim a huge picture.
  checkShape(file.type, { ...still, frames, durationMs: 0 });

  const pixels = still.width * still.height * frames;
  const outputs = await inLane(pixels, () => decoding(() => render(bytes, file.type)));
  return { kind: 'image', ...still, durationMs: null, outputs };
}

/** @throws MEDIA_BROKEN, MEDIA_UNSAFE */
function checkStructure(bytes: Buffer, type: MediaType): void {
  const end = endings[type]?.(bytes) ?? null;
  if (end === null) throw new BusinessError('MEDIA_BROKEN');
  if (end < bytes.length) {
    throw new BusinessError('MEDIA_UNSAFE', { detail: 'The file goes on after the end of the picture.' });
  }
  if (SCRIPT.test(bytes.toString('latin1'))) {
    throw new BusinessError('MEDIA_UNSAFE', { detail: 'The file holds a script.' });
  }
}

async function render(bytes: Buffer, type: MediaType): Promise<Output[]> {
  const { maxPixels, extension } = mediaTypes[type];
  const strict = { failOn: 'warning', limitInputPixels: maxPixels } as const;
  const animated = type === 'image/gif' || type === 'image/webp';
  // Nothing but pixels is written: EXIF, GPS, XMP, comments and hidden chunks are left behind.
  const original = written(sharp(bytes, { ...strict, animated }).autoOrient(), type);
  const outputs: Output[] = [
    { name: 'original', extension, contentType: type, body: await original.toBuffer() },
  ];

  // One decoding for all formats: a picture no larger than the largest of them needs.
  const base = await sharp(bytes, strict)
    .autoOrient()
    .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'outside', withoutEnlargement: true })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const still = () => sharp(base.data, { raw: base.info });
  const plain = (await still().stats()).isOpaque ? ('image/jpeg' as const) : ('image/png' as const);
  const add = async (name: string, picture: Sharp) => {
    const body = await written(picture, plain).toBuffer();
    outputs.push({ name, extension: mediaTypes[plain].extension, contentType: plain, body });
  };
  for (const format of Object.keys(formats).filter((name): name is Format => name in formats)) {
    const size = formatSize(format, base.info);
    await add(format, still().resize({ ...size, fit: 'cover', position: 'attention' }));
  }
  const side = { width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE };
  await add('thumbnail', still().resize({ ...side, fit: 'inside', withoutEnlargement: true }));
  return outputs;
}

function written(picture: Sharp, type: MediaType): Sharp {
  const timed = picture.timeout({ seconds: TIMEOUT_SECONDS });
  if (type === 'image/jpeg') return timed.jpeg({ quality: 90 });
  if (type === 'image/webp') return timed.webp({ quality: 90, effort: 2 });
  if (type === 'image/gif') return timed.gif();
  return timed.png();
}

/** What the decoder refuses is the file's fault, but for its running out of time. */
async function decoding<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BusinessError) throw error;
    const late = String(error).includes('timeout');
    throw new BusinessError(late ? 'UNAVAILABLE' : 'MEDIA_BROKEN', late ? { retryAfterSeconds: 30 } : {});
  }
}
