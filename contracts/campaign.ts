/** The contract of `campaignLifecycle`: its id, messages, input, state and answers. Everything here is plain JSON. */
import type { CampaignStatus, MessageKind, Phase } from '../domain/campaign/phases';
import type { Json } from '../domain/json';
import type { Instant } from '../domain/time';

export const CAMPAIGN_WORKFLOW = 'campaignLifecycle';

/** Workflow id of a campaign: `campaign/<campaign id>`. */
export function campaignWorkflowId(campaignId: string): string {
  return `campaign/${campaignId}`;
}

/** The inverse of {@link campaignWorkflowId}; null for the id of another kind of workflow. */
export function campaignIdOf(workflowId: string): string | null {
  return workflowId.startsWith('campaign/') ? workflowId.slice('campaign/'.length) : null;
}

export type Channel = 'house' | 'meta' | 'google' | 'sandbox';

/** Who acted. `system` is a timer or a rule of the workflow itself. */
export interface Actor {
  kind: 'user' | 'admin' | 'rule' | 'stripe' | 'platform' | 'ops' | 'system';
  /** User id, rule id, or the provider's event id. */
  id: string;
}

/** Where a request came from. For the audit log alone: timeline and events are read by others. */
export interface Origin {
  /** The client's network address. */
  address: string;
  /** The API key that it came with. */
  apiKeyId?: string;
}

/** What each message carries besides its own fields. */
export interface Envelope {
  actor: Actor;
  requestId: string;
  /** Absent for what came by no request. */
  origin?: Origin;
  /** The caller's If-Match: refused as VERSION_CONFLICT when the campaign moved on. */
  expectedVersion?: number;
}

/** A campaign as its advertiser described it; money in minor units, instants in epoch ms. */
export interface CampaignBrief {
  name: string;
  objective: string;
  tags: string[];
  /** Total of a `house` campaign, lifetime cap elsewhere. */
  budgetLifetime: number | null;
  /** Paces delivery; never a promise. */
  budgetDaily: number | null;
  /** How far a rule may raise the budget; null: not at all. */
  budgetCeiling: number | null;
  startAt: Instant | null;
  endAt: Instant | null;
  /** The calendar dates that these instants were made from, as the advertiser wrote them. */
  startDate: string | null;
  endDate: string | null;
  /** What an under-delivered house campaign gets at its flight's end. */
  makeGood: 'refund' | 'extend';
  optimization: 'off' | 'suggest' | 'automatic';
  /** The hash of the targeting that counts, of those that its row keeps; absent: the one it was created with. */
  targeting?: string;
}

export interface CampaignInput {
  campaignId: string;
  advertiserId: string;
  adAccountId: string;
  channel: Channel;
  currency: string;
  /** IANA zone, copied from the ad account. */
  timeZone: string;
  brief: CampaignBrief;
  /** Divides every duration; 1 in production. */
  timeScale: number;
  /** Tests force continue-as-new after this many events. */
  historyLimit?: number;
  /** Set by continue-as-new alone. */
  carried?: CampaignState;
}

/** A frozen price (domain/pricing): what the campaign is charged, whatever the matrix says later. */
export interface FrozenQuote {
  id: string;
  total: number;
  billedUnit: 'impression' | 'click';
  unitPriceMicros: number;
  units: number;
}

export interface MediaDecision {
  mediaId: string;
  decision: 'pending' | 'approved' | 'rejected';
  reason: string | null;
}

/** A revision of creatives and media, frozen at submit by the hash of its content. */
export interface Revision {
  hash: string;
  media: MediaDecision[];
}

export interface Hold {
  by:
    | 'advertiser'
    | 'admin'
    | 'rule'
    | 'budget_exhausted'
    | 'account_disabled'
    | 'account_disconnected'
    | 'account_stopped'
    | 'dispute'
    | 'refund'
    | 'disapproved';
  reason: string;
  since: Instant;
}

/** What money or a platform's review caused: an admin can lift it before its end, by its name and with a reason. */
export const overridableHolds = [
  'dispute',
  'refund',
  'budget_exhausted',
  'disapproved',
] as const satisfies Hold['by'][];

