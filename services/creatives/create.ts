/** Adds a creative to an ad group, within the plan of its advertiser. */
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { lockAdvertiserOf, lockOpenCampaign } from '../ad-groups/campaign';
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
    // The plan counts the creatives of all his campaigns, so his row is what two requests at once must pass.
    const { advertiserId, plan, campaignId } = await lockAdvertiserOf(tx, ctx, adGroupId);
    const { verdicts } = await lockOpenCampaign(tx, ctx, campaignId);
    const repeated = repeatableId(ctx, `creative:${adGroupId}`);
    const { id } = repeated;
    const { hasGroup, isMade } = await look(tx, adGroupId, id);
    // Gone while we waited for the lock: the same answer as a moment later.
    if (!hasGroup) throw new BusinessError('NOT_FOUND');
    if (id && isMade) return toCreative(await tx.creative.findUniqueOrThrow({ where: { id } }), verdicts);
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

/** Under the locks: whether the ad group is still there, and whether the same request made its creative before. */
async function look(tx: Transaction, adGroupId: string, id: string | undefined) {
  const rows = await tx.$queryRaw`
    SELECT EXISTS (SELECT FROM ad_groups WHERE id = ${adGroupId}::uuid) AS "hasGroup",
      EXISTS (SELECT FROM creatives WHERE id = ${id ?? null}::uuid) AS "isMade"`;
  return z.tuple([z.object({ hasGroup: z.boolean(), isMade: z.boolean() })]).parse(rows)[0];
}
