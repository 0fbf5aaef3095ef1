/** Adds an ad group to a campaign, within the plan of its advertiser. */
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { refuseAtLimit } from '../plan-limits';
import { repeatableId } from '../repeatable';
import { verb } from '../verb';
import {
  type AdGroup,
  type AdGroupFields,
  auditedAdGroup,
  checkTargeting,
  plainTargeting,
  toAdGroup,
} from './ad-group';
import { lockOpenCampaign } from './campaign';

interface Input {
  campaignId: string;
  fields: AdGroupFields;
}

/**
 * Repeated under the same Idempotency-Key it answers what the first made.
 * @throws NOT_FOUND, CAMPAIGN_CLOSED, PLAN_LIMIT_REACHED, VALIDATION_FAILED for targeting that the channel can't keep
 */
export const createAdGroup = verb<Input, AdGroup>('campaign.edit', (ctx, { campaignId, fields }) =>
  inTransaction(ctx.db, async (tx) => {
    // The lock makes two requests at once count one after the other: they can't both take the last place.
    const campaign = await lockOpenCampaign(tx, ctx, campaignId);
    checkTargeting(campaign.channel, fields.targeting);
    const repeated = repeatableId(ctx, `ad-group:${campaignId}`);
    const earlier = repeated.id && (await tx.adGroup.findUnique({ where: { id: repeated.id } }));
    if (earlier) return toAdGroup(earlier, campaign.currency);
    const use = await tx.adGroup.count({ where: { campaignId } });
    refuseAtLimit(campaign.plan, 'adGroupsPerCampaign', use);
    const now = new Date(ctx.now());
    const { bidAmount, targeting, ...same } = fields;
    const row = await tx.adGroup.create({
      data: {
        ...repeated,
        ...same,
        campaignId,
        targeting: plainTargeting(targeting),
        bidAmount: bidAmount === null ? null : BigInt(bidAmount),
        createdAt: now,
        updatedAt: now,
      },
    });
    const adGroup = toAdGroup(row, campaign.currency);
    const target = { kind: 'ad_group', id: adGroup.id };
    await audit(tx, ctx, { action: 'ad_group.created', target, after: auditedAdGroup(adGroup) });
    return adGroup;
  }),
);
