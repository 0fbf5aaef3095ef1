/** The rows of a payment: how it was collected (its campaign writes that), and what was given back (`payment/<id>`). */
import { z } from 'zod';
import type { Actor, Origin, PaymentEvent } from '../contracts/campaign';
import type { PaymentState } from '../contracts/payment';
import { BusinessError } from '../domain/errors';
import type { Json } from '../domain/json';
import type { Posting } from '../domain/ledger';
import { iso } from '../domain/time';
import type { Database, Queryable } from '../infra/database';
import { withRetry } from './transaction';

/** The payment with its refunds and disputes, from which `payment/<id>` starts; null for one that nobody made. */
export function readPayment(db: Queryable, paymentId: string) {
  return db.payment.findUnique({
    where: { id: paymentId },
    include: { refunds: { orderBy: { createdAt: 'asc' } }, disputes: true },
  });
}

/** What is told of a payment: to people as an event, to auditors as an entry. */
export interface PaymentFact {
  event: string;
  why: string;
  actor: Actor;
  requestId: string;
  origin?: Origin | undefined;
  data: Record<string, string | number | boolean | null>;
}

export interface PaymentProjection {
  state: PaymentState;
  facts: PaymentFact[];
  postings: Posting[];
}

const Outcome = z.tuple([z.object({ outcome: z.enum(['projected', 'older', 'unknown']) })]);

/**
 * Writes what `payment/<id>` decided in one round trip and one transaction: refunds, disputes, events, audit, ledger.
 * An equal version overwrites and tells nothing twice; an older one changes nothing. A receipt that the campaign
 * has posted already is left as it is.
 * @throws BusinessError NOT_FOUND for an unknown payment; REFUND_TOO_LARGE when refunds and lost disputes would pass
 *   what was received (a constraint of the database).
 */
export async function projectPayment(
  db: Database,
  projection: PaymentProjection,
): Promise<'projected' | 'older'> {
  const { state, facts, postings } = projection;
  const at = iso(state.updatedAt);
  const lost = state.disputes.filter((dispute) => dispute.status === 'lost');
  const refunded = givenBack(state);
  const written = {
    row: {
      id: state.paymentId,
      version: state.version,
      received: state.captured,
      intent_id: state.intentId,
      refunded,
      lost: Math.max(0, Math.min(total(lost), state.captured - refunded)),
      disputed: state.disputes.some((dispute) => dispute.status === 'open'),
      updated_at: at,
    },
    refunds: state.refunds.map((refund) => ({
      key: refund.key,
      amount: refund.amount,
      reason: refund.reason,
      status: refund.status,
      origin: refund.origin,
      provider_refund_id: refund.providerRefundId,
      requested_by: refund.requestedBy,
    })),
    disputes: state.disputes.map(({ disputeId: id, amount, fee, status }) => ({ id, amount, fee, status })),
    events: facts.map((fact) => ({
      kind: fact.event,
      payload: { why: fact.why, actor: { ...fact.actor }, data: fact.data } satisfies Json,
    })),
    audit: facts.map((fact) => ({
      at,
      actor_kind: fact.actor.kind,
      actor_id: fact.actor.id,
      action: fact.event,
      request_id: fact.requestId,
      address: fact.origin?.address ?? null,
      api_key_id: fact.origin?.apiKeyId ?? null,
      after: fact.data,
    })),
    postings,
  };
  const rows = await withRetry(
    () => db.$queryRaw`SELECT project_payment(${JSON.stringify(written)}::jsonb) AS outcome`,
    { repeatable: true },
  );
  const { outcome } = Outcome.parse(rows)[0];
  if (outcome === 'unknown') throw new BusinessError('NOT_FOUND');
  return outcome;
}

/**
 * The row of a payment that its campaign never recorded: its session was opened, but the answer was lost.
 * @returns false when there is no such campaign.
 */
export async function createLatePayment(
  db: Database,
  event: Pick<PaymentEvent, 'paymentId' | 'sessionId' | 'intentId' | 'amount' | 'currency'>,
  campaignId: string,
): Promise<boolean> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId } });
  if (!campaign || event.amount <= 0) return false;
  const { paymentId: id, sessionId, intentId, amount, currency } = event;
  const row = {
    id,
    campaignId,
    userId: campaign.advertiserId,
    sessionId,
    intentId,
    amount: BigInt(amount),
    currency,
  };
  await db.payment.createMany({
    data: [{ ...row, purpose: 'campaign', method: 'checkout', n: 0 }],
    skipDuplicates: true,
  });
  return true;
}

const Held = z.tuple([z.object({ held: z.int() })]);

/** How many payments, begun before then, are held for an admin: of what came, neither refund nor bank took all back. */
export async function heldPayments(db: Queryable, before: Date): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS held FROM payments
    WHERE held AND received > refunded + lost AND created_at < ${before}`;
  return Held.parse(rows)[0].held;
}

/** Moves how a payment was collected forwards, never back: a paid one stays paid. */
export async function moveForward(
  db: Database,
  paymentId: string,
  status: 'processing' | 'failed' | 'expired',
): Promise<void> {
  await db.$executeRaw`
    UPDATE payments SET status = ${status}, updated_at = now()
    WHERE id = ${paymentId}::uuid AND payment_rank(status) < payment_rank(${status})`;
}

/**
 * Our own refunds count whole, so that the database can refuse one too many. What the provider or the bank took besides
 * is a fact, and may stand beside one of ours whose outcome is unknown: it counts as far as there was anything to take.
 */
function givenBack({ refunds, captured }: PaymentState): number {
  const given = refunds.filter((refund) => refund.status !== 'failed');
  const ours = total(given.filter((refund) => refund.origin === 'adflight'));
  const others = total(given.filter((refund) => refund.origin === 'provider'));
  return ours + Math.min(others, Math.max(0, captured - ours));
}

function total(parts: readonly { amount: number }[]): number {
  return parts.reduce((sum, part) => sum + part.amount, 0);
}
