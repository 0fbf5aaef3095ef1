/** The JSON of a frozen revision: what submit writes to campaign_revisions.content and the ad server reads. */
import { z } from 'zod';
import type { RevisionContent as Content } from '../domain/delivery/content';

/** Only http and https leave our redirect. */
const Destination = z.url({ protocol: /^https?$/ }).max(2_048);

const Media = z.object({
  id: z.uuid(),
  kind: z.enum(['image', 'video']),
  keys: z.record(z.string(), z.string()),
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  contentType: z.string().nullable().default(null),
  durationMs: z.int().nonnegative().nullable().default(null),
});

const Creative = z.object({
  id: z.uuid(),
  adGroupId: z.uuid(),
  headline: z.string(),
  description: z.string(),
  destinationUrl: Destination,
  callToAction: z.string(),
  weight: z.int().min(0).max(1_000),
  media: Media.nullable(),
});

const Place = z.object({
  country: z.string(),
  state: z.string().nullable(),
  city: z.string().nullable(),
  radiusKm: z.number().nullable(),
});

export const RevisionContent = z.object({
  creatives: z.array(Creative),
  /** The campaign's targeting; what the ad server has no use for may stand beside. */
  targeting: z.object({
    places: z.array(Place).default([]),
    frequencyCap: z
      .object({ impressions: z.int().min(1).max(1_000), hours: z.int().min(1).max(720) })
      .nullable()
      .default(null),
  }),
}) satisfies z.ZodType<Content>;
