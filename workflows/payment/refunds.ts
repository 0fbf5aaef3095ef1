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
  askerOf,
  type FoundRefund,
  PAYMENT_EVENT,
  paymentWorkflowId,
  type RefundRequest,
  type RefundState,
} from '../../contracts/payment';
import type { ErrorCode } from '../../domain/errors';
import { downToStep, formatMoney } from '../../domain/money';
import { givenBack } from '../../domain/payments';
import { DAY, HOUR, MINUTE } from '../../domain/time';
import { money, read } from '../kit/profiles';
import { activities, ask } from './activities';
import {
  adopt,
  cutTo,
  giveNothing,
  givenByOthers,
  isByOthers,
  resize,
  shortfallOf,
  takeRefund,
  trim,
  useNextKey,
} from './decide';
import { lookAtDisputes } from './disputes';
import type { Payment } from './payment';

/** Stripe forgets a key after a day: until then the same key can't move money twice. */
const KEY_LIFE = 20 * HOUR;
const TOO_MUCH = 'It is more than what is left of the payment.';

/** @returns false when the amount is promised to a person whose own request has not been heard yet. */
export async function requestRefund(payment: Payment, request: RefundRequest): Promise<boolean> {
  const refund = takeRefund(payment.state, request);
  if (!refund) return true;
  if (refund.status === 'failed') {
    await payment.tell('refund.failed', refund, TOO_MUCH);
    return true;
  }
  try {
    await payment.tell('refund.requested', refund, refund.reason);
  } catch (error) {
    if (!isRefusal(error, 'REFUND_TOO_LARGE')) throw error;
    payment.state.refunds = payment.state.refunds.filter((one) => one !== refund);
    return false;
  }
  return true;
}

/**
 * What goes back without an open campaign's own asking is no longer there to be delivered for, and what it asked for and
 * can't get was not given back. Each sum is told whole, so that telling it twice changes nothing; a closed campaign need
 * not hear.
 */
export async function tellCampaign({ input, state, campaignKnows }: Payment): Promise<void> {
  const { campaignId, intentId, currency, refunds } = state;
  const [byOthers, shortfall] = [givenByOthers(state), shortfallOf(state)];
  const last = byOthers > campaignKnows.byOthers ? refunds.findLast(isByOthers) : null;
  if (campaignId === null || (!last && shortfall === campaignKnows.shortfall)) return;
  Object.assign(campaignKnows, { byOthers, shortfall });
  const { paymentId } = input;
  const event: PaymentEvent = {
    ...{ eventId: `${paymentId}:${state.version}`, kind: 'refunded', paymentId, sessionId: null, intentId },
    ...{ amount: givenBack(state), byOthers, shortfall, currency, at: Date.now() },
    actor: askerOf(last?.requestedBy ?? paymentWorkflowId(paymentId)),
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
    const found = await askProvider(payment, refund);
    refund.providerRefundId = found.id;
    resize(refund, found.amount);
    if (found.status === 'pending') await waitForBank(payment, refund);
    else if (found.status === 'failed') await payment.fail(refund, 'The bank refused it.');
    else await payment.succeed(refund);
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    await recover(payment, refund, error.cause instanceof ApplicationFailure ? error.cause : null);
  }
}

function askProvider({ input, state }: Payment, refund: RefundState): Promise<FoundRefund> {
  const { key, usedKeys, amount, providerRefundId, requestedBy } = refund;
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
    known: state.refunds.flatMap((one) => one.providerRefundId ?? []),
    reserved: campaignIdOf(requestedBy) === null,
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
      // Refused under this key for good; what the bank decides brings it on.
      useNextKey(refund);
      refund.status = 'requested';
      refund.lookAt = (await lookAtDisputes(payment)) ? null : Date.now() + payment.scaled(HOUR);
      return refund.status === 'requested' ? payment.store(null) : undefined;
    case 'REFUND_TOO_LARGE':
      return giveWhatIsLeft(payment, refund);
    case 'INSUFFICIENT_FUNDS':
      return shrink(payment, refund, coverOf(failure));
    default:
      return payment.fail(refund, failure?.message ?? 'The provider refused it.');
  }
}

/** Less is left at the provider than we knew of: others were faster, there or at the bank. What is left goes back. */
async function giveWhatIsLeft(payment: Payment, refund: RefundState): Promise<void> {
  const isNews = (await lookAtRefunds(payment)) || (await lookAtDisputes(payment));
  if (refund.status !== 'processing' || refund.providerRefundId) return;
  if (!isNews) return payment.fail(refund, TOO_MUCH);
  if (refund.triedAt !== null) useNextKey(refund);
  refund.lookAt = null;
  return payment.store(null);
}

/** The books hold less than the campaign asked for: a bank or others took a part that it had not heard of. */
function shrink(payment: Payment, refund: RefundState, amount: number): Promise<void> {
  const rest = downToStep(Math.min(amount, refund.amount), payment.state.currency);
  if (rest <= 0) {
    giveNothing(refund);
    return payment.fail(refund, 'Nothing of it is left: others gave it back, or a bank took it.');
  }
  cutTo(refund, rest);
  refund.lookAt = null;
  return payment.store(null);
}

/** Minor units that the books hold for a refund, said by the one who refused it. */
function coverOf(failure: ApplicationFailure | null): number {
  const [details]: unknown[] = failure?.details ?? [];
  const left = details !== null && typeof details === 'object' && 'left' in details ? details.left : 0;
  return typeof left === 'number' ? left : 0;
}

/**
 * The provider's list is the truth: what was refunded in its dashboard, what we never heard an answer for, what failed
 * after it had succeeded.
 * @returns whether it told news.
 */
export async function lookAtRefunds(payment: Payment): Promise<boolean> {
  const { intentId } = payment.state;
  if (!intentId) return false;
  const options = { ...read, summary: 'Which refunds does the provider know?' };
  const found = await ask(() => activities.listRefunds.executeWithOptions(options, [intentId]));
  const adopted = adopt(payment.state, found ?? []);
  const emptied = trim(payment.state);
  for (const refund of adopted) {
    if (refund.status === 'succeeded') await payment.succeed(refund);
    else if (refund.status === 'failed') await payment.fail(refund, 'The bank returned it.');
    else await payment.store(null);
  }
  for (const refund of emptied) await payment.fail(refund, TOO_MUCH);
  return adopted.length > 0;
}

function isRefusal(error: unknown, code: ErrorCode): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : null;
  return cause instanceof ApplicationFailure && cause.type === code;
}

function waitForBank(payment: Payment, refund: RefundState): Promise<void> {
  const waited = Date.now() - (refund.triedAt ?? Date.now());
  const wait = Math.min(Math.max(waited, payment.scaled(HOUR)), payment.scaled(DAY));
  refund.lookAt = Date.now() + wait;
  return payment.store(null);
}
