/** The shapes that the Stripe simulator answers with: the fields of Stripe's objects that anyone here reads. */

export type Metadata = Record<string, string>;

interface Thing<Name extends string> {
  id: string;
  object: Name;
  /** Unix seconds. */
  created: number;
  livemode: false;
}

export interface Session extends Thing<'checkout.session'> {
  mode: 'payment';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid';
  amount_subtotal: number;
  amount_total: number;
  currency: string;
  url: string | null;
  success_url: string;
  cancel_url: string | null;
  client_reference_id: string | null;
  customer: string | null;
  customer_email: string | null;
  expires_at: number;
  /** Null until the customer pays, as at Stripe. */
  payment_intent: string | null;
  metadata: Metadata;
  payment_method_types: string[];
}

export interface Intent extends Thing<'payment_intent'> {
  amount: number;
  amount_received: number;
  currency: string;
  status: 'requires_payment_method' | 'processing' | 'succeeded';
  customer: string | null;
  latest_charge: string | null;
  metadata: Metadata;
  last_payment_error: { type: 'card_error'; code: string; message: string } | null;
}

export interface Charge extends Thing<'charge'> {
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  currency: string;
  payment_intent: string;
  paid: boolean;
  captured: boolean;
  refunded: boolean;
  disputed: boolean;
  status: 'succeeded';
  payment_method_details: { type: 'card' | 'us_bank_account' };
  metadata: Metadata;
}

export interface Refund extends Thing<'refund'> {
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  reason: string | null;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  /** What took the money from the account's balance. */
  balance_transaction: string | null;
  /** What gave it back, when the refund failed or was canceled. */
  failure_balance_transaction?: string;
  failure_reason?: string;
  metadata: Metadata;
}

export interface BalanceMove {
  id: string;
  object: 'balance_transaction';
  amount: number;
  currency: string;
  fee: number;
  net: number;
}

export interface Dispute extends Thing<'dispute'> {
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  reason: string;
  /** The `warning_` ones are an inquiry's: the bank asks, and no money has moved. */
  status:
    | 'warning_needs_response'
    | 'warning_under_review'
    | 'warning_closed'
    | 'needs_response'
    | 'under_review'
    | 'won'
    | 'lost';
  is_charge_refundable: boolean;
  /** None while it is an inquiry, one when the money was withdrawn, two when it came back. */
  balance_transactions: BalanceMove[];
  metadata: Metadata;
}

export interface Customer extends Thing<'customer'> {
  email: string | null;
  name: string | null;
  metadata: Metadata;
}

export interface StripeEvent extends Thing<'event'> {
  api_version: string;
  type: string;
  /** Endpoints that have not acknowledged it yet: 1 or 0. */
  pending_webhooks: number;
  data: {
    object: Session | Intent | Charge | Refund | Dispute | Customer;
    /** What an `updated` event changed, as it was before. */
    previous_attributes?: Record<string, unknown>;
  };
  request: { id: string | null; idempotency_key: string | null };
}

/** The first answer under an Idempotency-Key, with what was asked. */
export interface Answered {
  id: string;
  fingerprint: string;
  status: number;
  body: unknown;
  /** Epoch milliseconds. */
  at: number;
}

/** What the intent of a session will carry; Stripe shows no intent before the customer pays. */
export interface IntentPlan {
  id: string;
  metadata: Metadata;
}

export interface Kinds {
  'checkout.session': Session;
  payment_intent: Intent;
  charge: Charge;
  refund: Refund;
  dispute: Dispute;
  customer: Customer;
  event: StripeEvent;
  answer: Answered;
  intent_plan: IntentPlan;
}
export type Kind = keyof Kinds;
