/** Every activity of the workers, made from the outside systems that they reach. */
import { type CampaignActivityDeps, createCampaignActivities } from '../activities/campaign';
import { createPaymentActivities } from '../activities/payment';
import { createStripeActivities } from '../activities/stripe';
import type { StripeClient } from '../adapters/stripe/client';

export function createActivities(deps: CampaignActivityDeps & { stripe: StripeClient }) {
  return {
    ...createCampaignActivities(deps),
    ...createStripeActivities(deps),
    ...createPaymentActivities(deps),
  };
}
