/** Whose a payment intent is, by the ids that our checkout put into its metadata. */
import { OurIds } from '../../schemas/stripe-events';
import type { StripeClient } from './client';
import { sortStripeError } from './errors';

/** Nulls for an intent that is not ours, or that Stripe does not have. @throws Stripe's errors, for sortStripeError. */
export async function readOurIds(
  stripe: StripeClient,
  intentId: string,
): Promise<ReturnType<typeof OurIds.parse>> {
  try {
    const { metadata } = await stripe.paymentIntents.retrieve(intentId);
    return OurIds.parse(metadata);
  } catch (error) {
    if (sortStripeError(error)?.code === 'NOT_FOUND') return OurIds.parse({});
    throw error;
  }
}
