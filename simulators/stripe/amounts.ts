/** What Stripe takes in one payment (https://docs.stripe.com/currencies): its least, its most, and the last digit. */
import { badParameter, forbidden } from './refusal';

const threeDecimals = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const zeroDecimals = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf'.split(' '));

/** As for an account that settles in the same currency, in minor units; what nothing settles in is worth half a dollar. */
const least: Readonly<Record<string, number>> = { gbp: 30, jpy: 50, kwd: 160, inr: 50 };
/** How many digits an amount may have; eight where nothing is said. */
const digits: Readonly<Record<string, number>> = { inr: 9, jpy: 10, idr: 12 };

/** @throws as Stripe refuses a session of this total */
export function checkTotal(amount: number, currency: string): void {
  const bound = (minor: number) => `${inUnits(minor, currency)} ${currency}`;
  const lowest = least[currency] ?? 50;
  const highest = 10 ** (digits[currency] ?? 8) - 1;
  if (amount < lowest)
    throw forbidden(
      `The Checkout Session's total amount due must add up to at least ${bound(lowest)}`,
      'amount_too_small',
    );
  if (amount > highest)
    throw forbidden(
      `The Checkout Session's total amount due must be no more than ${bound(highest)}`,
      'amount_too_large',
    );
  checkLastDigit(amount, currency, 'line_items[0][price_data][unit_amount]');
}

/** @throws as Stripe refuses an amount with three decimals whose last one is not 0 */
export function checkLastDigit(amount: number, currency: string, param: string): void {
  if (!threeDecimals.has(currency) || amount % 10 === 0) return;
  const message = `Amounts in ${currency} must be evenly divisible by 10: ${amount}`;
  throw badParameter(param, message, 'parameter_invalid_integer');
}

function inUnits(minor: number, currency: string): string {
  const places = threeDecimals.has(currency) ? 3 : zeroDecimals.has(currency) ? 0 : 2;
  return (minor / 10 ** places).toFixed(places);
}
