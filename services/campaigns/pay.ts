/** Pays what a campaign is due: by a checkout session, or from the wallet. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { verb } from '../verb';
import { askCampaign } from './ask';

interface Input {
  campaignId: string;
  /** Where the provider sends the buyer afterwards; the dashboard's page of the campaign unless said. */
  successUrl: string | null;
  cancelUrl: string | null;
}

/**
 * The session to pay by, or null while the provider is slow: the same key gets it later.
 * @throws NOTHING_DUE, PAYMENT_PROCESSING, FLIGHT_OVER, WRONG_PHASE
 */
export const requestCheckout = verb<Input, { campaignId: string; checkout: CampaignView['checkout'] }>(
  'campaign.pay',
  async (ctx, input) => {
    const page = `${ctx.config.PUBLIC_URL}/campaigns/${input.campaignId}`;
    const fields = { successUrl: input.successUrl ?? page, cancelUrl: input.cancelUrl ?? page };
    try {
      const { campaignId, checkout } = await askCampaign(ctx, {
        campaignId: input.campaignId,
        kind: 'requestCheckout',
        fields,
      });
      return { campaignId, checkout };
    } catch (error) {
      if (error instanceof BusinessError && error.code === 'OUTCOME_UNKNOWN')
        return { campaignId: input.campaignId, checkout: null };
      throw error;
    }
  },
);

/** @throws INSUFFICIENT_FUNDS, NOTHING_DUE, PAYMENT_PROCESSING, FLIGHT_OVER, WRONG_PHASE */
export const payFromWallet = verb<{ campaignId: string }, CampaignView>(
  'campaign.pay',
  (ctx, { campaignId }) => askCampaign(ctx, { campaignId, kind: 'payFromWallet', fields: {} }),
);
