/** The house channel as a campaign's platform: line items of our own ad server. */
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { DeliveryReading, Target } from '../contracts/campaign';
import { unitsOfDay } from '../domain/delivery/billing';
import { BusinessError } from '../domain/errors';
import type { Instant } from '../domain/time';
import type { Database } from '../infra/database';
import * as lineItems from '../store/line-items';
import type { CampaignPlatform } from './platform';

/** How many units a campaign may deliver is what was paid for: without a quote there is nothing to run. */
export function createHousePlatform({ db, now }: { db: Database; now(): Instant }): CampaignPlatform {
  const stop = async (target: Target): Promise<DeliveryReading> => {
    const onWait = () => heartbeat(activityInfo().attempt);
    const options = { life: lifeOf(target), now, onWait, signal: cancellationSignal() };
    return readingOf(await lineItems.stop(db, target.campaignId, options));
  };
  return {
    async activate({ campaignId, revision, quote, budgetDaily, currency, timeZone, startAt, endAt, wanted }) {
      if (!quote || endAt === null)
        throw new BusinessError('NOTHING_TO_SERVE', {
          detail: 'Nothing was paid for, or the flight has no end.',
        });
      const { billedUnit, unitPriceMicros, units, total } = quote;
      const dailyUnits = unitsOfDay(budgetDaily, unitPriceMicros, currency);
      const terms = {
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
      };
      const { workflowExecution, activityId, scheduledTimestampMs: at } = activityInfo();
      const by = `${workflowExecution?.runId}/${activityId}`;
      return [objectOf(campaignId, await lineItems.activate(db, terms, { by, at }))];
    },

    async withdraw(target, forGood) {
      await (forGood ? stop(target) : lineItems.remove(db, target.campaignId, lifeOf(target)));
    },

    async setDelivery(target, wanted) {
      await lineItems.setDelivery(db, target.campaignId, wanted, lifeOf(target));
      return wanted;
    },

    async setBudget(target, { lifetime: total, daily, units, unitPriceMicros, currency, isCut }) {
      const { campaignId } = target;
      const life = lifeOf(target);
      const write = isCut ? lineItems.cutUnits : lineItems.setUnits;
      if (units !== null && total !== null) await write(db, campaignId, { units, total }, now(), life);
      if (unitPriceMicros !== null)
        await lineItems.setDailyUnits(db, campaignId, unitsOfDay(daily, unitPriceMicros, currency), life);
    },

    async setFlight(target, { startAt, endAt }) {
      if (endAt === null) return;
      const flight = { startAt: startAt ?? now(), endAt };
      await lineItems.setFlight(db, target.campaignId, flight, lifeOf(target));
    },

    setRevision: (target, hash) => lineItems.setRevision(db, target.campaignId, hash, lifeOf(target)),

    readDelivery: async ({ campaignId }) => readingOf(await lineItems.readDelivery(db, campaignId)),

    stop,
  };
}

/** A line item's name among a campaign's objects: it says which generation this life drew. */
const objectOf = (campaignId: string, generation: number) => `line-item:${campaignId}:${generation}`;

/** Line items of before generations have none in their name: they are the first. */
function lifeOf({ objects }: Target): lineItems.Life {
  const name = objects?.at(-1);
  const generation = name === undefined ? null : Number(name.split(':')[2] ?? 1);
  return { generation, at: activityInfo().scheduledTimestampMs };
}

function readingOf({ billedUnits, delivered }: lineItems.Delivery): DeliveryReading {
  return { billedUnits, delivered };
}
