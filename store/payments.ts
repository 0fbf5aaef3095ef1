/** The rows of a payment: how it was collected (its campaign writes that), and what was given back (`payment/<id>`). */
import { z } from 'zod';
import type { Actor, Origin, PaymentEvent } from '../contracts/campaign';
import type { PaymentState } from '../contracts/payment';
import { BusinessError } from '../domain/errors';
import type { Json } from '../domain/json';
import type { Posting } from '../domain/ledger';
import { iso } from '../domain/time';
import type { Database, Queryable, Transaction } from '../infra/database';
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
 * @throws BusinessError NOT_FOUND for an unknown payment; REFUND_TOO_LARGE when refunds, with what is reserved, and lost
 *   disputes would pass what was received (a constraint of the database).
 */
export async function projectPayment(
  db: Database,
  projection: PaymentProjection,
): Promise<'projected' | 'older'> {
  const { state, facts, postings } = projection;
  const at = iso(state.updatedAt);
  const { currency } = state;
  const written = {
    row: {
      id: state.paymentId,
      version: state.version,
      received: state.captured,
      received_currency: currency,
      intent_id: state.intentId,
      updated_at: at,
    },
    refunds: state.refunds.map((refund) => ({
      key: refund.key,
      amount: refund.amount,
      shortfall: refund.shortfall ?? 0,
      currency,
      reason: refund.reason,
      status: refund.status,
      origin: refund.origin,
      provider_refund_id: refund.providerRefundId,
      requested_by: refund.requestedBy,
    })),
    disputes: state.disputes.map(({ disputeId: id, amount, fee, status }) => ({
      id,
      amount,
      currency,
      fee,
      status,
    })),
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

const Cover = z.tuple([z.object({ cover: z.bigint().transform(Number) })]);

/** Minor units that the books hold for a refund that a campaign asked for, after those that come before it. */
export async function readRefundCover(db: Queryable, key: string): Promise<number> {
  const rows =
    await db.$queryRaw`SELECT refund_cover(payment_id, key) AS cover FROM refunds WHERE key = ${key}`;
  return Cover.parse(rows)[0].cover;
}

const Refundable = z.array(z.object({ id: z.uuid(), refundable: z.bigint() }));

/** Minor units that a refund of each payment can really give now, by payment. */
export async function readRefundable(db: Queryable, ids: readonly string[]): Promise<Map<string, bigint>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw`
    SELECT id, refundable(p) AS refundable FROM payments p WHERE id = ANY (${[...ids]}::uuid[])`;
  return new Map(Refundable.parse(rows).map(({ id, refundable }) => [id, refundable]));
}

/** Promises a part of a payment to a person, under the payment's lock: nobody else can have it any more. */
export async function reserveRefund(
  tx: Transaction,
  refund: {
    key: string;
    paymentId: string;
    amount: number;
    currency: string;
    reason: string;
    requestedBy: string;
  },
): Promise<void> {
  const { paymentId: id, amount } = refund;
  await tx.refund.create({ data: { ...refund, status: 'reserved', origin: 'adflight' } });
  await tx.payment.update({ where: { id }, data: { refunded: { increment: amount } } });
}

/** Locks a payment until the transaction ends; false when there is none. */
export async function lockPayment(tx: Transaction, id: string): Promise<boolean> {
  const rows: unknown[] = await tx.$queryRaw`SELECT 1 FROM payments WHERE id = ${id}::uuid FOR UPDATE`;
  return rows.length > 0;
}
