/** Reads campaigns from the projection: one, a page of them, the timeline, the final report. */
import { z } from 'zod';
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { TimelineEntry } from '../../prisma/generated/client';
import type { CampaignQuery } from '../../schemas/campaigns';
import { verb } from '../verb';
import { findCampaign } from './find';
import { viewOfRow } from './view';

export interface Page<Item> {
  items: Item[];
  total: number;
  offset: number;
  limit: number;
}

export const getCampaign = verb<{ campaignId: string }, CampaignView>(
  'campaign.read',
  async (ctx, { campaignId }) => (await findCampaign(ctx, campaignId)).view,
);

const columns = { created_at: 'createdAt', waiting_since: 'waitingSince', name: 'name' } as const;

export const listCampaigns = verb<CampaignQuery, Page<CampaignView>>(
  'campaign.read',
  async ({ db, caller, scope }, query) => {
    const { status, phase, waiting_for: waitingFor, tag, q, sort, offset, limit } = query;
    const where = {
      ...(scope === 'own' ? { advertiserId: caller.userId } : {}),
      ...(status ? { status } : {}),
      ...(phase ? { phase } : {}),
      ...(waitingFor ? { waitingFor } : {}),
      ...(tag ? { tags: { has: tag } } : {}),
      ...(q ? { name: { contains: q, mode: 'insensitive' as const } } : {}),
    };
    const [direction, column] = sort.startsWith('-')
      ? (['desc', sort.slice(1)] as const)
      : (['asc', sort] as const);
    const key = columns[z.enum(['created_at', 'waiting_since', 'name']).parse(column)];
    const [rows, total] = await Promise.all([
      db.campaign.findMany({
        where,
        orderBy: [{ [key]: direction }, { id: direction }],
        skip: offset,
        take: limit,
      }),
      db.campaign.count({ where }),
    ]);
    return { items: rows.map(viewOfRow), total, offset, limit };
  },
);

/** Every decision, newest first. */
export const getTimeline = verb<{ campaignId: string; offset: number; limit: number }, Page<TimelineEntry>>(
  'campaign.read',
  async (ctx, { campaignId, offset, limit }) => {
    await findCampaign(ctx, campaignId);
    const where = { campaignId };
    const [items, total] = await Promise.all([
      ctx.db.timelineEntry.findMany({ where, orderBy: { version: 'desc' }, skip: offset, take: limit }),
      ctx.db.timelineEntry.count({ where }),
    ]);
    return { items, total, offset, limit };
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
