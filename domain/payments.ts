/** What is left of a payment, from its refunds and disputes. */

import { downToStep } from './money';

/** Minor units, all in the currency in which the payment came. */
export interface PaymentSums {
  captured: number;
  refunds: readonly { amount: number; status: string }[];
  disputes: readonly { amount: number; status: string }[];
}

export const sumOf = (parts: readonly { amount: number }[]): number =>
  parts.reduce((total, { amount }) => total + amount, 0);

/** Minor units that went back, or are on their way. */
export function givenBack({ refunds }: Pick<PaymentSums, 'refunds'>): number {
  return sumOf(refunds.filter(({ status }) => status !== 'failed'));
}

/** Minor units that banks took back. */
export function lostTo({ disputes }: Pick<PaymentSums, 'disputes'>): number {
  return sumOf(disputes.filter(({ status }) => status === 'lost'));
}

/** Minor units that neither went back, nor are on their way, nor were lost, as far as they can be refunded. */
export function leftOf(payment: PaymentSums & { currency: string }): number {
  const left = payment.captured - givenBack(payment) - lostTo(payment);
  return downToStep(Math.max(0, left), payment.currency);
}
