/** What a campaign gives back: it asks `payment/<id>` once, whose progress is the payment's state and no phase. */
import type { PaymentAttempt } from '../../contracts/campaign';
import { formatMoney } from '../../domain/money';
import { write } from '../kit/profiles';
import { activities } from './activities';
import type { Campaign } from './campaign';
import { restOf } from './view';

/**
 * Asks to refund `amount` minor units, or all that is left when null, newest payment first.
 * @returns the minor units asked for.
 */
export async function giveBack(c: Campaign, amount: number | null, reason: string): Promise<number> {
  let left = amount ?? Number.POSITIVE_INFINITY;
  let asked = 0;
  for (const attempt of c.state.payments.filter((p) => p.counted).reverse()) {
    const part = Math.min(left, restOf(attempt));
    if (part <= 0) continue;
    left -= part;
    asked += part;
    await refund(c, attempt, part, reason);
  }
  return asked;
}

/** Asks to refund a part of one payment, under a key that the campaign counts. */
export async function refund(
  c: Campaign,
  attempt: PaymentAttempt,
  amount: number,
  reason: string,
): Promise<void> {
  c.state.refunds += 1;
  attempt.refundRequested += amount;
  const asker = `campaign/${c.input.campaignId}`;
  const request = {
    key: `${c.input.campaignId}:refund:${c.state.refunds}`,
    amount,
    reason,
    requestedBy: asker,
    requestId: asker,
  };
  const target = { paymentId: attempt.paymentId, timeScale: c.input.timeScale };
  const summary = `Ask to refund ${formatMoney(amount, c.input.currency)}: ${reason}`;
  await c.surely(() => activities.requestRefund.executeWithOptions({ ...write, summary }, [target, request]));
}
