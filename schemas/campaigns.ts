/** Campaigns on the wire: what is asked, and what every answer about one shows. */
import { z } from 'zod';
import { type CampaignBrief, type CampaignView, overridableHolds } from '../contracts/campaign';
import { phases } from '../domain/campaign/phases';
import { objectives, type PricedTargeting } from '../domain/pricing/targeting';
import { iso } from '../domain/time';
import { Amount, CalendarDate, Currency, PositiveAmount, Timestamp, text, Uuid, webAddress } from './common';
import { listing } from './lists';
import { PromoCodeText } from './pricing';
import { checkPlaces, fromTargeting, targetingMembers, toTargetingOfCampaign } from './targeting';

const { objective: _, ...places } = targetingMembers;
const Tags = z.array(text(50)).max(20);
const MakeGood = z.enum(['refund', 'extend']);
const Optimization = z.enum(['off', 'suggest', 'automatic']);
const Objective = z.enum(objectives);

/** Where and for whom: what a quote prices, without the objective, which the campaign has itself. */
const TargetingOfCampaign = z.strictObject(places).superRefine(checkPlaces);

export const CreateCampaign = z
  .strictObject({
    id: Uuid.optional().meta({ description: 'Chosen by the client: the same id is the same campaign.' }),
    ad_account_id: Uuid.optional().meta({ description: 'The house account unless said.' }),
    name: text(255),
    objective: Objective.optional(),
    purpose: Objective.optional().meta({ description: 'Another name of objective.' }),
    targeting: TargetingOfCampaign,
    promo_code: PromoCodeText.optional(),
    budget_lifetime: PositiveAmount,
    budget_daily: PositiveAmount.nullish(),
    budget_ceiling: PositiveAmount.nullish(),
    start_date: CalendarDate.nullish(),
    end_date: CalendarDate,
    tags: Tags.default([]),
    make_good: MakeGood.default('refund'),
    optimization: Optimization.default('off'),
  })
  .superRefine((body, ctx) => {
    if ((body.objective === undefined) === (body.purpose === undefined)) {
      ctx.addIssue({
        code: 'custom',
        path: ['objective'],
        message: 'Give an objective (or its alias, purpose), once.',
      });
    }
    if (body.start_date && body.end_date < body.start_date) {
      ctx.addIssue({ code: 'custom', path: ['end_date'], message: 'The flight would end before it starts.' });
    }
  })
  .meta({
    example: {
      name: 'Bread at seven',
      objective: 'traffic',
      targeting: {
        industry: 'retail',
        coverage_type: 'state',
        places: [{ country: 'US', state: 'CA' }],
      },
      budget_lifetime: 50_000,
      end_date: '2031-01-31',
    },
  });
export type CreateCampaign = z.output<typeof CreateCampaign>;

const DRAFT_ONLY = 'Of a draft alone: it is what the price is made for.';
export const EditCampaign = z
  .strictObject({
    name: text(255).optional(),
    tags: Tags.optional(),
    budget_ceiling: PositiveAmount.nullable().optional(),
    make_good: MakeGood.optional(),
    optimization: Optimization.optional(),
    objective: Objective.optional().meta({ description: DRAFT_ONLY }),
    purpose: Objective.optional().meta({ description: 'Another name of objective.' }),
    targeting: TargetingOfCampaign.optional().meta({ description: `All of it anew. ${DRAFT_ONLY}` }),
    promo_code: PromoCodeText.nullable().optional().meta({ description: DRAFT_ONLY }),
    status: z
      .enum(['paused', 'active'])
      .optional()
      .meta({ description: 'The same as pause and resume; alone.' }),
  })
  .superRefine((body, ctx) => {
    const given = Object.keys(body).length;
    if (given === 0) ctx.addIssue({ code: 'custom', path: [], message: 'Name at least one field.' });
    if (body.status && given > 1)
      ctx.addIssue({ code: 'custom', path: ['status'], message: 'Change the status alone.' });
    if (body.objective !== undefined && body.purpose !== undefined)
      ctx.addIssue({ code: 'custom', path: ['purpose'], message: 'It is the objective: give one of them.' });
  })
  .meta({ minProperties: 1 });
export type EditCampaign = z.output<typeof EditCampaign>;

