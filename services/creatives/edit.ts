/** Changes or removes a creative; what is live stays the frozen revision until a new one is submitted. */
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { lockOpenCampaign } from '../ad-groups/campaign';
import { audit } from '../audit';
import type { Given } from '../changes';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { expectVersion } from '../versions';
import {
  auditedCreative,
  type Creative,
  type CreativeFields,
  checkMedia,
  readCreative,
  toCreative,
} from './creative';

interface UpdateInput {
  id: string;
  changes: Given<CreativeFields>;
  /** Null: whatever it is now. */
  expectedVersion: number | null;
}

/** The creative as it is under its campaign's lock. */
async function lockCreative(tx: Transaction, ctx: Allowed, id: string, expectedVersion: number | null) {
  const { campaign } = await readCreative(tx, ctx, id);
  await lockOpenCampaign(tx, ctx, campaign.id);
  const { creative } = await readCreative(tx, ctx, id);
  expectVersion(expectedVersion, creative.version);
  return { before: creative, campaign };
}

/** @throws NOT_FOUND, CAMPAIGN_CLOSED, VERSION_CONFLICT, VALIDATION_FAILED for media that can't be used */
export const updateCreative = verb<UpdateInput, Creative>(
  'campaign.edit',
  (ctx, { id, changes, expectedVersion }) =>
    inTransaction(ctx.db, async (tx) => {
      const { before, campaign } = await lockCreative(tx, ctx, id, expectedVersion);
      await checkMedia(tx, campaign.advertiserId, changes.mediaId ?? null);
      const row = await tx.creative.update({
        where: { id },
        data: { ...changes, version: { increment: 1 }, updatedAt: new Date(ctx.now()) },
      });
      const after = toCreative(row, campaign.verdicts);
      const entry = { before: auditedCreative(before), after: auditedCreative(after) };
      await audit(tx, ctx, { action: 'creative.edited', target: { kind: 'creative', id }, ...entry });
      return after;
    }),
);

interface DeleteInput {
  id: string;
  expectedVersion: number | null;
}

/** @throws NOT_FOUND, CAMPAIGN_CLOSED, VERSION_CONFLICT */
export const deleteCreative = verb<DeleteInput, void>('campaign.edit', (ctx, { id, expectedVersion }) =>
  inTransaction(ctx.db, async (tx) => {
    const { before } = await lockCreative(tx, ctx, id, expectedVersion);
    await tx.creative.delete({ where: { id } });
    const target = { kind: 'creative', id };
    await audit(tx, ctx, { action: 'creative.deleted', target, before: auditedCreative(before) });
  }),
);
