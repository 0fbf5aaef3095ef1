/** Who takes part in a standard life, and what it is sold by: an advertiser, an admin, an image, a price without discounts. */
import { randomUUID } from 'node:crypto';
import type { Targeting } from '../../domain/pricing/targeting';
import type { Caller, Context, Deps } from '../../services/context';
import { calculatePrice } from '../../services/pricing/calculate-price';

/** A land of its own, so that a life needs no price list. */
export const TARGETING = {
  industry: 'bench',
  coverageType: 'state',
  places: [{ country: 'ZZ', state: 'A', city: null, radiusKm: null }],
  objective: 'traffic',
  billedUnit: 'impression',
} as const satisfies Targeting;
const CURRENCY = 'USD';

export interface Cast {
  advertiser: Caller;
  admin: Caller;
  mediaId: string;
  /** Minor units; it buys whole units and leaves nothing, so that a full delivery has nothing to give back. */
  budget: number;
}

export function callAs(deps: Deps, caller: Caller | null): Context {
  return { ...deps, caller, requestId: randomUUID(), idempotencyKey: randomUUID() };
}

/** Makes what one or many lives need: people on a plan without limits, the image that all their creatives show. */
export async function inviteCast(deps: Deps): Promise<Cast> {
  const { db } = deps;
  const advertiser = await db.user.create({ data: { fullName: 'Ada', plan: 'business' } });
  const admin = await db.user.create({ data: { fullName: 'Grace', role: 'admin' } });
  const userId = advertiser.id;
  const account = { externalId: userId, name: 'House', currency: CURRENCY, timeZone: 'UTC' };
  await db.adAccount.create({ data: { userId, platform: 'house', ...account } });
  const renditions = { original: 'media/a.jpg', '1x1': 'media/a.jpg', '16x9': 'media/a.jpg' };
  const image = { kind: 'image', contentType: 'image/jpeg', fileName: 'a.jpg', width: 1200, height: 1200 };
  const media = await db.media.create({ data: { userId, state: 'visible', renditions, ...image } });
  return {
    advertiser: { userId, role: 'advertiser', address: '127.0.0.1' },
    admin: { userId: admin.id, role: 'admin', address: '127.0.0.1' },
    mediaId: media.id,
    budget: await exactBudget(deps),
  };
}

/** As many minor units as a unit costs micros: a whole number of units, whatever a minor unit is worth. */
async function exactBudget(deps: Deps): Promise<number> {
  const { industry, coverageType } = TARGETING;
  const sold = { baseRate: 4_000_000n, multiplier: 1, discounts: [] };
  const state = { name: 'Flatland', population: 1_000_000n, areaKm2: 10_000 };
  await deps.db.pricingRow.createMany({
    data: { industry, coverageType, currency: CURRENCY, ...sold },
    skipDuplicates: true,
  });
  await deps.db.geoRow.createMany({ data: { country: 'ZZ', state: 'A', ...state }, skipDuplicates: true });
  const configuration = { currency: CURRENCY, budgetLifetime: 10_000, durationDays: null, promoCode: null };
  const quote = await calculatePrice.call(callAs(deps, null), { targeting: TARGETING, ...configuration });
  return quote.result.unit_price_micros;
}
