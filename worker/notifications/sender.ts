/** Sends the deliveries that are due, each at least once, and never gives one up that could still arrive. */
import { z } from 'zod';
import { DeliveryError } from '../../adapters/messenger';
import { CODE_LIFETIME } from '../../domain/one-time-codes';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../domain/time';
import type { Config } from '../../infra/config';
import type { Database } from '../../infra/database';
import type { Logger } from '../../infra/log';
import { scrubbed } from '../../infra/redact';
import { SealBroken, sealerOf } from '../../infra/sealing';
import { deliveryPlace } from '../../store/deliveries';
import type { Messengers } from './messengers';

export interface SenderDeps {
  config: Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_PREVIOUS_KEYS'>;
  db: Database;
  messengers: Messengers;
  log: Logger;
  now(): Instant;
}

/** Longer than any send may take (a minute), so that two processes never send the same delivery at a time. */
const LEASE = 2 * MINUTE;
/** No link that is mailed is good for longer, and no code that is sent to a phone. */
const secretLifetimes = { email: DAY, telegram: DAY, sms: CODE_LIFETIME } as const;
/** Of a sealed delivery that is done with. */
const emptied = { text: '', html: null };

const Claimed = z.object({
  id: z.uuid(),
  channel: z.enum(['email', 'telegram', 'sms']),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  isSealed: z.boolean(),
  attempts: z.int(),
  createdAt: z.date(),
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
    RETURNING id, channel, recipient, subject, text, html, is_sealed AS "isSealed", attempts,
      created_at AS "createdAt"`;
  return z.array(Claimed).parse(rows);
}

async function deliver(deps: SenderDeps, delivery: Claimed): Promise<void> {
  const { db, messengers, log, now } = deps;
  const { id, channel, attempts, isSealed } = delivery;
  try {
    await messengers[channel]?.send(opened(deps, delivery));
  } catch (thrown) {
    const error = thrown instanceof DeliveryError ? thrown : new DeliveryError('retry', String(thrown));
    const { outcome } = error;
    // Whoever refused it may have repeated what it was sent.
    const failure = scrubbed(error.message);
    const wait = Math.max(error.retryAfterMs ?? 0, backoff(attempts));
    const end = outcome === 'refused';
    // Only while the claim is still ours: after its lease another process may have had more luck.
    await db.delivery.updateMany({
      where: { id, attempts, sentAt: null },
      data: { nextTryAt: end ? null : new Date(now() + wait), failure, ...(end && isSealed && emptied) },
    });
    log[outcome === 'ask' ? 'error' : 'warn'](
      { delivery: id, channel, attempts, outcome, failure },
      'not delivered',
    );
    return;
  }
  await db.delivery.updateMany({
    where: { id, sentAt: null },
    data: { sentAt: new Date(now()), nextTryAt: null, failure: null, ...(isSealed && emptied) },
  });
}

/** What is sent of it: a secret is in the clear only from here to the messenger. @throws DeliveryError */
function opened({ config, now }: SenderDeps, delivery: Claimed): Claimed {
  const { id, channel, text, html, isSealed, createdAt } = delivery;
  if (!isSealed) return delivery;
  const sealer = sealerOf(config);
  if (now() - createdAt.getTime() > secretLifetimes[channel])
    throw new DeliveryError('refused', 'too late to be of use');
  try {
    return {
      ...delivery,
      text: sealer.open(text, deliveryPlace(id, 'text')),
      html: html === null ? null : sealer.open(html, deliveryPlace(id, 'html')),
    };
  } catch (error) {
    if (error instanceof SealBroken) throw new DeliveryError('ask', error.message);
    throw error;
  }
}
