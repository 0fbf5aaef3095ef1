/** The projection of a campaign: what its workflow decided, written so that the rest of the system can read it. */
import { z } from 'zod';
import type {
  CampaignSnapshot,
  CampaignView,
  Decision,
  PaymentAttempt,
  Projection,
} from '../contracts/campaign';
import { campaignPostings } from '../domain/ledger';
import { iso } from '../domain/time';
import { type Database, type Queryable, runDirectly } from '../infra/database';
import { withRetry } from './transaction';

const Outcome = z.tuple([z.object({ outcome: z.enum(['projected', 'older']) })]);

/**
 * Writes a decision in one round trip and one transaction: row, timeline, outbox (held back until released),
 * payments, audit and ledger. An equal version overwrites; an older one changes nothing at all.
 * @throws BusinessError UNAVAILABLE or OUTCOME_UNKNOWN when the database is away: repeating is safe.
 */
export async function projectCampaign(db: Database, projection: Projection): Promise<'projected' | 'older'> {
  const { view, decision, payments, movements } = projection;
  const { campaignId, advertiserId: userId } = view;
  const written = {
    row: rowOf(view),
    timeline: timelineOf(campaignId, decision),
    event: {
      kind: decision.event,
      key: `campaign:${campaignId}`,
      campaign_id: campaignId,
      version: decision.version,
      payload: { decision, campaign: view } satisfies CampaignEventPayload,
    },
    payments: payments.map((payment) => paymentOf(view, payment)),
    audit: auditOf(projection),
    postings: campaignPostings({ campaignId, userId }, movements),
  };
  const rows = await withRetry(
    () => runDirectly(db, 'SELECT project_campaign($1) AS outcome', [JSON.stringify(written)]),
    { repeatable: true },
  );
  return Outcome.parse(rows)[0].outcome;
}

/** What an outbox event of a campaign tells: the decision, and the campaign as it was then. */
interface CampaignEventPayload {
  decision: Decision;
  campaign: CampaignView;
}

/** Says whether a campaign's row changed between two looks: null when there is no row. */
type RowStamp = string | null;

/** Read it before asking the workflow: {@link reprojectCampaign} then knows whether the answer is still news. */
export async function readStamp(db: Queryable, campaignId: string): Promise<RowStamp> {
  const rows = await db.$queryRaw`SELECT xmin::text AS stamp FROM campaigns WHERE id = ${campaignId}::uuid`;
  return z.array(z.object({ stamp: z.string() })).parse(rows)[0]?.stamp ?? null;
}

/**
 * Makes the rows say what the workflow says, whatever their version: later timeline entries and events that were never
 * told go; what the workflow confirms is released. Payments only ever move forwards.
 * @param stamp the row's, read before the workflow was asked.
 * @returns `changed` when the row was written meanwhile: nothing was done, look again.
 */
export async function reprojectCampaign(
  db: Database,
  { state, view }: Pick<CampaignSnapshot, 'state' | 'view'>,
  stamp: RowStamp,
): Promise<'reprojected' | 'changed'> {
  const written = {
    row: rowOf(view),
    stamp,
    timeline: state.timeline.map((decision) => timelineOf(view.campaignId, decision)),
    events: state.timeline.map((decision) => ({
      kind: decision.event,
      version: decision.version,
      payload: { decision, campaign: view } satisfies CampaignEventPayload,
    })),
    payments: state.payments.map((payment) => paymentOf(view, payment)),
  };
  const rows = await withRetry(
    () => db.$queryRaw`SELECT reproject_campaign(${JSON.stringify(written)}::jsonb) AS outcome`,
    { repeatable: true },
  );
  return z.tuple([z.object({ outcome: z.enum(['reprojected', 'changed']) })]).parse(rows)[0].outcome;
}

/** The columns that lists filter and sort by, and the whole view beside them. */
function rowOf(view: CampaignView) {
  const { brief } = view;
  return {
    id: view.campaignId,
    advertiser_id: view.advertiserId,
    ad_account_id: view.adAccountId,
    channel: view.channel,
    name: brief.name,
    objective: brief.objective,
    tags: brief.tags,
    phase: view.phase,
    status: view.status,
    over: view.over,
    version: view.version,
    currency: view.currency,
    time_zone: view.timeZone,
    budget_lifetime: brief.budgetLifetime,
    budget_daily: brief.budgetDaily,
    start_at: instant(brief.startAt),
    end_at: instant(brief.endAt),
    waiting_for: view.waitingFor,
    waiting_since: iso(view.waitingSince),
    view,
    updated_at: iso(view.updatedAt),
  };
}

function timelineOf(campaignId: string, decision: Decision) {
  return {
    campaign_id: campaignId,
    version: decision.version,
    at: iso(decision.at),
    actor_kind: decision.actor.kind,
    actor_id: decision.actor.id,
    request_id: decision.requestId,
    event: decision.event,
    from_phase: decision.from,
    to_phase: decision.to,
    why: decision.why,
    data: decision.data,
  };
}

function auditOf({ view, decision, origin, changed }: Projection) {
  return {
    at: iso(decision.at),
    actor_kind: decision.actor.kind,
    actor_id: decision.actor.id,
    action: decision.event,
    target_kind: 'campaign',
    target_id: view.campaignId,
    request_id: decision.requestId,
    address: origin?.address ?? null,
    api_key_id: origin?.apiKeyId ?? null,
    before: { phase: decision.from, ...changed.before },
    after: { phase: decision.to, version: decision.version, ...changed.after, ...decision.data },
  };
}

function paymentOf(view: CampaignView, payment: PaymentAttempt) {
  const byCard = payment.method === 'checkout';
  return {
    id: payment.paymentId,
    user_id: view.advertiserId,
    campaign_id: view.campaignId,
    purpose: payment.purpose,
    method: payment.method,
    provider: byCard ? 'stripe' : 'wallet',
    n: payment.n,
    amount: payment.amount,
    currency: view.currency,
    status: payment.status,
    received: payment.received,
    received_currency: payment.received > 0 ? (payment.receivedCurrency ?? view.currency) : null,
    held: payment.held,
    session_id: payment.sessionId,
    intent_id: byCard ? payment.providerReference : null,
    url: payment.url,
    expires_at: instant(payment.expiresAt),
    updated_at: iso(view.updatedAt),
  };
}

function instant(value: number | null): string | null {
  return value === null ? null : iso(value);
}
