/** Counts a batch of ad events in one transaction: events, metrics, leases, billed units, exhaustion. Exactly once. */
import { exhaustionToldAfter } from '../domain/delivery/billing';
import type { Arrival } from '../domain/delivery/count';
import type { Instant } from '../domain/time';
import { type Database, runDirectly } from '../infra/database';
import { withRetry } from './transaction';

export interface Flush {
  /** The process, and the number of its flush: numbers rise, so one that is tried again is applied once. */
  server: string;
  number: number;
  arrivals: readonly Arrival[];
  now: Instant;
  timeScale: number;
}

/**
 * Applies a flush; what is accepted and billed is decided by `count_ad_events` of the database. When it returns, every
 * event of it is durable and counted once, also if an earlier try had been committed and only its answer was lost.
 * @throws BusinessError UNAVAILABLE or OUTCOME_UNKNOWN when the database stays away; the events are then not acknowledged.
 */
export async function applyFlush(db: Database, flush: Flush): Promise<void> {
  const { server, number, now, timeScale } = flush;
  const arrivals = flush.arrivals.map((arrival) => ({
    id: arrival.id,
    kind: arrival.kind,
    campaign_id: arrival.campaignId,
    creative_id: arrival.creativeId,
    placement: arrival.placement,
    lease_id: arrival.leaseId,
    invalid: arrival.invalid,
    value: arrival.value,
    click_event: arrival.clickEvent,
    at: new Date(arrival.at),
  }));
  const told_after = new Date(exhaustionToldAfter(now, timeScale));
  const json = JSON.stringify({ server, number, at: new Date(now), told_after, arrivals });
  await withRetry(() => runDirectly(db, 'SELECT count_ad_events($1)', [json]), { repeatable: true });
}

/** Forgets processes that have not flushed since then; one that lives on begins a row of its own again. */
export async function forgetServers(db: Database, before: Instant): Promise<void> {
  await db.houseServer.deleteMany({ where: { seenAt: { lt: new Date(before) } } });
}
