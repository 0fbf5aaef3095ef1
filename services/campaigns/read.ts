/** Reads campaigns from the projection: one, a page of them, the timeline, the final report. */
import { BusinessError } from '../../domain/errors';
import type { TimelineEntry } from '../../prisma/generated/client';
import type { CampaignQuery } from '../../schemas/campaigns';
import { readReport } from '../../store/reports';
import { literally, mapPage, type Page, type PageInput, readPage } from '../lists';
import { ownedBy, verb } from '../verb';
import { findCampaign } from './find';
import { type ShownCampaign, shown, shownOfRow } from './view';

export const getCampaign = verb<{ campaignId: string }, ShownCampaign>(
  'campaign.read',
  async (ctx, { campaignId }) => {
    const { view, targeting } = await findCampaign(ctx, campaignId);
    return shown(view, targeting);
  },
);

const orders = {
  created_at: { createdAt: 'time', id: 'uuid' },
  waiting_since: { waitingSince: 'time', id: 'uuid' },
  name: { name: 'text', id: 'uuid' },
} as const;

export const listCampaigns = verb<CampaignQuery, Page<ShownCampaign>>(
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
    return mapPage(rows, shownOfRow);
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

/** One that ended before it could run has delivered nothing. @throws NOT_FOUND before the campaign has ended */
export const getReport = verb<{ campaignId: string }, unknown>(
  'campaign.read',
  async (ctx, { campaignId }) => {
    const { view } = await findCampaign(ctx, campaignId);
    const report = await readReport(ctx.db, campaignId);
    if (report) return report;
    if (!view.over)
      throw new BusinessError('NOT_FOUND', { detail: 'The final report is made when the campaign ends.' });
    const { brief, currency, phase: ending, endReason } = view;
    return {
      ...{ name: brief.name, currency, ending, endReason, billedUnits: 0, delivered: 0 },
      ...{ impressions: 0, clicks: 0, conversions: 0, invalid: 0, revenue: 0, days: [] },
    };
  },
);
