/** What every price must keep, for any configuration: fast-check looks for the one that breaks it. */
import fc from 'fast-check';
import { microsPerMinor } from '../../domain/money';
import { expectedClickRate } from '../../domain/pricing/click-rate';
import { type Coverage, coverageMultiplier } from '../../domain/pricing/coverage';
import { type Discount, discountKinds } from '../../domain/pricing/discounts';
import { type Configuration, type MatrixRow, priceQuote } from '../../domain/pricing/quote';
import { formatDecimal, parseDecimal, roundHalfEven } from '../../domain/pricing/ratio';
import { reachOf } from '../../domain/pricing/reach';
import { billedUnits, objectives } from '../../domain/pricing/targeting';

const currency = fc.constantFrom('USD', 'EUR', 'INR', 'JPY', 'KWD');
const coverage: fc.Arbitrary<Coverage> = fc.record({
  population: fc.bigInt(0n, 10_000_000_000n),
  area: fc.bigInt(1n, 20_000_000_000n),
});
const discount: fc.Arbitrary<Discount> = fc.record({
  name: fc.constant('any'),
  kind: fc.constantFrom(...discountKinds),
  threshold: fc.integer({ min: 0, max: 1_000_000 }),
  basisPoints: fc.integer({ min: 1, max: 5_000 }),
});
const row: fc.Arbitrary<MatrixRow> = fc.record({
  industry: fc.constant('retail'),
  coverageType: fc.constant('state'),
  currency,
  baseRate: fc.bigInt(1_000n, 1_000_000_000_000n),
  multiplier: fc.bigInt(1n, 1_000_000n),
  discounts: fc.array(discount, { maxLength: 8 }),
});
const configuration = (of: string): fc.Arbitrary<Configuration> =>
  fc.record({
    targeting: fc.record({
      industry: fc.constantFrom('retail', 'finance', 'travel'),
      coverageType: fc.constant('state' as const),
      places: fc.constant([]),
      objective: fc.constantFrom(...objectives),
      billedUnit: fc.constantFrom(...billedUnits),
    }),
    currency: fc.constant(of),
    // From a budget that buys something at any rate above, to the largest that a request may name.
    budgetLifetime: fc.integer({ min: 100_000, max: 100_000_000_000 }),
    durationDays: fc.option(fc.integer({ min: 1, max: 3_650 })),
    promoCode: fc.constant(null),
  });
const buyer = fc.record({
  firstCampaign: fc.boolean(),
  promo: fc.option(
    fc.record({ code: fc.constant('SPRING'), basisPoints: fc.integer({ min: 1, max: 9_000 }) }),
  ),
});
const anything = row.chain((found) =>
  fc.record({ row: fc.constant(found), configuration: configuration(found.currency), coverage, buyer }),
);

/** Null for the configurations that are refused: too small or too large to count. */
function tryPrice({
  row,
  configuration,
  coverage,
  buyer,
}: typeof anything extends fc.Arbitrary<infer T> ? T : never) {
  try {
    return priceQuote(configuration, row, coverage, buyer);
  } catch (error) {
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED' });
    return null;
  }
}

test('no price is negative, the total is the budget, and units × unit price never passes it', () => {
  let priced = 0;
  fc.assert(
    fc.property(anything, (given) => {
      const price = tryPrice(given);
      if (!price) return;
      priced += 1;
      const paid = price.total * microsPerMinor(given.row.currency);
      expect(price.total).toBe(BigInt(given.configuration.budgetLifetime));
      expect(price.unitPriceMicros >= 1n && price.units >= 1n).toBe(true);
      expect(price.units * price.unitPriceMicros <= paid).toBe(true);
      expect((price.units + 1n) * price.unitPriceMicros > paid).toBe(true);
      expect(price.rate >= 0n && price.rate <= price.listRate).toBe(true);
    }),
    { numRuns: 500 },
  );
  expect(priced).toBeGreaterThan(250);
});

test('the discounts named add up to what the list asks above the total, each of them worth something', () => {
  fc.assert(
    fc.property(anything, (given) => {
      const price = tryPrice(given);
      if (!price) return;
      const saved = price.discounts.reduce((sum, { amount }) => sum + amount, 0n);
      expect(price.listTotal - saved).toBe(price.total);
      expect(price.discounts.every(({ amount }) => amount >= 0n)).toBe(true);
    }),
  );
});

test('more people in the same area never cost less', () => {
  fc.assert(
    fc.property(anything, fc.bigInt(0n, 1_000_000_000n), (given, more) => {
      const denser = { ...given.coverage, population: given.coverage.population + more };
      const [before, after] = [tryPrice(given), tryPrice({ ...given, coverage: denser })];
      if (before && after) expect(after.unitPriceMicros >= before.unitPriceMicros).toBe(true);
    }),
  );
});

