/** What a payment decides, as pure steps over its state: how much may go back, and what an event changes. */
import { campaignIdOf, type PaymentEvent } from '../../contracts/campaign';
import {
  askerOf,
  type DisputeState,
  type FoundRefund,
  type PaymentState,
  type RefundRequest,
  type RefundState,
} from '../../contracts/payment';
import { downToStep } from '../../domain/money';
import { leftOf, lostTo, sumOf } from '../../domain/payments';
import type { Instant } from '../../domain/time';

const EVENTS_KEPT = 100;

/** Before its rows are read: a payment of which nothing is known. */
export function unknownPayment(paymentId: string): PaymentState {
  return {
    schema: 1,
    version: 0,
    paymentId,
    campaignId: null,
    method: 'checkout',
    captured: 0,
    currency: '',
    intentId: null,
    refunds: [],
    disputes: [],
    seenEvents: [],
    updatedAt: 0,
  };
}

/** Minor units that went back, or are on their way, because a person asked, here or at the provider. */
export function givenByOthers({ refunds }: PaymentState): number {
  return sumOf(refunds.filter((refund) => refund.status !== 'failed' && isByOthers(refund)));
}

export const isByOthers = ({ requestedBy }: RefundState) => askerOf(requestedBy).kind !== 'system';

/** Minor units that a campaign asked for and could not get. */
export function shortfallOf({ refunds }: PaymentState): number {
  return refunds
    .filter(({ requestedBy }) => campaignIdOf(requestedBy) !== null)
    .reduce((sum, { shortfall = 0 }) => sum + shortfall, 0);
}

function isDisputed({ disputes }: PaymentState): boolean {
  return disputes.some(({ status }) => status === 'open');
}

/** Something is still to happen: the workflow stays. */
export function isOpen(state: PaymentState): boolean {
  return isDisputed(state) || state.refunds.some(isRunning);
}

function isRunning({ status }: RefundState): boolean {
  return status === 'requested' || status === 'processing';
}

/**
 * Takes a request into the state. Where less is left than was asked for, what is left goes back; of nothing, nothing
 * can: then it has failed.
 * @returns null for one that is there already, and for "all that is left" of nothing.
 */
export function takeRefund(state: PaymentState, request: RefundRequest): RefundState | null {
  const rest = leftOf(state);
  const asked = request.amount ?? rest;
  if (asked <= 0 || state.refunds.some(({ key }) => key === request.key)) return null;
  const { key, reason, requestedBy, requestId, origin } = request;
  const refund = newRefund({
    key,
    amount: asked,
    reason,
    requestedBy,
    requestId,
    ...(origin && { requestOrigin: origin }),
    status: 'requested',
  });
  if (rest === 0) giveNothing(refund);
  else if (rest < asked) resize(refund, rest);
  state.refunds.push(refund);
  return refund;
}

function newRefund(
  given: Pick<
    RefundState,
    'key' | 'amount' | 'reason' | 'requestedBy' | 'requestId' | 'requestOrigin' | 'status'
  >,
): RefundState {
  return { origin: 'adflight', providerRefundId: null, usedKeys: 0, triedAt: null, lookAt: null, ...given };
}

/** The refund to work on now: one at a time, the oldest first, a new one only while no dispute is open. */
export function dueRefund(state: PaymentState, now: Instant): RefundState | null {
  const due = ({ lookAt }: RefundState) => lookAt === null || lookAt <= now;
  const blocked = isDisputed(state);
  return (
    state.refunds.find((refund) => refund.status === 'processing' && due(refund)) ??
    state.refunds.find((refund) => refund.status === 'requested' && due(refund) && !blocked) ??
    null
  );
}

/** When the next refund is due, epoch ms; null when only a message can bring the payment on. */
export function nextLook(state: PaymentState): Instant | null {
  const blocked = isDisputed(state);
  const looks = state.refunds
    .filter((refund) => refund.status === 'processing' || (refund.status === 'requested' && !blocked))
    .map(({ lookAt }) => lookAt ?? 0);
  return looks.length > 0 ? Math.min(...looks) : null;
}

/** Notes an event; false when it has been heard before. */
export function isNews(state: PaymentState, { eventId }: PaymentEvent): boolean {
  if (state.seenEvents.includes(eventId)) return false;
  state.seenEvents = [...state.seenEvents, eventId].slice(-EVENTS_KEPT);
  return true;
}

/** Minor units of refunds that the provider has under an id of its own. */
export function knownAtProvider({ refunds }: PaymentState): number {
  return sumOf(
    refunds.filter(({ providerRefundId, status }) => providerRefundId !== null && status !== 'failed'),
  );
}

/**
 * Brings the state in line with the provider's own list; returns the refunds that changed. A refund may fail days after
 * it succeeded, and never the other way round.
 */
