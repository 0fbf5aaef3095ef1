/** Whose a payment intent is, by the ids that our checkout put into its metadata. */
import { OurIds } from '../../schemas/stripe-events';
import type { StripeClient } from './client';

/** @throws Stripe's errors, for sortStripeError. */
export async function readOurIds(
  stripe: StripeClient,
  intentId: string,
): Promise<ReturnType<typeof OurIds.parse>> {
  const { metadata } = await stripe.paymentIntents.retrieve(intentId);
  return OurIds.parse(metadata);
}
