/** How a campaign asks for money: one open checkout session at a time, or the advertiser's wallet. */
import { log, uuid4 } from '@temporalio/workflow';
import type { PaymentAttempt } from '../../contracts/campaign';
import { chargeRefusal } from '../../domain/charges';
import { BusinessError } from '../../domain/errors';
import { formatMoney } from '../../domain/money';
import { MINUTE } from '../../domain/time';
import { checkout, write } from '../kit/profiles';
import { activities } from './activities';
import type { Campaign, Step } from './campaign';
import type { HeardOf } from './messages';
import { dueReceived, receivePayment } from './receive';
import { amountDue, openCheckout } from './view';

/** A session this close to its end is replaced, so that nobody is sent to a page that closes. */
const SESSION_MARGIN = 5 * MINUTE;

/** A session to pay what is due: the open one, or a new one after the old was let go. */
export async function requestCheckout(c: Campaign, heard: HeardOf<'requestCheckout'>): Promise<Step | null> {
  refuseUnpayable(c);
  const open = openCheckout(c.state);
  if (open && open.amount === amountDue(c.state) && (open.expiresAt ?? 0) - SESSION_MARGIN > c.now)
    return null;
  const detail = chargeRefusal(amountDue(c.state), c.input.currency);
  if (detail) throw new BusinessError('AMOUNT_NOT_CHARGEABLE', { detail });
  const paid = open && (await letGo(c, open));
  if (paid) return paid;
  const attempt = newAttempt(c, 'checkout');
  const sum = formatMoney(attempt.amount, c.input.currency);
  const session = {
    campaignId: c.input.campaignId,
    paymentId: attempt.paymentId,
    n: attempt.n,
    amount: attempt.amount,
    currency: c.input.currency,
    name: c.state.brief.name,
    successUrl: heard.message.successUrl,
    cancelUrl: heard.message.cancelUrl,
  };
  const create = () =>
    activities.createCheckoutSession.executeWithOptions(
      { ...checkout, summary: `Open a checkout of ${sum}` },
      [session],
    );
  // The key makes the same session again, so one that was made under a lost answer can be closed.
  const made = await c.during(create, async () => {
    await expire((await create()).sessionId);
  });
  if (made.kind === 'failed') throw made.error;
  if (made.kind === 'interrupted') return null;
  c.state.payments.push({
    ...attempt,
    sessionId: made.value.sessionId,
    url: made.value.url,
    expiresAt: made.value.expiresAt,
  });
  const data = {
    payment_id: attempt.paymentId,
    amount: attempt.amount,
    currency: c.input.currency,
    n: attempt.n,
  };
  return { to: c.phase, event: 'payment.requested', why: `A checkout of ${sum} was opened.`, data };
}

/** Takes what is due from the advertiser's wallet, once. */
export async function payFromWallet(c: Campaign): Promise<Step | null> {
  refuseUnpayable(c);
  const open = openCheckout(c.state);
  const paid = open && (await letGo(c, open));
  if (paid) return paid;
  const attempt = newAttempt(c, 'wallet');
  const { campaignId, advertiserId, currency } = c.input;
  const summary = `Take ${formatMoney(attempt.amount, currency)} from the wallet`;
  await c.surely(() =>
    activities.chargeWallet.executeWithOptions({ ...write, summary }, [
      { campaignId, advertiserId, paymentId: attempt.paymentId, amount: attempt.amount, currency },
    ]),
  );
  c.state.payments.push({ ...attempt, status: 'paid', received: attempt.amount, counted: true });
  return dueReceived(c, attempt.amount, 'from the wallet');
}

/**
 * Closes a session at the provider, before another one, a cancel or an expiry.
 * @returns the step of a payment that was made meanwhile, else null.
 * @throws PAYMENT_PROCESSING while the bank works on it: neither closed nor replaced until it decides.
 */
async function letGo(c: Campaign, attempt: PaymentAttempt): Promise<Step | null> {
  const { sessionId } = attempt;
  if (!sessionId) return null;
  const end = await c.surely(() => expire(sessionId));
  if (end.outcome === 'paid') return receivePayment(c, attempt, end);
  attempt.status = end.outcome;
  if (end.outcome === 'processing') throw new BusinessError('PAYMENT_PROCESSING');
  return null;
}

/** Closes the open session; returns the step of what came of it meanwhile, paid or in the bank's hands, else null. */
export async function closeSession(c: Campaign): Promise<Step | null> {
  const open = openCheckout(c.state);
  try {
    return open && (await letGo(c, open));
  } catch (error) {
    if (!open || !(error instanceof BusinessError && error.code === 'PAYMENT_PROCESSING')) throw error;
    const why = 'The bank is processing the payment.';
    return { to: c.phase, event: 'payment.processing', why, data: { payment_id: open.paymentId } };
  }
}

/**
 * Lets the open session go at a campaign's end; a payment found counts. One in the bank's hands, or of a session that the
 * provider does not close just now, will reach `payment/<id>`: it stops no end.
 */
export async function letSessionGo(c: Campaign): Promise<void> {
  try {
    const found = await closeSession(c);
    if (found) await c.enter({ ...found, to: c.phase });
  } catch (error) {
    if (!(error instanceof BusinessError)) throw error;
    log.warn('A checkout session stays open', { code: error.code });
  }
}

function expire(sessionId: string) {
  return activities.expireCheckoutSession.executeWithOptions(
    { ...checkout, summary: 'Close the checkout session' },
    [sessionId],
  );
}

function refuseUnpayable(c: Campaign): void {
  const { payments, brief } = c.state;
  if (payments.some((p) => p.status === 'processing')) throw new BusinessError('PAYMENT_PROCESSING');
  if (amountDue(c.state) <= 0) throw new BusinessError('NOTHING_DUE');
  if (brief.endAt !== null && brief.endAt <= c.now) throw new BusinessError('FLIGHT_OVER');
}

function newAttempt(c: Campaign, method: PaymentAttempt['method']): PaymentAttempt {
  c.state.sessions += 1;
  return {
    paymentId: uuid4(),
    n: c.state.sessions,
    purpose: c.state.pendingBudget === null ? 'campaign' : 'budget',
    method,
    amount: amountDue(c.state),
    status: 'pending',
    sessionId: null,
    url: null,
    expiresAt: null,
    providerReference: null,
    received: 0,
    refundRequested: 0,
    refundedByOthers: 0,
    counted: false,
    held: false,
    disputed: false,
    closedDisputes: [],
  };
}
