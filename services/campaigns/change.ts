/** What an advertiser changes in a campaign: its words, its budget, its flight, its pauses, or that it is to end. */
import type { CampaignBrief, CampaignView, FrozenQuote, ResumeMessage } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { PricedTargeting } from '../../domain/pricing/targeting';
import { inTransaction } from '../../store/transaction';
import type { Allowed } from '../context';
import { freezeQuote } from '../pricing/freeze-quote';
import { verb } from '../verb';
import { askCampaign } from './ask';
import { configurationOf } from './configuration';
import { findCampaign } from './find';
import { flightOf } from './flight';
import { keepTargeting } from './retarget';
import { type ShownCampaign, shown } from './view';

interface Target {
  campaignId: string;
  /** The caller's If-Match. */
  expectedVersion: number | null;
}

interface Patch extends Target {
  status: 'paused' | 'active' | null;
  changes: Partial<CampaignBrief>;
  /** What changes of a draft's targeting; null: nothing. */
  aim: Partial<PricedTargeting> | null;
}

/** So often a targeting is made anew from a campaign that others change meanwhile. */
const MOST_LOOKS = 5;

/** A PATCH: changes of the brief and the targeting, or the status alone. */
export const editOrPause = verb<Patch, ShownCampaign>('campaign.edit', async (ctx, patch) => {
  const view = await applyPatch(ctx, patch);
  return shown(view, (await findCampaign(ctx, patch.campaignId)).targeting);
});

function applyPatch(ctx: Allowed, { status, changes, aim, ...target }: Patch): Promise<CampaignView> {
  if (status === 'paused')
    return askCampaign(ctx, { ...target, kind: 'pause', fields: { reason: 'Paused.' } });
  if (status === 'active') return askCampaign(ctx, { ...target, kind: 'resume', fields: {} });
  if (aim) return retarget(ctx, target, { changes, aim });
  return askCampaign(ctx, { ...target, kind: 'editCampaign', fields: { changes } });
}

async function retarget(
  ctx: Allowed,
  { campaignId, expectedVersion }: Target,
  { changes, aim }: { changes: Partial<CampaignBrief>; aim: Partial<PricedTargeting> },
): Promise<CampaignView> {
  for (let looks = 1; ; looks += 1) {
    const kept = await keepTargeting(ctx, { campaignId, expectedVersion, aim });
    const fields = { changes: { ...changes, ...kept.changes } };
    // What is so already needs no decision.
    if (Object.keys(fields.changes).length === 0) return kept.view;
    // What the PATCH leaves out was taken from this version: another edit of it must not be undone.
    const seen = kept.changes.targeting === undefined ? expectedVersion : kept.view.version;
    try {
      return await askCampaign(ctx, { campaignId, expectedVersion: seen, kind: 'editCampaign', fields });
    } catch (error) {
      const isLate = error instanceof BusinessError && error.code === 'VERSION_CONFLICT';
      if (!isLate || expectedVersion !== null || looks === MOST_LOOKS) throw error;
    }
  }
}

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

/** @throws NOT_HELD; FORBIDDEN for an override by anyone but an admin */
export const resumeCampaign = verb<Target & Pick<ResumeMessage, 'override'>, CampaignView>(
  'campaign.edit',
  (ctx, { override, ...target }) => {
    if (override && ctx.caller.role !== 'admin') throw new BusinessError('FORBIDDEN');
    return askCampaign(ctx, { ...target, kind: 'resume', fields: override ? { override } : {} });
  },
);

export const cancelCampaign = verb<Target & { reason: string }, CampaignView>(
  'campaign.edit',
  (ctx, { reason, ...target }) => askCampaign(ctx, { ...target, kind: 'cancel', fields: { reason } }),
);

/** @throws BUDGET_BELOW_DELIVERED; VALIDATION_FAILED for what could not be charged; as freezeQuote where it is priced anew */
export const changeBudget = verb<
  Target & { budgetLifetime?: number; budgetDaily?: number | null },
  CampaignView
>('campaign.edit', async (ctx, { campaignId, expectedVersion, ...budget }) => {
  const quote = budget.budgetLifetime && (await priceOf(ctx, campaignId, budget.budgetLifetime));
  const fields = { ...budget, ...(quote && { quote }) };
  return askCampaign(ctx, { campaignId, expectedVersion, kind: 'changeBudget', fields });
});

/** What the new budget of a campaign that waits for its payment buys; null in any other phase, where nothing is priced anew. */
function priceOf(ctx: Allowed, campaignId: string, budgetLifetime: number): Promise<FrozenQuote | null> {
  return inTransaction(
    ctx.db,
    async (tx) => {
      const campaign = await findCampaign({ ...ctx, db: tx }, campaignId);
      const { phase, submitted, advertiserId: userId, amountPaid } = campaign.view;
      // Where a part is paid, its price of a unit is that of the rest.
      if (phase !== 'awaiting_payment' || !submitted || amountPaid > 0) return null;
      const configuration = { ...configurationOf(campaign), budgetLifetime };
      return freezeQuote(tx, ctx, { userId, campaignId, key: submitted.hash, quoteId: null, configuration });
    },
    { repeatable: true },
  );
}

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
