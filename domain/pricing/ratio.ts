/** Exact fractions of bigints, and decimals as scaled bigints: prices are computed without a float. */

/** n / d, with d > 0; prices and populations are never negative, so n ≥ 0 too. */
export interface Ratio {
  n: bigint;
  d: bigint;
}

export function times(...factors: readonly Ratio[]): Ratio {
  return factors.reduce((a, b) => ({ n: a.n * b.n, d: a.d * b.d }), { n: 1n, d: 1n });
}

export function plus(a: Ratio, b: Ratio): Ratio {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

/** The nearest integer; a tie goes to the even one (IEEE 754 roundTiesToEven). */
export function roundHalfEven({ n, d }: Ratio): bigint {
  const floor = n / d;
  const twice = (n - floor * d) * 2n;
  return twice > d || (twice === d && floor % 2n === 1n) ? floor + 1n : floor;
}

/**
 * Reads a plain decimal as an integer of 10^-places: ("1.25", 4) → 12500n.
 * @throws RangeError for anything but digits with at most `places` of them after the point.
 */
export function parseDecimal(text: string, places: number): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > places) throw new RangeError(`Not a decimal of ${places} places: ${text}`);
  return BigInt(`${match[1]}${fraction.padEnd(places, '0')}`);
}

/** The inverse of {@link parseDecimal}: (12500n, 4) → "1.2500". */
export function formatDecimal(scaled: bigint, places: number): string {
  const digits = scaled.toString().padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
