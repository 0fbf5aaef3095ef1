/** Checkout sessions at Stripe. Our ids travel in the metadata of the session and of its payment intent. */
import type Stripe from 'stripe';
import type { Instant } from '../../domain/time';
import type { StripeClient } from './client';

export interface CheckoutOrder {
  campaignId: string;
  paymentId: string;
  /** Counts the sessions of the campaign. */
  n: number;
  /** Minor units. */
  amount: number;
  currency: string;
  /** What the buyer reads that he pays for. */
  name: string;
  successUrl: string;
  cancelUrl: string;
}

export interface CheckoutSession {
  sessionId: string;
  url: string;
  expiresAt: Instant;
}

/** What became of a session; `amount` in minor units received, 0 unless paid. */
export interface SessionEnd {
  outcome: 'expired' | 'paid' | 'processing';
  intentId: string | null;
  amount: number;
  currency: string;
}

/**
 * Opens a session, or finds the one that this order opened before: the key is the order's, and nothing that changes
 * from try to try is sent (so the life of a session is Stripe's own, 24 hours).
 * @throws Stripe's errors, for {@link sortStripeError}.
 */
export async function createCheckoutSession(
  stripe: StripeClient,
  order: CheckoutOrder,
): Promise<CheckoutSession> {
  const { campaignId, paymentId, n, amount, currency, name, successUrl, cancelUrl } = order;
  const metadata = { campaign_id: campaignId, payment_id: paymentId, n: String(n) };
  const session = await stripe.checkout.sessions.create(
    {
      mode: 'payment',
      client_reference_id: campaignId,
      success_url: successUrl,
      cancel_url: cancelUrl,
      metadata,
      payment_intent_data: { metadata },
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: currency.toLowerCase(),
            unit_amount: amount,
            product_data: { name },
          },
        },
      ],
    },
    { idempotencyKey: `${campaignId}:checkout:${n}` },
  );
  return { sessionId: session.id, url: session.url ?? '', expiresAt: session.expires_at * 1_000 };
}

/**
 * Closes a session for good; one that is over already says how it ended.
 * @throws Stripe's errors, for {@link sortStripeError}.
 */
export async function expireSession(stripe: StripeClient, sessionId: string): Promise<SessionEnd> {
  try {
    return endOf(await stripe.checkout.sessions.expire(sessionId));
  } catch (error) {
    const session = await stripe.checkout.sessions.retrieve(sessionId);
    if (session.status === 'open') throw error;
    return endOf(session);
  }
}

function endOf(session: Stripe.Checkout.Session): SessionEnd {
  const intent = session.payment_intent;
  const paid = session.payment_status !== 'unpaid';
  return {
    outcome: session.status === 'expired' ? 'expired' : paid ? 'paid' : 'processing',
    intentId: typeof intent === 'string' ? intent : (intent?.id ?? null),
    amount: paid ? (session.amount_total ?? 0) : 0,
    currency: (session.currency ?? '').toUpperCase(),
  };
}
