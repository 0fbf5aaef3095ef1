/** What a payment does about disputes: an open one holds refunds back, and a lost one takes its part of them. */
import type { DisputeState } from '../../contracts/payment';
import { read } from '../kit/profiles';
import { activities, ask } from './activities';
import * as decide from './decide';
import type { Payment } from './payment';

const told = {
  inquiry: ['payment.inquiry', 'The bank asks about the payment: refunds and delivery go on.'],
  inquiry_closed: ['payment.inquiry_closed', 'The bank has no more questions.'],
  open: ['payment.disputed', 'The dispute is open.'],
  won: ['payment.dispute_won', 'The dispute is won.'],
  lost: ['payment.dispute_lost', 'The dispute is lost.'],
} as const;

/** @returns whether it was news. */
export async function hearDispute(payment: Payment, heard: DisputeState): Promise<boolean> {
  const changed = decide.takeDispute(payment.state, heard);
  if (!changed) return false;
  const { disputeId, amount, fee, status } = changed;
  // What waits must fit into what the bank left.
  const emptied = decide.trim(payment.state);
  const [kind, why] = told[status];
  const { currency } = payment.state;
  const data = { dispute_id: disputeId, amount, currency, fee, payment_id: payment.input.paymentId };
  await payment.store({ kind, why, data });
  for (const refund of emptied)
    await payment.fail(refund, 'The dispute was lost: the bank took the money back.');
  return true;
}

/** The provider's list, when it refuses for a dispute whose event has not come. @returns whether it told news. */
export async function lookAtDisputes(payment: Payment): Promise<boolean> {
  const { intentId } = payment.state;
  if (!intentId) return false;
  const options = { ...read, summary: 'Which disputes does the provider know?' };
  const found = await ask(() => activities.listDisputes.executeWithOptions(options, [intentId]));
  let isNews = false;
  for (const dispute of found ?? []) isNews = (await hearDispute(payment, dispute)) || isNews;
  return isNews;
}
