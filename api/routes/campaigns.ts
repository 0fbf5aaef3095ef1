/** The life of a campaign over HTTP. */
import { z } from 'zod';
import type { ErrorCode } from '../../domain/errors';
import { iso } from '../../domain/time';
import {
  CampaignAnswer,
  Campaigns,
  ChangeBudget,
  ChangeFlight,
  CreateCampaign,
  CreateCheckout,
  Decision,
  EditCampaign,
  fromCampaign,
  fromReport,
  PayFromWallet,
  Reason,
  ReportAnswer,
  Resume,
  RetryActivation,
  ReviewCampaign,
  ReviewMedia,
  SubmitCampaign,
  Timeline,
  toAim,
  toChanges,
} from '../../schemas/campaigns';
import { IdParams, Timestamp, Uuid } from '../../schemas/common';
import * as change from '../../services/campaigns/change';
import { createCampaign } from '../../services/campaigns/create';
import { payFromWallet, requestCheckout } from '../../services/campaigns/pay';
import { getCampaign, getReport, getTimeline, listCampaigns } from '../../services/campaigns/read';
import { retryActivation, reviewCampaign, reviewMedia } from '../../services/campaigns/review';
import { submitCampaign } from '../../services/campaigns/submit';
import { presentList } from '../lists';
import { etag, route } from '../route';

const tag = 'Campaigns';
/** What any message to a campaign can be refused with. */
const refusals = [
  'NOT_FOUND',
  'WRONG_PHASE',
  'BUSY',
  'CAMPAIGN_CLOSED',
  'CAMPAIGN_STUCK',
  'VERSION_CONFLICT',
  'OUTCOME_UNKNOWN',
] as const satisfies ErrorCode[];

type View = Parameters<typeof fromCampaign>[0];

/** Every answer about one campaign looks the same. */
const campaign = {
  answer: CampaignAnswer,
  present: fromCampaign,
  headers: { ETag: (view: View) => etag(view.version) },
};
const one = { tag, params: IdParams, status: 200, ...campaign } as const;

type Decided = Awaited<ReturnType<typeof getTimeline.call>>['items'][number];

function presentDecision(row: Decided): z.output<typeof Decision> {
  return Decision.parse({
    version: row.version,
    at: iso(row.at.getTime()),
    by: row.actorKind,
    actor_id: row.actorId,
    event: row.event,
    from: row.fromPhase,
    to: row.toPhase,
    why: row.why,
    data: row.data,
  });
}

const create = {
  method: 'post',
  summary: 'Create a campaign as a draft',
  tag,
  body: CreateCampaign,
  verb: createCampaign,
  input: ({ body }: { body: CreateCampaign }) => body,
  status: 201,
  ...campaign,
  headers: {
    ...campaign.headers,
    Location: ({ campaignId }: View) => `/api/v1/campaigns/${campaignId}`,
  },
  errors: [
    'NOT_FOUND',
    'CHANNEL_UNAVAILABLE',
    'PLAN_LIMIT_REACHED',
    'CAMPAIGN_EXISTS',
    'CAMPAIGN_STUCK',
    'OUTCOME_UNKNOWN',
  ],
  idempotent: true,
} as const;

