/** What a campaign shows the outside, derived from its state: the answer of every update and the row of the projection. */
import type {
  CampaignInput,
  CampaignState,
  CampaignView,
  Changed,
  PaymentAttempt,
} from '../../contracts/campaign';
import { accepts, type CampaignStatus, isOver, lifecycle } from '../../domain/campaign/phases';
import type { Instant } from '../../domain/time';

/** Minor units of a payment that were neither asked back nor lost. */
export function restOf({ received, refundRequested, lost = 0 }: PaymentAttempt): number {
  return Math.max(0, received - refundRequested - lost);
}

/** Minor units received that count towards the campaign, less what was asked back or lost. */
export function amountPaid(state: CampaignState): number {
  return state.payments.filter((p) => p.counted).reduce((sum, p) => sum + restOf(p), 0);
}

/** Minor units still to pay before the campaign may run, or before a raised budget is in force. */
export function amountDue(state: CampaignState): number {
  if (isOver(state.phase)) return 0;
  if (state.pendingBudget !== null) return Math.max(0, state.pendingBudget - amountPaid(state));
  if (!state.quote) return 0;
  const started = !['draft', 'media_review', 'awaiting_payment'].includes(state.phase);
  return started ? 0 : Math.max(0, state.quote.total - amountPaid(state));
}

/** The session that nobody paid or let go yet; whether it is still in time is for the clock to say. */
export function openCheckout(state: CampaignState): PaymentAttempt | null {
  return state.payments.find((p) => p.status === 'pending' && p.url !== null) ?? null;
}

function paymentOf(state: CampaignState): CampaignView['payment'] {
  // What becomes of a dispute that outlives the campaign is told of the payment itself.
  if (!isOver(state.phase) && state.payments.some((p) => p.disputed)) return 'disputed';
  if (state.payments.some((p) => p.held && restOf(p) > 0)) return 'held';
  if (amountDue(state) > 0)
    return state.payments.some((p) => p.status === 'processing') ? 'processing' : 'due';
  return state.payments.some((p) => p.counted) ? 'paid' : 'not_due';
}

function statusOf(state: CampaignState): CampaignStatus {
  return state.phase === 'active' && state.holds.length > 0 ? 'paused' : lifecycle[state.phase].status;
}

function reviewOf({ phase, submitted, revisionWait }: CampaignState): CampaignView['review'] {
  if (phase === 'pending_approval') return 'campaign';
  if (isOver(phase)) return null;
  if (submitted?.media.some((m) => m.decision === 'pending')) return 'media';
  return revisionWait ? 'campaign' : null;
}

/** Since when an admin is awaited for a later revision, in a phase that waits for something else; null while none is. */
function revisionSince({ phase, revisionWait }: CampaignState): Instant | null {
  return accepts(phase, 'reviewCampaign') ? (revisionWait?.since ?? null) : null;
}

/**
 * Depends on nothing but its arguments, so that the row can be compared with the workflow at any time, and shares
 * nothing with the state that changes in place: an answer stays what it was.
 */
export function viewOf(input: CampaignInput, state: CampaignState): CampaignView {
  const open = openCheckout(state);
  const revision = revisionSince(state);
  const { submitted } = state;
  return {
    campaignId: input.campaignId,
    advertiserId: input.advertiserId,
    adAccountId: input.adAccountId,
    channel: input.channel,
    currency: input.currency,
    timeZone: input.timeZone,
    version: state.version,
    phase: state.phase,
    status: statusOf(state),
    review: reviewOf(state),
    payment: paymentOf(state),
    amountDue: amountDue(state),
    amountPaid: amountPaid(state),
    waitingFor: revision === null ? lifecycle[state.phase].waitsFor : 'admin',
    waitingSince: revision ?? state.phaseSince,
    brief: state.brief,
    quoteId: state.quote?.id ?? null,
    submitted: submitted && { ...submitted, media: submitted.media.map((item) => ({ ...item })) },
    liveRevision: state.live?.hash ?? null,
    checkout:
      open?.sessionId && open.url
        ? {
            paymentId: open.paymentId,
            sessionId: open.sessionId,
            url: open.url,
            expiresAt: open.expiresAt ?? 0,
          }
        : null,
    holds: state.holds,
    delivery: { ...state.delivery },
    over: isOver(state.phase),
    endReason: state.endReason,
    updatedAt: state.timeline.at(-1)?.at ?? state.phaseSince,
  };
}

/** What an auditor compares: the campaign's words, money and flight, and what stands in its way. */
function auditedOf({
  phase,
  brief,
  quoteId,
  submitted,
  liveRevision,
  holds,
}: CampaignView): Changed['after'] {
  const revision = submitted?.hash ?? null;
  return { phase, ...brief, quoteId, revision, liveRevision, holds: holds.map(({ by }) => by) };
}

/** The parts that differ, as they were and as they are. */
export function changesBetween(before: CampaignView, after: CampaignView): Changed {
  const [old, now] = [auditedOf(before), auditedOf(after)];
  const names = Object.keys({ ...old, ...now }).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
  const only = (values: Changed['after']) =>
    Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { before: only(old), after: only(now) };
}
