/** Takes Stripe's events to the workflows that wait for them: the campaign's, and the payment's own. */
import type { PaymentEvent } from '../../contracts/campaign';
import { type StripeFact, toPaymentEvent } from '../../schemas/stripe-events';
import { type ClaimedMessage, finishMessage } from '../../store/inbox';
import type { RelayDeps } from './relay';
import { understood } from './understanding';

type StripeDeps = Pick<RelayDeps, 'db' | 'workflows' | 'ownerOfIntent' | 'now'>;

/** @throws when it is to be tried again. */
export async function relayStripe(deps: StripeDeps, message: ClaimedMessage): Promise<void> {
  await finishMessage(deps.db, message.id, await signal(deps, message), deps.now());
}

/** @returns what became of it. */
async function signal(deps: StripeDeps, { payload }: ClaimedMessage): Promise<string> {
  const { workflows } = deps;
  const fact = understood(() => toPaymentEvent(payload));
  if (!fact) return 'ignored';
  const payment = await whose(deps, fact);
  if (!payment) return 'ignored: no payment of ours';
  const event: PaymentEvent = { ...fact.event, paymentId: payment.paymentId };
  const { campaign, payment: always } = hearers[event.kind];
  const heard =
    campaign && payment.campaignId !== null && (await workflows.signalCampaign(payment.campaignId, event));
  const givenOn = always || !heard;
  if (givenOn) await workflows.signalPayment(event);
  return `signalled ${[heard && 'campaign', givenOn && 'payment'].filter(Boolean).join(', ')}`;
}

const receipt = { campaign: true, payment: false };
const ofBoth = { campaign: true, payment: true };
const ofPayment = { campaign: false, payment: true };

/**
 * Who hears what. A receipt is the payment's business only when no campaign wants it; of refunds the campaign hears from
 * the payment, which knows whose they are.
 */
const hearers: Record<PaymentEvent['kind'], { campaign: boolean; payment: boolean }> = {
  paid: receipt,
  processing: receipt,
  failed: receipt,
  expired: receipt,
  refunded: ofPayment,
  refund_updated: ofPayment,
  disputed: ofBoth,
  dispute_closed: ofBoth,
  inquiry: ofPayment,
  inquiry_closed: ofPayment,
};

/**
 * A dispute, or a refund made at Stripe, names but the payment intent. While its payment has not been heard of, only
 * Stripe knows whose that is.
 */
async function whose(
  { db, ownerOfIntent }: StripeDeps,
  { paymentId, campaignId, intentId }: StripeFact,
): Promise<{ paymentId: string; campaignId: string | null } | null> {
  if (paymentId && campaignId) return { paymentId, campaignId };
  if (!paymentId && !intentId) return null;
  const payment = await db.payment.findFirst({
    where: paymentId ? { id: paymentId } : { intentId },
    select: { id: true, campaignId: true },
  });
  if (payment) return { paymentId: payment.id, campaignId: payment.campaignId };
  const owner = paymentId || !intentId ? { paymentId, campaignId } : await ownerOfIntent(intentId);
  return owner.paymentId ? { paymentId: owner.paymentId, campaignId: owner.campaignId } : null;
}
