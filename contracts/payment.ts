/** The contract of `paymentLife`: one workflow a payment, which serialises all its refunds and disputes. */
import type { Instant } from '../domain/time';
import type { Actor, Origin, PaymentEvent } from './campaign';
import { queues } from './queues';

export const PAYMENT_WORKFLOW = 'paymentLife';

/** Workflow id of a payment: `payment/<payment id>`. */
export function paymentWorkflowId(paymentId: string): string {
  return `payment/${paymentId}`;
}

/** The inverse of {@link paymentWorkflowId}; null for the id of another kind of workflow. */
export function paymentIdOf(workflowId: string): string | null {
  return workflowId.startsWith('payment/') ? workflowId.slice('payment/'.length) : null;
}

/** What the workflow knows at its start; the rest it reads from the payment's rows. */
export interface PaymentInput {
  paymentId: string;
  timeScale: number;
}

/**
 * Signal `refund`: give back `amount` minor units, or all that is left when null. Idempotent by `key`. Where less is
 * left than asked for, what is left goes back.
 */
export interface RefundRequest {
  /** `<campaign>:refund:<n>`, decided by the asker; part of Stripe's idempotency key. */
  key: string;
  amount: number | null;
  /** What a person was promised: its amount was reserved on the payment's row, so the books have room for it. */
  exact?: boolean;
  reason: string;
  requestedBy: string;
  requestId: string;
  /** Absent for what a workflow asks. */
  origin?: Origin;
}

export const REFUND = 'refund';
export const PAYMENT_EVENT = 'paymentEvent';
export const GET_PAYMENT = 'getState';

/** A message to a payment, for `client.workflow.signalWithStart(PAYMENT_WORKFLOW, …)`: it runs, or is started by it. */
export function toPayment(input: PaymentInput, message: { refund: RefundRequest } | { event: PaymentEvent }) {
  const [signal, body] = 'refund' in message ? [REFUND, message.refund] : [PAYMENT_EVENT, message.event];
  return {
    workflowId: paymentWorkflowId(input.paymentId),
    taskQueue: queues.lifecycle,
    args: [input],
    signal,
    signalArgs: [body],
    staticSummary: `Refunds and disputes of payment ${input.paymentId}`,
  };
}

export interface RefundState {
  key: string;
  /** What goes back. */
  amount: number;
  /** What was asked for besides and could not be given: others gave it back, or a bank took it. Absent: nothing. */
  shortfall?: number;
  reason: string;
  status: 'requested' | 'processing' | 'succeeded' | 'failed';
  /** A campaign's workflow, an admin, or the provider. */
  requestedBy: string;
  providerRefundId: string | null;
  /** Made by us, or in Stripe's own dashboard. */
  origin: 'adflight' | 'provider';
  requestId: string;
  /** Of the request, where it came from outside. */
  requestOrigin?: Origin;
  /** The provider's keys that were used up before; the next call is made under `<key>:<n>`. */
  usedKeys: number;
  /** Since when the present key is in use; null before the first call. */
  triedAt: Instant | null;
  /** When to look again: the outcome is unknown, or the bank has not decided. */
  lookAt: Instant | null;
}

/** Who asked for a refund, of `requestedBy`: a workflow by its id, the provider by its name, an admin by theirs. */
export function askerOf(requestedBy: string): Actor {
  const kind = requestedBy === 'stripe' ? 'stripe' : requestedBy.includes('/') ? 'system' : 'admin';
  return { kind, id: requestedBy };
}

export interface DisputeState {
  disputeId: string;
  amount: number;
  fee: number;
  /** An inquiry is a question of the bank: no money moves, and refunds go on. It may become a dispute. */
  status: 'inquiry' | 'inquiry_closed' | 'open' | 'won' | 'lost';
}

/** Minor units; captured ≥ refunded + lost at every moment (a database constraint repeats it). */
export interface PaymentState {
  schema: 1;
  version: number;
  paymentId: string;
  /** Whose payment it is; null while that is not known. */
  campaignId: string | null;
  /** Where refunds go: to the card or account through Stripe, or to the wallet. */
  method: 'checkout' | 'wallet';
  /** 0 until it is paid. */
  captured: number;
  /** The currency in which it came. */
  currency: string;
  intentId: string | null;
  refunds: RefundState[];
  disputes: DisputeState[];
  seenEvents: string[];
  updatedAt: Instant;
}

/** What a decision of a payment writes, in one transaction; `told` goes to the outbox. */
export interface PaymentProjection {
  state: PaymentState;
  told: {
    kind:
      | 'refund.requested'
      | 'refund.processing'
      | 'refund.succeeded'
      | 'refund.failed'
      // Money that no open campaign took: it waits in suspense, and goes back.
      | 'payment.excess'
      | 'payment.inquiry'
      | 'payment.inquiry_closed'
      // Of a payment whose campaign is over; an open one tells these itself.
      | 'payment.disputed'
      | 'payment.dispute_won'
      | 'payment.dispute_lost';
    why: string;
    data: Record<string, string | number>;
  } | null;
}

/** One try to refund at the provider. */
export interface RefundOrder {
  paymentId: string;
  key: string;
  /** The provider's idempotency key. */
  providerKey: string;
  method: PaymentState['method'];
  intentId: string | null;
  /** Minor units. */
  amount: number;
  /** The provider's ids of all refunds that the payment knows: another one must be heard of first. */
  known: string[];
  /** Its amount was promised to a person: the books need not be asked whether they hold it. */
  reserved: boolean;
}

/** A refund as the provider shows it; `key` is null for one made in its dashboard. */
export interface FoundRefund {
  id: string;
  key: string | null;
  amount: number;
  status: 'pending' | 'succeeded' | 'failed';
}