/** One checkout session, or one debit of the wallet. Its id is `payment/<id>`'s. */
export interface PaymentAttempt {
  paymentId: string;
  /** Counts the sessions of the campaign: part of the provider's idempotency key. */
  n: number;
  purpose: 'campaign' | 'budget';
  method: 'checkout' | 'wallet';
  /** Minor units asked for. */
  amount: number;
  status: 'pending' | 'processing' | 'paid' | 'failed' | 'expired';
  sessionId: string | null;
  url: string | null;
  expiresAt: Instant | null;
  /** Stripe's payment intent, or the ledger transaction of a wallet debit. */
  providerReference: string | null;
  /** Minor units received; differs from `amount` only for one that is held for an admin. */
  received: number;
  /** The currency in which it came, where that is not the campaign's: such a payment is held. */
  receivedCurrency?: string;
  /** How much of it went back or was asked back, by whomever. */
  refundRequested: number;
  /** What the campaign asked back besides and could not get, for it was no longer there; absent: nothing. */
  shortfall?: number;
  /** The part of that which the campaign did not ask for. */
  refundedByOthers: number;
  /** What lost disputes took of it; absent: nothing. */
  lost?: number;
  /** Counts towards the campaign; false for one paid twice, or held. */
  counted: boolean;
  /** Held for an admin: the amount or the currency is not the one asked for. */
  held: boolean;
  /** A dispute is open on it: no refund until the bank has decided the last one. */
  disputed: boolean;
  /** Which disputes are open; absent: none was opened since this was kept. */
  openDisputes?: string[];
  /** Disputes that the bank has decided: what comes late of them changes nothing. */
  closedDisputes: string[];
}

/** One decision: what the timeline shows, the audit keeps, and the outbox tells. */
export interface Decision {
  version: number;
  at: Instant;
  actor: Actor;
  requestId: string;
  event: CampaignEvent;
  from: Phase;
  to: Phase;
  /** A sentence for people. */
  why: string;
  /** The numbers it rests on. */
  data: Record<string, string | number | boolean | null>;
}

/** What can happen to a campaign, as notifications, webhooks and the timeline name it. */
export type CampaignEvent =
  | 'campaign.created'
  | 'campaign.edited'
  | 'campaign.reminded'
  | 'campaign.submitted'
  | 'campaign.expired'
  | 'media.approved'
  | 'media.rejected'
  | 'payment.requested'
  | 'payment.received'
  | 'payment.processing'
  | 'payment.failed'
  | 'payment.expired'
  | 'payment.excess'
  | 'payment.held'
  | 'payment.disputed'
  | 'payment.dispute_won'
  | 'payment.dispute_lost'
  | 'payment.refunded'
  | 'payment.refund_reduced'
  | 'campaign.approved'
  | 'campaign.rejected'
  | 'campaign.revision_approved'
  | 'campaign.revision_rejected'
  | 'campaign.activating'
  | 'campaign.activation_failed'
  | 'campaign.activated'
  | 'campaign.pausing'
  | 'campaign.paused'
  | 'campaign.resumed'
  | 'campaign.delivery_confirmed'
  | 'campaign.budget_changed'
  | 'campaign.budget_exhausted'
  | 'campaign.flight_changed'
  | 'campaign.extended'
  | 'campaign.optimized'
  | 'campaign.completing'
  | 'campaign.completed'
  | 'campaign.cancelled'
  | 'review.overdue';

export interface CampaignState {
  schema: 1;
  /** Counts decisions; rows that mirror the campaign carry it. */
  version: number;
  phase: Phase;
  phaseSince: Instant;
  lastActivity: Instant;
  brief: CampaignBrief;
  /** Frozen at submit; null where the platform bills. */
  quote: FrozenQuote | null;
  /** Under review, or the live one when nothing is under review. */
  submitted: Revision | null;
  live: Revision | null;
  /** A later revision than the live one waits for an admin: since when, and how often that was escalated. */
  revisionWait: { since: Instant; nudges: number } | null;
  payments: PaymentAttempt[];
  /** A raised lifetime budget, in force once as much was paid. */
  pendingBudget: number | null;
  /** Media that an admin approved once: the same file in a later revision needs no second look. */
  approvedMedia: string[];
  holds: Hold[];
  /** When a kind of hold was last lifted: what happened before that holds nothing any more. */
  lifted: Partial<Record<Hold['by'], Instant>>;
  delivery: { wanted: boolean; confirmed: boolean };
  /** Objects on the platform, newest last. */
  platformObjects: string[];
  /** Reminders or escalations already sent in this phase. */
  nudges: number;
  extended: boolean;
  /** Counters of provider keys: `<campaign>:checkout:<n>`, `<campaign>:refund:<n>`. */
  sessions: number;
  refunds: number;
  /** Why the campaign is completing: its end, a cancel, or a dispute lost. */
  ending: 'flight_over' | 'cancelled' | 'dispute_lost' | null;
  endReason: string | null;
  report: { delivered: number; undelivered: number; billedUnits: number } | null;
  optimizations: { id: string; before: number | null; after: number | null; undone: boolean }[];
  timeline: Decision[];
  /** The last 100 update ids with their answers: a repeat is answered, not done again. */
  answered: { updateId: string; answer: CampaignView }[];
}

