/** Every activity of the workers, made from the outside systems that they reach. */
import { type CampaignActivityDeps, createCampaignActivities } from '../activities/campaign';
import { createRotationActivities, type RotationActivityDeps } from '../activities/key-rotation';
import { createPaymentActivities } from '../activities/payment';
import { createStripeActivities } from '../activities/stripe';
import type { StripeClient } from '../adapters/stripe/client';

export function createActivities(
  deps: CampaignActivityDeps & RotationActivityDeps & { stripe: StripeClient },
) {
  return {
    ...createCampaignActivities(deps),
    ...createStripeActivities(deps),
    ...createPaymentActivities(deps),
    ...createRotationActivities(deps),
  };
}
