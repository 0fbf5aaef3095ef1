/** Sends the deliveries that are due, each at least once, and never gives one up that could still arrive. */
import { z } from 'zod';
import { DeliveryError } from '../../adapters/messenger';
import { HOUR, type Instant, MINUTE, SECOND } from '../../domain/time';
import type { Database } from '../../infra/database';
import type { Logger } from '../../infra/log';
import type { Messengers } from './messengers';

export interface SenderDeps {
  db: Database;
  messengers: Messengers;
  log: Logger;
  now(): Instant;
}

/** Longer than any send may take (a minute), so that two processes never send the same delivery at a time. */
const LEASE = 2 * MINUTE;

const Claimed = z.object({
  id: z.uuid(),
  channel: z.enum(['email', 'telegram']),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  attempts: z.int(),
});
type Claimed = z.output<typeof Claimed>;

/** Milliseconds until the next try after `attempts` failures: 5 s, doubling up to an hour. */
export function backoff(attempts: number): number {
  return Math.min(HOUR, 5 * SECOND * 2 ** Math.min(attempts - 1, 20));
}

/**
 * Takes up to `limit` due deliveries and tries each once.
 * A process that dies after the send and before the mark sends again later, under the same message id.
 * @returns how many it tried.
 */
export async function sendDue(deps: SenderDeps, limit = 20): Promise<number> {
  const claimed = await claim(deps, limit);
  await Promise.all(claimed.map((delivery) => deliver(deps, delivery)));
  return claimed.length;
}

async function claim({ db, messengers, now }: SenderDeps, limit: number): Promise<Claimed[]> {
  const at = now();
  const rows = await db.$queryRaw`
    UPDATE deliveries SET attempts = attempts + 1, next_try_at = ${new Date(at + LEASE)}
    WHERE id IN (
      SELECT id FROM deliveries
      WHERE next_try_at <= ${new Date(at)} AND channel = ANY(${Object.keys(messengers)})
      ORDER BY next_try_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, channel, recipient, subject, text, html, attempts`;
  return z.array(Claimed).parse(rows);
}

async function deliver({ db, messengers, log, now }: SenderDeps, delivery: Claimed): Promise<void> {
  const { id, channel, attempts } = delivery;
  try {
    await messengers[channel]?.send(delivery);
  } catch (thrown) {
    const error = thrown instanceof DeliveryError ? thrown : new DeliveryError('retry', String(thrown));
    const { outcome, message: failure } = error;
    const wait = Math.max(error.retryAfterMs ?? 0, backoff(attempts));
    const nextTryAt = outcome === 'refused' ? null : new Date(now() + wait);
    // Only while the claim is still ours: after its lease another process may have had more luck.
    await db.delivery.updateMany({ where: { id, attempts, sentAt: null }, data: { nextTryAt, failure } });
    log[outcome === 'ask' ? 'error' : 'warn'](
      { delivery: id, channel, attempts, outcome, failure },
      'not delivered',
    );
    return;
  }
  await db.delivery.updateMany({
    where: { id, sentAt: null },
    data: { sentAt: new Date(now()), nextTryAt: null, failure: null },
  });
}
