/** How an advertiser's site tells his conversions: an address, and the secret that signs them. */
import { conversionSecret, conversionText } from '../../infra/tracking-secrets';
import { findCampaign } from '../campaigns/find';
import { verb } from '../verb';

export interface ConversionTracking {
  url: string;
  /** Whoever has it can report orders of this campaign. */
  secret: string;
  signedText: string;
}

/** For those who may change the campaign: support reads no secrets. @throws NOT_FOUND */
export const conversionTracking = verb<{ campaignId: string }, ConversionTracking>(
  'campaign.edit',
  async (ctx, { campaignId }) => {
    const { id } = await findCampaign(ctx, campaignId);
    const sample = conversionText({ order_id: '{order_id}', value: '{value}', click_id: '{click_id}' });
    return {
      url: `${ctx.config.ADSERVER_URL}/ads/k/${id}`,
      secret: conversionSecret(ctx.config.TRACKING_SECRET, id),
      signedText: sample,
    };
  },
);
