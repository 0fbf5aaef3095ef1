/** Money has come: counted when it is due, given back when it is not, held for an admin when it is another sum. */
import type { Movement, PaymentAttempt, PaymentEvent } from '../../contracts/campaign';
import { formatMoney } from '../../domain/money';
import { raiseIfPaid } from './budget';
import type { Campaign, Step } from './campaign';
import { hold } from './holds';
import { refund } from './refunds';
import { amountDue } from './view';

/**
 * A card or bank payment, told by the provider's event or found when its session was to be closed. A payment of an older
 * session counts as any other; what is beyond the amount due goes back.
 */
export async function receivePayment(
  c: Campaign,
  attempt: PaymentAttempt,
  event: Pick<PaymentEvent, 'amount' | 'currency' | 'intentId'>,
): Promise<Step> {
  const due = amountDue(c.state);
  const currency = event.currency.toUpperCase();
  const exact = event.amount === attempt.amount && currency === c.input.currency;
  const wanted = exact ? Math.min(due, event.amount) : 0;
  const excess = event.amount - wanted;
  attempt.status = 'paid';
  attempt.received = event.amount;
  if (currency !== c.input.currency) attempt.receivedCurrency = currency;
  attempt.providerReference = event.intentId;
  const sum = formatMoney(event.amount, currency);
  const data = { payment_id: attempt.paymentId, amount: event.amount, currency, due };
  const shares = [
    { kind: 'charge', paymentId: attempt.paymentId, amount: wanted, currency },
    { kind: 'excess', paymentId: attempt.paymentId, amount: excess, currency },
  ] satisfies Movement[];
  const movements = shares.filter(({ amount }) => amount > 0);
  if (!exact) {
    attempt.held = true;
    const why = `${sum} came instead of ${formatMoney(attempt.amount, c.input.currency)}: an admin decides.`;
    return { to: c.phase, event: 'payment.held', why, data, movements };
  }
  attempt.counted = wanted > 0;
  // Its dispute may have come first.
  if (attempt.counted && attempt.disputed) hold(c, 'dispute', 'The buyer disputes the payment.');
  const received = wanted > 0 ? await dueReceived(c, event.amount, 'by card or bank') : null;
  if (received && excess === 0) return { ...received, data, movements };
  const tooMuch = formatMoney(excess, currency);
  const why = `${tooMuch} came though nothing was due for it: it goes back.`;
  await c.enter({ to: c.phase, event: 'payment.excess', why, ...received, data, movements });
  await refund(c, attempt, excess, received ? 'more than was due' : 'paid twice');
  return { to: c.phase, event: 'payment.refunded', why: `The refund of ${tooMuch} was requested.`, data };
}

/** Money that was due is here: the campaign goes on, or its raised budget is in force, once all of it is. */
export async function dueReceived(c: Campaign, amount: number, how: string): Promise<Step> {
  await raiseIfPaid(c);
  const { phase } = c.state;
  const settled = phase === 'awaiting_payment' && amountDue(c.state) === 0;
  return {
    to: settled ? 'pending_approval' : phase,
    event: 'payment.received',
    why: `${formatMoney(amount, c.input.currency)} was received ${how}.`,
    data: { amount, currency: c.input.currency },
  };
}
