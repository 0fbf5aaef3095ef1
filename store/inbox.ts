/** What the outside sent: stored before it is acknowledged, then taken by the relay, in order per key. */
import { z } from 'zod';
import type { Instant } from '../domain/time';
import type { Database, Queryable, Transaction } from '../infra/database';
import { withoutSecrets } from '../infra/redact';
import type { InboxMessage } from '../prisma/generated/client';

export const inboxSources = ['stripe', 'partner'] as const;
export type InboxSource = (typeof inboxSources)[number];

interface ReceivedMessage {
  source: InboxSource;
  /** The provider's id of the message: the same one twice is stored once, forever. */
  externalId: string;
  kind: string;
  /** Messages of one key are relayed in the order of their arrival. */
  key: string;
  /** Plain JSON. */
  payload: object;
}

/** What JSON can carry and Postgres can't keep: NUL, and halves of surrogate pairs. No message is lost for them. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;
const storable = (_key: string, value: unknown) =>
  typeof value === 'string' ? value.replace(UNSTORABLE, '\ufffd') : value;

/**
 * Stores a message; once this answers it survives any crash, and may be acknowledged. What its names call a secret, a
 * card or a phone is cut out first: nothing of ours reads it.
 */
export async function receive(db: Queryable, message: ReceivedMessage): Promise<'stored' | 'duplicate'> {
  const { source, externalId, kind, key, payload } = message;
  const stored = await db.$executeRaw`
    INSERT INTO inbox (source, external_id, kind, key, payload)
    VALUES (${source}, ${externalId}, ${kind}, ${key}, ${JSON.stringify(withoutSecrets(payload), storable)}::jsonb)
    ON CONFLICT (source, external_id) DO NOTHING`;
  return stored === 1 ? 'stored' : 'duplicate';
}

const Claimed = z.object({
  id: z.bigint(),
  source: z.enum(inboxSources),
  externalId: z.string(),
  kind: z.string(),
  key: z.string(),
  payload: z.json(),
  attempts: z.int(),
});
export type ClaimedMessage = z.output<typeof Claimed>;

/**
 * Takes the oldest waiting message of up to `limit` keys and holds them until `leasedUntil`: when this process dies,
 * another takes them then. A key whose oldest message waits for its next try gives nothing; one that is parked
 * neither waits nor is waited for.
 */
export async function claimMessages(
  db: Database,
  { now, leasedUntil, limit }: { now: Instant; leasedUntil: Instant; limit: number },
): Promise<ClaimedMessage[]> {
  const rows = await db.$queryRaw`
    UPDATE inbox SET attempts = attempts + 1, next_try_at = ${new Date(leasedUntil)}
    WHERE id IN (
      SELECT id FROM inbox i
      WHERE handled_at IS NULL AND parked_at IS NULL AND (attempts = 0 OR next_try_at <= ${new Date(now)})
        AND NOT EXISTS (
          SELECT FROM inbox e
          WHERE e.key = i.key AND e.source = i.source AND e.handled_at IS NULL AND e.parked_at IS NULL
            AND e.id < i.id)
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, source, external_id AS "externalId", kind, key, payload, attempts`;
  return z
    .array(Claimed)
    .parse(rows)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Done with a message, for good. */
export async function finishMessage(db: Queryable, id: bigint, outcome: string, now: Instant): Promise<void> {
  await db.inboxMessage.updateMany({
    where: { id, handledAt: null },
    data: { handledAt: new Date(now), outcome },
  });
}

/** Locks a message for its effect; false when it was done with meanwhile: it has had its effect. */
export async function lockMessage(tx: Transaction, id: bigint): Promise<boolean> {
  const rows: unknown[] = await tx.$queryRaw`
    SELECT 1 FROM inbox WHERE id = ${id} AND handled_at IS NULL FOR UPDATE`;
  return rows.length > 0;
}

/** What came before it meant anything, and was put aside with this outcome; in the order of its coming. */
export function asideMessages(
  tx: Transaction,
  { source, key, outcome }: { source: InboxSource; key: string; outcome: string },
): Promise<{ id: bigint; payload: unknown }[]> {
  return tx.inboxMessage.findMany({
    where: { source, key, outcome, handledAt: { not: null } },
    select: { id: true, payload: true },
    orderBy: { id: 'asc' },
  });
}

/** Says what became of a message that was put aside. */
export async function resumeMessage(tx: Transaction, id: bigint, outcome: string): Promise<void> {
  await tx.inboxMessage.update({ where: { id }, data: { outcome } });
}

/** Sets a message aside for a person; false when it was done with, or parked, meanwhile. */
export async function parkMessage(
  tx: Transaction,
  id: bigint,
  reason: string,
  now: Instant,
): Promise<boolean> {
  const { count } = await tx.inboxMessage.updateMany({
    where: { id, handledAt: null, parkedAt: null },
    data: { parkedAt: new Date(now), outcome: `parked: ${reason}` },
  });
  return count > 0;
}

const MOST_OVERTAKERS = 50;

/** Later messages of the same key that took effect before this one, oldest first; at most 50. */
export function overtaking(
  db: Queryable,
  { id, source, key }: Pick<InboxMessage, 'id' | 'source' | 'key'>,
): Promise<InboxMessage[]> {
  return db.inboxMessage.findMany({
    where: { source, key, id: { gt: id }, handledAt: { not: null } },
    orderBy: { id: 'asc' },
    take: MOST_OVERTAKERS,
  });
}

/** How many messages are parked now, by their source. */
export async function countParked(db: Queryable): Promise<Record<InboxSource, number>> {
  const counts = inboxSources.map(async (source) => {
    const where = { source, parkedAt: { not: null } };
    return [source, await db.inboxMessage.count({ where })] as const;
  });
  return Object.fromEntries(await Promise.all(counts)) as Record<InboxSource, number>;
}

/** Lets a parked message be relayed again, at once; false when it is not parked. Its tries are not forgotten. */
export async function unparkMessage(tx: Transaction, id: bigint, now: Instant): Promise<boolean> {
  const { count } = await tx.inboxMessage.updateMany({
    where: { id, handledAt: null, parkedAt: { not: null } },
    data: { parkedAt: null, nextTryAt: new Date(now) },
  });
  return count > 0;
}

/** Gives a message back until `at`; the later ones of its key wait for it. */
export async function postponeMessage(db: Database, id: bigint, failure: string, at: Instant): Promise<void> {
  await db.inboxMessage.updateMany({
    where: { id, handledAt: null },
    data: { nextTryAt: new Date(at), outcome: failure },
  });
}
