/** What the payment provider takes in one payment: nothing is quoted, made or submitted that it would refuse to charge. */
import { BusinessError } from './errors';
import { type Currency, chargeStep, formatMoney } from './money';

interface Limits {
  /** Minor units. */
  least: number;
  most: number;
}

/**
 * Stripe's least and most of a card payment (https://docs.stripe.com/currencies, "Minimum and maximum charge amounts", read
 * in December 2026). The least holds where the account settles in the same currency; an account that settles in another one
 * may be told a higher one at the checkout, and the budget can be changed then. Nothing settles in KWD: its least is worth
 * more than that of USD, EUR and GBP.
 */
const limits = {
  USD: { least: 50, most: 99_999_999 },
  EUR: { least: 50, most: 99_999_999 },
  GBP: { least: 30, most: 99_999_999 },
  INR: { least: 50, most: 999_999_999 },
  JPY: { least: 50, most: 9_999_999_999 },
  KWD: { least: 200, most: 99_999_990 },
} as const satisfies Record<Currency, Limits>;
const byCode: Readonly<Record<string, Limits>> = limits;

/** Why an amount of minor units can neither be charged nor refunded, in a sentence; null when it can. */
function stepRefusal(amount: number, currency: string): string | null {
  const step = chargeStep(currency);
  return amount % step === 0
    ? null
    : `An amount in ${currency} must be a multiple of ${formatMoney(step, currency)}.`;
}

/** Why the provider would not take a payment of so many minor units, in a sentence; null when it would. */
export function chargeRefusal(amount: number, currency: string): string | null {
  const { least, most } = byCode[currency] ?? limits.USD;
  const sum = (minor: number) => formatMoney(minor, currency);
  if (amount < least) return `A payment of ${sum(amount)} cannot be made: it takes at least ${sum(least)}.`;
  if (amount > most) return `A payment of ${sum(amount)} cannot be made: it takes at most ${sum(most)}.`;
  return stepRefusal(amount, currency);
}

/** @throws VALIDATION_FAILED at the budget, for a payment that the provider would refuse */
export function requireChargeable(amount: number, currency: string): void {
  refuse(chargeRefusal(amount, currency), '/budget_lifetime');
}

/** @throws VALIDATION_FAILED at a field, for an amount that could not be charged or given back to its last digit */
export function requireStep(amount: number, currency: string, path: string): void {
  refuse(stepRefusal(amount, currency), path);
}

function refuse(message: string | null, path: string): void {
  if (message !== null) throw new BusinessError('VALIDATION_FAILED', { errors: [{ path, message }] });
}
