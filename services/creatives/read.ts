/** A campaign's creatives, and one of them. */
import { readCampaign } from '../ad-groups/campaign';
import type { Page } from '../users/list';
import { verb } from '../verb';
import { type Creative, readCreative, toCreative } from './creative';

interface ListInput {
  campaignId: string;
  adGroupId: string | undefined;
  offset: number;
  limit: number;
}

/** Oldest first. @throws NOT_FOUND */
export const listCreatives = verb<ListInput, Page<Creative>>(
  'campaign.read',
  async (ctx, { campaignId, adGroupId, offset, limit }) => {
    const { verdicts } = await readCampaign(ctx.db, ctx, campaignId);
    const where = { campaignId, ...(adGroupId === undefined ? {} : { adGroupId }) };
    const [rows, total] = await Promise.all([
      ctx.db.creative.findMany({
        where,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        skip: offset,
        take: limit,
      }),
      ctx.db.creative.count({ where }),
    ]);
    return { items: rows.map((row) => toCreative(row, verdicts)), total, offset, limit };
  },
);

/** @throws NOT_FOUND */
export const getCreative = verb<string, Creative>(
  'campaign.read',
  async (ctx, id) => (await readCreative(ctx.db, ctx, id)).creative,
);
