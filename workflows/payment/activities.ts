/** The named activity profiles of a payment. */
import {
  ActivityFailure,
  type ActivityOptions,
  isCancellation,
  log,
  proxyActivities,
} from '@temporalio/workflow';
import type { createPaymentActivities } from '../../activities/payment';

type Activities = ReturnType<typeof createPaymentActivities>;

/** `write`: idempotent reads and writes of our own database. */
const write = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const satisfies ActivityOptions;

/**
 * Calls that move money or ask what was moved. An hour is well below the day after which Stripe forgets a key; then
 * the payment hears what came meanwhile, looks what was done, and goes on.
 */
export const money = {
  startToCloseTimeout: '30s',
  heartbeatTimeout: '15s',
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10m' },
} as const satisfies ActivityOptions;

/** Questions to the provider that a decision needs: patient, since an outage must not end the payment's life. */
export const patient = {
  startToCloseTimeout: '30s',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10m' },
} as const satisfies ActivityOptions;

export const activities = proxyActivities<Activities>(write);

/** A question that the provider refuses to answer for good has no answer. */
export async function ask<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    log.warn('The provider refused to answer', { error: String(error.cause) });
    return null;
  }
}
