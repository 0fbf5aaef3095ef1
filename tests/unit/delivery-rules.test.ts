/** The small rules of delivery: who fits where, who is drawn, how often, and what it comes to. */
import fc from 'fast-check';
import { deliveredValue, exhaustionToldAfter, unitsBought, unitsOfDay } from '../../domain/delivery/billing';
import { pickWeighted } from '../../domain/delivery/choose';
import { dateIn } from '../../domain/delivery/day';
import { bestRendition, inTarget, meetsFloor } from '../../domain/delivery/eligibility';
import { FrequencyMemory } from '../../domain/delivery/frequency';
import { ratios, shares } from '../../domain/metrics';
import { MAX_AMOUNT } from '../../domain/money';
import { DAY, HOUR } from '../../domain/time';
import { anyPurchase } from '../fixtures/purchases';

const place = (country: string, state: string | null = null, city: string | null = null) => ({
  country,
  state,
  city,
  radiusKm: null,
});
const geo = (country: string | null, state: string | null = null, city: string | null = null) => ({
  country,
  state,
  city,
});

test('a viewer is in target where his geography says so; the unknown is not, but for the city of a known state', () => {
  expect(inTarget([], geo(null))).toBe(true);
  expect(inTarget([place('US')], geo('US', 'CA'))).toBe(true);
  expect(inTarget([place('US')], geo(null))).toBe(false);
  expect(inTarget([place('US', 'CA')], geo('US'))).toBe(false);
  expect(inTarget([place('IN', 'CA')], geo('US', 'CA'))).toBe(false);
  expect(inTarget([place('US', 'CA', 'fresno')], geo('US', 'CA'))).toBe(true);
  expect(inTarget([place('US', 'CA', 'fresno')], geo('US', 'CA', 'oakland'))).toBe(false);
  expect(inTarget([place('US', 'TX'), place('US', 'CA')], geo('US', 'CA'))).toBe(true);
});

test('a floor is met by impressions priced in its currency, never by clicks', () => {
  const slot = { width: 1, height: 1, formats: [], floorMicros: 2_000n, floorCurrency: 'USD' };
  const price = { billedUnit: 'impression' as const, unitPriceMicros: 2_000n, currency: 'USD' };
  expect(meetsFloor(slot, price)).toBe(true);
  expect(meetsFloor(slot, { ...price, unitPriceMicros: 1_999n })).toBe(false);
  expect(meetsFloor(slot, { ...price, currency: 'INR' })).toBe(false);
  expect(meetsFloor(slot, { ...price, billedUnit: 'click' })).toBe(false);
  expect(meetsFloor({ ...slot, floorMicros: 0n }, { ...price, billedUnit: 'click' })).toBe(true);
});

test('the rendition nearest in shape is shown, a video only as it is', () => {
  const keys = { original: 'o', thumbnail: 't', '1x1': 's', '16x9': 'w', '9x16': 'h' };
  const image = { id: 'm', kind: 'image' as const, keys, width: 1200, height: 1000 };
  const media = { ...image, contentType: null, durationMs: null };
  expect(bestRendition(media, { width: 300, height: 250 })).toBe('original');
  expect(bestRendition(media, { width: 728, height: 90 })).toBe('16x9');
  expect(bestRendition(media, { width: 160, height: 600 })).toBe('9x16');
  expect(bestRendition({ ...media, kind: 'video' }, { width: 728, height: 90 })).toBe('original');
  expect(bestRendition({ ...media, keys: {} }, { width: 1, height: 1 })).toBeNull();
});

test('a draw follows the weights, and what has none is never drawn', () => {
  const items = [
    { name: 'a', weight: 1 },
    { name: 'none', weight: 0 },
    { name: 'b', weight: 3 },
  ];
  const pick = (random: number) => pickWeighted(items, ({ weight }) => weight, random)?.name;
  expect([0, 0.249, 0.25, 0.999].map(pick)).toEqual(['a', 'a', 'b', 'b']);
  expect(pickWeighted([], () => 1, 0.5)).toBeUndefined();
  expect(pickWeighted(items, () => 0, 0.5)).toBeUndefined();
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(fc.property(unit, (random) => pick(random) !== 'none' && pick(random) !== undefined));
});

test('a frequency window opens with the first impression and closes by itself', () => {
  const memory = new FrequencyMemory(2);
  const limit = { impressions: 2, hours: 24 };
  memory.count('v', limit, 0);
  expect(memory.allows('v', limit, 23 * HOUR)).toBe(true);
  memory.count('v', limit, 23 * HOUR);
  expect(memory.allows('v', limit, 23 * HOUR)).toBe(false);
  expect(memory.allows('v', limit, 24 * HOUR)).toBe(true);
  memory.count('w', limit, 23 * HOUR);
  memory.count('x', limit, 23 * HOUR);
  expect(memory.allows('v', limit, 23 * HOUR)).toBe(true);
});

