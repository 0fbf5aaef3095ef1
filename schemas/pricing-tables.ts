/** Rows of the pricing matrix, geodata and promotion codes on the wire; a CSV cell is checked by the same schema. */
import { z } from 'zod';
import { MAX_AMOUNT } from '../domain/money';
import { densityOf, type GeoArea } from '../domain/pricing/coverage';
import { type Discount, discountKinds } from '../domain/pricing/discounts';
import type { MatrixRow } from '../domain/pricing/quote';
import { formatDecimal, parseDecimal } from '../domain/pricing/ratio';
import { coverageTypes } from '../domain/pricing/targeting';
import { Currency, QueryFlag, Timestamp, text } from './common';
import { listing } from './lists';
import { PromoCodeText } from './pricing';
import { Country, Slug, State } from './targeting';

/** A decimal in text: digits, with at most `places` after the point, in the given bounds. */
function decimal(places: number, min: string, max: string) {
  const [least, most] = [parseDecimal(min, places), parseDecimal(max, places)];
  const message = `Use a decimal from ${min} to ${max} with at most ${places} places, in text.`;
  return (
    z
      .string()
      // Aborts, so that what is no decimal at all is not compared.
      .regex(new RegExp(`^\\d{1,12}(\\.\\d{1,${places}})?$`), { error: message, abort: true })
      .refine((value) => {
        const scaled = parseDecimal(value, places);
        return scaled >= least && scaled <= most;
      }, message)
      .meta({ example: max })
  );
}

// ---- Pricing matrix ---------------------------------------------------------------------------------------------

const DiscountWire = z.strictObject({
  name: text(60).regex(/^[^|]*$/, 'Leave out the bar.'),
  kind: z.enum(discountKinds),
  threshold: z
    .int()
    .min(0)
    .max(MAX_AMOUNT)
    .meta({ description: 'Minor units (volume), days (duration), 0 (first campaign)' }),
  percent: decimal(2, '0.01', '50'),
});

const matrixKey = { industry: Slug, coverage_type: z.enum(coverageTypes), currency: Currency };
const matrixValues = {
  base_rate_micros: z
    .int()
    .min(1_000)
    .max(1_000_000_000_000)
    .meta({ description: 'Micros per 1,000 impressions', example: 4_200_000 }),
  multiplier: decimal(4, '0.0001', '100'),
  discounts: z.array(DiscountWire).max(8).meta({ description: 'In the order in which they apply' }),
};
const version = { version: z.int(), updated_at: Timestamp };

export const MatrixKey = z.strictObject(matrixKey);
export const MatrixValues = z.strictObject(matrixValues);
export const MatrixAnswer = z
  .strictObject({ ...matrixKey, ...matrixValues, ...version })
  .meta({ id: 'PricingRow' });
export const Matrix = listing(MatrixAnswer, { sorts: ['industry'], filters: MatrixKey.partial().shape });
const MatrixWire = z.strictObject({ ...matrixKey, ...matrixValues });

export const MatrixInput = MatrixWire.transform(
  (wire): MatrixRow => ({
    industry: wire.industry,
    coverageType: wire.coverage_type,
    currency: wire.currency,
    baseRate: BigInt(wire.base_rate_micros),
    multiplier: parseDecimal(wire.multiplier, 4),
    discounts: wire.discounts.map(toDiscount),
  }),
);

function toDiscount({ percent, ...discount }: z.output<typeof DiscountWire>): Discount {
  return { ...discount, basisPoints: Number(parseDecimal(percent, 2)) };
}

/** The discounts as the jsonb column keeps them. */
export const StoredDiscounts = z.array(DiscountWire.transform(toDiscount));

export function fromMatrixRow(row: MatrixRow): z.input<typeof MatrixWire> {
  return {
    industry: row.industry,
    ...MatrixKey.pick({ coverage_type: true, currency: true }).parse({
      coverage_type: row.coverageType,
      currency: row.currency,
    }),
    base_rate_micros: Number(row.baseRate),
    multiplier: formatDecimal(row.multiplier, 4),
    discounts: row.discounts.map(({ basisPoints, ...discount }) => ({
      ...discount,
      percent: formatDecimal(BigInt(basisPoints), 2),
    })),
  };
}

export function presentMatrixRow(
  row: MatrixRow & { version: number; updatedAt: Date },
): z.input<typeof MatrixAnswer> {
  return { ...fromMatrixRow(row), version: row.version, updated_at: row.updatedAt.toISOString() };
}

