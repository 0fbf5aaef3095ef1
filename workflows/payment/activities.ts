/** A payment's activities. */
import { ActivityFailure, isCancellation, log, proxyActivities } from '@temporalio/workflow';
import type { createPaymentActivities } from '../../activities/payment';
import { write } from '../kit/profiles';

type Activities = ReturnType<typeof createPaymentActivities>;

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
