/** One definition of delivered value: the database says what the code says, and every answer of the API adds up to it. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { Client } from 'pg';
import { z } from 'zod';
import { deliveredMicros, deliveredValue } from '../../domain/delivery/billing';
import { NIL_ID } from '../../domain/delivery/count';
import { currencies, microsPerMinor, microsToMinor } from '../../domain/money';
import { DAY } from '../../domain/time';
import { checkLedger } from '../../store/ledger-check';
import { readDelivery, setUnits, stop } from '../../store/line-items';
import { campaignDays } from '../../store/metrics';
import { storeReport } from '../../store/reports';
import { anyPurchase } from '../fixtures/purchases';
import { expectConforms } from './conforms';
import { bought, Delivering } from './delivering';
import { anyLife } from './house';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let delivering: Delivering;
beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi({ ...deps, now: () => NOW });
  delivering = new Delivering(database.db, NOW);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const NOW = Date.now();
const MIGRATION = 'prisma/migrations/20261201000002_delivered_in_full/migration.sql';
const Values = z.array(z.object({ micros: z.bigint(), value: z.bigint().transform(Number) }));
const Amounts = z.array(z.object({ amount: z.bigint().transform(Number) }));

test('a minor unit holds as many micros in the database as in the code, whatever the currency', async () => {
  const all = [...currencies, 'CLP', 'KRW', 'UGX', 'XPF', 'BHD', 'OMR', 'TND', 'CHF', ''];
  const rows = await database.db.$queryRaw`
    SELECT micros_per_minor(currency) AS amount FROM unnest(${all}::text[]) WITH ORDINALITY AS c (currency, n) ORDER BY n`;
  expect(Amounts.parse(rows).map(({ amount }) => amount)).toEqual(
    all.map((currency) => Number(microsPerMinor(currency))),
  );
});

test('the database delivers what the code delivers, for any purchase and any count', async () => {
  const anyCase = fc.record({ purchase: anyPurchase, billed: fc.bigInt(0n, 10n ** 9n), full: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(anyCase, { minLength: 1, maxLength: 50 }), async (cases) => {
      const given = cases.map(({ purchase, billed, full }) => ({
        ...purchase,
        billed: full || billed > purchase.units ? purchase.units : billed,
      }));
      const json = JSON.stringify(given, (_, value) => (typeof value === 'bigint' ? String(value) : value));
      const rows = await database.db.$queryRaw`
        SELECT delivered_micros(billed, total, units, "unitPriceMicros", currency) AS micros,
          delivered_value(billed, total, units, "unitPriceMicros", currency) AS value
        FROM ROWS FROM (jsonb_to_recordset(${json}::jsonb) AS (billed bigint, total bigint, units bigint,
          "unitPriceMicros" bigint, currency text)) WITH ORDINALITY AS p (billed, total, units, "unitPriceMicros", currency, n)
        ORDER BY n`;
      expect(Values.parse(rows)).toEqual(
        given.map(({ billed, ...purchase }) => ({
          micros: deliveredMicros(billed, purchase),
          value: deliveredValue(billed, purchase),
        })),
      );
    }),
    { numRuns: 60 },
  );
});

test('what a platform bills is rounded in the database as in the code', async () => {
  const halves = [5_000n, 15_000n, 25_000n, 4_999n, 500_000n, 1_500_000n, 500n, 1_500n];
  const anyMicros = fc.oneof(fc.constantFrom(...halves), fc.bigInt(0n, 10n ** 15n));
  await fc.assert(
    fc.asyncProperty(anyMicros, fc.constantFrom(...currencies), async (micros, currency) => {
      const rows = await database.db
        .$queryRaw`SELECT micros_to_minor(${micros}::bigint, ${currency}) AS amount`;
      expect(Amounts.parse(rows)).toEqual([{ amount: microsToMinor(micros, currency) }]);
    }),
    { numRuns: 200 },
  );
});

const campaignOf = (...given: Parameters<Delivering['campaignOf']>) => delivering.campaignOf(...given);
const count = (...given: Parameters<Delivering['count']>) => delivering.count(...given);

const Spends = z.object({ items: z.array(z.object({ spend: z.int().min(0) })) });
const Total = z.object({ spend: z.int() });
const sum = ({ items }: z.output<typeof Spends>) => items.reduce((all, { spend }) => all + spend, 0);

/** What every answer says was spent; one number, or they contradict each other. */
async function spends(id: string, token: string, currency: string) {
  const ask = async (path: string) => {
    const answer = await api.call('GET', path, { token });
    expectConforms(answer);
    return answer;
  };
  const days = Spends.parse((await ask(`/campaigns/${id}/metrics`)).body);
  const csv = (await ask(`/campaigns/${id}/metrics?format=csv`)).text.trim().split('\n').slice(1);
  const analytics = (await ask(`/campaigns/${id}/analytics`)).body;
  const account = (await ask('/analytics')).body.currencies;
  const ours = account.find((one: { currency: string }) => one.currency === currency);
  // From a day in the midst of it: the days before and after are parts of the same sum.
  const [today, yesterday] = [0, 1].map((ago) => new Date(NOW - ago * DAY).toISOString().slice(0, 10));
  const split = (await ask(`/campaigns/${id}/analytics?from=${today}&to=${today}`)).body;
  const before = Total.parse((await ask(`/campaigns/${id}/metrics/summary?to=${yesterday}`)).body);
  return {
    delivered: (await readDelivery(database.db, id)).delivered,
    days: sum(days),
    csv: csv.reduce((all, line) => all + Number(line.split(',')[6]), 0),
    summary: Total.parse((await ask(`/campaigns/${id}/metrics/summary`)).body).spend,
    analytics: Total.parse(analytics.total).spend,
    analyticsDays: sum(Spends.parse(analytics)),
    account: Total.parse(ours.total).spend,
    accountDays: sum(Spends.parse(ours)),
    split: Total.parse(split.total).spend + before.spend,
  };
}

