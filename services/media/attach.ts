/** Puts a file to a campaign of its owner, or takes it off. */
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { verb } from '../verb';
import { expectVersion } from '../versions';
import { checkCampaign, findVisible, toView } from './media';

interface AttachInput {
  id: string;
  campaignId: string | null;
  /** The caller's If-Match. */
  expectedVersion: number | null;
}

/** What was submitted stays frozen as it was. @throws NOT_FOUND, CAMPAIGN_CLOSED, VERSION_CONFLICT */
export const attachMedia = verb('media.edit', async (ctx, input: AttachInput) => {
  const { id, campaignId, expectedVersion } = input;
  const changed = await inTransaction(ctx.db, async (tx) => {
    await tx.$queryRaw`SELECT 1 AS locked FROM media WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    const media = await findVisible(tx, ctx, id);
    expectVersion(expectedVersion, media.version);
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