/** What the campaign shows the outside: the answer of every update, and the row of the projection. */
export interface CampaignView {
  campaignId: string;
  advertiserId: string;
  adAccountId: string;
  channel: Channel;
  currency: string;
  timeZone: string;
  version: number;
  phase: Phase;
  status: CampaignStatus;
  /** 'media' while media is reviewed, 'campaign' while the campaign is. */
  review: 'media' | 'campaign' | null;
  payment: 'not_due' | 'due' | 'processing' | 'paid' | 'held' | 'disputed';
  amountDue: number;
  amountPaid: number;
  waitingFor: 'advertiser' | 'admin' | 'payment' | 'start' | 'end' | 'platform' | null;
  waitingSince: Instant;
  brief: CampaignBrief;
  quoteId: string | null;
  submitted: Revision | null;
  liveRevision: string | null;
  checkout: { paymentId: string; sessionId: string; url: string; expiresAt: Instant } | null;
  holds: Hold[];
  delivery: { wanted: boolean; confirmed: boolean };
  /** Campaigns count against the plan while this is false. */
  over: boolean;
  endReason: string | null;
  updatedAt: Instant;
}

// ---- Updates: what people ask, answered with the new view -------------------------------------------------

export type CreateMessage = Envelope;
export interface EditMessage extends Envelope {
  changes: Partial<
    Pick<
      CampaignBrief,
      'name' | 'objective' | 'tags' | 'budgetCeiling' | 'makeGood' | 'optimization' | 'targeting'
    >
  >;
}
export interface SubmitMessage extends Envelope {
  revision: Revision;
  /** Null where the platform bills. */
  quote: FrozenQuote | null;
  /** The brief's targeting that both were made for; null: the one it was created with. */
  targeting?: string | null;
}
export interface ReviewMediaMessage extends Envelope {
  revision: string;
  mediaId: string;
  decision: 'approved' | 'rejected';
  reason: string | null;
}
export interface CheckoutMessage extends Envelope {
  successUrl: string;
  cancelUrl: string;
}
export type WalletMessage = Envelope;
export interface ReviewCampaignMessage extends Envelope {
  revision: string;
  decision: 'approved' | 'rejected';
  reason: string | null;
}
export interface RetryActivationMessage extends Envelope {
  choice: 'retry' | 'refund';
}
export interface PauseMessage extends Envelope {
  reason: string;
}
export interface ResumeMessage extends Envelope {
  /** Holds that an admin lifts although what caused them has not ended. */
  override?: { holds: (typeof overridableHolds)[number][]; reason: string };
}
export interface BudgetMessage extends Envelope {
  budgetDaily?: number | null;
  budgetLifetime?: number;
  /** The price of that lifetime budget, for a campaign that waits for its payment. */
  quote?: FrozenQuote;
}
export interface FlightMessage extends Envelope {
  startAt?: Instant | null;
  endAt?: Instant | null;
  startDate?: string | null;
  endDate?: string | null;
}
export interface CancelMessage extends Envelope {
  reason: string;
}
export interface OptimizeMessage extends Envelope {
  optimizationId: string;
  expected: { version: number; budgetDaily: number | null };
  budgetDaily: number;
}
export interface UndoMessage extends Envelope {
  optimizationId: string;
}