const all = (worth: number) => ({
  ...{ delivered: worth, days: worth, csv: worth, summary: worth, analytics: worth, analyticsDays: worth },
  ...{ account: worth, accountDays: worth, split: worth },
});

test.each([
  // [total, price, currency, impressions on each day, worth after each]
  [10_000n, 5_627n, 'USD', [13, 13, 14], [7, 14, 22]],
  [100n, 7_000n, 'USD', [71, 70, 1], [49, 98, 100]],
  [100n, 3_000n, 'USD', [5, 0, 10], [1, 1, 4]],
  [100n, 730_000n, 'JPY', [1, 2, 132], [0, 2, 98]],
  [100n, 730_000n, 'JPY', [1, 2, 133], [0, 2, 100]],
  [1_000n, 12_340n, 'KWD', [1, 2, 78], [10, 30, 1_000]],
])('%s at %s micros (%s): %s impressions a day are worth %s, in every answer', async (...given) => {
  const [total, price, currency, days, worth] = given;
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user, bought(total, price, currency));
  for (const [n, impressions] of days.entries()) {
    await count(id, impressions, { daysAgo: days.length - 1 - n });
    expect(await spends(id, token, currency)).toEqual(all(worth[n] ?? 0));
  }
});

test('clicks of a campaign that pays for impressions cost nothing, and the other way round', async () => {
  const { id: user, token } = await api.signIn();
  const byImpression = await campaignOf(user, bought(1_000n, 5_000n));
  await count(byImpression, 3);
  await count(byImpression, 2, { kind: 'click' });
  expect(await spends(byImpression, token, 'USD')).toEqual(all(1));
  const other = await api.signIn();
  const byClick = await campaignOf(other.id, bought(1_000n, 250_000n), 'click');
  await count(byClick, 30);
  await count(byClick, 2, { kind: 'click' });
  await count(byClick, 1, { kind: 'conversion', value: 500 });
  expect(await spends(byClick, other.token, 'USD')).toEqual(all(50));
});

test('the ratios are those of what is charged: one click of a budget that buys one costs all of it', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user, bought(100n, 730_000n), 'click');
  await count(id, 1, { kind: 'click' });
  const summary = await api.call('GET', `/campaigns/${id}/metrics/summary`, { token });
  expect(summary.body).toMatchObject({ spend: 100, cpc: 100 });
});

