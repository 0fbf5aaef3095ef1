/** How a payment gives money back: one refund at a time, found again at the provider whenever an answer was lost. */
import {
  ActivityFailure,
  ApplicationFailure,
  getExternalWorkflowHandle,
  isCancellation,
  log,
} from '@temporalio/workflow';
import { campaignIdOf, campaignWorkflowId, type PaymentEvent } from '../../contracts/campaign';
import {
  type FoundRefund,
  PAYMENT_EVENT,
  type RefundRequest,
  type RefundState,
} from '../../contracts/payment';
import { formatMoney } from '../../domain/money';
import { DAY, HOUR, MINUTE } from '../../domain/time';
import { activities, money, patient } from './activities';
import { adopt, givenBack, givenByOthers, takeRefund, trim } from './decide';
import type { Payment } from './payment';

/** Stripe forgets a key after a day: until then the same key can't move money twice. */
const KEY_LIFE = 20 * HOUR;
const TOO_MUCH = 'It is more than what is left of the payment.';

export async function requestRefund(payment: Payment, request: RefundRequest): Promise<void> {
  const refund = takeRefund(payment.state, request);
  if (!refund) return;
  if (refund.status === 'failed') return payment.tell('refund.failed', refund, TOO_MUCH);
  await payment.tell('refund.requested', refund, refund.reason);
  if (campaignIdOf(request.requestedBy) === null) await tellCampaign(payment, refund);
}

/** What goes back without an open campaign's own asking is no longer there to be delivered for; a closed one need not hear. */
async function tellCampaign({ input, state }: Payment, { key }: RefundState): Promise<void> {
  const { paymentId } = input;
  const { campaignId, intentId, currency } = state;
  if (campaignId === null) return;
  const event: PaymentEvent = {
    ...{ eventId: `refund:${key}`, kind: 'refunded', paymentId, sessionId: null, intentId },
    ...{ amount: givenBack(state), byOthers: givenByOthers(state), currency, at: Date.now() },
  };
  try {
    await getExternalWorkflowHandle(campaignWorkflowId(campaignId)).signal(PAYMENT_EVENT, event);
  } catch (error) {
    log.info('The campaign is over', { campaignId, error: String(error) });
  }
}

/** One try at the provider; whatever it answers, the refund knows afterwards when to look again. */
export async function attempt(payment: Payment, refund: RefundState): Promise<void> {
  const again = refund.status === 'processing';
  const now = Date.now();
  refund.status = 'processing';
  const age = now - (refund.triedAt ?? now);
  if (refund.providerRefundId === null && age > KEY_LIFE) useNextKey(refund);
  refund.triedAt ??= now;
  if (!again) await payment.tell('refund.processing', refund, refund.reason);
  try {
    const found = await askProvider(payment, refund, again);
    refund.providerRefundId = found.id;
    if (found.status === 'pending') await waitForBank(payment, refund);
    else if (found.status === 'failed') await fail(payment, refund, 'The bank refused it.');
    else await succeed(payment, refund);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    await recover(payment, refund, error.cause instanceof ApplicationFailure ? error.cause : null);
  }
}

function askProvider({ input, state }: Payment, refund: RefundState, again: boolean): Promise<FoundRefund> {
  const { key, usedKeys, amount, providerRefundId } = refund;
  const sum = formatMoney(amount, state.currency);
  if (providerRefundId) {
    const options = { ...money, summary: `Has the refund of ${sum} arrived?` };
    return activities.lookAtRefund.executeWithOptions(options, [providerRefundId]);
  }
  const order = {
    paymentId: input.paymentId,
    key,
    providerKey: usedKeys === 0 ? key : `${key}:${usedKeys}`,
    method: state.method,
    intentId: state.intentId,
    amount,
    again,
  };
  return activities.createRefund.executeWithOptions({ ...money, summary: `Refund ${sum}` }, [order]);
}

/** What a failed try means: wait for the dispute that is coming, look what was done, or give up and tell. */
async function recover(
  payment: Payment,
  refund: RefundState,
  failure: ApplicationFailure | null,
): Promise<void> {
  switch (failure?.nonRetryable ? failure.type : 'UNAVAILABLE') {
    case 'UNAVAILABLE':
      refund.lookAt = Date.now() + payment.scaled(10 * MINUTE);
      return payment.store(null);
    case 'OUTCOME_UNKNOWN':
      // The provider has kept a failure under this key: nothing more can come of it.
      useNextKey(refund);
      refund.lookAt = Date.now() + payment.scaled(MINUTE);
      return payment.store(null);
    case 'PAYMENT_DISPUTED':
      // Refused under this key for good; the dispute's own event is on its way.
      useNextKey(refund);
      refund.status = 'requested';
      refund.lookAt = Date.now() + payment.scaled(HOUR);
      return payment.store(null);
    case 'REFUND_TOO_LARGE':
      await lookAtProvider(payment);
      return refund.providerRefundId ? undefined : fail(payment, refund, TOO_MUCH);
    default:
      return fail(payment, refund, failure?.message ?? 'The provider refused it.');
  }
}

/** The provider's list is the truth: what was refunded in its dashboard, what we never heard an answer for. */
export async function lookAtProvider(payment: Payment): Promise<void> {
  const { intentId } = payment.state;
  if (!intentId) return;
  const options = { ...patient, summary: 'Which refunds does the provider know?' };
  const found = await ask(() => activities.listRefunds.executeWithOptions(options, [intentId]));
  const adopted = adopt(payment.state, found ?? []);
  const emptied = trim(payment.state);
  for (const refund of adopted) {
    if (refund.status === 'succeeded') await succeed(payment, refund);
    else if (refund.status === 'failed') await fail(payment, refund, 'The bank refused it.');
    else await payment.store(null);
  }
  for (const refund of emptied) await fail(payment, refund, TOO_MUCH);
}

/** A question that the provider refuses to answer for good has no answer. */
export async function ask<T>(question: () => Promise<T>): Promise<T | null> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    log.warn('The provider refused to answer', { error: String(error.cause) });
    return null;
  }
}

function waitForBank(payment: Payment, refund: RefundState): Promise<void> {
  const waited = Date.now() - (refund.triedAt ?? Date.now());
  const wait = Math.min(Math.max(waited, payment.scaled(HOUR)), payment.scaled(DAY));
  refund.lookAt = Date.now() + wait;
  return payment.store(null);
}

function succeed(payment: Payment, refund: RefundState): Promise<void> {
  refund.status = 'succeeded';
  refund.lookAt = null;
  return payment.tell('refund.succeeded', refund, refund.reason);
}

export function fail(payment: Payment, refund: RefundState, why: string): Promise<void> {
  refund.status = 'failed';
  refund.lookAt = null;
  return payment.tell('refund.failed', refund, why);
}

function useNextKey(refund: RefundState): void {
  refund.usedKeys += 1;
  refund.triedAt = null;
}
