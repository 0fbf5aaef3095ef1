/** What a campaign's price is made for: the targeting that its row keeps, with its budget and days. */
import { z } from 'zod';
import type { CampaignView } from '../../contracts/campaign';
import type { Configuration } from '../../domain/pricing/quote';
import { billedUnits, coverageTypes, objectives, type Targeting } from '../../domain/pricing/targeting';
import { daysOf } from './flight';

const Place = z.object({
  country: z.string(),
  state: z.string().nullable(),
  city: z.string().nullable(),
  radiusKm: z.number().nullable(),
});

/** The `targeting` column: a targeting, and the promotion code that came with it. */
export const StoredTargeting = z.object({
  industry: z.string(),
  coverageType: z.enum(coverageTypes),
  places: z.array(Place),
  objective: z.enum(objectives),
  billedUnit: z.enum(billedUnits),
  promoCode: z.string().nullable(),
}) satisfies z.ZodType<Targeting>;

export function configurationOf({
  targeting,
  view,
}: {
  targeting: unknown;
  view: CampaignView;
}): Configuration {
  const { promoCode, ...where } = StoredTargeting.parse(targeting);
  const { brief, currency } = view;
  return {
    targeting: where,
    currency,
    budgetLifetime: brief.budgetLifetime ?? 0,
    durationDays: daysOf(brief),
    promoCode,
  };
}