test('what was delivered in full is in part again once more is bought, and the lowered budget is delivered in full', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user, bought(100n, 7_000n));
  await count(id, 142);
  expect(await spends(id, token, 'USD')).toEqual(all(100));
  const change = async (total: bigint) => {
    const { units } = bought(total, 7_000n);
    await setUnits(database.db, id, { units: Number(units), total: Number(total) }, NOW, anyLife);
  };
  await change(200n);
  expect(await spends(id, token, 'USD')).toEqual(all(99));
  await count(id, 1);
  expect(await spends(id, token, 'USD')).toEqual(all(100));
  // A refund that left no more than was delivered already.
  await change(101n);
  expect(await spends(id, token, 'USD')).toEqual(all(100));
  await count(id, 1);
  expect(await spends(id, token, 'USD')).toEqual(all(101));
});

test('accounts add campaigns as they are charged, each rounded for itself', async () => {
  const { id: user, token } = await api.signIn();
  for (const impressions of [40, 40, 1])
    await count(await campaignOf(user, bought(10_000n, 5_627n)), impressions);
  const { body } = await api.call('GET', '/analytics', { token });
  expect(body.currencies).toMatchObject([{ currency: 'USD', total: { impressions: 81, spend: 44 } }]);
});

test('what comes after the end costs nothing and is counted the same in report and metrics', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user, bought(10_000n, 5_627n));
  await count(id, 40);
  const { billedUnits, delivered } = await stop(database.db, id, { life: anyLife, now: Date.now });
  expect({ billedUnits, delivered }).toEqual({ billedUnits: 40, delivered: 22 });
  const facts = { name: 'Autumn sale', currency: 'USD', ending: 'flight_over', endReason: null };
  await storeReport(database.db, id, facts, { billedUnits, delivered });
  await count(id, 5);
  await count(id, 2, { kind: 'click' });
  await count(id, 1, { kind: 'conversion', value: 700 });
  expect(await spends(id, token, 'USD')).toEqual(all(22));
  const report = await api.call('GET', `/campaigns/${id}/report`, { token });
  expectConforms(report);
  const summary = await api.call('GET', `/campaigns/${id}/metrics/summary`, { token });
  const { impressions, clicks, conversions, invalid, revenue } = summary.body;
  expect({ impressions, clicks, conversions, invalid, revenue }).toEqual({
    ...{ impressions: 40, clicks: 2, conversions: 1, invalid: 5, revenue: 700 },
  });
  expect(report.body).toMatchObject({
    ...{ impressions, clicks, conversions, invalid, revenue },
    delivered: 22,
  });
  expect(report.body.days).toEqual([{ date: expect.any(String), impressions, clicks, conversions }]);
});

test('a campaign that never began has spent nothing, whatever comes in for it', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user, bought(100n, 7_000n));
  await database.db.houseLineItem.delete({ where: { campaignId: id } });
  await stop(database.db, id, { life: anyLife, now: Date.now });
  await count(id, 1);
  expect(await spends(id, token, 'USD')).toEqual(all(0));
});

