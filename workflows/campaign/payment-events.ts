/** What a payment provider told: a fact that no phase refuses, and that twice, late or out of order changes nothing. */
import type { PaymentAttempt, PaymentEvent } from '../../contracts/campaign';
import { formatMoney } from '../../domain/money';
import { activities, write } from './activities';
import { shrinkToPaid } from './budget';
import type { Campaign, Step } from './campaign';
import { letSessionGo } from './checkout';
import { endWith, leftByDispute } from './endings';
import { hold, lift } from './holds';
import { receivePayment } from './receive';
import { giveBack } from './refunds';

const rank = { pending: 0, processing: 1, failed: 2, expired: 2, paid: 3 } as const;

export async function onPaymentEvent(c: Campaign, event: PaymentEvent): Promise<Step | null> {
  const attempt = c.state.payments.find((p) => p.paymentId === event.paymentId);
  if (!attempt) {
    await handOn(c, event);
    return null;
  }
  switch (event.kind) {
    case 'paid':
      return attempt.status === 'paid' ? null : receivePayment(c, attempt, event);
    case 'processing':
      return move(c, attempt, 'processing', 'payment.processing', 'The bank is processing the payment.');
    case 'failed':
      return move(c, attempt, 'failed', 'payment.failed', 'The payment failed.');
    case 'expired':
      return move(c, attempt, 'expired', 'payment.expired', 'The checkout session expired unpaid.');
    case 'refunded':
      return refundedByOthers(c, attempt, event);
    case 'disputed':
      return disputed(c, attempt, event);
    case 'dispute_closed':
      return disputeClosed(c, attempt, event);
  }
}

/** A closed campaign wants no money: the payment's own workflow gives it back. */
export async function handOn(c: Campaign, event: PaymentEvent): Promise<void> {
  const summary = `Hand "${event.kind}" on to the payment`;
  await c.surely(() => activities.forwardPaymentEvent.executeWithOptions({ ...write, summary }, [event]));
}

function move(
  c: Campaign,
  attempt: PaymentAttempt,
  status: 'processing' | 'failed' | 'expired',
  event: Step['event'],
  why: string,
): Step | null {
  if (rank[status] <= rank[attempt.status]) return null;
  attempt.status = status;
  return { to: c.phase, event, why, data: { payment_id: attempt.paymentId } };
}

/** `event.amount` is all that goes back so far: more than we asked for is an admin's doing, here or at the provider. */
async function refundedByOthers(
  c: Campaign,
  attempt: PaymentAttempt,
  event: PaymentEvent,
): Promise<Step | null> {
  const more =
    event.byOthers === undefined
      ? event.amount - attempt.refundRequested
      : event.byOthers - attempt.refundedByOthers;
  if (more <= 0) return null;
  attempt.refundedByOthers += more;
  attempt.refundRequested = Math.min(attempt.refundRequested + more, attempt.received);
  if (attempt.counted) {
    if (attempt.refundedByOthers >= attempt.received) hold(c, 'refund', 'A payment was refunded in full.');
    await shrinkToPaid(c);
  }
  const why = `${formatMoney(event.amount, c.input.currency)} of the payment was refunded.`;
  return {
    to: c.phase,
    event: 'payment.refunded',
    why,
    data: { payment_id: attempt.paymentId, refunded: event.amount },
  };
}

const disputeOf = ({ disputeId, eventId }: PaymentEvent) => disputeId ?? eventId;

function disputed(c: Campaign, attempt: PaymentAttempt, event: PaymentEvent): Step | null {
  if (attempt.disputed || attempt.closedDisputes.includes(disputeOf(event))) return null;
  attempt.disputed = true;
  // Money that the campaign does not count is the payment's own affair.
  if (attempt.counted) hold(c, 'dispute', 'The buyer disputes the payment.');
  const why = `${formatMoney(event.amount, c.input.currency)} is disputed: delivery stops until the bank decides.`;
  return {
    to: c.phase,
    event: 'payment.disputed',
    why,
    data: { payment_id: attempt.paymentId, amount: event.amount },
  };
}

/** The bank's decision; one that overtook the dispute itself counts all the same. */
async function disputeClosed(
  c: Campaign,
  attempt: PaymentAttempt,
  event: PaymentEvent,
): Promise<Step | null> {
  if (attempt.closedDisputes.includes(disputeOf(event))) return null;
  attempt.closedDisputes = [...attempt.closedDisputes, disputeOf(event)];
  attempt.disputed = false;
  if (!c.state.payments.some((p) => p.disputed && p.counted)) lift(c, 'dispute');
  const data = { payment_id: attempt.paymentId, amount: event.amount };
  if (event.won) return { to: c.phase, event: 'payment.dispute_won', why: 'The dispute was won.', data };
  if (!attempt.counted)
    return { to: c.phase, event: 'payment.dispute_lost', why: 'A dispute of excess money was lost.', data };
  // What the bank took is not there to be given back, and the rest of that payment is not given back either.
  attempt.kept = Math.max(0, attempt.received - attempt.refundRequested - event.amount);
  attempt.refundRequested = attempt.received;
  await letSessionGo(c);
  const why = 'The dispute was lost: the bank took the payment back, and the campaign ends.';
  const end = endWith(c, 'dispute_lost', why);
  if (end.to === 'completing') return { ...end, event: 'payment.dispute_lost', data };
  await giveBack(c, null, 'campaign ended');
  return { ...end, event: 'payment.dispute_lost', data, movements: leftByDispute(c, 0) };
}
