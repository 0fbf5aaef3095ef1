/** The campaign that an ad group or creative belongs to: whose it is, and whether it may still be edited. */
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import type { Queryable, Transaction } from '../../infra/database';
import { viewOfRow } from '../campaigns/view';
import type { Allowed } from '../context';
import { ownedBy } from '../verb';

/** @throws NOT_FOUND, also for a campaign of someone else. */
export async function readCampaign(db: Queryable, ctx: Allowed, id: string) {
  const campaign = await db.campaign.findFirst({ where: { id, ...ownedBy(ctx, 'advertiserId') } });
  if (!campaign) throw new BusinessError('NOT_FOUND');
  return { ...campaign, verdicts: viewOfRow(campaign).submitted?.media ?? [] };
}

/**
 * Locks the campaign for an edit of its parts, so that limits counted now still hold at commit.
 * @throws NOT_FOUND, CAMPAIGN_CLOSED
 */
export async function lockOpenCampaign(tx: Transaction, ctx: Allowed, id: string) {
  await tx.$queryRaw`SELECT 1 FROM campaigns WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const campaign = await readCampaign(tx, ctx, id);
  if (campaign.over) throw new BusinessError('CAMPAIGN_CLOSED');
  return campaign;
}

/** Locks the advertiser, whose things are counted over all his campaigns. Before the campaign, as everywhere. */
export async function lockAdvertiser(tx: Transaction, id: string): Promise<{ plan: string }> {
  const rows = await tx.$queryRaw`SELECT plan FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return z.tuple([z.object({ plan: z.string() })]).parse(rows)[0];
}
