/** Changes or removes an ad group; what is live stays the frozen revision until a new one is submitted. */
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Given } from '../changes';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { expectVersion } from '../versions';
import {
  type AdGroup,
  type AdGroupFields,
  auditedAdGroup,
  checkTargeting,
  plainTargeting,
  readAdGroup,
  toAdGroup,
} from './ad-group';
import { lockOpenCampaign } from './campaign';

interface UpdateInput {
  id: string;
  changes: Given<AdGroupFields>;
  /** Null: whatever it is now. */
  expectedVersion: number | null;
}

/** The ad group as it is under its campaign's lock. */
async function lockAdGroup(tx: Transaction, ctx: Allowed, id: string, expectedVersion: number | null) {
  const { campaign } = await readAdGroup(tx, ctx, id);
  await lockOpenCampaign(tx, ctx, campaign.id);
  const { adGroup } = await readAdGroup(tx, ctx, id);
  expectVersion(expectedVersion, adGroup.version);
  return { before: adGroup, campaign };
}

/** @throws NOT_FOUND, CAMPAIGN_CLOSED, VERSION_CONFLICT, VALIDATION_FAILED */
export const updateAdGroup = verb<UpdateInput, AdGroup>(
  'campaign.edit',
  (ctx, { id, changes, expectedVersion }) =>
    inTransaction(ctx.db, async (tx) => {
      const { before, campaign } = await lockAdGroup(tx, ctx, id, expectedVersion);
      const { targeting, bidAmount, ...same } = changes;
      if (targeting) checkTargeting(campaign.channel, targeting);
      const row = await tx.adGroup.update({
        where: { id },
        data: {
          ...same,
          ...(targeting ? { targeting: plainTargeting(targeting) } : {}),
          ...(bidAmount === undefined ? {} : { bidAmount: bidAmount === null ? null : BigInt(bidAmount) }),
          version: { increment: 1 },
          updatedAt: new Date(ctx.now()),
        },
      });
      const after = toAdGroup(row, campaign.currency);
      const entry = { before: auditedAdGroup(before), after: auditedAdGroup(after) };
      await audit(tx, ctx, { action: 'ad_group.edited', target: { kind: 'ad_group', id }, ...entry });
      return after;
    }),
);

interface DeleteInput {
  id: string;
  expectedVersion: number | null;
}

/** Its creatives go with it. @throws NOT_FOUND, CAMPAIGN_CLOSED, VERSION_CONFLICT */
export const deleteAdGroup = verb<DeleteInput, void>('campaign.edit', (ctx, { id, expectedVersion }) =>
  inTransaction(ctx.db, async (tx) => {
    const { before } = await lockAdGroup(tx, ctx, id, expectedVersion);
    await tx.adGroup.delete({ where: { id } });
    const target = { kind: 'ad_group', id };
    await audit(tx, ctx, { action: 'ad_group.deleted', target, before: auditedAdGroup(before) });
  }),
);