export const routes = [
  route({ ...create, path: '/campaigns' }),
  route({ ...create, path: '/campaigns/create', summary: 'The same as POST /campaigns' }),
  route({
    method: 'get',
    path: '/campaigns',
    summary: 'List campaigns',
    tag,
    query: Campaigns.Query,
    verb: listCampaigns,
    input: ({ query }) => query,
    status: 200,
    answer: Campaigns.Answer,
    present: presentList(fromCampaign),
    errors: [],
  }),
  route({
    ...one,
    method: 'get',
    path: '/campaigns/{id}',
    summary: 'Read a campaign',
    verb: getCampaign,
    input: ({ params }) => ({ campaignId: params.id }),
    errors: ['NOT_FOUND'],
  }),
  route({
    ...one,
    method: 'patch',
    path: '/campaigns/{id}',
    summary:
      'Change name, tags or modes, and of a draft targeting, objective and promotion code; or pause and resume by `status`',
    body: EditCampaign,
    verb: change.editOrPause,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      expectedVersion,
      status: body.status ?? null,
      changes: toChanges(body),
      aim: toAim(body),
    }),
    errors: [...refusals, 'NOT_HELD', 'CONFLICT'],
  }),
  route({
    method: 'delete',
    path: '/campaigns/{id}',
    summary: 'Cancel a draft; anything later is cancelled by POST …/cancel',
    tag,
    params: IdParams,
    verb: change.deleteDraft,
    input: ({ params, expectedVersion }) => ({ campaignId: params.id, expectedVersion }),
    status: 204,
    errors: [...refusals],
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/submit',
    summary: 'Freeze creatives and price, and send them to review',
    body: SubmitCampaign,
    verb: submitCampaign,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      quoteId: body.quote_id ?? null,
      expectedVersion,
    }),
    errors: [
      ...refusals,
      'NOTHING_TO_SERVE',
      'CONFLICT',
      'QUOTE_EXPIRED',
      'QUOTE_MISMATCH',
      'PROMO_INVALID',
      'UNKNOWN_REGION',
      'UNKNOWN_INDUSTRY',
    ],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/review',
    summary: 'Approve or reject a campaign (admins)',
    body: ReviewCampaign,
    verb: reviewCampaign,
    input: ({ params, body }) => ({ campaignId: params.id, ...body, reason: body.reason ?? null }),
    // A rejection needs its reason.
    errors: [...refusals, 'STALE_REVIEW', 'VALIDATION_FAILED'],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/media/{id}/review',
    summary: 'Approve or reject a media item of the revision seen (admins)',
    body: ReviewMedia,
    verb: reviewMedia,
    input: ({ params, body }) => ({
      mediaId: params.id,
      campaignId: body.campaign_id ?? null,
      revision: body.revision,
      decision: body.decision,
      reason: body.reason ?? null,
    }),
    errors: [...refusals, 'STALE_REVIEW', 'MEDIA_NOT_IN_REVIEW', 'VALIDATION_FAILED'],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/retry-activation',
    summary: 'After a failed activation: retry, or refund and cancel (admins)',
    body: RetryActivation,
    verb: retryActivation,
    input: ({ params, body }) => ({ campaignId: params.id, choice: body.choice }),
    errors: [...refusals],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/pause',
    summary: 'Stop delivery; `pausing` until the platform confirmed it',
    body: Reason,
    verb: change.pauseCampaign,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      expectedVersion,
      reason: body.reason ?? 'Paused.',
    }),
    errors: [...refusals],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/resume',
    summary:
      "Lift the caller's own hold; an admin lifts any that a person or a rule set, and by an override what money or a platform caused",
    body: Resume,
    verb: change.resumeCampaign,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      expectedVersion,
      ...(body.override && { override: body.override }),
    }),
    errors: [...refusals, 'NOT_HELD'],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/cancel',
    summary: 'Cancel; what was paid and not delivered is refunded',
    body: Reason,
    verb: change.cancelCampaign,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      expectedVersion,
      reason: body.reason ?? 'Cancelled.',
    }),
    errors: [...refusals],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/budget',
    summary: 'Change budgets; a raised one is in force once paid, a lowered one refunds the difference',
    body: ChangeBudget,
    verb: change.changeBudget,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      expectedVersion,
      ...(body.budget_lifetime === undefined ? {} : { budgetLifetime: body.budget_lifetime }),
      ...(body.budget_daily === undefined ? {} : { budgetDaily: body.budget_daily }),
    }),
    // Where it is priced anew, what a submit could be refused with.
    errors: [
      ...refusals,
      'BUDGET_BELOW_DELIVERED',
      'CONFLICT',
      'PROMO_INVALID',
      'UNKNOWN_REGION',
      'UNKNOWN_INDUSTRY',
    ],
    idempotent: true,
  }),
  route({
    ...one,
    method: 'post',
    path: '/campaigns/{id}/flight',
    summary: 'Change the dates',
    body: ChangeFlight,
    verb: change.changeFlight,
    input: ({ params, body, expectedVersion }) => ({
      campaignId: params.id,
      expectedVersion,
      ...(body.start_date === undefined ? {} : { startDate: body.start_date }),
      ...(body.end_date === undefined ? {} : { endDate: body.end_date }),
    }),
    errors: [...refusals],
    idempotent: true,
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/timeline',
    summary: 'Every decision about a campaign, newest first',
    tag,
    params: IdParams,
    query: Timeline.Query,
    verb: getTimeline,
    input: ({ params, query }) => ({ campaignId: params.id, ...query }),
    status: 200,
    answer: Timeline.Answer,
    present: presentList(presentDecision),
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/report',
    summary: 'The final report',
    tag,
    params: IdParams,
    verb: getReport,
    input: ({ params }) => ({ campaignId: params.id }),
    status: 200,
    answer: ReportAnswer,
    present: fromReport,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'post',
    path: '/payment/create-checkout-session',
    summary: 'A checkout session for what a campaign is due',
    tag: 'Payments',
    body: CreateCheckout,
    verb: requestCheckout,
    input: ({ body }) => ({
      campaignId: body.campaign_id,
      successUrl: body.success_url ?? null,
      cancelUrl: body.cancel_url ?? null,
    }),
    status: 200,
    isPending: ({ checkout }) => checkout === null,
    answer: z.strictObject({
      campaign_id: Uuid,
      session: z
        .strictObject({
          payment_id: Uuid,
          session_id: z.string(),
          checkout_url: z.url(),
          expires_at: Timestamp,
        })
        .nullable(),
    }),
    present: ({ campaignId, checkout }) => ({
      campaign_id: campaignId,
      session: checkout && {
        payment_id: checkout.paymentId,
        session_id: checkout.sessionId,
        checkout_url: checkout.url,
        expires_at: iso(checkout.expiresAt),
      },
    }),
    headers: { Location: ({ campaignId, checkout }) => checkout?.url ?? `/api/v1/campaigns/${campaignId}` },
    errors: [
      ...refusals,
      'NOTHING_DUE',
      'PAYMENT_PROCESSING',
      'FLIGHT_OVER',
      'AMOUNT_NOT_CHARGEABLE',
      'PROVIDER_REFUSED',
    ],
    idempotent: true,
  }),
  route({
    ...campaign,
    method: 'post',
    path: '/payment/pay-from-wallet',
    summary: 'Pay what a campaign is due from the wallet',
    tag: 'Payments',
    body: PayFromWallet,
    verb: payFromWallet,
    input: ({ body }) => ({ campaignId: body.campaign_id }),
    status: 200,
    errors: [...refusals, 'INSUFFICIENT_FUNDS', 'NOTHING_DUE', 'PAYMENT_PROCESSING', 'FLIGHT_OVER'],
    idempotent: true,
  }),
];
