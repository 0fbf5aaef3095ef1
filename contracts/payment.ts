/** The contract of `paymentLife`: one workflow a payment, which serialises all its refunds and disputes. */
import type { Instant } from '../domain/time';

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

/** Signal `refund`: give back `amount` minor units, or all that is left when null. Idempotent by `key`. */
export interface RefundRequest {
  /** `<campaign>:refund:<n>`, decided by the asker; part of Stripe's idempotency key. */
  key: string;
  amount: number | null;
  reason: string;
  requestedBy: string;
  requestId: string;
}

export const REFUND = 'refund';
export const PAYMENT_EVENT = 'paymentEvent';
export const GET_PAYMENT = 'getState';

export interface RefundState {
  key: string;
  amount: number;
  reason: string;
  status: 'requested' | 'processing' | 'succeeded' | 'failed';
  providerRefundId: string | null;
  /** Made by us, or in Stripe's own dashboard. */
  origin: 'adflight' | 'provider';
}

export interface DisputeState {
  disputeId: string;
  amount: number;
  fee: number;
  status: 'open' | 'won' | 'lost';
}

/** Minor units; captured ≥ refunded + lost at every moment (a database constraint repeats it). */
export interface PaymentState {
  schema: 1;
  version: number;
  paymentId: string;
  captured: number;
  currency: string;
  intentId: string | null;
  refunds: RefundState[];
  disputes: DisputeState[];
  seenEvents: string[];
  updatedAt: Instant;
}
