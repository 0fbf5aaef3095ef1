/** The ratios of advertising results; each is null where it would divide by zero. */
import { microsPerMinor } from './money';
import { roundHalfEven } from './pricing/ratio';

/** Sums over days or campaigns of one currency. */
export interface Results {
  impressions: number;
  clicks: number;
  conversions: number;
  /** Minor units: what was delivered in these days. */
  spend: number;
  /** The same before it was rounded: what ratios are made of. */
  spendMicros: bigint;
  /** Minor units. */
  revenue: number;
}

export interface Ratios {
  /** Percentage: clicks / impressions × 100, to four places. */
  ctr: number | null;
  /** Minor units, rounded half-even: spend / impressions × 1000. */
  cpm: number | null;
  /** Minor units: spend / clicks. */
  cpc: number | null;
  /** Minor units: spend / conversions. */
  cpa: number | null;
  /** Revenue / spend, to four places. */
  roas: number | null;
}

/** The definitions of the README's units. */
export function ratios(results: Omit<Results, 'spend'>, currency: string): Ratios {
  const { impressions, clicks, conversions, spendMicros, revenue } = results;
  const minor = microsPerMinor(currency);
  const each = (count: number, per: bigint) =>
    count === 0 ? null : Number(roundHalfEven({ n: spendMicros * per, d: BigInt(count) * minor }));
  const revenueMicros = BigInt(revenue) * minor;
  return {
    ctr: impressions === 0 ? null : fourPlaces((clicks / impressions) * 100),
    cpm: each(impressions, 1_000n),
    cpc: each(clicks, 1n),
    cpa: each(conversions, 1n),
    roas: spendMicros === 0n ? null : fourPlaces(Number(revenueMicros) / Number(spendMicros)),
  };
}

function fourPlaces(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

export function addResults(a: Results, b: Results): Results {
  return {
    impressions: a.impressions + b.impressions,
    clicks: a.clicks + b.clicks,
    conversions: a.conversions + b.conversions,
    spend: a.spend + b.spend,
    spendMicros: a.spendMicros + b.spendMicros,
    revenue: a.revenue + b.revenue,
  };
}

export const noResults: Results = {
  impressions: 0,
  clicks: 0,
  conversions: 0,
  spend: 0,
  spendMicros: 0n,
  revenue: 0,
};

/**
 * Breaks a total (minor units) down by weight, for example by the spend of each creative in micros, so that the parts
 * sum to it: the largest remainder method, the earlier part first where two are equal. All are 0 without any weight.
 */
export function shares(total: number, weights: readonly bigint[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(total) * weight);
  const parts = exact.map((value) => Number(value / sum));
  const left = total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ remainder: value % sum, index }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return parts.map((part, index) => (raised.has(index) ? part + 1 : part));
}
