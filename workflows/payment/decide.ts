/** What a payment decides, as pure steps over its state: how much may go back, and what an event changes. */
import { campaignIdOf, type PaymentEvent } from '../../contracts/campaign';
import type {
  DisputeState,
  FoundRefund,
  PaymentState,
  RefundRequest,
  RefundState,
} from '../../contracts/payment';
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

const sum = (parts: { amount: number }[]) => parts.reduce((total, { amount }) => total + amount, 0);

/** Minor units that went back, or are on their way. */
export function givenBack({ refunds }: PaymentState): number {
  return sum(refunds.filter(({ status }) => status !== 'failed'));
}

/** The part of that which no campaign asked for. */
export function givenByOthers({ refunds }: PaymentState): number {
  return sum(
    refunds.filter(({ status, requestedBy }) => status !== 'failed' && campaignIdOf(requestedBy) === null),
  );
}

/** Minor units that neither went back, nor are on their way, nor were lost. */
export function left(state: PaymentState): number {
  const lost = sum(state.disputes.filter(({ status }) => status === 'lost'));
  return Math.max(0, state.captured - givenBack(state) - lost);
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
 * Takes a request into the state. One that cannot be met has failed; where less is left, what is left goes back.
 * @returns null for one that is there already, and for "all that is left" of nothing.
 */
export function takeRefund(state: PaymentState, request: RefundRequest): RefundState | null {
  const rest = left(state);
  const asked = request.amount ?? rest;
  if (asked <= 0 || state.refunds.some(({ key }) => key === request.key)) return null;
  const refused = rest === 0 || (request.exact === true && asked > rest);
  const { key, reason, requestedBy, requestId, origin } = request;
  const refund = newRefund({
    key,
    amount: refused ? asked : Math.min(asked, rest),
    reason,
    requestedBy,
    requestId,
    ...(origin && { requestOrigin: origin }),
    status: refused ? 'failed' : 'requested',
  });
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
  return sum(
    refunds.filter(({ providerRefundId, status }) => providerRefundId !== null && status !== 'failed'),
  );
}

/** Brings the state in line with the provider's own list; returns the refunds that changed. */
export function adopt(state: PaymentState, found: readonly FoundRefund[]): RefundState[] {
  const changed: RefundState[] = [];
  for (const { id, key, amount, status } of found) {
    const known = state.refunds.find((refund) => refund.providerRefundId === id || refund.key === key);
    if (known?.providerRefundId === id || (!known && status === 'failed')) continue;
    const refund = known ?? newProviderRefund(id, amount);
    if (!known) state.refunds.push(refund);
    refund.providerRefundId = id;
    refund.status = status === 'pending' ? 'processing' : status;
    changed.push(refund);
  }
  return changed;
}

/**
 * Makes what waits fit into what is left, the newest first: somebody else gave a part of it back meanwhile.
 * @returns those of which nothing remains; they have failed.
 */
export function trim(state: PaymentState): RefundState[] {
  const given = state.refunds.filter(({ status }) => status !== 'failed');
  let over = sum(given) - state.captured;
  const emptied: RefundState[] = [];
  for (const refund of given.filter(({ status }) => status === 'requested').reverse()) {
    if (over <= 0) break;
    const cut = Math.min(over, refund.amount);
    over -= cut;
    if (cut === refund.amount) emptied.push(refund);
    else refund.amount -= cut;
  }
  for (const refund of emptied) refund.status = 'failed';
  return emptied;
}

function newProviderRefund(id: string, amount: number): RefundState {
  const by = { requestedBy: 'stripe', requestId: id, reason: 'Made at the payment provider.' };
  return { ...newRefund({ key: `stripe:${id}`, amount, status: 'processing', ...by }), origin: 'provider' };
}

/**
 * A dispute opened or closed; the events may come in either order.
 * @returns the dispute when it changed; a lost one makes every refund that waited fail.
 */
export function takeDispute(state: PaymentState, event: PaymentEvent): DisputeState | null {
  const disputeId = event.disputeId ?? event.eventId;
  const known = state.disputes.find((dispute) => dispute.disputeId === disputeId);
  const status = event.kind === 'disputed' ? 'open' : event.won ? 'won' : 'lost';
  if (known && (known.status !== 'open' || status === 'open')) return null;
  const dispute = known ?? { disputeId, amount: event.amount, fee: 0, status };
  if (!known) state.disputes.push(dispute);
  dispute.status = status;
  dispute.fee = event.fee ?? dispute.fee;
  return dispute;
}

/** After a lost dispute nothing that waited goes out; returns what failed so. */
export function refuseWaiting(state: PaymentState): RefundState[] {
  const waiting = state.refunds.filter(({ status }) => status === 'requested');
  for (const refund of waiting) refund.status = 'failed';
  return waiting;
}
