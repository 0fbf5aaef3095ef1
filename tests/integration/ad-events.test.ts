/** Counting a batch: what is billed, what is not, and sums that always agree. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pino from 'pino';
import { createCounter } from '../../adserver/counter';
import { type Arrival, type InvalidReason, NIL_ID } from '../../domain/delivery/count';
import type { Database } from '../../infra/database';
import { applyFlush } from '../../store/ad-events';
import type { LineItemTerms } from '../../store/line-items';
import { houseCampaign } from './house';
import { countOneByOne } from './one-by-one';
import { freshDatabase } from './parts';

const [PRICE, AT] = [1_500, Date.UTC(2026, 10, 21, 4)];
const CREATIVE = '22222222-2222-4222-8222-222222222222';

let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
}, 60_000);
afterAll(() => close());

/** A campaign with so many units in each of its leases, and so many that nobody has. */
async function campaignWith(
  free: number,
  leases: readonly number[] = [],
  terms: Partial<LineItemTerms & { status: string }> = {},
) {
  const { status = 'active', ...over } = terms;
  const leased = leases.reduce((sum, units) => sum + units, 0);
  const units = Math.max(1, free + leased);
  const { campaignId } = await houseCampaign(db, { units, unitPriceMicros: PRICE, ...over });
  const delivered = BigInt(units - free - leased);
  await db.houseLineItem.update({ where: { campaignId }, data: { leased, delivered, status } });
  const rows = leases.map((size) => ({ id: randomUUID(), units: BigInt(size) }));
  const expiresAt = new Date(Date.now() + 60_000);
  await db.houseLease.createMany({
    data: rows
      .filter((row) => row.units > 0n)
      .map((row) => ({ ...row, campaignId, server: 'test', expiresAt })),
  });
  return { campaignId, delivered: Number(delivered), leaseIds: rows.map(({ id }) => id) };
}

function arrival(campaignId: string, nonce: string, over: Partial<Arrival> = {}): Arrival {
  const kind = over.kind ?? 'impression';
  const ids = { id: `${kind}:${campaignId}:${nonce}`, campaignId, creativeId: CREATIVE, placement: 'p' };
  return { ...ids, kind, leaseId: null, invalid: null, value: null, clickEvent: null, at: AT, ...over };
}

async function count(...arrivals: Arrival[]): Promise<void> {
  await applyFlush(db, { server: randomUUID(), number: 1, arrivals, now: Date.now(), timeScale: 1 });
}

const byName = (rows: { name: string; value: bigint | number }[]) =>
  Object.fromEntries(rows.filter(({ value }) => value > 0).map(({ name, value }) => [name, Number(value)]));

async function stateOf(campaignId: string) {
  const [item, leases, events, refused, days] = await Promise.all([
    db.houseLineItem.findUniqueOrThrow({ where: { campaignId } }),
    db.houseLease.findMany({ where: { campaignId } }),
    db.adEvent.findMany({ where: { campaignId } }),
    db.invalidTraffic.findMany({ where: { campaignId }, orderBy: { reason: 'asc' } }),
    db.campaignMetric.findMany({ where: { campaignId }, orderBy: { creativeId: 'asc' } }),
  ]);
  const reasons: Record<string, number> = {};
  for (const { reason, count } of refused) reasons[reason] = (reasons[reason] ?? 0) + Number(count);
  const unbilled = Object.fromEntries(events.map((event) => [event.id, event.unbilled]));
  return { item, leases, unbilled, reasons, days };
}

test('a repeat within the batch or of an earlier one is a duplicate, and is not billed', async () => {
  const { campaignId } = await campaignWith(10);
  await count(arrival(campaignId, 'b'));
  await count(arrival(campaignId, 'a'), arrival(campaignId, 'a'), arrival(campaignId, 'b'));
  const { item, reasons } = await stateOf(campaignId);
  expect(reasons).toEqual({ duplicate: 2 });
  expect(item.delivered).toBe(2n);
});

test('an invalid event does not use up its token: the person who comes after it is counted', async () => {
  const { campaignId } = await campaignWith(10);
  await count(arrival(campaignId, 'a', { invalid: 'bot' }), arrival(campaignId, 'a'));
  const { unbilled, reasons } = await stateOf(campaignId);
  expect(reasons).toEqual({ bot: 1 });
  expect(unbilled).toEqual({ [`impression:${campaignId}:a`]: false });
});

test('a unit is drawn from the lease of its ad first, so that others keep what they leased', async () => {
  const { campaignId, leaseIds } = await campaignWith(0, [1, 2]);
  const leaseId = leaseIds[0] ?? null;
  const own = ['a', 'b'].map((nonce) => arrival(campaignId, nonce, { leaseId }));
  await count(...own, arrival(campaignId, 'c'));
  const { item, unbilled, reasons } = await stateOf(campaignId);
  expect(item).toMatchObject({ delivered: 1n, leased: 2n });
  expect(reasons).toEqual({ over_delivery: 2 });
  expect(Object.values(unbilled).sort()).toEqual([false, true, true]);
});

test('a lease of another campaign pays for nothing', async () => {
  const [{ campaignId }, other] = [await campaignWith(0), await campaignWith(0, [5])];
  await count(arrival(campaignId, 'a', { leaseId: other.leaseIds[0] ?? null }));
  expect((await stateOf(campaignId)).reasons).toEqual({ over_delivery: 1 });
  expect((await stateOf(other.campaignId)).leases).toMatchObject([{ used: 0n }]);
});

