/** What an advertiser changes in a campaign: its words, its budget, its flight, its pauses, or that it is to end. */
import type { CampaignBrief, CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { verb } from '../verb';
import { askCampaign } from './ask';
import { findCampaign } from './find';
import { flightOf } from './flight';

interface Target {
  campaignId: string;
  /** The caller's If-Match. */
  expectedVersion: number | null;
}

/** A PATCH: changes of the brief, or the status alone. */
export const editOrPause = verb<
  Target & { status: 'paused' | 'active' | null; changes: Partial<CampaignBrief> },
  CampaignView
>('campaign.edit', (ctx, { status, changes, ...target }) => {
  if (status === 'paused')
    return askCampaign(ctx, { ...target, kind: 'pause', fields: { reason: 'Paused.' } });
  if (status === 'active') return askCampaign(ctx, { ...target, kind: 'resume', fields: {} });
  return askCampaign(ctx, { ...target, kind: 'editCampaign', fields: { changes } });
});

/** @throws WRONG_PHASE for anything later than a draft */
export const deleteDraft = verb<Target, void>('campaign.edit', async (ctx, target) => {
  const { view } = await findCampaign(ctx, target.campaignId);
  if (view.phase !== 'draft')
    throw new BusinessError(view.over ? 'CAMPAIGN_CLOSED' : 'WRONG_PHASE', {
      campaign_status: view.status,
      phase: view.phase,
    });
  await askCampaign(ctx, { ...target, kind: 'cancel', fields: { reason: 'The draft was deleted.' } });
});

export const pauseCampaign = verb<Target & { reason: string }, CampaignView>(
  'campaign.edit',
  (ctx, { reason, ...target }) => askCampaign(ctx, { ...target, kind: 'pause', fields: { reason } }),
);

export const resumeCampaign = verb<Target, CampaignView>('campaign.edit', (ctx, target) =>
  askCampaign(ctx, { ...target, kind: 'resume', fields: {} }),
);

export const cancelCampaign = verb<Target & { reason: string }, CampaignView>(
  'campaign.edit',
  (ctx, { reason, ...target }) => askCampaign(ctx, { ...target, kind: 'cancel', fields: { reason } }),
);

/** @throws BUDGET_BELOW_DELIVERED */
export const changeBudget = verb<
  Target & { budgetLifetime?: number; budgetDaily?: number | null },
  CampaignView
>('campaign.edit', (ctx, { campaignId, expectedVersion, ...fields }) =>
  askCampaign(ctx, { campaignId, expectedVersion, kind: 'changeBudget', fields }),
);

/** @throws VALIDATION_FAILED for dates in the past or the wrong way round, and for the start of a flight that has begun */
export const changeFlight = verb<Target & { startDate?: string | null; endDate?: string }, CampaignView>(
  'campaign.edit',
  async (ctx, { campaignId, expectedVersion, startDate, endDate }) => {
    const { view } = await findCampaign(ctx, campaignId);
    const dates = { startDate: startDate ?? null, endDate: endDate ?? null };
    const flight = flightOf(dates, view.timeZone, ctx.now(), ctx.config.ADFLIGHT_TIME_SCALE);
    const fields = {
      ...(startDate === undefined ? {} : { startAt: flight.startAt, startDate }),
      ...(endDate === undefined ? {} : { endAt: flight.endAt, endDate }),
    };
    return askCampaign(ctx, { campaignId, expectedVersion, kind: 'changeFlight', fields });
  },
);
