/** What a payment's workflow has done: rows and ledger written, refunds made and found again at Stripe. Each is idempotent. */
import { ApplicationFailure } from '@temporalio/common';
import type { StripeClient } from '../adapters/stripe/client';
import { listDisputes } from '../adapters/stripe/disputes';
import { readOurIds } from '../adapters/stripe/intents';
import { createRefund, listRefunds, retrieveRefund } from '../adapters/stripe/refunds';
import type { PaymentEvent } from '../contracts/campaign';
import {
  askerOf,
  type DisputeState,
  type FoundRefund,
  type PaymentProjection,
  type PaymentState,
  type RefundOrder,
  type RefundState,
} from '../contracts/payment';
import { BusinessError } from '../domain/errors';
import {
  accounts,
  disputeLost,
  type Posting,
  paymentReceived,
  refundReturned,
  refundSucceeded,
} from '../domain/ledger';
import { leftOf } from '../domain/payments';
import type { Database } from '../infra/database';
import { readBalance, readEntries } from '../store/ledger';
import {
  createLatePayment,
  moveForward,
  projectPayment,
  readPayment,
  readRefundCover,
} from '../store/payments';
import { withTypedFailures } from './failures';
import { atStripe } from './stripe';

export interface PaymentActivityDeps {
  db: Database;
  stripe: StripeClient;
}

export function createPaymentActivities({ db, stripe }: PaymentActivityDeps) {
  const read = async (paymentId: string): Promise<PaymentState | null> => {
    const row = await readPayment(db, paymentId);
    return row && toState(row);
  };

  return withTypedFailures({
    /** The state that the rows tell; null for a payment that nobody made. */
    readPayment: read,

    /** What a session that no open campaign waits for came to: its row follows, and is made where it is missing. */
    async noteLateEvent(event: PaymentEvent): Promise<PaymentState | null> {
      const { paymentId, intentId, kind } = event;
      if (!(await readPayment(db, paymentId))) {
        const campaignId = intentId && (await atStripe(() => readOurIds(stripe, intentId))).campaignId;
        if (!campaignId || !(await createLatePayment(db, event, campaignId))) return null;
      }
      if (kind === 'processing' || kind === 'failed' || kind === 'expired')
        await moveForward(db, paymentId, kind);
      return read(paymentId);
    },

    /** Rows, ledger, events and audit of one decision; an older version changes nothing. */
    async projectPayment({ state, told }: PaymentProjection): Promise<void> {
      const row = await readPayment(db, state.paymentId);
      const campaign = row?.campaignId
        ? await db.campaign.findUnique({ where: { id: row.campaignId }, select: { id: true, over: true } })
        : null;
      const walletOf = row?.method === 'wallet' ? row.userId : null;
      const owner = { campaignId: row?.campaignId ?? null, walletOf };
      const facts = factsOf(state, told, campaign?.over ?? true);
      const returned = await returnOf(db, state, told);
      const write = (spent: boolean) =>
        projectPayment(db, {
          state,
          facts,
          postings: returned ? [returned] : postingsOf(state, told, owner, spent),
        });
      try {
        await write(false);
      } catch (error) {
        // The money went back while the campaign was spending it: then the loss is ours, and so it is booked.
        const code = error instanceof BusinessError ? error.code : null;
        // More than what is promised to a person leaves: the workflow judges it again.
        if (code === 'REFUND_TOO_LARGE' && told?.kind === 'refund.requested') throw error;
        if (!code || !gone.has(code) || told?.kind !== 'refund.succeeded') throw stubborn(error);
        await write(true);
      }
    },

    /**
     * Refunds at Stripe, or to the wallet, once: it looks first what was done there.
     * @throws REFUND_TOO_LARGE when others refunded what the payment does not know of; INSUFFICIENT_FUNDS, with what is
     *   `left`, when the books hold less; Stripe's refusals by their codes.
     */
    async createRefund(order: RefundOrder): Promise<FoundRefund> {
      const { key, amount, intentId, method, known, reserved } = order;
      const made = intentId ? await atStripe(() => listRefunds(stripe, intentId)) : [];
      const unknown = made.filter((refund) => refund.status !== 'failed' && !known.includes(refund.id));
      const mine = unknown.find((refund) => refund.key === key);
      if (mine) return mine;
      if (unknown.length > 0)
        throw new BusinessError('REFUND_TOO_LARGE', { detail: 'Others refunded a part of it meanwhile.' });
      const left = reserved ? amount : await readRefundCover(db, key);
      if (left < amount) throw new BusinessError('INSUFFICIENT_FUNDS', { left });
      if (method === 'wallet') return { id: `wallet:${key}`, key, amount, status: 'succeeded' };
      if (!intentId)
        throw new BusinessError('PROVIDER_REFUSED', { detail: 'The payment has no payment intent.' });
      return atStripe(() => createRefund(stripe, { ...order, intentId }));
    },

    /** What has become of a refund that the bank was still working on. */
    lookAtRefund: (id: string): Promise<FoundRefund> => atStripe(() => retrieveRefund(stripe, id)),

    /** All refunds of the payment at Stripe, whoever made them. */
    listRefunds: (intentId: string): Promise<FoundRefund[]> => atStripe(() => listRefunds(stripe, intentId)),

    /** All disputes and inquiries of the payment at Stripe. */
    listDisputes: (intentId: string): Promise<DisputeState[]> =>
      atStripe(() => listDisputes(stripe, intentId)),
  });
}