export const SubmitCampaign = z.strictObject({ quote_id: Uuid.optional() }).prefault({});
export const ReviewCampaign = z.strictObject({
  revision: text(64),
  decision: z.enum(['approved', 'rejected']),
  reason: text(500).optional(),
});
export const ReviewMedia = ReviewCampaign.extend({ campaign_id: Uuid.optional() });
export const Reason = z.strictObject({ reason: text(500).optional() }).prefault({});
/** An admin names what they lift, and says why: timeline and audit keep both. */
export const Resume = z
  .strictObject({
    override: z
      .strictObject({
        holds: z
          .array(z.enum(overridableHolds))
          .min(1)
          .refine((holds) => new Set(holds).size === holds.length, 'Name each hold once.')
          .meta({ uniqueItems: true }),
        reason: text(500),
      })
      .optional()
      .meta({
        description:
          'For admins: lifts holds that money or a platform caused, before what caused them has ended.',
      }),
  })
  .prefault({});
export const ChangeBudget = z
  .strictObject({
    budget_lifetime: PositiveAmount.optional(),
    budget_daily: PositiveAmount.nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'Name at least one budget.')
  .meta({ minProperties: 1 });
export const ChangeFlight = z
  .strictObject({ start_date: CalendarDate.nullable().optional(), end_date: CalendarDate.optional() })
  .refine((body) => Object.keys(body).length > 0, 'Name at least one date.')
  .meta({ minProperties: 1 });
export const RetryActivation = z.strictObject({ choice: z.enum(['retry', 'refund']) });
const ReturnUrl = webAddress(500).meta({ description: 'On PUBLIC_URL or an origin of CORS_ORIGINS' });
export const CreateCheckout = z.strictObject({
  campaign_id: Uuid,
  success_url: ReturnUrl.optional(),
  cancel_url: ReturnUrl.optional(),
});
export const PayFromWallet = z.strictObject({ campaign_id: Uuid });

const filters = {
  status: z
    .enum(['draft', 'pending', 'active', 'paused', 'completed', 'rejected', 'cancelled', 'expired'])
    .optional(),
  phase: z.enum(phases).optional(),
  waiting_for: z.enum(['advertiser', 'admin', 'payment', 'start', 'end', 'platform']).optional(),
  tag: text(50).optional(),
  q: text(100).optional().meta({ description: 'Part of the name.' }),
};

const Hold = z.strictObject({ by: z.string(), reason: z.string(), since: Timestamp });
const MediaDecision = z.strictObject({
  media_id: Uuid,
  decision: z.enum(['pending', 'approved', 'rejected']),
  reason: z.string().nullable(),
});

export const CampaignAnswer = z
  .strictObject({
    id: Uuid,
    advertiser_id: Uuid,
    ad_account_id: Uuid,
    platform: z.enum(['house', 'meta', 'google', 'sandbox']),
    name: z.string(),
    objective: Objective,
    targeting: z
      .strictObject(places)
      .optional()
      .meta({ description: 'What it is priced for; in answers to GET and PATCH.' }),
    promo_code: PromoCodeText.nullable().optional(),
    tags: z.array(z.string()),
    status: z.enum(['draft', 'pending', 'active', 'paused', 'completed', 'rejected', 'cancelled', 'expired']),
    phase: z.enum(phases),
    version: z.int(),
    review: z.enum(['media', 'campaign']).nullable(),
    payment: z.enum(['not_due', 'due', 'processing', 'paid', 'held', 'disputed']),
    amount_due: Amount,
    amount_paid: Amount,
    currency: Currency,
    budget_lifetime: Amount.nullable(),
    budget_daily: Amount.nullable(),
    budget_ceiling: Amount.nullable(),
    start_date: CalendarDate.nullable(),
    end_date: CalendarDate.nullable(),
    start_at: Timestamp.nullable(),
    end_at: Timestamp.nullable(),
    time_zone: z.string(),
    make_good: MakeGood,
    optimization: Optimization,
    waiting_for: z.string().nullable(),
    waiting_since: Timestamp,
    quote_id: Uuid.nullable(),
    revision: z.strictObject({ hash: z.string(), media: z.array(MediaDecision) }).nullable(),
    live_revision: z.string().nullable(),
    checkout: z
      .strictObject({ payment_id: Uuid, session_id: z.string(), url: z.url(), expires_at: Timestamp })
      .nullable(),
    holds: z.array(Hold),
    delivery: z.enum(['off', 'starting', 'delivering', 'pausing', 'paused']),
    end_reason: z.string().nullable(),
    updated_at: Timestamp,
  })
  .meta({ id: 'Campaign' });
export const Campaigns = listing(CampaignAnswer, {
  sorts: ['-created_at', 'waiting_since', 'name'],
  filters,
});
export type CampaignQuery = z.output<typeof Campaigns.Query>;

export const Decision = z
  .strictObject({
    version: z.int(),
    at: Timestamp,
    by: z.string(),
    actor_id: z.string(),
    event: z.string(),
    from: z.enum(phases),
    to: z.enum(phases),
    why: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'Decision' });
export const Timeline = listing(Decision, { sorts: ['-version'] });

const instant = (at: number | null) => (at === null ? null : iso(at));

/** What is shown is what the platform confirmed: `paused` only once it said so. */
function deliveryOf({ phase, delivery, over }: CampaignView): z.output<typeof CampaignAnswer>['delivery'] {
  if (over || (phase !== 'active' && phase !== 'completing')) return 'off';
  if (delivery.wanted) return delivery.confirmed ? 'delivering' : 'starting';
  return delivery.confirmed ? 'pausing' : 'paused';
}

/** The one place where a campaign turns into its wire form. */
export function fromCampaign(
  view: CampaignView & { targeting?: PricedTargeting },
): z.output<typeof CampaignAnswer> {
  const { brief, checkout, submitted } = view;
  return CampaignAnswer.parse({
    id: view.campaignId,
    advertiser_id: view.advertiserId,
    ad_account_id: view.adAccountId,
    platform: view.channel,
    name: brief.name,
    objective: brief.objective,
    ...(view.targeting && shownTargeting(view.targeting)),
    tags: brief.tags,
    status: view.status,
    phase: view.phase,
    version: view.version,
    review: view.review,
    payment: view.payment,
    amount_due: view.amountDue,
    amount_paid: view.amountPaid,
    currency: view.currency,
    budget_lifetime: brief.budgetLifetime,
    budget_daily: brief.budgetDaily,
    budget_ceiling: brief.budgetCeiling,
    start_date: brief.startDate,
    end_date: brief.endDate,
    start_at: instant(brief.startAt),
    end_at: instant(brief.endAt),
    time_zone: view.timeZone,
    make_good: brief.makeGood,
    optimization: brief.optimization,
    waiting_for: view.waitingFor,
    waiting_since: iso(view.waitingSince),
    quote_id: view.quoteId,
    revision: submitted && {
      hash: submitted.hash,
      media: submitted.media.map((m) => ({ media_id: m.mediaId, decision: m.decision, reason: m.reason })),
    },
    live_revision: view.liveRevision,
    checkout: checkout && {
      payment_id: checkout.paymentId,
      session_id: checkout.sessionId,
      url: checkout.url,
      expires_at: iso(checkout.expiresAt),
    },
    holds: view.holds.map((h) => ({ ...h, since: iso(h.since) })),
    delivery: deliveryOf(view),
    end_reason: view.endReason,
    updated_at: iso(view.updatedAt),
  });
}

function shownTargeting({ promoCode, ...targeting }: PricedTargeting) {
  const { objective: _, ...wire } = fromTargeting(targeting);
  return { targeting: wire, promo_code: promoCode };
}

/** What a PATCH changes of the targeting; null: nothing. */
export function toAim({
  targeting,
  objective,
  purpose = objective,
  promo_code,
}: EditCampaign): Partial<PricedTargeting> | null {
  const aim = {
    ...(targeting && toTargetingOfCampaign(targeting)),
    ...(purpose && { objective: purpose }),
    ...(promo_code === undefined ? {} : { promoCode: promo_code }),
  };
  return Object.keys(aim).length > 0 ? aim : null;
}

/** The other changes of a PATCH, in the words of the brief. */
export function toChanges({ budget_ceiling, make_good, ...same }: EditCampaign): Partial<CampaignBrief> {
  return {
    ...(same.name === undefined ? {} : { name: same.name }),
    ...(same.tags === undefined ? {} : { tags: same.tags }),
    ...(same.optimization === undefined ? {} : { optimization: same.optimization }),
    ...(budget_ceiling === undefined ? {} : { budgetCeiling: budget_ceiling }),
    ...(make_good === undefined ? {} : { makeGood: make_good }),
  };
}

/** A final report; amounts in minor units of its currency. */
export const ReportAnswer = z.strictObject({
  name: z.string(),
  currency: Currency,
  ending: z.string(),
  end_reason: z.string().nullable(),
  billed_units: z.int(),
  delivered: Amount,
  impressions: z.int(),
  clicks: z.int(),
  conversions: z.int(),
  invalid: z.int(),
  revenue: Amount,
  days: z.array(
    z.strictObject({ date: CalendarDate, impressions: z.int(), clicks: z.int(), conversions: z.int() }),
  ),
});

const StoredReport = ReportAnswer.omit({ end_reason: true, billed_units: true }).extend({
  endReason: z.string().nullable(),
  billedUnits: z.int(),
});

/** From the JSON that `store/reports.ts` answers. */
export function fromReport(report: unknown): z.output<typeof ReportAnswer> {
  const { endReason, billedUnits, ...same } = StoredReport.parse(report);
  return { ...same, end_reason: endReason, billed_units: billedUnits };
}
