/** Refunds at Stripe. The key of our refund travels in its metadata, so that it is found again whatever was answered. */
import type Stripe from 'stripe';
import type { StripeClient } from './client';

export interface ProviderRefund {
  id: string;
  /** Our refund's key; null for one made in Stripe's dashboard. */
  key: string | null;
  /** Minor units. */
  amount: number;
  status: 'pending' | 'succeeded' | 'failed';
}

export interface RefundOrder {
  paymentId: string;
  key: string;
  /** Stripe's idempotency key. */
  providerKey: string;
  intentId: string;
  /** Minor units. */
  amount: number;
}

/** @throws Stripe's errors, for sortStripeError. */
export async function createRefund(stripe: StripeClient, order: RefundOrder): Promise<ProviderRefund> {
  const { paymentId, key, providerKey, intentId, amount } = order;
  const made = await stripe.refunds.create(
    { payment_intent: intentId, amount, metadata: { payment_id: paymentId, refund_key: key } },
    { idempotencyKey: providerKey },
  );
  return present(made);
}

/** @throws Stripe's errors, for sortStripeError. */
export async function retrieveRefund(stripe: StripeClient, refundId: string): Promise<ProviderRefund> {
  return present(await stripe.refunds.retrieve(refundId));
}

/** Every refund of a payment, whoever made it, oldest first. @throws Stripe's errors, for sortStripeError. */
export async function listRefunds(stripe: StripeClient, intentId: string): Promise<ProviderRefund[]> {
  const found: ProviderRefund[] = [];
  for await (const refund of stripe.refunds.list({ payment_intent: intentId, limit: 100 }))
    found.push(present(refund));
  return found.reverse();
}

function present({ id, amount, status, metadata }: Stripe.Refund): ProviderRefund {
  const over = status === 'failed' || status === 'canceled';
  return {
    id,
    key: metadata?.refund_key ?? null,
    amount,
    status: status === 'succeeded' ? 'succeeded' : over ? 'failed' : 'pending',
  };
}
