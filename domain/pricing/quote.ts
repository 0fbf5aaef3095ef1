/** A quote: what one impression or click costs a configuration, and how many of them its budget buys. */
import { unitsBought } from '../delivery/billing';
import { BusinessError } from '../errors';
import { expectedClickRate } from './click-rate';
import { type Coverage, coverageMultiplier } from './coverage';
import { type AppliedDiscount, applicable, type Buyer, type Discount, remainder } from './discounts';
import { type Ratio, roundHalfEven, times } from './ratio';
import { type Reach, reachOf } from './reach';
import type { Targeting } from './targeting';

/** A row of the pricing matrix: what an industry pays for a type of coverage in a currency. */
export interface MatrixRow {
  industry: string;
  coverageType: string;
  currency: string;
  /** Micros per 1,000 impressions. */
  baseRate: bigint;
  /** Ten-thousandths. */
  multiplier: bigint;
  /** In the order in which they apply. */
  discounts: Discount[];
}

/** What is priced, and what a quote is bound to; its canonical form is fingerprinted. */
export interface Configuration {
  targeting: Targeting;
  currency: string;
  /** Minor units: the total that is charged. */
  budgetLifetime: number;
  durationDays: number | null;
  promoCode: string | null;
}

export interface Pricing {
  /** Before and after discounts, micros per 1,000 impressions. */
  listRate: bigint;
  rate: bigint;
  /** Ten-thousandths, rounded half-even for showing; the price uses the exact fraction. */
  coverageMultiplier: bigint;
  /** In order; `amount` in minor units, so that listTotal less the amounts is the total. */
  discounts: (AppliedDiscount & { amount: bigint })[];
  /** What the same units would cost without discounts, minor units. */
  listTotal: bigint;
  /** What is charged: the budget, minor units. */
  total: bigint;
  unitPriceMicros: bigint;
  units: bigint;
  reach: Reach;
}

/**
 * Prices a configuration: price per thousand = base rate × the row's multiplier × coverage multiplier × what each
 * discount leaves, exact; an impression costs a thousandth of it, a click that over the expected click rate. Only
 * this unit price is rounded, half-even to whole micros, and is at least one. As many whole units are bought as
 * the budget pays for: units × unit price ≤ total, and the total is charged.
 * @throws BusinessError VALIDATION_FAILED when the budget buys no unit, or more than can be counted exactly.
 */
export function priceQuote(
  { targeting, currency, ...configuration }: Configuration,
  row: MatrixRow,
  coverage: Coverage,
  buyer: Pick<Buyer, 'firstCampaign' | 'promo'>,
): Pricing {
  const applied = applicable(row.discounts, { ...configuration, ...buyer });
  const multiplier = coverageMultiplier(coverage);
  const listRate = times({ n: row.baseRate, d: 1n }, { n: row.multiplier, d: 10_000n }, multiplier);
  const rate = times(listRate, ...applied.map(remainder));
  const clickRate = expectedClickRate(targeting.objective, targeting.industry);
  const perUnit: Ratio =
    targeting.billedUnit === 'click' ? { n: clickRate.d, d: clickRate.n } : { n: 1n, d: 1n };
  const exact = roundHalfEven(times(rate, { n: 1n, d: 1_000n }, perUnit));
  const unitPriceMicros = exact > 0n ? exact : 1n;
  const total = BigInt(configuration.budgetLifetime);
  const units = unitsBought(total, unitPriceMicros, currency);
  if (units < 1n) throw outOfRange('The budget is too small to buy anything.');
  if (units > BigInt(Number.MAX_SAFE_INTEGER)) throw outOfRange('The budget buys more than can be counted.');
  const impressions = targeting.billedUnit === 'click' ? (units * clickRate.d) / clickRate.n : units;
  return {
    listRate: roundHalfEven(listRate),
    rate: roundHalfEven(rate),
    coverageMultiplier: roundHalfEven(times(multiplier, { n: 10_000n, d: 1n })),
    ...worth(total, applied),
    total,
    unitPriceMicros,
    units,
    reach: reachOf(coverage.population, impressions),
  };
}

/** What each discount saves on what the total buys: walking back from the total to the price without any. */
function worth(total: bigint, applied: readonly AppliedDiscount[]): Pick<Pricing, 'discounts' | 'listTotal'> {
  let exact: Ratio = { n: total, d: 1n };
  let after = total;
  const discounts = applied
    .toReversed()
    .map((discount) => {
      const left = remainder(discount);
      exact = times(exact, { n: left.d, d: left.n });
      const before = roundHalfEven(exact);
      const amount = before - after;
      after = before;
      return { ...discount, amount };
    })
    .toReversed();
  return { discounts, listTotal: after };
}

function outOfRange(message: string): BusinessError {
  return new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/budget_lifetime', message }] });
}
