/** Pays what a campaign is due: by a checkout session, or from the wallet. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { withAsciiHost } from '../../domain/web-address';
import { ownOrigins } from '../../infra/own-origins';
import type { Allowed } from '../context';
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
 * @throws VALIDATION_FAILED for a return to a page that is not ours; NOTHING_DUE, PAYMENT_PROCESSING, FLIGHT_OVER, WRONG_PHASE
 */
export const requestCheckout = verb<Input, { campaignId: string; checkout: CampaignView['checkout'] }>(
  'campaign.pay',
  async (ctx, input) => {
    const page = `${ctx.config.PUBLIC_URL}/campaigns/${input.campaignId}`;
    const fields = {
      successUrl: ownPage(ctx, '/success_url', input.successUrl) ?? page,
      cancelUrl: ownPage(ctx, '/cancel_url', input.cancelUrl) ?? page,
    };
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

/** A payment must not end on a stranger's page, which could ask for it once more. @throws VALIDATION_FAILED */
function ownPage({ config }: Allowed, path: string, address: string | null): string | null {
  if (address === null) return null;
  if (ownOrigins(config).includes(new URL(address).origin)) return withAsciiHost(address);
  const message = 'Must be a page of Adflight: on PUBLIC_URL or an origin of CORS_ORIGINS.';
  throw new BusinessError('VALIDATION_FAILED', { errors: [{ path, message }] });
}

/** @throws INSUFFICIENT_FUNDS, NOTHING_DUE, PAYMENT_PROCESSING, FLIGHT_OVER, WRONG_PHASE */
export const payFromWallet = verb<{ campaignId: string }, CampaignView>(
  'campaign.pay',
  (ctx, { campaignId }) => askCampaign(ctx, { campaignId, kind: 'payFromWallet', fields: {} }),
);
