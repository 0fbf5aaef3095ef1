/** A campaign's activities, and the profiles that it alone needs. */
import { type ActivityOptions, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { createCampaignActivities } from '../../activities/campaign';
import type { createStripeActivities } from '../../activities/stripe';
import type { Channel } from '../../contracts/campaign';
import { queues } from '../../contracts/queues';
import { platform, write } from '../kit/profiles';

type Activities = ReturnType<typeof createCampaignActivities> & ReturnType<typeof createStripeActivities>;

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
