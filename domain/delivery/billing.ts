/** The money side of house delivery: what units are worth, how a daily budget paces, when exhaustion is worth telling. */
import { microsPerMinor, microsToMinorDown } from '../money';
import { DAY, type Instant } from '../time';

/** Delivered value in minor units: billed units × unit price, rounded once, in the customer's favour. */
export function deliveredValue(billedUnits: number, unitPriceMicros: number, currency: string): number {
  return microsToMinorDown(BigInt(billedUnits) * BigInt(unitPriceMicros), currency);
}

/** Units a day that a daily budget (minor units) paces to, at least one; null: no daily pace. */
export function unitsOfDay(
  budgetDaily: number | null,
  unitPriceMicros: number,
  currency: string,
): number | null {
  if (budgetDaily === null || unitPriceMicros <= 0) return null;
  const micros = BigInt(budgetDaily) * microsPerMinor(currency);
  return Math.max(1, Number(micros / BigInt(unitPriceMicros)));
}

/**
 * Campaigns whose flight ends after this are told when their units are used up. Within the last day of its flight one is
 * not: the flight's end is about to say the same, and a signal costs history.
 */
export function exhaustionToldAfter(now: Instant, timeScale: number): Instant {
  return now + DAY / timeScale;
}
