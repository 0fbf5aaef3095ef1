/** The campaign that an ad group or creative belongs to: whose it is, and whether it may still be edited. */
import { z } from 'zod';
import type { MediaVerdict } from '../../domain/creatives';
import { BusinessError } from '../../domain/errors';
import type { Queryable, Transaction } from '../../infra/database';
import { Prisma } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { ownerOf } from '../verb';

const Verdict = z.object({
  mediaId: z.string(),
  decision: z.enum(['pending', 'approved', 'rejected']),
  reason: z.string().nullable(),
}) satisfies z.ZodType<MediaVerdict>;

/** As much of a campaign as its parts depend on. */
const Campaign = z.object({
  id: z.uuid(),
  advertiserId: z.uuid(),
  /** Of the advertiser. */
  plan: z.string(),
  channel: z.string(),
  currency: z.string(),
  over: z.boolean(),
  /** Of the revision that is under review, or was. */
  verdicts: z
    .array(Verdict)
    .nullable()
    .transform((found) => found ?? []),
});

/** @throws NOT_FOUND, also for a campaign of someone else. */
export async function readCampaign(db: Queryable, ctx: Allowed, id: string, locking = Prisma.empty) {
  const owner = ownerOf(ctx);
  const rows = await db.$queryRaw`
    SELECT id, advertiser_id AS "advertiserId", (SELECT plan FROM users WHERE users.id = advertiser_id) AS plan,
      channel, currency, over, view #> '{submitted,media}' AS verdicts
    FROM campaigns WHERE id = ${id}::uuid AND (${owner}::uuid IS NULL OR advertiser_id = ${owner}::uuid) ${locking}`;
  const [campaign] = z.array(Campaign).parse(rows);
  if (!campaign) throw new BusinessError('NOT_FOUND');
  return campaign;
}

/**
 * Locks the campaign for an edit of its parts, so that limits counted now still hold at commit.
 * @throws NOT_FOUND, CAMPAIGN_CLOSED
 */
export async function lockOpenCampaign(tx: Transaction, ctx: Allowed, id: string) {
  const campaign = await readCampaign(tx, ctx, id, Prisma.sql`FOR NO KEY UPDATE`);
  if (campaign.over) throw new BusinessError('CAMPAIGN_CLOSED');
  return campaign;
}

/** Locks the advertiser of an ad group, as {@link lockAdvertiser}. @throws NOT_FOUND, also for one of someone else. */
export async function lockAdvertiserOf(tx: Transaction, ctx: Allowed, adGroupId: string) {
  const owner = ownerOf(ctx);
  const rows = await tx.$queryRaw`
    SELECT u.id AS "advertiserId", u.plan, c.id AS "campaignId"
    FROM ad_groups g JOIN campaigns c ON c.id = g.campaign_id JOIN users u ON u.id = c.advertiser_id
    WHERE g.id = ${adGroupId}::uuid AND (${owner}::uuid IS NULL OR u.id = ${owner}::uuid)
    FOR NO KEY UPDATE OF u`;
  const Found = z.object({ advertiserId: z.uuid(), plan: z.string(), campaignId: z.uuid() });
  const [found] = z.array(Found).parse(rows);
  if (!found) throw new BusinessError('NOT_FOUND');
  return found;
}

/** Locks the advertiser, whose things are counted over all his campaigns. Before the campaign, as everywhere. */
export async function lockAdvertiser(tx: Transaction, id: string): Promise<{ plan: string }> {
  const rows = await tx.$queryRaw`SELECT plan FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return z.tuple([z.object({ plan: z.string() })]).parse(rows)[0];
}
