/** Disputes: a bank takes the money back with a fee, and later decides; an inquiry only asks, and may become one. */
import { disputesOf, isInquiry, isOpenDispute, leftOf, markRefundable } from './charges';
import { type Desk, newId, thing } from './desk';
import type { BalanceMove, Charge, Dispute } from './objects';
import { badParameter, forbidden, missing } from './refusal';

/** What Stripe charges for a dispute, in minor units; given back when it is won. */
const DISPUTE_FEE = 1_500;

/** A payment may have several, of parts of it: together never more than is left. */
export function openDispute(
  desk: Desk,
  intentId: string,
  asked: { amount?: number | undefined; inquiry?: boolean } = {},
): Dispute {
  const intent = desk.memory.get('payment_intent', intentId);
  const charge = intent?.latest_charge ? desk.memory.get('charge', intent.latest_charge) : null;
  if (!charge) throw missing('payment_intent', intentId);
  const left = leftOf(desk, charge);
  const amount = asked.amount ?? left;
  if (amount < 1 || amount > left) throw forbidden(`At most ${left} can be disputed.`);
  // Stripe's flag says that somebody disputed it once; it stays when the dispute is won, and inquiries set it too.
  const disputed = desk.memory.put('charge', { ...charge, disputed: true });
  const dispute = desk.memory.put('dispute', {
    ...thing(desk, 'du', 'dispute'),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: asked.inquiry ? 'warning_needs_response' : 'needs_response',
    is_charge_refundable: asked.inquiry === true,
    balance_transactions: asked.inquiry ? [] : [move(-amount, charge.currency, DISPUTE_FEE)],
    metadata: {},
  });
  const made = marked(desk, disputed, dispute);
  desk.raise('charge.dispute.created', made);
  if (!asked.inquiry) desk.raise('charge.dispute.funds_withdrawn', made);
  return made;
}

/** The bank makes an inquiry a dispute, of what is left to take by then. */
export function escalateInquiry(desk: Desk, id: string): Dispute {
  const { dispute: found, charge } = disputeOf(desk, id);
  if (!isInquiry(found) || found.status === 'warning_closed')
    throw forbidden(`Dispute ${id} is ${found.status}.`);
  const amount = Math.min(found.amount, leftOf(desk, charge));
  if (amount < 1) throw forbidden('Nothing is left to dispute.');
  const escalated: Dispute = { ...found, amount, status: 'needs_response' };
  const updated = marked(desk, charge, desk.memory.put('dispute', escalated));
  desk.raise('charge.dispute.updated', updated, { status: found.status });
  const withdrawn = desk.memory.put('dispute', {
    ...updated,
    balance_transactions: [move(-amount, found.currency, DISPUTE_FEE)],
  });
  desk.raise('charge.dispute.funds_withdrawn', withdrawn);
  return withdrawn;
}

/** We answered, in the dashboard: the bank reads. */
export function respond(desk: Desk, id: string): Dispute {
  const { dispute: found } = disputeOf(desk, id);
  const next = { needs_response: 'under_review', warning_needs_response: 'warning_under_review' } as const;
  if (found.status !== 'needs_response' && found.status !== 'warning_needs_response')
    throw forbidden(`Dispute ${id} is ${found.status}.`);
  const dispute = desk.memory.put('dispute', { ...found, status: next[found.status] });
  desk.raise('charge.dispute.updated', dispute, { status: found.status });
  return dispute;
}

/** @param won the bank's verdict; an inquiry needs none, and closes without one. */
export function closeDispute(desk: Desk, id: string, won?: boolean): Dispute {
  const { dispute: found, charge } = disputeOf(desk, id);
  if (isInquiry(found) && found.status !== 'warning_closed') {
    const closed = desk.memory.put('dispute', { ...found, status: 'warning_closed' });
    desk.raise('charge.dispute.closed', closed);
    return closed;
  }
  if (!isOpenDispute(found)) throw forbidden(`Dispute ${id} is ${found.status}.`);
  if (won === undefined) throw badParameter('won', 'Missing required param: won.', 'parameter_missing');
  const decided = desk.memory.put('dispute', {
    ...found,
    status: won ? 'won' : 'lost',
    balance_transactions: won
      ? [...found.balance_transactions, move(found.amount, found.currency, -DISPUTE_FEE)]
      : found.balance_transactions,
  });
  const dispute = marked(desk, charge, decided);
  if (won) desk.raise('charge.dispute.funds_reinstated', dispute);
  desk.raise('charge.dispute.closed', dispute);
  return dispute;
}

function disputeOf(desk: Desk, id: string): { dispute: Dispute; charge: Charge } {
  const dispute = desk.memory.get('dispute', id);
  const charge = dispute && desk.memory.get('charge', dispute.charge);
  if (!dispute || !charge) throw missing('dispute', id);
  return { dispute, charge };
}

/** The dispute as it stands once all of its charge say whether that can be refunded. */
function marked(desk: Desk, charge: Charge, dispute: Dispute): Dispute {
  markRefundable(desk, charge);
  return disputesOf(desk, charge.id).find(({ id }) => id === dispute.id) ?? dispute;
}

function move(amount: number, currency: string, fee: number): BalanceMove {
  return {
    id: newId('txn'),
    object: 'balance_transaction',
    amount,
    currency,
    fee,
    net: amount - fee,
  };
}
