/** Whether a file may come in, what it is, and what of it is stored. */
import { type MediaKind, mediaTypes } from '../../domain/media';
import type { Body } from '../storage/storage';
import { inspectImage } from './image';
import type { Spooled } from './spool';
import { inspectVideo } from './video';

/** One object to store: the cleaned original, or a rendition of it. */
export interface Output {
  name: string;
  extension: string;
  contentType: string;
  body: Body;
}

export interface Inspected {
  kind: MediaKind;
  /** As it is shown: after its orientation. */
  width: number;
  height: number;
  /** Null of a picture. */
  durationMs: number | null;
  outputs: Output[];
}

/** @throws MEDIA_BROKEN, MEDIA_UNSAFE, MEDIA_DIMENSIONS, MEDIA_TYPE; UNAVAILABLE when it took too long. */
export function inspect(file: Spooled): Promise<Inspected> {
  return mediaTypes[file.type].kind === 'image' ? inspectImage(file) : inspectVideo(file);
}
