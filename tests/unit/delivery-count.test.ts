/** Counting a batch: what is billed, what is not, and sums that always agree. */
import fc from 'fast-check';
import {
  type Arrival,
  type CountedItem,
  type InvalidReason,
  type Known,
  NIL_ID,
  tally,
} from '../../domain/delivery/count';

const CAMPAIGN = '11111111-1111-4111-8111-111111111111';
const CREATIVE = '22222222-2222-4222-8222-222222222222';
const AT = Date.UTC(2026, 10, 21, 4);

function item(over: Partial<CountedItem> = {}): CountedItem {
  const price = { billedUnit: 'impression', unitPriceMicros: 1_500n };
  const units = { units: 10, delivered: 0, leased: 0 };
  return {
    campaignId: CAMPAIGN,
    status: 'active',
    timeZone: 'America/New_York',
    ...price,
    ...units,
    ...over,
  };
}

function arrival(nonce: string, over: Partial<Arrival> = {}): Arrival {
  const kind = over.kind ?? 'impression';
  const ids = { id: `${kind}:${nonce}`, campaignId: CAMPAIGN, creativeId: CREATIVE, placement: 'p' };
  return { ...ids, kind, leaseId: null, invalid: null, value: null, clickEvent: null, at: AT, ...over };
}

function known(of: CountedItem, over: Partial<Known> = {}): Known {
  return { items: new Map([[of.campaignId, of]]), leases: new Map(), events: new Map(), ...over };
}

const reasonsOf = (result: ReturnType<typeof tally>) =>
  Object.fromEntries(result.invalid.map(({ reason, count }) => [reason, count]));

test('a repeat within the batch or of an earlier one is a duplicate, and is not billed', () => {
  const earlier = new Map([['impression:b', { campaignId: CAMPAIGN, creativeId: CREATIVE }]]);
  const result = tally([arrival('a'), arrival('a'), arrival('b')], known(item(), { events: earlier }));
  expect(reasonsOf(result)).toEqual({ duplicate: 2 });
  expect(result.billed).toMatchObject([{ delivered: 1 }]);
});

test('an invalid event does not use up its token: the person who comes after it is counted', () => {
  const result = tally([arrival('a', { invalid: 'bot' }), arrival('a')], known(item()));
  expect(reasonsOf(result)).toEqual({ bot: 1 });
  expect(result.accepted.map(({ id }) => id)).toEqual(['impression:a']);
});

test('a unit is drawn from the lease of its ad first, so that others keep what they leased', () => {
  const of = item({ units: 3, leased: 3 });
  const leases = new Map([['mine', 1]]);
  const batch = [arrival('a', { leaseId: 'mine' }), arrival('b', { leaseId: 'mine' }), arrival('c')];
  const result = tally(batch, known(of, { leases }));
  expect([...result.drawn]).toEqual([['mine', 1]]);
  expect(result.billed).toMatchObject([{ delivered: 1, leased: 2 }]);
  expect(reasonsOf(result)).toEqual({ over_delivery: 2 });
  expect(result.accepted.map(({ unbilled }) => unbilled)).toEqual([false, true, true]);
});

test('a stopped line item bills open leases alone', () => {
  const of = item({ status: 'stopped', leased: 1 });
  const batch = [arrival('a', { leaseId: 'open' }), arrival('b', { leaseId: 'gone' })];
  const result = tally(batch, known(of, { leases: new Map([['open', 1]]) }));
  expect(result.billed).toMatchObject([{ delivered: 1, leased: 0 }]);
  expect(reasonsOf(result)).toEqual({ over_delivery: 1 });
});

test('days are those of the campaign’s zone; totals and creatives are both kept', () => {
  const result = tally([arrival('a')], known(item()));
  expect(result.metrics).toMatchObject([
    { date: '2026-11-20', creativeId: NIL_ID, impressions: 1, spendMicros: 1_500n },
    { date: '2026-11-20', creativeId: CREATIVE, impressions: 1, spendMicros: 1_500n },
  ]);
});

test('a conversion credits the clicked creative of its own campaign only', () => {
  const click = (campaignId: string) => new Map([['click:c', { campaignId, creativeId: CREATIVE }]]);
  const sold = arrival('o', { kind: 'conversion', creativeId: NIL_ID, value: 700, clickEvent: 'click:c' });
  const own = tally([sold], known(item(), { events: click(CAMPAIGN) }));
  expect(own.metrics.map(({ creativeId, revenue }) => [creativeId, revenue])).toEqual([
    [NIL_ID, 700],
    [CREATIVE, 700],
  ]);
  const other = tally([sold], known(item(), { events: click(NIL_ID) }));
  expect(other.metrics.map(({ creativeId }) => creativeId)).toEqual([NIL_ID]);
});

test('whatever comes: delivered + leased ≤ units, spend = billed × price, every event is accounted for', () => {
  const reasons: (InvalidReason | null)[] = [null, null, null, 'bot', 'expired', 'prefetch'];
  const anyArrival = fc
    .record({
      nonce: fc.integer({ min: 0, max: 30 }),
      kind: fc.constantFrom('impression' as const, 'click' as const),
      invalid: fc.constantFrom(...reasons),
      leaseId: fc.constantFrom(null, 'x', 'y', 'gone'),
      campaignId: fc.constantFrom(CAMPAIGN, CAMPAIGN, NIL_ID),
    })
    .map(({ nonce, ...over }) => arrival(String(nonce), over));
  const anyItem = fc
    .tuple(
      fc.nat(20),
      fc.nat(5),
      fc.nat(5),
      fc.constantFrom('active', 'paused', 'stopped'),
      fc.constantFrom('impression', 'click'),
    )
    .map(([free, x, y, status, billedUnit]) => {
      const of = item({ units: free + x + y, leased: x + y, status, billedUnit });
      return { of, leases: new Map(Object.entries({ x, y })) };
    });
  fc.assert(
    fc.property(fc.array(anyArrival, { maxLength: 80 }), anyItem, (batch, { of, leases }) => {
      const result = tally(batch, known(of, { leases }));
      const after = result.billed[0] ?? of;
      const total = result.metrics.find(({ creativeId }) => creativeId === NIL_ID);
      const counted = (total?.impressions ?? 0) + (total?.clicks ?? 0);
      const refused = result.invalid.reduce((sum, { count }) => sum + count, 0);
      const drawn = [...result.drawn.values()].reduce((sum, units) => sum + units, 0);
      expect(after.delivered + after.leased).toBeLessThanOrEqual(of.units);
      expect(after.leased).toBe(of.leased - drawn);
      expect(total?.spendMicros ?? 0n).toBe(BigInt(after.delivered) * of.unitPriceMicros);
      expect(counted + refused).toBe(batch.length);
      for (const [id, units] of result.drawn) expect(units).toBeLessThanOrEqual(leases.get(id) ?? 0);
    }),
  );
});
