/** Reads campaigns from the projection: one, a page of them, the timeline, the final report. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { TimelineEntry } from '../../prisma/generated/client';
import type { CampaignQuery } from '../../schemas/campaigns';
import { literally, mapPage, type Page, type PageInput, readPage } from '../lists';
import { ownedBy, verb } from '../verb';
import { findCampaign } from './find';
import { viewOfRow } from './view';

export const getCampaign = verb<{ campaignId: string }, CampaignView>(
  'campaign.read',
  async (ctx, { campaignId }) => (await findCampaign(ctx, campaignId)).view,
);

const orders = {
  created_at: { createdAt: 'time', id: 'uuid' },
  waiting_since: { waitingSince: 'time', id: 'uuid' },
  name: { name: 'text', id: 'uuid' },
} as const;

export const listCampaigns = verb<CampaignQuery, Page<CampaignView>>(
  'campaign.read',
  async (ctx, { status, phase, waiting_for: waitingFor, tag, q, ...page }) => {
    const where = {
      ...ownedBy(ctx, 'advertiserId'),
      ...(status ? { status } : {}),
      ...(phase ? { phase } : {}),
      ...(waitingFor ? { waitingFor } : {}),
      ...(tag ? { tags: { has: tag } } : {}),
      ...(q ? { name: { contains: literally(q), mode: 'insensitive' as const } } : {}),
    };
    const rows = await readPage(page, {
      orders,
      where,
      find: (slice) => ctx.db.campaign.findMany(slice),
      count: (slice) => ctx.db.campaign.count(slice),
    });
    return mapPage(rows, viewOfRow);
  },
);

/** Every decision. */
export const getTimeline = verb<{ campaignId: string } & PageInput, Page<TimelineEntry>>(
  'campaign.read',
  async (ctx, { campaignId, ...page }) => {
    await findCampaign(ctx, campaignId);
    return readPage(page, {
      orders: { version: { version: 'int' } },
      where: { campaignId },
      find: (slice) => ctx.db.timelineEntry.findMany(slice),
      count: (slice) => ctx.db.timelineEntry.count(slice),
    });
  },
);

/** @throws NOT_FOUND before the campaign has ended */
export const getReport = verb<{ campaignId: string }, unknown>(
  'campaign.read',
  async (ctx, { campaignId }) => {
    await findCampaign(ctx, campaignId);
    const row = await ctx.db.campaignReport.findUnique({ where: { campaignId } });
    if (!row)
      throw new BusinessError('NOT_FOUND', { detail: 'The final report is made when the campaign ends.' });
    return row.report;
  },
);
