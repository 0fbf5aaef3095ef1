/** Money has come: counted when it is due, given back when it is not, held for an admin when it is another sum. */
import type { Movement, PaymentAttempt, PaymentEvent } from '../../contracts/campaign';
import { formatMoney, microsPerMinor } from '../../domain/money';
import type { Campaign, Step } from './campaign';
import { lift } from './holds';
import { pushBudget } from './platform';
import { refund } from './refunds';
import { amountDue } from './view';

/** A card or bank payment, told by the provider's event or found when its session was to be closed. */
export async function receivePayment(
  c: Campaign,
  attempt: PaymentAttempt,
  event: Pick<PaymentEvent, 'amount' | 'currency' | 'intentId'>,
): Promise<Step> {
  const due = amountDue(c.state);
  const currency = event.currency.toUpperCase();
  const exact = event.amount === attempt.amount && currency === c.input.currency;
  const wanted =
    due > 0 && attempt.amount === due && attempt.purpose === (c.state.pendingBudget ? 'budget' : 'campaign');
  attempt.status = 'paid';
  attempt.received = event.amount;
  attempt.providerReference = event.intentId;
  const sum = formatMoney(event.amount, currency);
  const data = { payment_id: attempt.paymentId, amount: event.amount, due };
  const movement = (kind: Movement['kind']): Movement[] => [
    { kind, paymentId: attempt.paymentId, amount: event.amount, currency },
  ];
  if (!exact) {
    attempt.held = true;
    const why = `${sum} came instead of ${formatMoney(attempt.amount, c.input.currency)}: an admin decides.`;
    return { to: c.phase, event: 'payment.held', why, data, movements: movement('excess') };
  }
  if (wanted) {
    attempt.counted = true;
    return {
      ...(await dueReceived(c, event.amount, 'by card or bank')),
      data,
      movements: movement('charge'),
    };
  }
  const why = `${sum} came though nothing was due for it: it goes back.`;
  await c.enter({ to: c.phase, event: 'payment.excess', why, data, movements: movement('excess') });
  await refund(c, attempt, event.amount, 'paid twice');
  return { to: c.phase, event: 'payment.refunded', why: `The refund of ${sum} was requested.`, data };
}

/** The amount due is here: the campaign goes on, or its raised budget is in force. */
export async function dueReceived(c: Campaign, amount: number, how: string): Promise<Step> {
  const { state } = c;
  const raise = state.pendingBudget;
  if (raise && state.quote) {
    // The added part is bought at the price of the first: billed units × one price is what was spent.
    const extra =
      (BigInt(raise.due) * microsPerMinor(c.input.currency)) / BigInt(state.quote.unitPriceMicros);
    state.quote = { ...state.quote, total: raise.lifetime, units: state.quote.units + Number(extra) };
    state.brief = { ...state.brief, budgetLifetime: raise.lifetime };
    state.pendingBudget = null;
    lift(c, 'budget_exhausted');
    await c.surely(() => pushBudget(c));
  }
  const settled = state.phase === 'awaiting_payment' && amountDue(state) === 0;
  return {
    to: settled ? 'pending_approval' : state.phase,
    event: 'payment.received',
    why: `${formatMoney(amount, c.input.currency)} was received ${how}.`,
    data: { amount },
  };
}
