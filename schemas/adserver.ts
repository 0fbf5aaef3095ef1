/** What publishers and browsers send to the ad server, and what its tokens carry. */
import { z } from 'zod';
import { MAX_AMOUNT } from '../domain/money';
import { queryInt, Uuid } from './common';
import { Slug } from './targeting';

export const answerFormats = ['json', 'html', 'vast'] as const;
export type AnswerFormat = (typeof answerFormats)[number];

/** Postgres takes no NUL and no half of a surrogate pair, and no other control character means anything here. */
const plain = (min: number, max: number) =>
  z
    .string()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Leave control characters out.');

/** Unknown members are let pass: cache busters are common. */
export const ServeQuery = z.object({
  placement: Slug,
  format: z.enum(answerFormats).default('json'),
  /** The publisher's own id of the viewer, for the frequency cap. */
  uid: plain(1, 128).optional(),
  /** `US-CA.<expiry>.<signature>`, as docs/adserver.md says. */
  geo: z.string().max(256).optional(),
});
export type ServeQuery = z.output<typeof ServeQuery>;

const Geo = /^([A-Z]{2})(?:-([A-Z0-9]{1,3})(?:\/([a-z0-9_-]{1,64}))?)?$/;

/** The first part of a signed geography: a country, `US-CA`, or `US-CA/los-angeles`. */
export const GeoText = z
  .string()
  .regex(Geo)
  .transform((text) => {
    const [, country = null, state = null, city = null] = Geo.exec(text) ?? [];
    return { country, state, city };
  });

/** Names a creative's file; the revision is a SHA-256 in hex. */
export const MediaParams = z.object({
  campaignId: Uuid,
  revision: z.string().regex(/^[0-9a-f]{64}$/),
  creativeId: z.string(),
  rendition: z.string(),
});

/** One decision, as its token carries it: nonce, campaign, creative, revision, placement, lease. */
export const DecisionTuple = z.tuple([
  z.string(),
  z.uuid(),
  z.uuid(),
  z.string(),
  z.string(),
  z.uuid().nullable(),
]);

/** A conversion as the advertiser's page or server tells it; `sig` signs the other members. */
export const ConversionQuery = z.object({
  order_id: plain(1, 128),
  /** Minor units of the campaign's currency. */
  value: queryInt(0, MAX_AMOUNT).default(0),
  /** What `{click_id}` in the destination became. */
  click_id: plain(0, 64).default(''),
  sig: z.string().max(128),
});
export type ConversionQuery = z.output<typeof ConversionQuery>;