test('the coverage multiplier is from 1 to below 2, and grows with density among as many people', () => {
  fc.assert(
    fc.property(coverage, fc.bigInt(1n, 1_000_000n), ({ population, area }, smaller) => {
      const [wide, dense] = [
        coverageMultiplier({ population, area: area + smaller }),
        coverageMultiplier({ population, area }),
      ];
      expect(dense.n >= dense.d && dense.n < 2n * dense.d).toBe(true);
      expect(dense.n * wide.d >= wide.n * dense.d).toBe(true);
    }),
  );
  expect(coverageMultiplier({ population: 0n, area: 0n })).toMatchObject({ n: expect.any(BigInt) });
});

test('reach is never more than the people or the impressions, and low ≤ estimate ≤ high', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10_000_000_000n), fc.bigInt(0n, 10n ** 15n), (people, impressions) => {
      const { low, estimate, high } = reachOf(people, impressions);
      expect(0n <= low && low <= estimate && estimate <= high && high <= people && high <= impressions).toBe(
        true,
      );
    }),
  );
});

test('a price by hand: 4.20 USD × 1.15 × 1.25, less 3 %, less 10 %', () => {
  const targeting = {
    industry: 'retail',
    coverageType: 'city',
    places: [],
    objective: 'awareness',
    billedUnit: 'impression',
  } as const;
  const given = {
    targeting: { ...targeting, places: [] },
    currency: 'USD',
    budgetLifetime: 100_000,
    durationDays: 7,
    promoCode: null,
  };
  const discounts: Discount[] = [
    { name: 'Volume', kind: 'volume', threshold: 100_000, basisPoints: 300 },
    { name: 'Long', kind: 'duration', threshold: 8, basisPoints: 500 },
    { name: 'First', kind: 'first_campaign', threshold: 0, basisPoints: 1_000 },
  ];
  const matrix = { ...targeting, currency: 'USD', baseRate: 4_200_000n, multiplier: 11_500n, discounts };
  // Five million people make a quarter; nobody per km² makes nothing more.
  const spread = { population: 5_000_000n, area: 10n ** 30n };
  const price = priceQuote(given, matrix, spread, { firstCampaign: true, promo: null });
  expect(price.coverageMultiplier).toBe(12_500n);
  expect(price.listRate).toBe(6_037_500n);
  expect(price.rate).toBe(5_270_738n); // 5,270,737.5 to even
  expect(price.unitPriceMicros).toBe(5_271n);
  expect(price.units).toBe(189_717n); // 1,000,000,000 / 5,271
  expect(price.discounts).toEqual([
    { name: 'Volume', kind: 'volume', basisPoints: 300, amount: 3_437n },
    { name: 'First', kind: 'first_campaign', basisPoints: 1_000, amount: 11_111n },
  ]);
  expect(price.listTotal).toBe(114_548n);
});

test('a click costs what the impressions that are expected to lead to it cost', () => {
  const rate = expectedClickRate('awareness', 'retail');
  expect(rate.n * 250n).toBe(rate.d); // 0.4 %
  for (const objective of objectives) {
    const { n, d } = expectedClickRate(objective, 'finance');
    expect(n * 1_000n >= d * 3n && n * 1_000n <= d * 15n).toBe(true);
  }
});

test('a budget that buys nothing, or more than can be counted, is refused', () => {
  const targeting = {
    industry: 'retail',
    coverageType: 'city',
    places: [],
    objective: 'traffic',
    billedUnit: 'click',
  } as const;
  const matrix = { ...targeting, currency: 'USD', baseRate: 10n ** 12n, multiplier: 10_000n, discounts: [] };
  const given = {
    targeting: { ...targeting, places: [] },
    currency: 'USD',
    budgetLifetime: 1,
    durationDays: null,
    promoCode: null,
  };
  const nobody = { population: 0n, area: 0n };
  const none = { firstCampaign: false, promo: null };
  const refused = expect.objectContaining({ code: 'VALIDATION_FAILED' });
  expect(() => priceQuote(given, matrix, nobody, none)).toThrow(refused);
  const yen = {
    ...given,
    currency: 'JPY',
    budgetLifetime: 100_000_000_000,
    targeting: { ...targeting, places: [], billedUnit: 'impression' as const },
  };
  expect(() => priceQuote(yen, { ...matrix, baseRate: 1_000n }, nobody, none)).toThrow(refused);
});

test('decimals and halves are exact', () => {
  expect(parseDecimal('1.25', 4)).toBe(12_500n);
  expect(formatDecimal(12_500n, 4)).toBe('1.2500');
  expect(formatDecimal(5n, 3)).toBe('0.005');
  for (const bad of ['1.23456', '-1', '1e3', '', '.5', '1,5'])
    expect(() => parseDecimal(bad, 4)).toThrow(RangeError);
  expect([1n, 3n, 5n, 7n].map((n) => roundHalfEven({ n, d: 2n }))).toEqual([0n, 2n, 2n, 4n]);
});
