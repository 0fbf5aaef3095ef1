/** What a campaign asks of its platform: house calls run on the campaign's own queue, others on the platforms'. */
import type { DeliveryReading, Target } from '../../contracts/campaign';
import { platform } from '../kit/profiles';
import { activation, activities, queueOf, wish } from './activities';
import type { Campaign } from './campaign';

const target = (c: Campaign): Target => ({
  campaignId: c.input.campaignId,
  channel: c.input.channel,
  objects: c.state.platformObjects,
});
const options = (c: Campaign, summary: string) => ({ ...platform, ...queueOf(c.input.channel), summary });

/** True once the platform holds objects of this campaign. */
const isLive = (c: Campaign) => c.state.platformObjects.length > 0;

/** Makes the campaign's objects; returns their ids, in the order of their making. */
export function activate(c: Campaign): Promise<string[]> {
  const { brief, quote, live, delivery } = c.state;
  return activities.activateCampaign.executeWithOptions(
    { ...options(c, `Start on ${c.input.channel}`), ...activation },
    [
      {
        campaignId: c.input.campaignId,
        channel: c.input.channel,
        adAccountId: c.input.adAccountId,
        currency: c.input.currency,
        timeZone: c.input.timeZone,
        revision: live?.hash ?? '',
        quote,
        budgetDaily: brief.budgetDaily,
        // A start that has passed is now: what is paced begins with the delivery.
        startAt: Math.max(brief.startAt ?? 0, c.now),
        endAt: brief.endAt,
        wanted: delivery.wanted,
      },
    ],
  );
}

/** Removes what a failed or cancelled activation made, newest first; for good, a late attempt finds the way barred. */
export function withdraw(c: Campaign, forGood: boolean): Promise<void> {
  return activities.withdrawCampaign.executeWithOptions(options(c, 'Remove what was started'), [
    target(c),
    forGood,
  ]);
}

/**
 * Starts to make the platform's delivery what the holds want, once every message that is here has been decided on: a wish
 * that is begun and taken back in one task leaves no trace in the history, and a replay may not find it taken back yet. A
 * newer wish interrupts the one under way and is asked for once that is over, by the campaign's own loop alone.
 */
export function syncDelivery(c: Campaign): void {
  if (c.queue.size > 0) return;
  const { wanted, confirmed } = c.state.delivery;
  const { sync } = c;
  if (sync?.effect) {
    if (sync.wanted === wanted || sync.wanted === null) return;
    // What it did is not known from here on.
    c.sync = { wanted: null, effect: sync.effect };
    void sync.effect.cancel();
    return;
  }
  // A wish that was refused is remembered, so that it is not asked for again and again.
  if (sync?.wanted === wanted) return;
  if (sync?.wanted !== null && wanted === confirmed) {
    c.sync = null;
    return;
  }
  const summary = wanted ? 'Resume delivery' : 'Pause delivery';
  const asWish = { ...options(c, summary), ...wish };
  const effect = c.start(() => activities.setDelivery.executeWithOptions(asWish, [target(c), wanted]));
  c.sync = { wanted, effect };
}

/** A wish that the platform has not confirmed must not reach it after it has stopped. */
export async function endSync(c: Campaign): Promise<void> {
  await c.sync?.effect?.cancel();
  c.sync = null;
}

/**
 * Makes the platform's budget what the brief and the quote say.
 * @param isCut down to what was delivered, and not below.
 * @throws BUDGET_BELOW_DELIVERED when it is below what was delivered or leased, and no cut.
 */
export async function pushBudget(c: Campaign, isCut: boolean): Promise<void> {
  if (!isLive(c)) return;
  const { brief, quote } = c.state;
  const budget = {
    lifetime: brief.budgetLifetime,
    daily: brief.budgetDaily,
    units: quote?.units ?? null,
    unitPriceMicros: quote?.unitPriceMicros ?? null,
    currency: c.input.currency,
    ...(isCut && { isCut }),
  };
  await activities.setBudget.executeWithOptions(options(c, 'Set the budget'), [target(c), budget]);
}

export async function pushFlight(c: Campaign): Promise<void> {
  if (!isLive(c)) return;
  const { startAt, endAt } = c.state.brief;
  await activities.setFlight.executeWithOptions(options(c, 'Set the flight'), [
    target(c),
    { startAt, endAt },
  ]);
}

export async function pushRevision(c: Campaign, hash: string): Promise<void> {
  if (!isLive(c)) return;
  await activities.setRevision.executeWithOptions(options(c, `Serve revision ${hash.slice(0, 8)}`), [
    target(c),
    hash,
  ]);
}

export function readDelivery(c: Campaign): Promise<DeliveryReading> {
  return activities.readDelivery.executeWithOptions(options(c, 'Read what was delivered'), [target(c)]);
}

/** Stops delivery, reads the last metrics and stores the final report. */
export function finish(c: Campaign): Promise<DeliveryReading> {
  const { brief, ending, endReason } = c.state;
  const facts = { currency: c.input.currency, name: brief.name, ending: ending ?? 'flight_over', endReason };
  return activities.finishCampaign.executeWithOptions(
    options(c, 'Stop, read the last metrics, store the report'),
    [target(c), facts],
  );
}
