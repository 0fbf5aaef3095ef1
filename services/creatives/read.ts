/** A campaign's creatives, and one of them. */
import { readCampaign } from '../ad-groups/campaign';
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';
import { type Creative, readCreative, toCreative } from './creative';

interface ListInput extends PageInput {
  campaignId: string;
  adGroupId: string | undefined;
}

/** @throws NOT_FOUND */
export const listCreatives = verb<ListInput, Page<Creative>>(
  'campaign.read',
  async (ctx, { campaignId, adGroupId, ...page }) => {
    const { verdicts } = await readCampaign(ctx.db, ctx, campaignId);
    const rows = await readPage(page, {
      orders: {
        created_at: { createdAt: 'time', id: 'uuid' },
        headline: { headline: 'text', id: 'uuid' },
      },
      where: { campaignId, ...(adGroupId === undefined ? {} : { adGroupId }) },
      find: (slice) => ctx.db.creative.findMany(slice),
      count: (slice) => ctx.db.creative.count(slice),
    });
    return mapPage(rows, (row) => toCreative(row, verdicts));
  },
);

/** @throws NOT_FOUND */
export const getCreative = verb<string, Creative>(
  'campaign.read',
  async (ctx, id) => (await readCreative(ctx.db, ctx, id)).creative,
);
