/** Creates a campaign: a reservation in one transaction, then its workflow, which answers the draft. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { CampaignBrief, CampaignInput, CampaignView } from '../../contracts/campaign';
import { requireChargeable } from '../../domain/charges';
import { BusinessError } from '../../domain/errors';
import { limitReached, plans } from '../../domain/plans';
import { iso } from '../../domain/time';
import { runDirectly } from '../../infra/database';
import { uuidV5 } from '../../infra/uuid';
import type { CreateCampaign } from '../../schemas/campaigns';
import { toTargeting } from '../../schemas/targeting';
import { originOf } from '../audit';
import type { Allowed } from '../context';
import { fingerprintOf } from '../idempotency';
import { verb } from '../verb';
import { confirm, startOrRead } from './ask';
import type { StoredTargeting } from './configuration';
import { flightOf } from './flight';

const Reserved = z.tuple([
  z.object({
    outcome: z.object({
      outcome: z.enum(['reserved', 'exists', 'other_body', 'limit']),
      use: z.int().optional(),
      plan: z.string().optional(),
    }),
  }),
]);
/** Campaigns that each plan allows; null is unlimited. */
const limits = Object.fromEntries(Object.entries(plans).map(([plan, { campaigns }]) => [plan, campaigns]));

/**
 * The same key or id with the same body is the same campaign, whatever became of it.
 * @throws NOT_FOUND for another's ad account, CHANNEL_UNAVAILABLE, VALIDATION_FAILED for a flight in the past and a
 * budget that cannot be charged,
 * PLAN_LIMIT_REACHED, CAMPAIGN_EXISTS
 */
export const createCampaign = verb<CreateCampaign, CampaignView>('campaign.create', async (ctx, body) => {
  const reserved = await reserve(ctx, body);
  const view = await startOrRead(ctx, reserved);
  confirm(ctx, view);
  return view;
});

async function reserve(ctx: Allowed, body: CreateCampaign): Promise<CampaignView> {
  const account = await houseAccount(ctx, body.ad_account_id);
  requireChargeable(body.budget_lifetime, account.currency);
  const campaignId = body.id ? uuidV5(ctx.caller.userId, `campaign:${body.id}`) : idOf(ctx);
  const now = ctx.now();
  const objective = body.objective ?? body.purpose ?? 'traffic';
  const brief: CampaignBrief = {
    name: body.name,
    objective,
    tags: body.tags,
    budgetLifetime: body.budget_lifetime,
    budgetDaily: body.budget_daily ?? null,
    budgetCeiling: body.budget_ceiling ?? null,
    ...flightOf(
      { startDate: body.start_date ?? null, endDate: body.end_date },
      account.timeZone,
      now,
      ctx.config.ADFLIGHT_TIME_SCALE,
    ),
    makeGood: body.make_good,
    optimization: body.optimization,
  };
  const input: Omit<CampaignInput, 'timeScale'> = {
    campaignId,
    advertiserId: ctx.caller.userId,
    adAccountId: account.id,
    channel: 'house',
    currency: account.currency,
    timeZone: account.timeZone,
    brief,
  };
  const view = draftOf(input, now);
  const reservation = {
    view,
    at: iso(now),
    fingerprint: fingerprintOf(body),
    targeting: {
      ...toTargeting({ ...body.targeting, objective }),
      promoCode: body.promo_code ?? null,
    } satisfies z.output<typeof StoredTargeting>,
  };
  const audit = { actorId: ctx.caller.userId, requestId: ctx.requestId, ...originOf(ctx.caller) };
  const values = [reservation, limits, audit].map((value) => JSON.stringify(value));
  const rows = await runDirectly(ctx.db, 'SELECT reserve_campaign($1, $2, $3) AS outcome', values);
  const [
    {
      outcome: { outcome, use, plan },
    },
  ] = Reserved.parse(rows);
  if (outcome === 'other_body') throw new BusinessError('CAMPAIGN_EXISTS');
  if (outcome === 'limit') throw limitReached(plan ?? '', 'campaigns', use ?? 0);
  return view;
}

const Accounts = z.array(
  z.object({ id: z.string(), platform: z.string(), currency: z.string(), timeZone: z.string() }),
);

/** The account to run on; only the house can be paid and served from here. */
async function houseAccount({ db, caller }: Allowed, id: string | undefined) {
  const statement = `
    SELECT id, platform, currency, time_zone AS "timeZone" FROM ad_accounts
    WHERE user_id = $1 AND is_connected AND CASE WHEN $2::uuid IS NULL THEN platform = 'house' ELSE id = $2 END
    LIMIT 1`;
  const [account] = Accounts.parse(await runDirectly(db, statement, [caller.userId, id ?? null]));
  if (!account) throw new BusinessError('NOT_FOUND');
  if (account.platform !== 'house') throw new BusinessError('CHANNEL_UNAVAILABLE');
  return account;
}

function idOf({ caller, idempotencyKey }: Allowed): string {
  return idempotencyKey === null ? randomUUID() : uuidV5(caller.userId, `campaign:${idempotencyKey}`);
}

/** What a reservation shows until its workflow answers. */
function draftOf(input: Omit<CampaignInput, 'timeScale'>, now: number): CampaignView {
  return {
    ...input,
    version: 0,
    phase: 'draft',
    status: 'draft',
    review: null,
    payment: 'not_due',
    amountDue: 0,
    amountPaid: 0,
    waitingFor: 'advertiser',
    waitingSince: now,
    quoteId: null,
    submitted: null,
    liveRevision: null,
    checkout: null,
    holds: [],
    delivery: { wanted: true, confirmed: false },
    over: false,
    endReason: null,
    updatedAt: now,
  };
}
