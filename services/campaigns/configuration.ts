/** What a campaign's price is made for: the targeting that its row keeps, with its budget and days. */
import { z } from 'zod';
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Configuration } from '../../domain/pricing/quote';
import { billedUnits, coverageTypes, objectives, type PricedTargeting } from '../../domain/pricing/targeting';
import { daysOf } from './flight';

const Place = z.object({
  country: z.string(),
  state: z.string().nullable(),
  city: z.string().nullable(),
  radiusKm: z.number().nullable(),
});

/** What the `targeting` column has of a campaign's creation: a targeting, and the promotion code that came with it. */
export const StoredTargeting = z.object({
  industry: z.string(),
  coverageType: z.enum(coverageTypes),
  places: z.array(Place),
  objective: z.enum(objectives),
  billedUnit: z.enum(billedUnits),
  promoCode: z.string().nullable(),
}) satisfies z.ZodType<PricedTargeting>;

/** What it has besides: what the draft was edited to, each under its hash, the newest last. */
export const StoredEdits = z.object({
  edits: z.array(z.object({ key: z.string(), targeting: StoredTargeting })).default([]),
});

interface Stored {
  targeting: unknown;
  view: Pick<CampaignView, 'brief'>;
}

/** Of what the column has, that which the workflow decided on. */
export function decidedTargeting({ targeting, view }: Stored): unknown {
  const key = view.brief.targeting;
  if (key === undefined) return targeting;
  return StoredEdits.parse(targeting).edits.find((edit) => edit.key === key)?.targeting;
}

/** Null when the row does not know: the projection of a lost row had none to write. */
export function targetingOf(stored: Stored): PricedTargeting | null {
  return StoredTargeting.safeParse(decidedTargeting(stored)).data ?? null;
}

export function unknownTargeting(): BusinessError {
  return new BusinessError('CONFLICT', { detail: 'We do not know its targeting: set it anew by PATCH.' });
}

/** @throws CONFLICT when the row does not know its targeting */
export function configurationOf({
  targeting,
  view,
}: {
  targeting: unknown;
  view: CampaignView;
}): Configuration {
  const priced = targetingOf({ targeting, view });
  if (!priced) throw unknownTargeting();
  const { promoCode, ...where } = priced;
  const { brief, currency } = view;
  return {
    targeting: where,
    currency,
    budgetLifetime: brief.budgetLifetime ?? 0,
    durationDays: daysOf(brief),
    promoCode,
  };
}
