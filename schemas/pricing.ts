/** Quotes on the wire: what is asked, what is answered, and how a stored one is read again. */
import { z } from 'zod';
import { type Coverage, densityOf } from '../domain/pricing/coverage';
import { discountKinds } from '../domain/pricing/discounts';
import type { Configuration, MatrixRow, Pricing } from '../domain/pricing/quote';
import { formatDecimal } from '../domain/pricing/ratio';
import { billedUnits, coverageTypes } from '../domain/pricing/targeting';
import { Amount, Currency, PositiveAmount, Timestamp, Uuid } from './common';
import { listing } from './lists';
import { checkPlaces, fromTargeting, Slug, targetingMembers, toTargeting } from './targeting';

/** A promotion code, upper or lower case. */
export const PromoCodeText = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{2,31}$/, 'Use 3 to 32 letters, digits and dashes.')
  .toUpperCase();

const configurationMembers = {
  ...targetingMembers,
  currency: Currency,
  budget_lifetime: PositiveAmount.meta({
    description: 'Minor units: the total that is charged',
    example: 50_000,
  }),
  duration_days: z
    .int()
    .min(1)
    .max(3_650)
    .nullish()
    .meta({ description: 'Days of the flight, first and last counted' }),
  promo_code: PromoCodeText.nullish(),
};

export const QuoteRequest = z
  .strictObject(configurationMembers)
  .superRefine(checkPlaces)
  .meta({
    example: {
      industry: 'retail',
      coverage_type: 'state',
      places: [{ country: 'US', state: 'CA' }],
      objective: 'traffic',
      currency: 'USD',
      budget_lifetime: 50_000,
    },
  });

export function toConfiguration(wire: z.output<typeof QuoteRequest>): Configuration {
  return {
    targeting: toTargeting(wire),
    currency: wire.currency,
    budgetLifetime: wire.budget_lifetime,
    durationDays: wire.duration_days ?? null,
    promoCode: wire.promo_code ?? null,
  };
}

export function fromConfiguration(configuration: Configuration) {
  return {
    ...fromTargeting(configuration.targeting),
    currency: configuration.currency,
    budget_lifetime: configuration.budgetLifetime,
    duration_days: configuration.durationDays,
    promo_code: configuration.promoCode,
  };
}

const Micros = z.int().min(0);
const Count = z.int().min(0);
/** A decimal in text, so that no client reads it as a float. */
const Decimal = z.string().regex(/^\d+\.\d+$/);

/** What is stored of a price, and shown. */
export const QuoteResult = z.strictObject({
  base_rate_micros: Micros.meta({ description: 'Of the matrix, per 1,000 impressions' }),
  multiplier: Decimal.meta({ description: 'Of the matrix' }),
  coverage_multiplier: Decimal.meta({ description: 'Grows with population and density, from 1 to below 2' }),
  population: Count,
  density: Count.meta({ description: 'People per km²' }),
  list_rate_micros: Micros.meta({ description: 'Per 1,000 impressions, before discounts' }),
  rate_micros: Micros.meta({ description: 'Per 1,000 impressions, after discounts' }),
  discounts: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum([...discountKinds, 'promo_code']),
      percent: Decimal,
      amount: z.int().meta({ description: 'Minor units that it saves' }),
    }),
  ),
  list_total: z.int().meta({ description: 'What the same units cost without discounts, minor units' }),
  total: Amount.meta({ description: 'What is charged, minor units' }),
  currency: Currency,
  billed_unit: z.enum(billedUnits),
  unit_price_micros: Micros,
  units: Count,
  reach: z.strictObject({ estimate: Count, low: Count, high: Count }),
});
export type QuoteResult = z.output<typeof QuoteResult>;

export function fromPricing(
  { targeting }: Configuration,
  row: MatrixRow,
  coverage: Coverage,
  pricing: Pricing,
): z.input<typeof QuoteResult> {
  const { reach } = pricing;
  return {
    base_rate_micros: Number(row.baseRate),
    multiplier: formatDecimal(row.multiplier, 4),
    coverage_multiplier: formatDecimal(pricing.coverageMultiplier, 4),
    population: Number(coverage.population),
    density: Number(densityOf(coverage)),
    list_rate_micros: Number(pricing.listRate),
    rate_micros: Number(pricing.rate),
    discounts: pricing.discounts.map(({ name, kind, basisPoints, amount }) => ({
      name,
      kind,
      percent: formatDecimal(BigInt(basisPoints), 2),
      amount: Number(amount),
    })),
    list_total: Number(pricing.listTotal),
    total: Number(pricing.total),
    currency: Currency.parse(row.currency),
    billed_unit: targeting.billedUnit,
    unit_price_micros: Number(pricing.unitPriceMicros),
    units: Number(pricing.units),
    reach: { estimate: Number(reach.estimate), low: Number(reach.low), high: Number(reach.high) },
  };
}

export const QuoteAnswer = QuoteResult.extend({
  id: Uuid,
  fingerprint: z.string().meta({ description: 'SHA-256 of the configuration: what the quote is bound to' }),
  configuration: z.strictObject(configurationMembers),
  valid_until: Timestamp,
  created_at: Timestamp,
});

const Industry = z
  .strictObject({
    industry: Slug,
    coverage_types: z.array(z.enum(coverageTypes)),
    currencies: z.array(Currency),
  })
  .meta({ id: 'Industry' });
export const Industries = listing(Industry, { sorts: ['industry'] });

const CoverageType = z
  .strictObject({
    coverage_type: z.enum(coverageTypes),
    description: z.string(),
    place: z.array(z.string()),
  })
  .meta({ id: 'CoverageType' });
export const CoverageTypes = listing(CoverageType, { sorts: ['coverage_type'] });
