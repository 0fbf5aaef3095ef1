/** The life of a payment after it was made: its refunds one after the other, its disputes to their end (docs/lifecycle.md). */
import {
  condition,
  defineQuery,
  defineSignal,
  log,
  setHandler,
  setWorkflowOptions,
  workflowInfo,
} from '@temporalio/workflow';
import type { PaymentEvent } from '../../contracts/campaign';
import {
  GET_PAYMENT,
  PAYMENT_EVENT,
  type PaymentInput,
  type PaymentState,
  REFUND,
  type RefundRequest,
} from '../../contracts/payment';
import { HOUR, MINUTE, SECOND } from '../../domain/time';
import { MessageQueue, type QueuedMessage } from '../kit/message-queue';
import { read } from '../kit/profiles';
import { activities, ask } from './activities';
import * as decide from './decide';
import { hearDispute } from './disputes';
import { Payment } from './payment';
import { attempt, lookAtRefunds, requestRefund, tellCampaign } from './refunds';

type Heard = { kind: 'refund'; message: RefundRequest } | { kind: 'event'; message: PaymentEvent };
type Queue = MessageQueue<Heard>;
type Queued = QueuedMessage<Heard, void>;

/** Runs while something is open, and again when something comes: its rows are its memory. */
export async function paymentLife(input: PaymentInput): Promise<PaymentState> {
  const payment = new Payment(input);
  const queue: Queue = new MessageQueue();
  setHandler(defineSignal<[RefundRequest]>(REFUND), (message) => queue.tell({ kind: 'refund', message }), {
    description: 'Give back an amount, or all that is left.',
  });
  setHandler(
    defineSignal<[PaymentEvent]>(PAYMENT_EVENT),
    (message) => queue.tell({ kind: 'event', message }),
    { description: 'What the payment provider said.' },
  );
  setHandler(defineQuery<PaymentState>(GET_PAYMENT), () => payment.state, {
    description: 'Refunds and disputes as they stand.',
  });

  await payment.read();
  for (let looks = 0; ; ) {
    const queued = takeNext(payment.state, queue);
    const refund = decide.dueRefund(payment.state, Date.now());
    if (queued) await hear(payment, queued, queue);
    else if (refund) await attempt(payment, refund);
    else if (queue.size > 0) looks = await awaitBooking(payment, queue, looks);
    else if (decide.isOpen(payment.state)) await untilNextLook(payment, queue);
    else return payment.state;
    await tellCampaign(payment);
  }
}

// It begins anew whenever something comes, so it may end with the version of the worker that began it. The server
// refuses such a wish from a worker without a version.
setWorkflowOptions(
  () => (workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'PINNED' } : {}),
  paymentLife,
);

/**
 * The oldest message that can be acted on, facts before wishes: signals of two names may come in another order than they
 * were sent. What concerns received money waits until that is booked.
 */
function takeNext({ captured }: PaymentState, queue: Queue): Queued | null {
  const isFact = (heard: Heard) => heard.kind === 'event' && (captured > 0 || settles(heard.message));
  return queue.take(isFact) ?? (captured > 0 ? queue.take() : null);
}

/** Whether the payment came, failed or expired: what is told of a session. */
function settles({ kind }: PaymentEvent): boolean {
  return kind === 'paid' || kind === 'processing' || kind === 'failed' || kind === 'expired';
}

async function hear(payment: Payment, queued: Queued, queue: Queue): Promise<void> {
  const { heard } = queued;
  if (heard.kind === 'refund') {
    if (await requestRefund(payment, heard.message)) return;
    // A person's refund has the place, and is about to be heard: this one is judged again after it.
    await condition(() => queue.size > 0, 5 * SECOND, { summary: 'Wait for the refund that was promised' });
    return queue.putLast(queued);
  }
  const event = heard.message;
  if (!decide.isNews(payment.state, event)) return;
  if (settles(event)) return settle(payment, event);
  const dispute = decide.disputeOf(event);
  if (dispute) return void (await hearDispute(payment, dispute));
  const isNews =
    event.kind === 'refunded'
      ? event.amount > decide.knownAtProvider(payment.state)
      : decide.isRefundNews(payment.state, event);
  if (isNews) await lookAtRefunds(payment);
}

/** A session that no open campaign waits for: what it brought is booked once, and all of it given back. */
async function settle(payment: Payment, event: PaymentEvent): Promise<void> {
  const options = { ...read, summary: `Note "${event.kind}"` };
  const rows = await ask(() => activities.noteLateEvent.executeWithOptions(options, [event]));
  const { paymentId } = payment.input;
  if (!rows) return log.warn('No payment of ours', { paymentId });
  const { campaignId, method, captured, currency, intentId } = rows;
  payment.state = { ...payment.state, campaignId, method, captured, currency, intentId };
  if (event.kind !== 'paid' || captured > 0) return;
  const { amount } = event;
  payment.state = { ...payment.state, captured: amount, currency: event.currency, intentId: event.intentId };
  const reason = 'It came when its campaign no longer wanted it.';
  const by = { requestedBy: `payment/${paymentId}`, requestId: event.eventId };
  decide.takeRefund(payment.state, { key: `${paymentId}:late`, amount: null, reason, ...by });
  const data = { amount, currency: event.currency, payment_id: paymentId };
  await payment.store({ kind: 'payment.excess', why: reason, data });
}

/** About eight hours: a webhook that was lost is found within minutes. */
const MOST_LOOKS = 14;

/** An event overtook the payment itself: whoever books that is given time. Returns how often it looked. */
async function awaitBooking(payment: Payment, queue: Queue, looks: number): Promise<number> {
  const waiting = queue.size;
  const wait = payment.scaled(Math.min(HOUR, MINUTE * 2 ** looks));
  await condition(() => queue.size > waiting, wait, { summary: 'Wait until the payment is booked' });
  await payment.read();
  if (payment.state.captured > 0 || looks < MOST_LOOKS) return looks + 1;
  const { paymentId } = payment.input;
  log.error('Dropped what concerns a payment that never came', { paymentId, messages: queue.size });
  queue.clear();
  return 0;
}

async function untilNextLook(payment: Payment, queue: Queue): Promise<void> {
  const at = decide.nextLook(payment.state);
  const woken = () => queue.size > 0;
  if (at === null) await condition(woken);
  else await condition(woken, Math.max(1, at - Date.now()), { summary: 'Look at the refund again' });
}
