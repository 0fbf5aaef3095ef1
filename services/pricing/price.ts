/** Prices a configuration from the tables as they are now. */
import { requireChargeable } from '../../domain/charges';
import { BusinessError } from '../../domain/errors';
import { type Coverage, coverageOf } from '../../domain/pricing/coverage';
import { type Configuration, type MatrixRow, priceQuote } from '../../domain/pricing/quote';
import type { Targeting } from '../../domain/pricing/targeting';
import type { Instant } from '../../domain/time';
import type { Queryable } from '../../infra/database';
import { fromPricing, QuoteResult } from '../../schemas/pricing';
import { isFirstCampaign, type Purchase } from './first-campaign';
import { usablePromo } from './promo';
import { toGeoArea, toMatrixRow } from './rows';

/**
 * @param purchase who asks, and for which campaign if there is one already.
 * @returns the price as it is stored and shown.
 * @throws BusinessError UNKNOWN_INDUSTRY, UNKNOWN_REGION, PROMO_INVALID, or VALIDATION_FAILED for a currency that
 * the industry is not sold in, and a budget that cannot be charged or buys nothing.
 */
export async function price(
  db: Queryable,
  configuration: Configuration,
  purchase: Purchase,
  now: Instant,
): Promise<QuoteResult> {
  const { targeting, promoCode, budgetLifetime, currency } = configuration;
  requireChargeable(budgetLifetime, currency);
  const row = await matrixRow(db, configuration);
  const coverage = await targetedCoverage(db, targeting);
  const promo = promoCode === null ? null : await usablePromo(db, promoCode, purchase, now);
  const firstCampaign = await isFirstCampaign(db, purchase);
  const pricing = priceQuote(configuration, row, coverage, { firstCampaign, promo });
  return QuoteResult.parse(fromPricing(configuration, row, coverage, pricing));
}

async function matrixRow(db: Queryable, { targeting, currency }: Configuration): Promise<MatrixRow> {
  const { industry, coverageType } = targeting;
  const key = { industry, coverageType, currency };
  const row = await db.pricingRow.findUnique({ where: { industry_coverageType_currency: key } });
  if (row) return toMatrixRow(row);
  if ((await db.pricingRow.findFirst({ where: { industry } })) === null) {
    const errors = [{ path: '/industry', message: 'We know no such industry.' }];
    throw new BusinessError('UNKNOWN_INDUSTRY', { errors });
  }
  const message = `This industry and coverage are not sold in ${currency}.`;
  throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/currency', message }] });
}

/** Reads only what the places name: the states of their countries, and their cities. */
async function targetedCoverage(db: Queryable, { places }: Targeting): Promise<Coverage> {
  const countries = [...new Set(places.map((place) => place.country))];
  const cities = places.flatMap(({ country, state, city }) =>
    state && city ? [{ country, state, city }] : [],
  );
  const rows = await db.geoRow.findMany({
    where: { OR: [{ country: { in: countries }, city: '' }, ...cities] },
  });
  return coverageOf(places, rows.map(toGeoArea));
}