test('days sum to the delivered value and each is the rise of it, for any purchase and any days', async () => {
  const someDays = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(anyPurchase, someDays, fc.boolean(), async (purchase, shares, full) => {
      const all = shares.reduce((a, b) => a + b, 0) || 1;
      const aim = full ? purchase.units : purchase.units / 2n;
      // The last day takes what is left, so that a full delivery is full to the unit.
      const days = shares.map((share) => (aim * BigInt(share)) / BigInt(all));
      days.push(aim - days.reduce((a, b) => a + b, 0n));
      const id = await campaignOf(randomUUID(), purchase);
      await database.db.campaignMetric.createMany({
        data: days.map((billed, n) => ({
          campaignId: id,
          date: new Date(Date.UTC(2026, 0, 1 + n)),
          creativeId: NIL_ID,
          spendMicros: billed * purchase.unitPriceMicros,
        })),
      });
      let running = 0n;
      const rises = days.map((billed) => {
        const before = deliveredValue(running, purchase);
        running += billed;
        return deliveredValue(running, purchase) - before;
      });
      const rows = await campaignDays(database.db, id, '2026-01-01', '2026-12-31');
      expect(rows.map(({ spend }) => spend)).toEqual(rises);
      const spent = rows.reduce((a, { spend }) => a + spend, 0);
      expect(spent).toBe(deliveredValue(aim, purchase));
      expect(rows.reduce((a, { spendMicros }) => a + spendMicros, 0n)).toBe(deliveredMicros(aim, purchase));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('whatever happens to a campaign, in whatever order, its books agree after each step and when it is over', async () => {
  const { db } = database;
  const step = fc.oneof(
    fc.record({ what: fc.constant('count' as const), events: fc.nat(40), daysAgo: fc.nat(3) }),
    fc.record({ what: fc.constant('click' as const), events: fc.nat(3), daysAgo: fc.nat(3) }),
    fc.record({ what: fc.constant('budget' as const), total: fc.bigInt(1n, 150n) }),
  );
  const anyCourse = fc.record({
    price: fc.constantFrom(5_627n, 7_000n, 9_999n, 10_001n, 330_000n),
    steps: fc.array(step, { minLength: 1, maxLength: 8 }),
    late: fc.nat(5),
  });
  await fc.assert(
    fc.asyncProperty(anyCourse, async ({ price, steps, late }) => {
      const id = await campaignOf(randomUUID(), bought(50n, price));
      let reported = -1;
      const agree = async () => {
        const days = await campaignDays(db, id, '2000-01-01', '2100-01-01');
        const { delivered } = await readDelivery(db, id);
        expect(days.reduce((all, { spend }) => all + spend, 0)).toBe(delivered);
        expect(days.filter(({ spend }) => spend < 0)).toEqual([]);
        const { total } = await db.houseLineItem.findUniqueOrThrow({ where: { campaignId: id } });
        expect(delivered).toBeLessThanOrEqual(Number(total));
        if (reported >= 0) expect(delivered).toBe(reported);
        const findings = (await checkLedger(db)).filter(({ subject }) => subject === id);
        expect(findings).toEqual([]);
      };
      for (const one of steps) {
        if (one.what === 'budget') {
          const { units, total } = bought(one.total, price);
          const terms = { units: Number(units), total: Number(total) };
          const refused = await setUnits(db, id, terms, NOW, anyLife).catch((error) => error.code);
          expect([undefined, 'BUDGET_BELOW_DELIVERED']).toContain(refused);
          if (!refused) await db.campaign.update({ where: { id }, data: { budgetLifetime: total } });
        } else {
          const kind = one.what === 'click' ? 'click' : 'impression';
          await count(id, one.events, { daysAgo: one.daysAgo, kind });
        }
        await agree();
      }
      const { billedUnits, delivered } = await stop(db, id, { life: anyLife, now: Date.now });
      const facts = { name: 'Sale', currency: 'USD', ending: 'cancelled', endReason: null };
      await storeReport(db, id, facts, { billedUnits, delivered });
      reported = delivered;
      await agree();
      await count(id, late, { daysAgo: 1 });
      await agree();
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('an older database: what has ended stays as it was billed, and what runs is delivered in full', async () => {
  const own = await freshDatabase();
  const owner = new Client({ connectionString: own.url });
  await owner.connect();
  try {
    const older = new Delivering(own.db, NOW);
    const [ended, running] = [
      await older.campaignOf(randomUUID(), bought(100n, 7_000n)),
      await older.campaignOf(randomUUID(), bought(100n, 7_000n)),
    ];
    for (const id of [ended, running]) await older.count(id, 142);
    await stop(own.db, ended, { life: anyLife, now: Date.now });
    const neverBegun = randomUUID();
    await stop(own.db, neverBegun, { life: anyLife, now: Date.now });
    await owner.query(`
      DROP FUNCTION campaign_days, delivered_value, delivered_micros, micros_to_minor, charge_step, micros_per_minor;
      ALTER TABLE house_line_items DROP COLUMN total`);
    await owner.query(await readFile(MIGRATION, 'utf8'));
    const worth = async (id: string) => (await readDelivery(own.db, id)).delivered;
    expect([await worth(ended), await worth(running), await worth(neverBegun)]).toEqual([99, 100, 0]);
  } finally {
    await owner.end();
    await own.close();
  }
}, 60_000);
