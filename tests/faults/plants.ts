/** The faults that a run must find: each takes the place of one part, and none of them is anywhere near production. */
import type Stripe from 'stripe';
import type { StripeClient } from '../../adapters/stripe/client';

export const plants = ['no-stripe-key', 'no-version-guard', 'relay-before-store'] as const;
export type Plant = (typeof plants)[number];

/** Stripe's client that forgets every idempotency key. */
export function keyless(stripe: StripeClient): StripeClient {
  const { checkout, refunds } = stripe;
  const [open, refund] = [checkout.sessions.create.bind(checkout.sessions), refunds.create.bind(refunds)];
  checkout.sessions.create = ((params: Stripe.Checkout.SessionCreateParams) => open(params)) as typeof open;
  refunds.create = ((params: Stripe.RefundCreateParams) => refund(params)) as typeof refund;
  return stripe;
}

/** The projection's SQL without its guard: whichever comes last wins. Run by the owner. */
export const withoutGuard = `
  DO $$ DECLARE
    guarded text := pg_get_functiondef('write_campaign'::regproc);
    bare text := replace(guarded,
      'NOT only_newer OR c.version = 0 OR (c.updated_at, c.version) <= (r.updated_at, r.version)', 'true');
  BEGIN
    IF bare = guarded THEN RAISE EXCEPTION 'the guard is written in other words'; END IF;
    EXECUTE bare;
  END $$`;
