/** A campaign's ad groups, and one of them. */
import type { Page } from '../users/list';
import { verb } from '../verb';
import { type AdGroup, readAdGroup, toAdGroup } from './ad-group';
import { readCampaign } from './campaign';

interface ListInput {
  campaignId: string;
  offset: number;
  limit: number;
}

/** Oldest first. @throws NOT_FOUND */
export const listAdGroups = verb<ListInput, Page<AdGroup>>(
  'campaign.read',
  async (ctx, { campaignId, offset, limit }) => {
    const { currency } = await readCampaign(ctx.db, ctx, campaignId);
    const where = { campaignId };
    const [rows, total] = await Promise.all([
      ctx.db.adGroup.findMany({
        where,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        skip: offset,
        take: limit,
      }),
      ctx.db.adGroup.count({ where }),
    ]);
    return { items: rows.map((row) => toAdGroup(row, currency)), total, offset, limit };
  },
);

/** @throws NOT_FOUND */
export const getAdGroup = verb<string, AdGroup>(
  'campaign.read',
  async (ctx, id) => (await readAdGroup(ctx.db, ctx, id)).adGroup,
);
