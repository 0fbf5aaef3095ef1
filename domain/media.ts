/** Uploaded files: the one table of formats and limits, the renditions, and where their objects lie. */
import { BusinessError } from './errors';
import { HOUR, MINUTE, SECOND } from './time';

const MEGABYTE = 1024 * 1024;
const image = {
  kind: 'image',
  maxBytes: 10 * MEGABYTE,
  maxPixels: 50_000_000,
  maxFrames: 1_000,
  maxDurationMs: 0,
} as const;
const video = {
  kind: 'video',
  maxBytes: 200 * MEGABYTE,
  maxPixels: 4096 * 4096,
  maxFrames: 1,
  maxDurationMs: 120 * SECOND,
} as const;

/** `maxPixels` counts every frame of an animated picture, and one frame of a video, whose frames nobody counts. */
export const mediaTypes = {
  'image/jpeg': { ...image, extension: 'jpg' },
  'image/png': { ...image, extension: 'png' },
  'image/webp': { ...image, extension: 'webp' },
  'image/gif': { ...image, extension: 'gif' },
  'video/mp4': { ...video, extension: 'mp4' },
  'video/webm': { ...video, extension: 'webm' },
} as const;
export type MediaType = keyof typeof mediaTypes;
export type MediaKind = 'image' | 'video';
export const LARGEST_UPLOAD = video.maxBytes;

/** The longer side is at most this many times the shorter one: a leaderboard of 970 × 90 is 11. */
const MAX_ASPECT = 20;

/** How long a presigned upload or download is valid; what stays unfinished longer than a day is removed. */
export const UPLOAD_VALID = 15 * MINUTE;
export const DOWNLOAD_VALID = 15 * MINUTE;
export const ABANDONED_AFTER = 24 * HOUR;
/** Uploads that one user may have open at a time. */
export const OPEN_UPLOADS = 100;

export function isMediaType(value: string): value is MediaType {
  return Object.hasOwn(mediaTypes, value);
}

/** What was measured of a file; `frames` and `durationMs` are 1 and 0 of a still picture. */
export interface Shape {
  width: number;
  height: number;
  frames: number;
  durationMs: number;
}

/** @throws MEDIA_TOO_LARGE, with the limit in bytes */
export function checkBytes(type: MediaType, bytes: number): void {
  const { maxBytes } = mediaTypes[type];
  if (bytes > maxBytes) throw new BusinessError('MEDIA_TOO_LARGE', { max_bytes: maxBytes });
}

/** @throws MEDIA_DIMENSIONS, with the limit that is passed */
export function checkFrames(type: MediaType, frames: number): void {
  const { maxFrames } = mediaTypes[type];
  if (frames > maxFrames) throw new BusinessError('MEDIA_DIMENSIONS', { max_frames: maxFrames });
}

/** @throws MEDIA_DIMENSIONS, with the limit that is passed */
export function checkShape(type: MediaType, { width, height, frames, durationMs }: Shape): void {
  const { kind, maxPixels, maxDurationMs } = mediaTypes[type];
  checkFrames(type, frames);
  const pixels = width * height * (kind === 'image' ? frames : 1);
  if (pixels > maxPixels) throw new BusinessError('MEDIA_DIMENSIONS', { max_pixels: maxPixels });
  if (Math.max(width, height) > MAX_ASPECT * Math.min(width, height)) {
    throw new BusinessError('MEDIA_DIMENSIONS', {
      detail: `The longer side is more than ${MAX_ASPECT} times the shorter one.`,
    });
  }
  if (kind === 'video' && durationMs > maxDurationMs) {
    throw new BusinessError('MEDIA_DIMENSIONS', { max_duration_ms: maxDurationMs });
  }
}

/** The formats a picture is cut to, each at its full size. */
export const formats = {
  '1x1': { width: 1080, height: 1080 },
  '16x9': { width: 1920, height: 1080 },
  '9x16': { width: 1080, height: 1920 },
  '4x5': { width: 1080, height: 1350 },
} as const;
export type Format = keyof typeof formats;
export const THUMBNAIL_SIDE = 320;
/** No rendition needs a picture that is larger than this on its shorter side. */
export const LARGEST_SIDE = 1920;

/** A format's size within a picture: its aspect kept to the pixel, never enlarged. */
export function formatSize(format: Format, source: { width: number; height: number }) {
  const { width, height } = formats[format];
  const scale = Math.min(1, source.width / width, source.height / height);
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

export const INCOMING = 'incoming/';

/**
 * The folder of what one upload stored, below its owner's. The upload's random name makes it its own: what removes
 * the objects of one row can't meet those of another.
 */
export function mediaFolder(userId: string, kind: MediaKind, incomingKey: string): string {
  return `users/${userId}/${kind}s/${incomingKey.slice(INCOMING.length)}/`;
}

/** A file's name for showing: no path, no control characters, at most 200 characters. */
export function displayName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.slice(0, 200).replace(/\p{C}/gu, '').trim();
  return clean === '' || clean === '.' || clean === '..' ? 'upload' : clean;
}
