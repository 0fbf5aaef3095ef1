/** Media on the wire: what an upload asks for, and what is shown of a file. */
import { z } from 'zod';
import { LARGEST_UPLOAD } from '../domain/media';
import { iso } from '../domain/time';
import { Timestamp, text, Uuid } from './common';
import { listing } from './lists';

/** The fields beside the file in a form. */
export const UploadFields = z.strictObject({ campaign_id: Uuid.optional() });

export const TicketBody = z.strictObject({
  file_name: text(200),
  content_type: z.string().max(100).meta({ example: 'video/mp4' }),
  bytes: z
    .int()
    .min(1)
    .max(2 * LARGEST_UPLOAD)
    .meta({ description: 'The exact length of the file' }),
  campaign_id: Uuid.nullish(),
});

export const MediaChanges = z.strictObject({
  campaign_id: Uuid.nullable().meta({ description: 'Null takes it off its campaign' }),
});

/** A row of `media` that is visible. */
export const VisibleRow = z.object({
  id: z.string(),
  userId: z.string(),
  campaignId: z.string().nullable(),
  kind: z.enum(['image', 'video']),
  contentType: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  bytes: z.bigint().transform(Number),
  width: z.int(),
  height: z.int(),
  durationMs: z.int().nullable(),
  renditions: z.record(z.string(), z.string()),
  version: z.int(),
  createdAt: z.date().transform((at) => at.getTime()),
  updatedAt: z.date().transform((at) => at.getTime()),
});
/** A visible file; `renditions` are signed addresses here, keys in the row. */
export type MediaView = z.output<typeof VisibleRow>;

export const MediaAnswer = z
  .strictObject({
    id: Uuid,
    user_id: Uuid,
    campaign_id: Uuid.nullable(),
    kind: z.enum(['image', 'video']),
    content_type: z.string(),
    file_name: z.string(),
    sha256: z.string().meta({ description: 'Of the file as it was uploaded' }),
    bytes: z.int().meta({ description: 'Of the file as it was uploaded' }),
    width: z.int(),
    height: z.int(),
    duration_ms: z.int().nullable().meta({ description: 'Null of a picture' }),
    renditions: z.record(z.string(), z.url()).meta({
      description:
        'Addresses valid for 15 minutes: `original` and, of a picture, `thumbnail` and each format',
    }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Media' });
export const MediaList = listing(MediaAnswer, {
  sorts: ['-created_at', 'file_name'],
  filters: { campaign_id: Uuid.optional(), kind: z.enum(['image', 'video']).optional() },
});

export const TicketAnswer = z.strictObject({
  id: Uuid.meta({ description: 'To be completed when the file has been sent' }),
  upload: z.strictObject({
    method: z.literal('PUT'),
    url: z.url(),
    headers: z.record(z.string(), z.string()),
    expires_at: Timestamp,
  }),
});

export function presentMedia(media: MediaView): z.output<typeof MediaAnswer> {
  return {
    id: media.id,
    user_id: media.userId,
    campaign_id: media.campaignId,
    kind: media.kind,
    content_type: media.contentType,
    file_name: media.fileName,
    sha256: media.sha256,
    bytes: media.bytes,
    width: media.width,
    height: media.height,
    duration_ms: media.durationMs,
    renditions: media.renditions,
    created_at: iso(media.createdAt),
    updated_at: iso(media.updatedAt),
  };
}
