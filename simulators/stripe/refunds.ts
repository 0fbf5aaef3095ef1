/** Refunds: partial or whole, by the API or from the dashboard, never above what is left of the charge. */
import { z } from 'zod';
import { checkLastDigit } from './amounts';
import { hasOpenDispute, leftOf, markRefundable, settleInquiries } from './charges';
import { type Desk, newId, thing } from './desk';
import type { Charge, Refund } from './objects';
import { badParameter, forbidden, missing } from './refusal';
import { metadata } from './sessions';

export const createRefund = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: z.coerce.number().int().min(1).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
});

/** `status` is what a card's bank says at once; what was debited from a bank account is pending until it arrives there. */
export function refund(
  desk: Desk,
  input: z.output<typeof createRefund>,
  status: Refund['status'] = 'succeeded',
): Refund {
  const charge = chargeOf(desk, input);
  if (hasOpenDispute(desk, charge.id))
    throw forbidden(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed');
  const left = leftOf(desk, charge);
  if (left === 0 && charge.amount_refunded < charge.amount_captured)
    throw forbidden(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed');
  if (left === 0)
    throw forbidden(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = input.amount ?? left;
  if (amount > left)
    throw badParameter(
      'amount',
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
      'parameter_invalid_integer',
    );
  checkLastDigit(amount, charge.currency, 'amount');
  const isSlow = status === 'succeeded' && charge.payment_method_details.type === 'us_bank_account';
  const made = desk.memory.put('refund', {
    ...thing(desk, 're', 'refund'),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason: input.reason ?? null,
    status: isSlow ? 'pending' : status,
    balance_transaction: newId('txn'),
    ...(status === 'failed' && {
      failure_balance_transaction: newId('txn'),
      failure_reason: 'declined',
    }),
    metadata: input.metadata,
  });
  desk.raise('refund.created', made);
  if (made.status === 'failed') {
    desk.raise('refund.failed', made);
    return made;
  }
  desk.raise('charge.refunded', book(desk, charge, amount));
  settleInquiries(desk, charge.id);
  return made;
}

/** The bank's word on a pending refund. */
export function settleRefund(desk: Desk, id: string, succeeded: boolean): Refund {
  if (!succeeded) return failRefund(desk, id, 'declined', ['pending']);
  const found = refundIn(desk, id, ['pending']);
  const settled = desk.memory.put('refund', { ...found, status: 'succeeded' });
  desk.raise('refund.updated', settled, { status: found.status });
  return settled;
}

/**
 * The customer's bank can't credit it and sends the money back, up to 30 days after the refund "succeeded":
 * https://docs.stripe.com/refunds#failed-refunds.
 */
export function failRefund(
  desk: Desk,
  id: string,
  reason = 'expired_or_canceled_card',
  from: Refund['status'][] = ['pending', 'succeeded'],
): Refund {
  const found = refundIn(desk, id, from);
  const failed = giveBack(desk, { ...found, status: 'failed', failure_reason: reason });
  const previous = { status: found.status, failure_balance_transaction: null, failure_reason: null };
  desk.raise('refund.updated', failed, previous);
  desk.raise('refund.failed', failed);
  return failed;
}

/** Somebody takes a refund back in the dashboard while it is pending. */
export function cancelRefund(desk: Desk, id: string): Refund {
  const found = refundIn(desk, id, ['pending']);
  const canceled = giveBack(desk, { ...found, status: 'canceled' });
  desk.raise('refund.updated', canceled, { status: found.status, failure_balance_transaction: null });
  return canceled;
}

function refundIn(desk: Desk, id: string, allowed: Refund['status'][]): Refund {
  const found = desk.memory.get('refund', id);
  if (!found) throw missing('refund', id);
  if (!allowed.includes(found.status)) throw forbidden(`Refund ${id} is ${found.status}.`);
  return found;
}

/** The money is the account's again, and can be refunded once more. */
function giveBack(desk: Desk, refund: Refund): Refund {
  const charge = desk.memory.get('charge', refund.charge);
  if (charge) book(desk, charge, -refund.amount);
  return desk.memory.put('refund', { ...refund, failure_balance_transaction: newId('txn') });
}

function book(desk: Desk, charge: Charge, amount: number): Charge {
  const refunded = charge.amount_refunded + amount;
  const changed = desk.memory.put('charge', {
    ...charge,
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  });
  markRefundable(desk, changed);
  return changed;
}

function chargeOf(desk: Desk, input: { payment_intent?: string | undefined; charge?: string | undefined }) {
  if (input.charge) {
    const charge = desk.memory.get('charge', input.charge);
    if (!charge) throw missing('charge', input.charge);
    return charge;
  }
  if (!input.payment_intent)
    throw badParameter('payment_intent', 'One of charge or payment_intent is needed.', 'parameter_missing');
  const intent = desk.memory.get('payment_intent', input.payment_intent);
  if (!intent) throw missing('payment_intent', input.payment_intent);
  const charge = intent.latest_charge ? desk.memory.get('charge', intent.latest_charge) : null;
  if (!charge)
    throw forbidden(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  return charge;
}
