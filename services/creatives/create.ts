/** Adds a creative to an ad group, within the plan of its advertiser. */
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import { readAdGroup } from '../ad-groups/ad-group';
import { lockAdvertiser, lockOpenCampaign } from '../ad-groups/campaign';
import { audit } from '../audit';
import { refuseAtLimit } from '../plan-limits';
import { repeatableId } from '../repeatable';
import { verb } from '../verb';
import {
  auditedCreative,
  type Creative,
  type CreativeFields,
  checkMedia,
  countCreatives,
  toCreative,
} from './creative';

interface Input {
  adGroupId: string;
  fields: CreativeFields;
}

/**
 * Repeated under the same Idempotency-Key it answers what the first made.
 * @throws NOT_FOUND, CAMPAIGN_CLOSED, PLAN_LIMIT_REACHED, VALIDATION_FAILED for media that can't be used
 */
export const createCreative = verb<Input, Creative>('campaign.edit', (ctx, { adGroupId, fields }) =>
  inTransaction(ctx.db, async (tx) => {
    const { campaign: found } = await readAdGroup(tx, ctx, adGroupId);
    const { id: campaignId, advertiserId } = found;
    // The plan counts the creatives of all his campaigns, so his row is what two requests at once must pass.
    const { plan } = await lockAdvertiser(tx, advertiserId);
    const { verdicts } = await lockOpenCampaign(tx, ctx, campaignId);
    // Gone with its ad group while we waited for the lock: the same answer as a moment later.
    const still = await tx.adGroup.findUnique({ where: { id: adGroupId }, select: { id: true } });
    if (!still) throw new BusinessError('NOT_FOUND');
    const repeated = repeatableId(ctx, `creative:${adGroupId}`);
    const earlier = repeated.id && (await tx.creative.findUnique({ where: { id: repeated.id } }));
    if (earlier) return toCreative(earlier, verdicts);
    refuseAtLimit(plan, 'creatives', await countCreatives(tx, advertiserId));
    await checkMedia(tx, advertiserId, fields.mediaId);
    const now = new Date(ctx.now());
    const row = await tx.creative.create({
      data: { ...repeated, ...fields, adGroupId, campaignId, createdAt: now, updatedAt: now },
    });
    const creative = toCreative(row, verdicts);
    const target = { kind: 'creative', id: creative.id };
    await audit(tx, ctx, { action: 'creative.created', target, after: auditedCreative(creative) });
    return creative;
  }),
);
