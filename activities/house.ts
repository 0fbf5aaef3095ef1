/** The house channel as a campaign's platform: line items of our own ad server. */
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { DeliveryReading } from '../contracts/campaign';
import { unitsOfDay } from '../domain/delivery/billing';
import { BusinessError } from '../domain/errors';
import type { Instant } from '../domain/time';
import type { Database } from '../infra/database';
import * as lineItems from '../store/line-items';
import type { CampaignPlatform } from './platform';

/** How many units a campaign may deliver is what was paid for: without a quote there is nothing to run. */
export function createHousePlatform({ db, now }: { db: Database; now(): Instant }): CampaignPlatform {
  const stop = async (campaignId: string): Promise<DeliveryReading> => {
    const onWait = () => heartbeat(activityInfo().attempt);
    return readingOf(await lineItems.stop(db, campaignId, { now, onWait, signal: cancellationSignal() }));
  };
  return {
    async activate({ campaignId, revision, quote, budgetDaily, currency, timeZone, startAt, endAt, wanted }) {
      if (!quote || endAt === null)
        throw new BusinessError('NOTHING_TO_SERVE', {
          detail: 'Nothing was paid for, or the flight has no end.',
        });
      const { billedUnit, unitPriceMicros, units, total } = quote;
      const dailyUnits = unitsOfDay(budgetDaily, unitPriceMicros, currency);
      await lineItems.activate(db, {
        campaignId,
        revision,
        billedUnit,
        unitPriceMicros,
        currency,
        total,
        units,
        dailyUnits,
        startAt,
        endAt,
        timeZone,
        wanted,
      });
      return [`line-item:${campaignId}`];
    },

    async withdraw(campaignId, forGood) {
      await (forGood ? stop(campaignId) : lineItems.remove(db, campaignId));
    },

    async setDelivery(campaignId, wanted) {
      await lineItems.setDelivery(db, campaignId, wanted);
      return wanted;
    },

    async setBudget(campaignId, { lifetime: total, daily, units, unitPriceMicros, currency }) {
      if (units !== null && total !== null) await lineItems.setUnits(db, campaignId, { units, total }, now());
      if (unitPriceMicros !== null)
        await lineItems.setDailyUnits(db, campaignId, unitsOfDay(daily, unitPriceMicros, currency));
    },

    async setFlight(campaignId, { startAt, endAt }) {
      if (endAt !== null) await lineItems.setFlight(db, campaignId, startAt ?? now(), endAt);
    },

    setRevision: (campaignId, hash) => lineItems.setRevision(db, campaignId, hash),

    readDelivery: async (campaignId) => readingOf(await lineItems.readDelivery(db, campaignId)),

    stop,
  };
}

function readingOf({ billedUnits, delivered }: lineItems.Delivery): DeliveryReading {
  return { billedUnits, delivered };
}
