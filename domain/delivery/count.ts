/** What a batch of tracked events comes to: which are accepted, which are billed from which lease, and all sums. */
import type { Instant } from '../time';
import { dateIn } from './day';

export type EventKind = 'impression' | 'click' | 'conversion';
export type InvalidReason =
  | 'bot'
  | 'data_center'
  | 'prefetch'
  | 'duplicate'
  | 'expired'
  | 'forged'
  | 'over_delivery';

/** Stands for "no creative" (totals of a campaign) and "no campaign" (forged tokens). */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** One event as it came in; `invalid` is what the request itself gave away. */
export interface Arrival {
  /** Kind and nonce: counted once however often it comes. */
  id: string;
  kind: EventKind;
  campaignId: string;
  creativeId: string;
  placement: string;
  leaseId: string | null;
  invalid: InvalidReason | null;
  /** Of a conversion, in minor units of the campaign's currency. */
  value: number | null;
  /** Id of the click event that led to a conversion; its creative gets the credit. */
  clickEvent: string | null;
  at: Instant;
}

/** A line item as it stands under its lock. */
export interface CountedItem {
  campaignId: string;
  status: string;
  billedUnit: string;
  unitPriceMicros: bigint;
  timeZone: string;
  units: number;
  delivered: number;
  leased: number;
}

/** An accepted event, and whose it is. */
export interface CreditedEvent {
  campaignId: string;
  creativeId: string;
}

export interface Known {
  items: ReadonlyMap<string, CountedItem>;
  /** Units left in each open lease. */
  leases: ReadonlyMap<string, number>;
  /** Events accepted before, with the creative each belongs to. */
  events: ReadonlyMap<string, CreditedEvent>;
}

export interface MetricDelta {
  campaignId: string;
  date: string;
  creativeId: string;
  impressions: number;
  clicks: number;
  conversions: number;
  invalid: number;
  spendMicros: bigint;
  revenue: number;
}

export interface Tally {
  accepted: (Arrival & { unbilled: boolean })[];
  metrics: MetricDelta[];
  invalid: { campaignId: string; date: string; kind: EventKind; reason: InvalidReason; count: number }[];
  /** Units drawn from each lease. */
  drawn: Map<string, number>;
  /** Line items after the batch; only those that were billed. */
  billed: CountedItem[];
}

/**
 * Counts a batch in the order of arrival. A billed unit is drawn from the lease its ad was decided under, else from what
 * nobody has leased, unless the line item is stopped; else it is over-delivery: accepted, never billed. So
 * delivered + leased ≤ units holds after every batch, and spend = billed units × unit price.
 */
export function tally(arrivals: readonly Arrival[], known: Known): Tally {
  const items = new Map([...known.items].map(([id, item]) => [id, { ...item }]));
  const leases = new Map(known.leases);
  const seen = new Set(known.events.keys());
  const metrics = new Map<string, MetricDelta>();
  const invalid = new Map<string, Tally['invalid'][number]>();
  const result: Tally = { accepted: [], metrics: [], invalid: [], drawn: new Map(), billed: [] };
  const billed = new Set<CountedItem>();

  for (const arrival of arrivals) {
    const item = items.get(arrival.campaignId);
    let reason: InvalidReason | null = item ? arrival.invalid : 'forged';
    if (!reason && seen.has(arrival.id)) reason = 'duplicate';
    let price = 0n;
    if (item && !reason) {
      seen.add(arrival.id);
      if (arrival.kind === item.billedUnit) {
        if (draw(item, arrival.leaseId)) price = item.unitPriceMicros;
        else reason = 'over_delivery';
      }
      result.accepted.push({ ...arrival, creativeId: creativeOf(arrival), unbilled: reason !== null });
    }
    record(arrival, item, reason, price);
  }
  result.metrics = [...metrics.values()];
  result.invalid = [...invalid.values()];
  result.billed = [...billed];
  return result;

  function draw(item: CountedItem, leaseId: string | null): boolean {
    const left = leaseId === null ? 0 : (leases.get(leaseId) ?? 0);
    if (leaseId !== null && left > 0) {
      leases.set(leaseId, left - 1);
      result.drawn.set(leaseId, (result.drawn.get(leaseId) ?? 0) + 1);
      item.leased -= 1;
    } else if (item.status === 'stopped' || item.delivered + item.leased >= item.units) {
      return false;
    }
    item.delivered += 1;
    billed.add(item);
    return true;
  }

  function creativeOf(arrival: Arrival): string {
    const click = arrival.clickEvent === null ? undefined : known.events.get(arrival.clickEvent);
    return click?.campaignId === arrival.campaignId ? click.creativeId : arrival.creativeId;
  }

  function record(
    arrival: Arrival,
    item: CountedItem | undefined,
    reason: InvalidReason | null,
    price: bigint,
  ) {
    const { kind, at } = arrival;
    const campaignId = item?.campaignId ?? NIL_ID;
    const date = dateIn(item?.timeZone ?? 'UTC', at);
    if (reason) {
      const key = `${campaignId} ${date} ${kind} ${reason}`;
      const row = invalid.get(key) ?? { campaignId, date, kind, reason, count: 0 };
      invalid.set(key, { ...row, count: row.count + 1 });
    }
    if (!item) return;
    for (const creativeId of new Set([NIL_ID, creativeOf(arrival)])) {
      const key = `${campaignId} ${date} ${creativeId}`;
      const row = metrics.get(key) ?? emptyDelta(campaignId, date, creativeId);
      metrics.set(key, row);
      if (reason) {
        row.invalid += 1;
        continue;
      }
      row[`${kind}s`] += 1;
      row.spendMicros += price;
      row.revenue += arrival.value ?? 0;
    }
  }
}

function emptyDelta(campaignId: string, date: string, creativeId: string): MetricDelta {
  const nothing = { impressions: 0, clicks: 0, conversions: 0, invalid: 0, revenue: 0, spendMicros: 0n };
  return { campaignId, date, creativeId, ...nothing };
}
