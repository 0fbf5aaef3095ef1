/** The outside of a standard life, constant: a bank that opens any session, an audience that takes every ad at once. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { createHousePlatform } from '../../activities/house';
import type { CampaignPlatform } from '../../activities/platform';
import type { CheckoutOrder, CheckoutSession } from '../../adapters/stripe/checkout';
import { openStripe } from '../../adapters/stripe/client';
import { DAY } from '../../domain/time';
import type { ServiceConfig } from '../../infra/config';
import { type Database, runDirectly } from '../../infra/database';
import { createActivities } from '../../worker/activities';

interface Outside {
  config: ServiceConfig;
  db: Database;
  temporal: Client;
  timeScale: number;
}

/** The worker's own activities on the real database; nothing leaves the machine. */
export function constantOutside({ config, db, temporal, timeScale }: Outside) {
  // Nobody listens there: what would reach it is answered below.
  const stripe = openStripe({ secretKey: 'sk_test_constant', apiUrl: 'http://127.0.0.1:1' });
  const platforms = { house: sellingOut(createHousePlatform({ db, now: Date.now }), db) };
  return {
    ...createActivities({ config, db, temporal, platforms, timeScale, stripe }),
    createCheckoutSession: async ({ paymentId }: CheckoutOrder): Promise<CheckoutSession> => ({
      sessionId: `cs_${paymentId}`,
      url: `https://checkout.example/${randomUUID()}`,
      expiresAt: Date.now() + DAY,
    }),
  };
}

/** All units are delivered the moment a campaign is active. */
function sellingOut(house: CampaignPlatform, db: Database): CampaignPlatform {
  return {
    ...house,
    async activate(request) {
      const objects = await house.activate(request);
      const { campaignId, quote } = request;
      const statement = 'UPDATE house_line_items SET delivered = $2 WHERE campaign_id = $1';
      await runDirectly(db, statement, [campaignId, quote?.units ?? 0]);
      return objects;
    },
  };
}
