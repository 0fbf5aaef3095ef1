/** Disputes at Stripe, and the inquiries that may become disputes. */
import { readDispute } from '../../schemas/stripe-events';
import type { StripeClient } from './client';

/** Every dispute of a payment, oldest first. @throws Stripe's errors, for sortStripeError. */
export async function listDisputes(
  stripe: StripeClient,
  intentId: string,
): Promise<ReturnType<typeof readDispute>[]> {
  const found: ReturnType<typeof readDispute>[] = [];
  for await (const dispute of stripe.disputes.list({ payment_intent: intentId, limit: 100 }))
    found.push(readDispute(dispute));
  return found.reverse();
}