test('days are those of the campaign’s zone; totals and creatives are both kept', async () => {
  const { campaignId } = await campaignWith(10, [], { timeZone: 'America/New_York' });
  await count(arrival(campaignId, 'a'));
  const day = { date: new Date('2026-11-20'), impressions: 1n, spendMicros: BigInt(PRICE) };
  expect((await stateOf(campaignId)).days).toMatchObject([
    { ...day, creativeId: NIL_ID },
    { ...day, creativeId: CREATIVE },
  ]);
});

test('a zone that the database does not know is refused before anything is counted in it', async () => {
  await expect(campaignWith(1, [], { timeZone: 'Mars/Olympus' })).rejects.toThrow(/time zone/);
});

test('an event that the database refuses takes no other of its batch with it', async () => {
  const { campaignId } = await campaignWith(10);
  const counter = createCounter(
    { db, log: pino({ level: 'silent' }), now: Date.now, timeScale: 1 },
    randomUUID(),
  );
  const sold = { kind: 'conversion' as const, creativeId: NIL_ID, value: 700 };
  const events = Array.from({ length: 40 }, (_, n) => arrival(campaignId, `${n}`));
  const poison = arrival(campaignId, 'o', { ...sold, clickEvent: 'click:\u0000' });
  const answers = await Promise.allSettled(
    [...events.slice(0, 23), poison, ...events.slice(23)].map((event) => counter.add(event)),
  );
  await counter.close();
  expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(answers[23]?.status).toBe('rejected');
  const { days } = await stateOf(campaignId);
  expect(days.find(({ creativeId }) => creativeId === NIL_ID)).toMatchObject({ impressions: 10n });
  expect(await db.adEvent.count({ where: { campaignId } })).toBe(40);
});

test('a conversion credits the clicked creative of its own campaign only', async () => {
  const { campaignId } = await campaignWith(10);
  const other = await campaignWith(10);
  await count(arrival(campaignId, 'c', { kind: 'click' }));
  const clickEvent = `click:${campaignId}:c`;
  const sold = { kind: 'conversion' as const, creativeId: NIL_ID, value: 700, clickEvent };
  await count(arrival(campaignId, 'o', sold), arrival(other.campaignId, 'o', sold));
  const credited = async (id: string) =>
    (await stateOf(id)).days.map(({ creativeId, conversions, revenue }) => [
      creativeId,
      conversions,
      revenue,
    ]);
  expect(await credited(campaignId)).toEqual([
    [NIL_ID, 1n, 700n],
    [CREATIVE, 1n, 700n],
  ]);
  expect(await credited(other.campaignId)).toEqual([[NIL_ID, 1n, 700n]]);
});

test('whatever comes in whatever batches is counted as if it came one by one', async () => {
  const reasons: (InvalidReason | null)[] = [null, null, null, 'bot', 'expired', 'prefetch'];
  const anyEvent = fc.record({
    nonce: fc.integer({ min: 0, max: 30 }),
    kind: fc.constantFrom('impression' as const, 'click' as const),
    invalid: fc.constantFrom(...reasons),
    lease: fc.constantFrom(null, 0, 1, 2),
    unknown: fc.constantFrom(false, false, false, true),
  });
  const anyCase = fc.record({
    batches: fc.array(fc.array(anyEvent, { maxLength: 50 }), { minLength: 1, maxLength: 3 }),
    free: fc.nat(20),
    leases: fc.tuple(fc.nat(5), fc.nat(5)),
    status: fc.constantFrom('active', 'paused', 'stopped'),
    billedUnit: fc.constantFrom('impression' as const, 'click' as const),
  });
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ batches, free, leases, status, billedUnit }) => {
      const { campaignId, delivered, leaseIds } = await campaignWith(free, leases, { status, billedUnit });
      const ids = [...leaseIds, randomUUID()];
      const forged = async () =>
        (await db.invalidTraffic.aggregate({ _sum: { count: true }, where: { reason: 'forged' } }))._sum
          .count ?? 0n;
      const before = await forged();
      const all = batches.map((batch) =>
        batch.map(({ nonce, lease, unknown, ...over }) => {
          const leaseId = lease === null ? null : (ids[lease] ?? null);
          return arrival(unknown ? randomUUID() : campaignId, String(nonce), { ...over, leaseId });
        }),
      );
      for (const batch of all) await count(...batch);

      const known = all.flat().filter((one) => one.campaignId === campaignId);
      const sizes = Object.fromEntries(leaseIds.map((id, n) => [id, leases[n] ?? 0]));
      const expected = countOneByOne(known, { status, billedUnit, free, leases: sizes });
      const after = await stateOf(campaignId);
      const drawn = Object.values(expected.drawn).reduce((sum, units) => sum + units, 0);
      expect(Number(after.item.delivered)).toBe(delivered + expected.delivered);
      expect(Number(after.item.leased)).toBe((leases[0] ?? 0) + (leases[1] ?? 0) - drawn);
      expect(byName(after.leases.map(({ id, used }) => ({ name: id, value: used })))).toEqual(expected.drawn);
      expect(after.unbilled).toEqual(expected.accepted);
      expect(after.reasons).toEqual(expected.refused);
      expect(await forged()).toBe(before + BigInt(all.flat().length - known.length));
      for (const day of after.days) {
        const { impressions, clicks, invalid, spendMicros } = day;
        const kinds = [
          { name: 'impression', value: impressions },
          { name: 'click', value: clicks },
        ];
        expect(byName(kinds)).toEqual(expected.counted);
        const refused = Object.values(expected.refused).reduce((sum, events) => sum + events, 0);
        expect([Number(invalid), Number(spendMicros)]).toEqual([refused, expected.delivered * PRICE]);
      }
      expect(after.days).toHaveLength(known.length > 0 ? 2 : 0);
    }),
    { numRuns: 40 },
  );
}, 60_000);
