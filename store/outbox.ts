/** What must reach the outside: events, written in the transaction that caused them, told in order per key. */
import { z } from 'zod';
import type { Json } from '../domain/json';
import type { Instant } from '../domain/time';
import { type Database, type Queryable, runDirectly, type Transaction } from '../infra/database';
import type { OutboxEvent } from '../prisma/generated/client';

/** Appends an event of a transaction: told once that has committed. A campaign's events come with its projection. */
export async function appendEvent(
  tx: Transaction,
  event: { kind: string; key: string; payload: Json },
  now: Instant,
): Promise<void> {
  const { kind, key, payload } = event;
  await tx.$executeRaw`
    INSERT INTO outbox (kind, key, payload, released_at)
    VALUES (${kind}, ${key}, ${JSON.stringify(payload)}::jsonb, ${new Date(now)})`;
}

/**
 * Lets the events of a campaign go up to a version that is known to be durable: an update was answered with it, or
 * `getState` shows it.
 */
export async function releaseCampaign(db: Database, campaignId: string, version: number): Promise<void> {
  const statement = `
    UPDATE outbox SET released_at = now(), attempts = 0, next_try_at = now()
    WHERE campaign_id = $1 AND version <= $2 AND released_at IS NULL`;
  await runDirectly(db, statement, [campaignId, version]);
}

const Unreleased = z.object({
  campaignId: z.uuid(),
  attempts: z.int(),
  events: z.array(z.object({ version: z.int(), decision: z.json() })),
});
/** A campaign with events that nobody has confirmed; `decision` is what was written as decided. */
export type Unreleased = z.output<typeof Unreleased>;

/** Takes campaigns whose events have waited for a confirmation since `writtenBefore`, until `leasedUntil`. */
export async function claimUnreleased(
  db: Database,
  times: { now: Instant; writtenBefore: Instant; leasedUntil: Instant; limit: number },
): Promise<Unreleased[]> {
  const rows = await db.$queryRaw`
    WITH taken AS (
      UPDATE outbox SET attempts = attempts + 1, next_try_at = ${new Date(times.leasedUntil)}
      WHERE id IN (
        SELECT id FROM outbox
        WHERE released_at IS NULL AND created_at <= ${new Date(times.writtenBefore)}
          AND (attempts = 0 OR next_try_at <= ${new Date(times.now)})
        ORDER BY next_try_at LIMIT ${times.limit} FOR UPDATE SKIP LOCKED)
      RETURNING campaign_id, version, attempts, payload)
    SELECT campaign_id AS "campaignId", max(attempts) AS attempts,
      jsonb_agg(jsonb_build_object('version', version, 'decision', payload -> 'decision')) AS events
    FROM taken GROUP BY campaign_id`;
  return z.array(Unreleased).parse(rows);
}

/** Looks again at a campaign's unconfirmed events at `at`. */
export async function postponeUnreleased(db: Database, campaignId: string, at: Instant): Promise<void> {
  await db.outboxEvent.updateMany({
    where: { campaignId, releasedAt: null },
    data: { nextTryAt: new Date(at) },
  });
}

const Due = z.object({ id: z.bigint(), attempts: z.int() });
export type DueEvent = z.output<typeof Due>;

/** Events that may be told now: the oldest untold one of each key, when it is released and due. */
export async function dueEvents(db: Queryable, now: Instant, limit: number): Promise<DueEvent[]> {
  const rows = await db.$queryRaw`
    SELECT id, attempts FROM outbox o
    WHERE handled_at IS NULL AND released_at IS NOT NULL AND (attempts = 0 OR next_try_at <= ${new Date(now)})
      AND NOT EXISTS (SELECT FROM outbox e WHERE e.key = o.key AND e.handled_at IS NULL AND e.id < o.id)
    ORDER BY id LIMIT ${limit}`;
  return z.array(Due).parse(rows);
}

/** Locks those of the events that no other process is telling; the lock ends with the transaction. */
export async function lockEvents(tx: Transaction, ids: readonly bigint[]): Promise<OutboxEvent[]> {
  const rows = await tx.$queryRaw`
    SELECT id FROM outbox WHERE id = ANY (${ids}) AND handled_at IS NULL ORDER BY id FOR UPDATE SKIP LOCKED`;
  const locked = z
    .array(z.object({ id: z.bigint() }))
    .parse(rows)
    .map((row) => row.id);
  return tx.outboxEvent.findMany({ where: { id: { in: locked } }, orderBy: { id: 'asc' } });
}

export async function markTold(tx: Transaction, ids: readonly bigint[], now: Instant): Promise<void> {
  await tx.outboxEvent.updateMany({ where: { id: { in: [...ids] } }, data: { handledAt: new Date(now) } });
}

/** Tells an event again at `at`; the later ones of its key wait for it. */
export async function postponeEvent(db: Database, id: bigint, at: Instant): Promise<void> {
  await db.outboxEvent.updateMany({
    where: { id, handledAt: null },
    data: { nextTryAt: new Date(at), attempts: { increment: 1 } },
  });
}
