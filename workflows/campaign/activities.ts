/**
 * The named activity profiles of a campaign: each whole, with its timeouts and its retries. Those that a message may
 * interrupt say what a cancellation waits for: left out, the SDK takes TRY_CANCEL, though its documentation says otherwise.
 */
import { type ActivityOptions, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { createCampaignActivities } from '../../activities/campaign';
import type { createStripeActivities } from '../../activities/stripe';
import type { Channel } from '../../contracts/campaign';
import { queues } from '../../contracts/queues';

type Activities = ReturnType<typeof createCampaignActivities> & ReturnType<typeof createStripeActivities>;

/** Idempotent writes of our own database, and messages to our own workflows. */
export const write = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const satisfies ActivityOptions;

/** Sessions at the payment provider, for which somebody waits: tried for a short while, then he is told to try again. */
export const checkout = {
  startToCloseTimeout: '15s',
  scheduleToCloseTimeout: '2m',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
} as const satisfies ActivityOptions;

/** Ad platforms: patient, since an outage of theirs must not end a campaign. */
export const platform = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
} as const satisfies ActivityOptions;

/** Starting a campaign on a platform: after a day of failures a person decides. */
export const activation = {
  ...platform,
  scheduleToCloseTimeout: '24h',
  cancellationType: 'TRY_CANCEL',
} as const satisfies ActivityOptions;

/** A wish that another may replace, which is sent once nothing of this one can reach the platform any more. */
export const wish = {
  ...platform,
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
} as const satisfies ActivityOptions;

/** Outside platforms have a queue of their own; the house is our own database, on the campaign's queue. */
export function queueOf(channel: Channel): Pick<ActivityOptions, 'taskQueue'> {
  return channel === 'house' ? {} : { taskQueue: queues.platforms };
}

export const activities = proxyActivities<Activities>(write);

/** The projection alone runs as a local activity: one history event instead of six. */
export const { projectCampaign: projectLocally } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '2s',
  retry: { maximumAttempts: 3, initialInterval: '100ms', backoffCoefficient: 2 },
});
