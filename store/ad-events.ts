/** Counts a batch of ad events in one transaction: events, metrics, leases, billed units, exhaustion. Exactly once. */
import { tellsExhaustion } from '../domain/delivery/billing';
import {
  type Arrival,
  type CountedItem,
  type CreditedEvent,
  type Known,
  type Tally,
  tally,
} from '../domain/delivery/count';
import type { Instant } from '../domain/time';
import type { Database, Transaction } from '../infra/database';
import { appendEvent } from './outbox';
import { inTransaction } from './transaction';

export interface Flush {
  /** The process, and the number of its flush: numbers rise, so one that is tried again is applied once. */
  server: string;
  number: number;
  arrivals: readonly Arrival[];
  now: Instant;
  timeScale: number;
}

/**
 * Applies a flush. When it returns, every event of it is durable and counted once, also if an earlier try had been
 * committed and only its answer was lost.
 * @throws BusinessError UNAVAILABLE or OUTCOME_UNKNOWN when the database stays away; the events are then not acknowledged.
 */
export async function applyFlush(db: Database, flush: Flush): Promise<void> {
  await inTransaction(
    db,
    async (tx) => {
      const items = await claimAndLock(tx, flush);
      if (items === null) return;
      const counted = items.map((item) => [item.campaignId, item] as const);
      const known = await readKnown(tx, flush.arrivals);
      await write(tx, flush, tally(flush.arrivals, { items: new Map(counted), ...known }), items);
    },
    { repeatable: true },
  );
}

/** Forgets processes that have not flushed since then; one that lives on begins a row of its own again. */
export async function forgetServers(db: Database, before: Instant): Promise<void> {
  await db.houseServer.deleteMany({ where: { seenAt: { lt: new Date(before) } } });
}

/** What is counted against, and what exhaustion is judged by. */
type LockedItem = CountedItem & { endAt: Date; exhaustedAt: Date | null };

/** A row of house_line_items, as much as is counted with; numbers in place of bigints, of which units need none. */
interface ItemRow {
  campaign_id: string;
  status: string;
  billed_unit: string;
  unit_price_micros: bigint;
  time_zone: string;
  units: bigint;
  delivered: bigint;
  leased: bigint;
  end_at: Date;
  exhausted_at: Date | null;
}

/**
 * Claims the number and locks the line items, in the order of their ids so that two processes can't wait for each other.
 * Null when this flush, or a later one of the process, has been applied.
 */
async function claimAndLock(tx: Transaction, flush: Flush): Promise<LockedItem[] | null> {
  const { server, number, now, arrivals } = flush;
  const ids = unique(arrivals.map(({ campaignId }) => campaignId));
  const rows = await tx.$queryRaw<(ItemRow | { campaign_id: null })[]>`
    WITH claimed AS (
      INSERT INTO house_servers AS s (server, flushed, seen_at) VALUES (${server}, ${number}, ${new Date(now)})
      ON CONFLICT (server) DO UPDATE SET flushed = excluded.flushed, seen_at = excluded.seen_at
      WHERE s.flushed < excluded.flushed
      RETURNING 1
    ), locked AS (
      SELECT campaign_id, status, billed_unit, unit_price_micros, time_zone, units, delivered, leased, end_at,
        exhausted_at
      FROM house_line_items WHERE campaign_id = ANY(${ids}::uuid[]) ORDER BY campaign_id FOR UPDATE
    )
    SELECT locked.* FROM claimed LEFT JOIN locked ON true`;
  if (rows.length === 0) return null;
  return rows.flatMap((row) => (row.campaign_id === null ? [] : [lockedItem(row)]));
}

function lockedItem(row: ItemRow): LockedItem {
  return {
    campaignId: row.campaign_id,
    status: row.status,
    billedUnit: row.billed_unit,
    unitPriceMicros: row.unit_price_micros,
    timeZone: row.time_zone,
    units: Number(row.units),
    delivered: Number(row.delivered),
    leased: Number(row.leased),
    endAt: row.end_at,
    exhaustedAt: row.exhausted_at,
  };
}

