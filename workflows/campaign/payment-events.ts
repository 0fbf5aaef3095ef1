/** What a payment provider told: a fact that no phase refuses, and that twice, late or out of order changes nothing. */
import type { PaymentAttempt, PaymentEvent } from '../../contracts/campaign';
import { formatMoney } from '../../domain/money';
import { write } from '../kit/profiles';
import { activities } from './activities';
import { shrinkToPaid } from './budget';
import type { Campaign, Step } from './campaign';
import { letSessionGo } from './checkout';
import { endWith } from './endings';
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
    // The payment's business alone.
    case 'inquiry':
    case 'inquiry_closed':
    case 'refund_updated':
      return null;
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
  const { currency } = event;
  const more =
    event.byOthers === undefined
      ? event.amount - attempt.refundRequested
      : event.byOthers - attempt.refundedByOthers;
  const missing = (event.shortfall ?? attempt.shortfall ?? 0) - (attempt.shortfall ?? 0);
  if (missing !== 0) {
    attempt.shortfall = event.shortfall ?? 0;
    attempt.refundRequested -= missing;
  }
  if (more <= 0) return missing > 0 ? reduced(c, attempt, missing, currency) : null;
  attempt.refundedByOthers += more;
  attempt.refundRequested += more;
  if (attempt.counted) {
    if (attempt.refundedByOthers >= attempt.received) hold(c, 'refund', 'A payment was refunded in full.');
    await shrinkToPaid(c);
  }
  const { amount: refunded } = event;
  const why = `${formatMoney(refunded, currency)} of the payment was refunded.`;
  const data = { payment_id: attempt.paymentId, refunded, currency };
  return { to: c.phase, event: 'payment.refunded', why, data };
}

/** What the campaign asked back was no longer there: that much less goes back. */
function reduced(c: Campaign, attempt: PaymentAttempt, shortfall: number, currency: string): Step {
  const why = `${formatMoney(shortfall, currency)} less goes back than was asked for: it was given back before, or a bank took it.`;
  const data = { payment_id: attempt.paymentId, amount: shortfall, currency };
  return { to: c.phase, event: 'payment.refund_reduced', why, data };
}

const disputeOf = ({ disputeId, eventId }: PaymentEvent) => disputeId ?? eventId;

/** Until a campaign kept which disputes are open, it had one at most, whose id it did not keep. */
const openOf = ({ openDisputes, disputed }: PaymentAttempt) => openDisputes ?? (disputed ? ['unnamed'] : []);

function disputed(c: Campaign, attempt: PaymentAttempt, event: PaymentEvent): Step | null {
  const open = openOf(attempt);
  const dispute = disputeOf(event);
  if (open.includes(dispute) || attempt.closedDisputes.includes(dispute)) return null;
  attempt.openDisputes = [...open, dispute];
  attempt.disputed = true;
  // Money that the campaign does not count is the payment's own affair.
  if (attempt.counted) hold(c, 'dispute', 'The buyer disputes the payment.');
  const why = `${formatMoney(event.amount, event.currency)} is disputed: delivery stops until the bank decides.`;
  return { to: c.phase, event: 'payment.disputed', why, data: dataOf(attempt, event) };
}

const dataOf = (attempt: PaymentAttempt, event: PaymentEvent) => ({
  payment_id: attempt.paymentId,
  dispute_id: disputeOf(event),
  amount: event.amount,
  currency: event.currency,
});

/** The bank's decision; one that overtook the dispute itself counts all the same. The hold lasts until the last one. */
async function disputeClosed(
  c: Campaign,
  attempt: PaymentAttempt,
  event: PaymentEvent,
): Promise<Step | null> {
  const dispute = disputeOf(event);
  if (attempt.closedDisputes.includes(dispute)) return null;
  attempt.closedDisputes = [...attempt.closedDisputes, dispute];
  attempt.openDisputes = openOf(attempt).filter((one) => one !== dispute && one !== 'unnamed');
  attempt.disputed = attempt.openDisputes.length > 0;
  if (!c.state.payments.some((p) => p.disputed && p.counted)) lift(c, 'dispute');
  const data = dataOf(attempt, event);
  if (event.won) return { to: c.phase, event: 'payment.dispute_won', why: 'The dispute was won.', data };
  attempt.lost = (attempt.lost ?? 0) + event.amount;
  if (!attempt.counted)
    return { to: c.phase, event: 'payment.dispute_lost', why: 'A dispute of excess money was lost.', data };
  await letSessionGo(c);
  const why = 'The dispute was lost: the bank took the money back, and the campaign ends.';
  const end = endWith(c, 'dispute_lost', why);
  if (end.to !== 'completing') await giveBack(c, null, 'campaign ended');
  return { ...end, event: 'payment.dispute_lost', data };
}
