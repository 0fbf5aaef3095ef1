/** Moves what the outside sent to the workflows that wait for it, in order per key, at least once. */
import type { PaymentEvent } from '../../contracts/campaign';
import { SECOND } from '../../domain/time';
import type { Database } from '../../infra/database';
import { type StripeFact, toPaymentEvent } from '../../schemas/stripe-events';
import { type ClaimedMessage, claimMessages, finishMessage, postponeMessage } from '../../store/inbox';
import type { Door } from './door';
import { backoff } from './loop';
import type { RelayDeps } from './relay';

const BATCH = 20;
/** Longer than the calls of one message may take. */
const LEASE = 45 * SECOND;
/** About five minutes of tries: then an intent that no payment of ours names is another's. */
const TRIES_TO_KNOW = 16;

type InboxDeps = Pick<RelayDeps, 'db' | 'door' | 'log' | 'now' | 'random'>;

/** Relays the oldest message of up to 20 keys; answers how many were done with. */
export async function relayInbox(deps: InboxDeps): Promise<number> {
  const now = deps.now();
  const claimed = await claimMessages(deps.db, { now, leasedUntil: now + LEASE, limit: BATCH });
  const done = await Promise.all(claimed.map((message) => relayOne(deps, message)));
  return done.filter(Boolean).length;
}

async function relayOne(
  { db, door, log, now, random }: InboxDeps,
  message: ClaimedMessage,
): Promise<boolean> {
  const { id, kind, attempts } = message;
  try {
    await finishMessage(db, id, await relayStripe(db, door, message), now());
    return true;
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    await postponeMessage(db, id, `failed: ${failure.slice(0, 500)}`, now() + backoff(attempts, random));
    log.warn({ error, message: String(id), kind, attempts }, 'a message of the inbox waits for another try');
    return false;
  }
}

/** @returns what became of it. @throws when it is to be tried again. */
async function relayStripe(db: Database, door: Door, { payload, attempts }: ClaimedMessage): Promise<string> {
  const fact = toPaymentEvent(payload);
  if (!fact) return 'ignored';
  const payment = await whose(db, fact);
  if (!payment) {
    if (attempts < TRIES_TO_KNOW) throw new Error('no payment of ours has this intent yet');
    return 'ignored: no payment of ours';
  }
  const event: PaymentEvent = { ...fact.event, paymentId: payment.paymentId };
  const heard = payment.campaignId !== null && (await door.signalCampaign(payment.campaignId, event));
  // Refunds and disputes are always the payment's business as well; a receipt only when no campaign wants it.
  const given = ['refunded', 'disputed', 'dispute_closed'].includes(event.kind);
  if (given || !heard) await door.signalPayment(event);
  return `signalled ${[heard && 'campaign', (given || !heard) && 'payment'].filter(Boolean).join(', ')}`;
}

/** A dispute, or a refund made at Stripe, names but the payment intent. */
async function whose(
  db: Database,
  { paymentId, campaignId, intentId }: StripeFact,
): Promise<{ paymentId: string; campaignId: string | null } | null> {
  if (paymentId && campaignId) return { paymentId, campaignId };
  if (!paymentId && !intentId) return null;
  const payment = await db.payment.findFirst({
    where: paymentId ? { id: paymentId } : { intentId },
    select: { id: true, campaignId: true },
  });
  if (payment) return { paymentId: payment.id, campaignId: payment.campaignId };
  return paymentId ? { paymentId, campaignId } : null;
}
