/** What is said between us and a decoder: one file at a time, and what was found in it. */
import { z } from 'zod';
import { type ErrorCode, isErrorCode } from '../../domain/errors';
import { isMediaType, type MediaType } from '../../domain/media';

/** The file to read. It is cleaned in its place; what is made of it is written to its folder. */
export const Question = z.object({
  path: z.string(),
  type: z.custom<MediaType>((type) => typeof type === 'string' && isMediaType(type)),
  bytes: z.int().positive(),
});
export type Question = z.output<typeof Question>;

/** One object to store: the cleaned original, or a rendition of it. */
const Output = z.object({
  name: z.string(),
  extension: z.string(),
  contentType: z.string(),
  body: z.object({ path: z.string() }),
});
export type Output = z.output<typeof Output>;

const Inspected = z.object({
  kind: z.enum(['image', 'video']),
  /** As it is shown: after its orientation. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Null of a picture. */
  durationMs: z.int().nonnegative().nullable(),
  outputs: z.array(Output),
});
export type Inspected = z.output<typeof Inspected>;

const Refused = z.object({
  code: z.custom<ErrorCode>(isErrorCode),
  details: z.record(z.string(), z.unknown()),
});

export const Answer = z.object({
  found: z.union([z.object({ inspected: Inspected }), z.object({ refused: Refused })]),
  /** It holds on to much memory and takes no further file. */
  isSpent: z.boolean(),
});
export type Answer = z.output<typeof Answer>;
