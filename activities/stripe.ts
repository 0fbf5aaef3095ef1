/** Checkout sessions as activities: safe to repeat, their errors sorted for the workflow's retries. */
import { ApplicationFailure } from '@temporalio/common';
import {
  type CheckoutOrder,
  type CheckoutSession,
  createCheckoutSession,
  expireSession,
  type SessionEnd,
} from '../adapters/stripe/checkout';
import type { StripeClient } from '../adapters/stripe/client';
import { sortStripeError } from '../adapters/stripe/errors';
import { withTypedFailures } from './failures';

export function createStripeActivities({ stripe }: { stripe: StripeClient }) {
  return withTypedFailures({
    /** The same order gives the same session, for a day. */
    createCheckoutSession: (order: CheckoutOrder): Promise<CheckoutSession> =>
      atStripe(() => createCheckoutSession(stripe, order)),

    /** Closes a session; a payment that was faster is the answer. */
    expireCheckoutSession: (sessionId: string): Promise<SessionEnd> =>
      atStripe(() => expireSession(stripe, sessionId)),
  });
}

/**
 * Runs a call of Stripe's.
 * @throws ApplicationFailure whose type is our code: retried where the same call may succeed, when Stripe says so.
 */
export async function atStripe<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const failure = sortStripeError(error);
    if (!failure) throw error;
    const { remedy, code, message, waitMs } = failure;
    throw ApplicationFailure.create({
      type: code,
      message,
      nonRetryable: remedy === 'give_up' || remedy === 'ask',
      ...(waitMs === undefined ? {} : { nextRetryDelay: waitMs }),
    });
  }
}
