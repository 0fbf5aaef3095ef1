/** What ops read of a payment in the Temporal UI. */
import type { PaymentState } from '../../contracts/payment';
import { formatMoney } from '../../domain/money';
import { leftOf } from '../../domain/payments';
import { iso } from '../../domain/time';
import { showDetails } from '../shown';

export function describe(state: PaymentState): void {
  showDetails(() => detailsOf(state));
}

function detailsOf(state: PaymentState): string {
  const money = (amount: number) => formatMoney(amount, state.currency);
  const refunds = state.refunds.map(
    ({ key, amount, status, origin, lookAt }) =>
      `- refund \`${key}\` of ${money(amount)}: **${status}** (${origin})${lookAt ? `, looked at again ${iso(lookAt)}` : ''}`,
  );
  const disputes = state.disputes.map(
    ({ disputeId, amount, fee, status }) =>
      `- dispute \`${disputeId}\` of ${money(amount)}, fee ${money(fee)}: **${status}**`,
  );
  const waits = state.disputes.some(({ status }) => status === 'open')
    ? 'the bank decides the dispute'
    : null;
  return [
    `**${money(state.captured)}** received, ${money(leftOf(state))} left. Intent \`${state.intentId ?? 'unknown'}\`.`,
    ...(waits ? [`Refunds wait until ${waits}.`] : []),
    ...refunds,
    ...disputes,
  ].join('\n\n');
}