test('the day is the campaign’s own, also when clocks change', () => {
  expect(dateIn('Asia/Kolkata', Date.UTC(2026, 0, 31, 18, 30))).toBe('2026-02-01');
  expect(dateIn('America/Los_Angeles', Date.UTC(2026, 10, 1, 6, 59))).toBe('2026-10-31');
  expect(dateIn('America/Los_Angeles', Date.UTC(2026, 10, 1, 7))).toBe('2026-11-01');
  expect(dateIn('America/Los_Angeles', Date.UTC(2026, 10, 2, 7, 59))).toBe('2026-11-01');
});

const bought = (total: bigint, unitPriceMicros: bigint, currency = 'USD') => {
  const units = unitsBought(total, unitPriceMicros, currency);
  return { total, units, unitPriceMicros, currency };
};

test.each([
  // [total, price, currency, units billed, what they are worth]
  [10_000n, 5_627n, 'USD', 40n, 22],
  [100n, 7_000n, 'USD', 141n, 98],
  [100n, 7_000n, 'USD', 142n, 100],
  [1n, 9_999n, 'USD', 1n, 1],
  [100n, 730_000n, 'USD', 1n, 100],
  [1_000n, 1_500_000n, 'JPY', 3n, 4],
  [1_000n, 1_500_000n, 'JPY', 666n, 1_000],
  [1_000n, 12_340n, 'KWD', 3n, 30],
  [1_000n, 12_340n, 'KWD', 81n, 1_000],
])('of %s at %s micros (%s) %s units are worth %s', (total, price, currency, billed, worth) => {
  expect(deliveredValue(billed, bought(total, price, currency))).toBe(worth);
});

test('of a purchase that buys no unit nothing is ever delivered', () => {
  expect(bought(1n, 10_001n)).toMatchObject({ units: 0n });
  expect(deliveredValue(0n, bought(1n, 10_001n))).toBe(0);
  expect(deliveredValue(0n, { total: 0n, units: 0n, unitPriceMicros: 0n, currency: '' })).toBe(0);
});

test('delivered value only rises with the units billed, never passes the total, and reaches it with the last', () => {
  fc.assert(
    fc.property(anyPurchase, fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 10n ** 9n), (purchase, some, more) => {
      const worth = (billed: bigint) =>
        deliveredValue(billed < purchase.units ? billed : purchase.units, purchase);
      expect(worth(some)).toBeLessThanOrEqual(worth(some + more));
      expect(worth(purchase.units)).toBe(purchase.units > 0n ? Number(purchase.total) : 0);
      expect(worth(some)).toBeLessThanOrEqual(Number(purchase.total));
    }),
  );
});

test('a raise in small steps buys as many units as one in one step', () => {
  // Half a unit each: two of them are a unit.
  expect([1_000n, 1_005n, 1_010n].map((total) => unitsBought(total, 100_000n, 'USD'))).toEqual([
    100n,
    100n,
    101n,
  ]);
});

test('a daily budget paces to whole units, at least one', () => {
  expect(unitsOfDay(5_000, 1_234, 'USD')).toBe(40_518);
  expect(unitsOfDay(1, 1_000_000_000, 'USD')).toBe(1);
  expect(unitsOfDay(null, 1_234, 'USD')).toBeNull();
});

test('shares of a total sum to it, are within one of what is exact, and follow the weights', () => {
  expect(shares(100, [1n, 1n, 1n])).toEqual([34, 33, 33]);
  expect(shares(22, [39n, 1n])).toEqual([21, 1]);
  expect(shares(0, [5n, 0n])).toEqual([0, 0]);
  expect(shares(5, [])).toEqual([]);
  const weights = fc.array(fc.bigInt(0n, 10n ** 17n), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_AMOUNT }), weights, (total, of) => {
      const sum = of.reduce((a, b) => a + b, 0n);
      const parts = shares(total, of);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(sum === 0n ? 0 : total);
      for (const [index, part] of parts.entries()) {
        const exact = BigInt(total) * (of[index] ?? 0n);
        const given = BigInt(part) * sum;
        expect(given > exact - sum || sum === 0n).toBe(true);
        expect(given < exact + sum || sum === 0n).toBe(true);
      }
    }),
  );
});

test('exhaustion within the last day is left for the flight’s end to tell', () => {
  expect(exhaustionToldAfter(5, 1)).toBe(5 + DAY);
  expect(exhaustionToldAfter(5, 1_000)).toBe(5 + DAY / 1_000);
});

test('ratios are null where they would divide by zero, and money is rounded half-even', () => {
  const nothing = { impressions: 0, clicks: 0, conversions: 0, spendMicros: 0n, revenue: 0 };
  expect(ratios(nothing, 'USD')).toEqual({ ctr: null, cpm: null, cpc: null, cpa: null, roas: null });
  const some = { impressions: 3_000, clicks: 40, conversions: 4, spendMicros: 5_000_000n, revenue: 1_250 };
  // 12.5 cents a click are 12 cents, the even neighbour.
  expect(ratios(some, 'USD')).toEqual({ ctr: 1.3333, cpm: 167, cpc: 12, cpa: 125, roas: 2.5 });
  expect(ratios(some, 'JPY').cpa).toBe(1);
  expect(ratios({ ...nothing, impressions: 10 }, 'USD')).toMatchObject({ ctr: 0, cpm: 0, roas: null });
});
