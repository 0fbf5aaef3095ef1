/** Who takes part in a standard life, and the outside that answers them: an advertiser, an admin, a bank, an audience. */
import { randomUUID } from 'node:crypto';
import { createHousePlatform } from '../../activities/house';
import type { CampaignPlatform } from '../../activities/platform';
import { openStripe } from '../../adapters/stripe/client';
import { DAY } from '../../domain/time';
import type { Database } from '../../infra/database';
import { calculatePrice } from '../../services/pricing/calculate-price';
import type { Caller, Context, Deps } from '../../services/context';
import { createActivities } from '../../worker/activities';

export const TARGETING = {
  industry: 'retail',
  coverageType: 'state',
  places: [{ country: 'US', state: 'CA', city: null, radiusKm: null }],
  objective: 'traffic',
  billedUnit: 'impression',
} as const;

export interface Cast {
  advertiser: Caller;
  admin: Caller;
  mediaId: string;
  /** Minor units; buys whole units and leaves nothing, so that a full delivery has nothing to give back. */
  budget: number;
}

export function asCaller(deps: Deps, caller: Caller | null): Context {
  return { ...deps, caller, requestId: randomUUID(), idempotencyKey: randomUUID() };
}

/** Makes the people of one or many lives, on a plan without limits, and the image that all their creatives show. */
export async function inviteCast(deps: Deps): Promise<Cast> {
  const { db } = deps;
  const [advertiser, admin] = await Promise.all([
    db.user.create({ data: { fullName: 'Ada', plan: 'business' } }),
    db.user.create({ data: { fullName: 'Grace', role: 'admin' } }),
  ]);
  const [userId, currency] = [advertiser.id, 'USD'];
  await db.adAccount.create({
    data: { userId, platform: 'house', externalId: userId, name: 'House', currency, timeZone: 'UTC' },
  });
  const image = { state: 'visible', kind: 'image', contentType: 'image/jpeg', fileName: 'a.jpg' };
  const size = { width: 1200, height: 1200, renditions: { original: 'media/a.jpg', '1x1': 'media/a.jpg' } };
  const media = await db.media.create({ data: { userId, ...image, ...size } });
  return {
    advertiser: { userId, role: 'advertiser', address: '127.0.0.1' },
    admin: { userId: admin.id, role: 'admin', address: '127.0.0.1' },
    mediaId: media.id,
    budget: await exactBudget(deps, currency),
  };
}