/** Every message by its kind; updates and signals pass through the same queue. */
export interface Messages {
  editCampaign: EditMessage;
  submit: SubmitMessage;
  reviewMedia: ReviewMediaMessage;
  requestCheckout: CheckoutMessage;
  payFromWallet: WalletMessage;
  reviewCampaign: ReviewCampaignMessage;
  retryActivation: RetryActivationMessage;
  pause: PauseMessage;
  resume: ResumeMessage;
  changeBudget: BudgetMessage;
  changeFlight: FlightMessage;
  cancel: CancelMessage;
  applyOptimization: OptimizeMessage;
  undoOptimization: UndoMessage;
  paymentEvent: PaymentEvent;
  deliveryEvent: DeliveryEvent;
}
export type UpdateKind = Exclude<MessageKind, 'paymentEvent' | 'deliveryEvent'>;

// ---- Signals: facts from outside, through the relay --------------------------------------------------------

/** What a payment provider said; the same shape reaches `payment/<id>`. */
export interface PaymentEvent {
  /** The provider's event id: the same event twice changes nothing. */
  eventId: string;
  kind:
    | 'paid'
    | 'processing'
    | 'failed'
    | 'expired'
    | 'refunded'
    | 'disputed'
    | 'dispute_closed'
    // The payment's business alone: a question of the bank, which is no dispute yet, and news of one refund.
    | 'inquiry'
    | 'inquiry_closed'
    | 'refund_updated';
  paymentId: string;
  sessionId: string | null;
  /** Stripe's payment intent. */
  intentId: string | null;
  /** Minor units: received, refunded in all, or disputed. */
  amount: number;
  currency: string;
  /** Of what was refunded, what no campaign asked for; said by the payment's own workflow. */
  byOthers?: number;
  /** Of what the campaign asked to refund, what could not be given; said by the payment's own workflow. */
  shortfall?: number;
  /** Who did it, where that is not the provider; said by the payment's own workflow. */
  actor?: Actor;
  /** Of one refund that changed, as the provider shows it. */
  refund?: { id: string; status: 'pending' | 'succeeded' | 'failed' };
  /** Of a closed dispute. */
  won?: boolean;
  /** The dispute's id, and the bank's fee in minor units. */
  disputeId?: string;
  fee?: number;
  at: Instant;
}

export interface DeliveryEvent {
  eventId: string;
  kind:
    | 'budget_exhausted'
    | 'disapproved'
    | 'approved'
    | 'account_disconnected'
    | 'account_reconnected'
    | 'account_disabled'
    | 'account_enabled'
    | 'account_stopped'
    | 'account_released';
  reason: string;
  at: Instant;
}

export const DELIVERY_EVENT = 'deliveryEvent';
export const CREATE = 'create';
export const GET_STATE = 'getState';
export const GET_TIMELINE = 'getTimeline';

// ---- What activities take and give ---------------------------------------------------------------------------

/** One entry of a ledger posting: minor units added to an account. */
export interface Movement {
  kind: 'charge' | 'excess' | 'spend' | 'wallet_charge';
  paymentId: string | null;
  /** Minor units, positive. */
  amount: number;
  /** Differs from the campaign's for a payment that is held. */
  currency: string;
}

/** Parts of a campaign before and after a decision, by name. */
export interface Changed {
  before: Record<string, Json>;
  after: Record<string, Json>;
}

/** What a decision writes: one transaction, keyed (campaign, version). */
export interface Projection {
  view: CampaignView;
  decision: Decision;
  /** Of the message that was decided on. */
  origin?: Origin;
  /** What the decision changed, for the audit log: the old values and the new ones. */
  changed: Changed;
  payments: PaymentAttempt[];
  movements: Movement[];
}

/** A campaign on its platform, and the objects that it made there: none when it does not know of any. */
export interface Target {
  campaignId: string;
  channel: Channel;
  objects?: string[];
}

/** What the platform is asked to run. */
export interface ActivationRequest {
  campaignId: string;
  channel: Channel;
  adAccountId: string;
  currency: string;
  timeZone: string;
  revision: string;
  quote: FrozenQuote | null;
  budgetDaily: number | null;
  startAt: Instant;
  endAt: Instant | null;
  wanted: boolean;
}

/** What was delivered: units billed, and their value in minor units, rounded in the customer's favour. */
export interface DeliveryReading {
  billedUnits: number;
  delivered: number;
}

/** The answer of `getState`: what the relay and ops compare rows with. */
export interface CampaignSnapshot {
  input: CampaignInput;
  state: CampaignState;
  view: CampaignView;
}