export function adopt(state: PaymentState, found: readonly FoundRefund[]): RefundState[] {
  const changed: RefundState[] = [];
  for (const { id, key, amount, status } of found) {
    const known = state.refunds.find((refund) => refund.providerRefundId === id || refund.key === key);
    const is = asOurs(status);
    if (!known && is === 'failed') continue;
    if (known?.providerRefundId === id && rank[is] <= rank[known.status]) continue;
    const refund = known ?? newProviderRefund(id, amount);
    if (!known) state.refunds.push(refund);
    refund.providerRefundId = id;
    resize(refund, amount);
    refund.status = is;
    changed.push(refund);
  }
  return changed;
}

const asOurs = (status: FoundRefund['status']) => (status === 'pending' ? 'processing' : status);

/** How far a refund has come that the provider knows. */
const rank: Record<RefundState['status'], number> = { requested: 0, processing: 1, succeeded: 2, failed: 3 };

/** Whether what the provider says of a refund is not known yet. */
export function isRefundNews({ refunds }: PaymentState, { refund }: PaymentEvent): boolean {
  const known = refunds.find(({ providerRefundId }) => providerRefundId === refund?.id);
  if (!refund || !known) return refund?.status !== 'failed';
  return rank[asOurs(refund.status)] > rank[known.status];
}

/**
 * Makes what the provider does not have yet fit into what is left, the newest first: others gave a part of it back
 * meanwhile, or a bank took it.
 * @returns those of which nothing remains; they have failed.
 */
export function trim(state: PaymentState): RefundState[] {
  const given = state.refunds.filter(({ status }) => status !== 'failed');
  let over = sumOf(given) + lostTo(state) - state.captured;
  const emptied: RefundState[] = [];
  for (const refund of given.filter(({ providerRefundId }) => providerRefundId === null).reverse()) {
    if (over <= 0) break;
    const rest = downToStep(Math.max(0, refund.amount - over), state.currency);
    over -= refund.amount - rest;
    if (rest === 0) emptied.push(refund);
    else cutTo(refund, rest);
  }
  emptied.forEach(giveNothing);
  return emptied;
}

/** None of it is left to give. */
export function giveNothing(refund: RefundState): void {
  refund.shortfall = (refund.shortfall ?? 0) + refund.amount;
  refund.status = 'failed';
}

/** Another amount goes back than was last known. */
export function resize(refund: RefundState, amount: number): void {
  if (amount === refund.amount) return;
  refund.shortfall = Math.max(0, (refund.shortfall ?? 0) + refund.amount - amount);
  refund.amount = amount;
}

/** Another amount is another order for the provider, under a key of its own. */
export function cutTo(refund: RefundState, amount: number): void {
  resize(refund, amount);
  if (refund.triedAt !== null) useNextKey(refund);
}

export function useNextKey(refund: RefundState): void {
  refund.usedKeys += 1;
  refund.triedAt = null;
}

function newProviderRefund(id: string, amount: number): RefundState {
  const by = { requestedBy: 'stripe', requestId: id, reason: 'Made at the payment provider.' };
  return { ...newRefund({ key: `stripe:${id}`, amount, status: 'processing', ...by }), origin: 'provider' };
}

type DisputeStatus = DisputeState['status'];

/** A bank's question may become a dispute; a dispute that is closed stays as it was decided. */
const heardAfter: Record<DisputeStatus, readonly DisputeStatus[]> = {
  inquiry: ['inquiry_closed', 'open', 'won', 'lost'],
  inquiry_closed: ['open', 'won', 'lost'],
  open: ['won', 'lost'],
  won: [],
  lost: [],
};

/** What an event says of a dispute, or null for one that says nothing of any. */
export function disputeOf(event: PaymentEvent): DisputeState | null {
  const status = statusOf(event);
  if (!status) return null;
  return {
    disputeId: event.disputeId ?? event.eventId,
    amount: event.amount,
    fee: event.fee ?? 0,
    status,
  };
}

function statusOf({ kind, won }: PaymentEvent): DisputeStatus | null {
  switch (kind) {
    case 'inquiry':
    case 'inquiry_closed':
      return kind;
    case 'disputed':
      return 'open';
    case 'dispute_closed':
      return won ? 'won' : 'lost';
    default:
      return null;
  }
}

/**
 * A dispute as it was heard of or found; what is heard may come in any order.
 * @returns the dispute when it changed.
 */
export function takeDispute(state: PaymentState, heard: DisputeState): DisputeState | null {
  const known = state.disputes.find(({ disputeId }) => disputeId === heard.disputeId);
  if (!known) {
    const taken = { ...heard };
    state.disputes.push(taken);
    return taken;
  }
  if (!heardAfter[known.status].includes(heard.status)) return null;
  known.status = heard.status;
  known.amount = heard.amount;
  known.fee = heard.fee;
  return known;
}
