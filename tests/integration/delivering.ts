/** House campaigns that deliver without a workflow: their row, their line item, and events as the ad server counts them. */
import { randomUUID } from 'node:crypto';
import { type Purchase, unitsBought } from '../../domain/delivery/billing';
import { type Arrival, NIL_ID } from '../../domain/delivery/count';
import { DAY } from '../../domain/time';
import type { Database } from '../../infra/database';
import { applyFlush } from '../../store/ad-events';
import { houseCampaign } from './house';

/** A purchase as a quote makes it: as many units as the total (minor units) pays for. */
export function bought(total: bigint, unitPriceMicros: bigint, currency = 'USD'): Purchase {
  return { total, unitPriceMicros, currency, units: unitsBought(total, unitPriceMicros, currency) };
}

export class Delivering {
  constructor(
    private readonly db: Database,
    private readonly now: number,
  ) {}

  /** A campaign with its row and its line item, in UTC. */
  async campaignOf(
    advertiserId: string,
    purchase: Purchase,
    billedUnit: 'impression' | 'click' = 'impression',
  ): Promise<string> {
    const { total, units, unitPriceMicros, currency } = purchase;
    const { campaignId } = await houseCampaign(this.db, {
      ...{ billedUnit, currency, timeZone: 'UTC' },
      ...{ total: Number(total), units: Number(units), unitPriceMicros: Number(unitPriceMicros) },
    });
    await this.db.campaign.create({
      data: {
        ...{ id: campaignId, advertiserId, adAccountId: randomUUID(), channel: 'house', currency },
        ...{ name: 'Autumn sale', objective: 'traffic', phase: 'active', status: 'active', over: false },
        ...{ version: 1, timeZone: 'UTC', budgetLifetime: total, waitingSince: new Date(this.now) },
        ...{ view: {}, targeting: {}, fingerprint: '' },
      },
    });
    return campaignId;
  }

  /** So many events of a kind, some days ago. */
  async count(
    campaignId: string,
    events: number,
    { daysAgo = 0, ...over }: Partial<Arrival> & { daysAgo?: number } = {},
  ): Promise<void> {
    const { kind = 'impression' } = over;
    const at = this.now - daysAgo * DAY;
    const arrivals = Array.from({ length: events }, () => ({
      ...{
        id: `${kind}:${randomUUID()}`,
        kind,
        campaignId,
        creativeId: NIL_ID,
        placement: 'p',
        leaseId: null,
      },
      ...{ invalid: null, value: null, clickEvent: null, at },
      ...over,
    }));
    const flush = { server: randomUUID(), number: 1, arrivals, now: this.now, timeScale: 1 };
    await applyFlush(this.db, flush);
  }
}
