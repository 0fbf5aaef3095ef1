/** The money side of house delivery: what units are worth, how a daily budget paces, when exhaustion is worth telling. */
import { downToStep, microsPerMinor, microsToMinorDown } from '../money';
import { DAY, type Instant } from '../time';

/** What a campaign bought: its quote, as changes of its budget have made it. */
export interface Purchase {
  /** Minor units: what is charged for all units, which may be a little more than units × unit price. */
  total: bigint;
  units: bigint;
  unitPriceMicros: bigint;
  currency: string;
}

/** As many whole units as a total (minor units) pays for: at the quote, and whenever the total changes. */
export function unitsBought(total: bigint, unitPriceMicros: bigint, currency: string): bigint {
  return (total * microsPerMinor(currency)) / unitPriceMicros;
}

const isWhole = (billedUnits: bigint, { units }: Purchase) => units > 0n && billedUnits >= units;

/**
 * The one definition of what was delivered, before it is rounded: the total when all units bought were billed, else billed
 * units × unit price. The database says the same: `delivered_micros`.
 */
export function deliveredMicros(billedUnits: bigint, purchase: Purchase): bigint {
  const { total, unitPriceMicros, currency } = purchase;
  return isWhole(billedUnits, purchase) ? total * microsPerMinor(currency) : billedUnits * unitPriceMicros;
}

/**
 * What was delivered in minor units, rounded down once, in the customer's favour; short of the whole, to what leaves an
 * amount that can be refunded. In the database: `delivered_value`.
 */
export function deliveredValue(billedUnits: bigint, purchase: Purchase): number {
  const { currency } = purchase;
  const value = microsToMinorDown(deliveredMicros(billedUnits, purchase), currency);
  return isWhole(billedUnits, purchase) ? value : downToStep(value, currency);
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
