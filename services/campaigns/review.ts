/** What admins decide about a campaign and its media, naming the revision that they saw. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { verb } from '../verb';
import { askCampaign } from './ask';

interface Decision {
  revision: string;
  decision: 'approved' | 'rejected';
  reason: string | null;
}

/** @throws NOT_FOUND, STALE_REVIEW, WRONG_PHASE, VALIDATION_FAILED for a rejection without a reason */
export const reviewCampaign = verb<Decision & { campaignId: string }, CampaignView>(
  'campaign.review',
  (ctx, { campaignId, ...fields }) => {
    refuseSilence(fields);
    return askCampaign(ctx, { campaignId, kind: 'reviewCampaign', fields });
  },
);

/** @throws NOT_FOUND, STALE_REVIEW, MEDIA_NOT_IN_REVIEW, WRONG_PHASE, VALIDATION_FAILED for a rejection without a reason */
export const reviewMedia = verb<Decision & { mediaId: string; campaignId: string | null }, CampaignView>(
  'media.review',
  async (ctx, { campaignId, ...fields }) => {
    refuseSilence(fields);
    const media = await ctx.db.media.findUnique({
      where: { id: fields.mediaId },
      select: { campaignId: true },
    });
    const owner = campaignId ?? media?.campaignId;
    if (!media || !owner) throw new BusinessError('NOT_FOUND');
    return askCampaign(ctx, { campaignId: owner, kind: 'reviewMedia', fields });
  },
);

/** After an activation that failed: try again, or give the money back. */
export const retryActivation = verb<{ campaignId: string; choice: 'retry' | 'refund' }, CampaignView>(
  'campaign.review',
  (ctx, { campaignId, choice }) =>
    askCampaign(ctx, { campaignId, kind: 'retryActivation', fields: { choice } }),
);

function refuseSilence({ decision, reason }: Decision): void {
  if (decision === 'rejected' && !reason) {
    throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/reason', message: 'Say why.' }] });
  }
}
