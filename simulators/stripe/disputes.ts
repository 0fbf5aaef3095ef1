/** Disputes: a bank takes the money back with a fee, and later decides. */
import { type Desk, newId, thing } from './desk';
import type { BalanceMove, Dispute } from './objects';
import { forbidden, missing } from './refusal';

/** What Stripe charges for a dispute, in minor units; given back when it is won. */
const DISPUTE_FEE = 1_500;

export function openDispute(desk: Desk, intentId: string, amount?: number): Dispute {
  const intent = desk.memory.get('payment_intent', intentId);
  const charge = intent?.latest_charge ? desk.memory.get('charge', intent.latest_charge) : null;
  if (!charge) throw missing('payment_intent', intentId);
  const left = charge.amount_captured - charge.amount_refunded;
  const disputed = amount ?? left;
  if (disputed < 1 || disputed > left) throw forbidden(`At most ${left} can be disputed.`);
  desk.memory.put('charge', { ...charge, disputed: true });
  const dispute = desk.memory.put('dispute', {
    ...thing(desk, 'du', 'dispute'),
    amount: disputed,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
    is_charge_refundable: false,
    balance_transactions: [move(-disputed, charge.currency, DISPUTE_FEE)],
    metadata: {},
  });
  desk.raise('charge.dispute.created', dispute);
  return dispute;
}

export function closeDispute(desk: Desk, id: string, won: boolean): Dispute {
  const found = desk.memory.get('dispute', id);
  if (!found) throw missing('dispute', id);
  if (found.status !== 'needs_response') throw forbidden(`Dispute ${id} is ${found.status}.`);
  const dispute = desk.memory.put('dispute', {
    ...found,
    status: won ? 'won' : 'lost',
    balance_transactions: won
      ? [...found.balance_transactions, move(found.amount, found.currency, -DISPUTE_FEE)]
      : found.balance_transactions,
  });
  desk.raise('charge.dispute.closed', dispute);
  return dispute;
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
