/** Refunds: partial or whole, by the API or from the dashboard, never above what is left of the charge. */
import { z } from 'zod';
import { type Desk, thing } from './desk';
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
  if (charge.disputed && !refundable(desk, charge))
    throw forbidden(`Charge ${charge.id} has been charged back; cannot issue a refund.`, 'charge_disputed');
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0)
    throw forbidden(`Charge ${charge.id} has already been refunded.`, 'charge_already_refunded');
  const amount = input.amount ?? left;
  if (amount > left)
    throw badParameter(
      'amount',
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`,
      'parameter_invalid_integer',
    );
  const isSlow = status === 'succeeded' && charge.payment_method_details.type === 'us_bank_account';
  const made = desk.memory.put('refund', {
    ...thing(desk, 're', 'refund'),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason: input.reason ?? null,
    status: isSlow ? 'pending' : status,
    metadata: input.metadata,
  });
  const changed = book(desk, charge, amount);
  desk.raise('refund.created', made);
  desk.raise('charge.refunded', changed);
  return made;
}

/** The bank's word on a pending refund; a failed one gives the money back to the account. */
export function settleRefund(desk: Desk, id: string, succeeded: boolean): Refund {
  const found = desk.memory.get('refund', id);
  if (!found) throw missing('refund', id);
  if (found.status !== 'pending') throw forbidden(`Refund ${id} is ${found.status}.`);
  const settled = desk.memory.put('refund', {
    ...found,
    status: succeeded ? 'succeeded' : 'failed',
    ...(succeeded ? {} : { failure_reason: 'declined' }),
  });
  const charge = desk.memory.get('charge', found.charge);
  if (!succeeded && charge) book(desk, charge, -found.amount);
  desk.raise(succeeded ? 'refund.updated' : 'refund.failed', settled);
  return settled;
}

function book(desk: Desk, charge: Charge, amount: number): Charge {
  const refunded = charge.amount_refunded + amount;
  return desk.memory.put('charge', {
    ...charge,
    amount_refunded: refunded,
    refunded: refunded === charge.amount_captured,
  });
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

/** A charge whose dispute was won may be refunded again. */
function refundable(desk: Desk, charge: Charge): boolean {
  return desk.memory
    .all('dispute')
    .filter((dispute) => dispute.charge === charge.id)
    .every((dispute) => dispute.status === 'won');
}
