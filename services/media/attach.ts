/** Puts a file to a campaign of its owner, or takes it off. */
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { verb } from '../verb';
import { checkCampaign, findVisible, toView } from './media';

interface AttachInput {
  id: string;
  campaignId: string | null;
}

/** What was submitted stays frozen as it was. @throws NOT_FOUND, CAMPAIGN_CLOSED */
export const attachMedia = verb('media.edit', async (ctx, { id, campaignId }: AttachInput) => {
  const changed = await inTransaction(ctx.db, async (tx) => {
    const media = await findVisible(tx, ctx, id);
    if (campaignId) await checkCampaign(tx, media.userId, campaignId);
    await audit(tx, ctx, {
      action: 'media.attached',
      target: { kind: 'media', id },
      before: { campaign_id: media.campaignId },
      after: { campaign_id: campaignId },
    });
    return tx.media.update({ where: { id }, data: { campaignId, updatedAt: new Date(ctx.now()) } });
  });
  return toView(ctx, changed);
});