/** Open leases and accepted events; a statement of its own, for its snapshot must be younger than the locks. */
async function readKnown(
  tx: Transaction,
  arrivals: readonly Arrival[],
): Promise<Pick<Known, 'leases' | 'events'>> {
  const leases = unique(arrivals.flatMap(({ leaseId }) => leaseId ?? []));
  const events = unique(arrivals.flatMap(({ id, clickEvent }) => (clickEvent ? [id, clickEvent] : [id])));
  type Row = { id: string; units_left: bigint | null; campaign_id: string; creative_id: string };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id::text, units - used AS units_left, campaign_id, NULL::uuid AS creative_id
    FROM house_leases WHERE id = ANY(${leases}::uuid[])
    UNION ALL
    SELECT id, NULL, campaign_id, creative_id FROM ad_events WHERE id = ANY(${events}::text[])`;
  const known = { leases: new Map<string, number>(), events: new Map<string, CreditedEvent>() };
  for (const { id, units_left, campaign_id: campaignId, creative_id: creativeId } of rows) {
    if (units_left === null) known.events.set(id, { campaignId, creativeId });
    else known.leases.set(id, Number(units_left));
  }
  return known;
}

/** All rows of the batch in one statement: the locks are held for one round trip more, not for six. */
async function write(
  tx: Transaction,
  flush: Flush,
  result: Tally,
  items: readonly LockedItem[],
): Promise<void> {
  const { now } = flush;
  const events = result.accepted.map(
    ({ id, campaignId, creativeId, placement, kind, unbilled, value, at }) => {
      const ids = { id, campaign_id: campaignId, creative_id: creativeId };
      return { ...ids, placement, kind, unbilled, value_minor: value, at: new Date(at) };
    },
  );
  const leases = [...result.drawn].map(([id, used]) => ({ id, used }));
  const billed = result.billed.map(({ campaignId, delivered, leased, units }) => {
    const exhausted_at = delivered === units ? new Date(now) : null;
    return { campaign_id: campaignId, delivered, leased, exhausted_at };
  });
  const metrics = result.metrics.map(({ campaignId, creativeId, spendMicros, ...row }) => {
    const ids = { campaign_id: campaignId, creative_id: creativeId };
    return { ...row, ...ids, spend_micros: String(spendMicros) };
  });
  const invalid = result.invalid.map(({ campaignId, ...row }) => ({ campaign_id: campaignId, ...row }));
  const json = (rows: readonly object[]) => JSON.stringify(rows);
  // Rows of forged events lie under no line item's lock: their order keeps two processes from waiting for each other.
  await tx.$executeRaw`
    WITH new_events AS (
      INSERT INTO ad_events (id, campaign_id, creative_id, placement, kind, unbilled, value_minor, at)
      SELECT * FROM jsonb_to_recordset(${json(events)}::jsonb) AS r(id text, campaign_id uuid, creative_id uuid,
        placement text, kind text, unbilled boolean, value_minor bigint, at timestamptz)
    ), drawn AS (
      UPDATE house_leases AS l SET used = l.used + r.used
      FROM jsonb_to_recordset(${json(leases)}::jsonb) AS r(id uuid, used bigint) WHERE l.id = r.id
    ), billed AS (
      UPDATE house_line_items AS i
      SET delivered = r.delivered, leased = r.leased, exhausted_at = coalesce(i.exhausted_at, r.exhausted_at)
      FROM jsonb_to_recordset(${json(billed)}::jsonb)
        AS r(campaign_id uuid, delivered bigint, leased bigint, exhausted_at timestamptz)
      WHERE i.campaign_id = r.campaign_id
    ), days AS (
      INSERT INTO campaign_metrics AS m (campaign_id, date, creative_id, impressions, clicks, conversions, invalid,
        spend_micros, revenue, updated_at)
      SELECT r.*, now() FROM jsonb_to_recordset(${json(metrics)}::jsonb) AS r(campaign_id uuid, date date,
        creative_id uuid, impressions bigint, clicks bigint, conversions bigint, invalid bigint,
        spend_micros bigint, revenue bigint)
      ON CONFLICT (campaign_id, date, creative_id) DO UPDATE
      SET impressions = m.impressions + excluded.impressions, clicks = m.clicks + excluded.clicks,
          conversions = m.conversions + excluded.conversions, invalid = m.invalid + excluded.invalid,
          spend_micros = m.spend_micros + excluded.spend_micros, revenue = m.revenue + excluded.revenue,
          updated_at = now()
    )
    INSERT INTO invalid_traffic AS t (campaign_id, date, kind, reason, count)
    SELECT r.* FROM jsonb_to_recordset(${json(invalid)}::jsonb)
      AS r(campaign_id uuid, date date, kind text, reason text, count bigint)
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (campaign_id, date, kind, reason) DO UPDATE SET count = t.count + excluded.count`;
  await tellExhausted(tx, flush, result, items);
}

/** Tells the campaigns' workflows (a DeliveryEvent). Its id names the units that ran out, for a raise may follow. */
async function tellExhausted(
  tx: Transaction,
  { now, timeScale }: Flush,
  { billed }: Tally,
  items: readonly LockedItem[],
): Promise<void> {
  for (const { campaignId, delivered, units } of billed) {
    const before = items.find((item) => item.campaignId === campaignId);
    const newly = before && delivered === units && before.exhaustedAt === null;
    if (!newly || !tellsExhaustion(before.endAt.getTime(), now, timeScale)) continue;
    const payload = {
      eventId: `house:exhausted:${campaignId}:${units}`,
      kind: 'budget_exhausted',
      reason: `All ${units} units that were paid for are delivered.`,
      at: now,
    };
    await appendEvent(tx, { kind: 'house.exhausted', key: `campaign:${campaignId}`, payload }, now);
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