// ---- Geodata ----------------------------------------------------------------------------------------------------

const geoKey = { country: Country, state: State, city: Slug.nullable() };
const geoValues = {
  name: text(80),
  population: z.int().min(0).max(10_000_000_000),
  area_km2: decimal(3, '0.001', '20000000'),
};

export const GeoStateKey = z.strictObject({ country: Country, state: State });
export const GeoCityKey = GeoStateKey.extend({ city: Slug });
export const GeoValues = z.strictObject(geoValues);
export const GeoAnswer = z
  .strictObject({
    ...geoKey,
    ...geoValues,
    density: z.int().meta({ description: 'People per km²' }),
    ...version,
  })
  .meta({ id: 'Area' });
export const Geodata = listing(GeoAnswer, {
  sorts: ['country', 'name'],
  filters: {
    country: Country.optional(),
    state: State.optional(),
    level: z.enum(['state', 'city']).optional(),
  },
});
const GeoWire = z.strictObject({ ...geoKey, ...geoValues });

export const GeoInput = GeoWire.transform(
  ({ city, area_km2: area, population, ...wire }): GeoArea => ({
    ...wire,
    city: city ?? '',
    population: BigInt(population),
    area: parseDecimal(area, 3),
  }),
);

export function fromGeoArea({ city, population, area, ...row }: GeoArea): z.input<typeof GeoWire> {
  return {
    country: row.country,
    state: row.state,
    city: city === '' ? null : city,
    name: row.name,
    population: Number(population),
    area_km2: formatDecimal(area, 3),
  };
}

export function presentGeoArea(
  row: GeoArea & { version: number; updatedAt: Date },
): z.input<typeof GeoAnswer> {
  return {
    ...fromGeoArea(row),
    density: Number(densityOf(row)),
    version: row.version,
    updated_at: row.updatedAt.toISOString(),
  };
}

// ---- Promotion codes --------------------------------------------------------------------------------------------

const promoMembers = {
  code: PromoCodeText,
  percent: decimal(2, '0.01', '90'),
  starts_at: Timestamp.nullish(),
  ends_at: Timestamp.nullish(),
  max_uses: z.int().min(1).max(1_000_000_000).nullish().meta({ description: 'Campaigns in all' }),
  max_uses_each: z.int().min(1).max(1_000).nullish().meta({ description: 'Campaigns of one advertiser' }),
};

export const PromoRequest = z
  .strictObject(promoMembers)
  .refine(({ starts_at: start, ends_at: end }) => !start || !end || Date.parse(start) < Date.parse(end), {
    path: ['ends_at'],
    message: 'Must be after starts_at.',
  });
export const PromoParams = z.strictObject({ code: PromoCodeText });
/** What an admin promised: dates are instants, percent is text. */
export function toPromo(wire: z.output<typeof PromoRequest>) {
  return {
    code: wire.code,
    percent: wire.percent,
    startsAt: wire.starts_at ? new Date(wire.starts_at) : null,
    endsAt: wire.ends_at ? new Date(wire.ends_at) : null,
    maxUses: wire.max_uses ?? null,
    maxUsesEach: wire.max_uses_each ?? null,
  };
}

export const PromoAnswer = z
  .strictObject({ ...promoMembers, uses: z.int(), is_active: z.boolean(), created_at: Timestamp })
  .meta({ id: 'PromoCode' });

export const Promos = listing(PromoAnswer, { sorts: ['code', 'created_at'] });

export function presentPromo(
  promo: Omit<ReturnType<typeof toPromo>, 'percent'> & {
    percent: { toFixed(places: number): string };
    uses: number;
    isActive: boolean;
    createdAt: Date;
  },
): z.input<typeof PromoAnswer> {
  return {
    code: promo.code,
    percent: promo.percent.toFixed(2),
    starts_at: promo.startsAt?.toISOString() ?? null,
    ends_at: promo.endsAt?.toISOString() ?? null,
    max_uses: promo.maxUses,
    max_uses_each: promo.maxUsesEach,
    uses: promo.uses,
    is_active: promo.isActive,
    created_at: promo.createdAt.toISOString(),
  };
}

// ---- CSV --------------------------------------------------------------------------------------------------------

export const CsvQuery = z.strictObject({
  dry_run: QueryFlag.default(false),
});
export const CsvReport = z.strictObject({
  dry_run: z.boolean(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
});
