/** A campaign's ad groups, and one of them. */
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';
import { type AdGroup, readAdGroup, toAdGroup } from './ad-group';
import { readCampaign } from './campaign';

/** @throws NOT_FOUND */
export const listAdGroups = verb<{ campaignId: string } & PageInput, Page<AdGroup>>(
  'campaign.read',
  async (ctx, { campaignId, ...page }) => {
    const { currency } = await readCampaign(ctx.db, ctx, campaignId);
    const rows = await readPage(page, {
      orders: { created_at: { createdAt: 'time', id: 'uuid' }, name: { name: 'text', id: 'uuid' } },
      where: { campaignId },
      find: (slice) => ctx.db.adGroup.findMany(slice),
      count: (slice) => ctx.db.adGroup.count(slice),
    });
    return mapPage(rows, (row) => toAdGroup(row, currency));
  },
);

/** @throws NOT_FOUND */
export const getAdGroup = verb<string, AdGroup>(
  'campaign.read',
  async (ctx, id) => (await readAdGroup(ctx.db, ctx, id)).adGroup,
);