/** A decision that can't be written is tried until it can: giving up would lose what it is about. */
function stubborn(error: unknown): unknown {
  return error instanceof BusinessError ? ApplicationFailure.retryable(error.message, error.code) : error;
}

const gone: ReadonlySet<string> = new Set(['INSUFFICIENT_FUNDS', 'IDEMPOTENCY_KEY_REUSED']);

type PaymentRow = NonNullable<Awaited<ReturnType<typeof readPayment>>>;

function toState(row: PaymentRow): PaymentState {
  return {
    schema: 1,
    version: row.version,
    campaignId: row.campaignId,
    paymentId: row.id,
    method: row.method === 'wallet' ? 'wallet' : 'checkout',
    captured: row.status === 'paid' ? Number(row.received) : 0,
    currency: row.receivedCurrency ?? row.currency,
    intentId: row.intentId,
    // What is reserved will be heard of: a promise is no request yet.
    refunds: row.refunds.filter(({ status }) => status !== 'reserved').map(toRefund),
    disputes: row.disputes.map(({ id, amount, fee, status }) => ({
      disputeId: id,
      amount: Number(amount),
      fee: Number(fee),
      status: disputeStatuses.find((name) => name === status) ?? 'open',
    })),
    seenEvents: [],
    updatedAt: row.updatedAt.getTime(),
  };
}

const disputeStatuses = ['inquiry', 'inquiry_closed', 'open', 'won', 'lost'] as const;
const refundStatuses = ['requested', 'processing', 'succeeded', 'failed'] as const;

function toRefund(row: PaymentRow['refunds'][number]): RefundState {
  const status = refundStatuses.find((name) => name === row.status) ?? 'processing';
  return {
    key: row.key,
    amount: Number(row.amount),
    shortfall: Number(row.shortfall),
    reason: row.reason,
    status,
    providerRefundId: row.providerRefundId,
    origin: row.origin === 'provider' ? 'provider' : 'adflight',
    requestedBy: row.requestedBy,
    requestId: row.key,
    usedKeys: 0,
    triedAt: status === 'processing' ? row.updatedAt.getTime() : null,
    lookAt: null,
  };
}

type Told = PaymentProjection['told'];

/** What is told and audited. Disputes of an open campaign are told by the campaign. */
function factsOf(state: PaymentState, told: Told, campaignOver: boolean) {
  if (!told || (told.kind.startsWith('payment.dispute') && !campaignOver)) return [];
  const refund = state.refunds.find(({ key }) => key === told.data.refund_key);
  const { kind: event, why, data } = told;
  const actor = askerOf(refund?.requestedBy ?? 'stripe');
  const requestId = refund?.requestId ?? state.paymentId;
  return [{ event, why, actor, requestId, origin: refund?.requestOrigin, data }];
}

/**
 * The posting that books back a refund which failed after it had succeeded, or null. It waits in suspense to be given
 * back again; what a bank took meanwhile, or our loss bore then, makes good the loss.
 */
async function returnOf(db: Database, state: PaymentState, told: Told): Promise<Posting | null> {
  const refund = state.refunds.find(({ key }) => key === told?.data.refund_key);
  if (told?.kind !== 'refund.failed' || !refund) return null;
  const { paymentId, currency } = state;
  const { key } = refund;
  const booked = await readEntries(db, `refund:${key}`);
  const from = booked.find(({ amount }) => amount > 0);
  if (!from) return null;
  const borne = booked.find(({ account }) => account === accounts.loss(currency))?.amount ?? 0;
  const waiting = Number(await readBalance(db, accounts.suspense(paymentId)));
  const kept = Math.min(from.amount + borne, Math.max(0, leftOf(state) - waiting));
  return refundReturned({ key, paymentId, currency, amount: from.amount, kept, from: from.account });
}

/** The one transaction of the ledger that a decision stands for, if it moved money. */
function postingsOf(
  state: PaymentState,
  told: Told,
  owner: { campaignId: string | null; walletOf: string | null },
  spent: boolean,
): Posting[] {
  const { paymentId, currency, captured } = state;
  const base = { paymentId, currency, ...owner };
  if (told?.kind === 'payment.excess')
    return [paymentReceived({ ...base, campaignId: owner.campaignId ?? '', wanted: 0, excess: captured })];
  const refund = state.refunds.find(({ key }) => key === told?.data.refund_key);
  if (told?.kind === 'refund.succeeded' && refund) {
    const origin = spent ? 'provider' : refund.origin;
    return [refundSucceeded({ ...base, key: refund.key, amount: refund.amount, origin })];
  }
  const dispute = state.disputes.find(({ disputeId }) => disputeId === told?.data.dispute_id);
  return told?.kind === 'payment.dispute_lost' && dispute ? [disputeLost({ ...base, ...dispute })] : [];
}
