/** The ledger check and delivery: line item, days, report and ledger say one number, or the check names who differs. */
import { randomUUID } from 'node:crypto';
import { campaignPostings, paymentReceived } from '../../domain/ledger';
import { postTransaction } from '../../store/ledger';
import { checkLedger } from '../../store/ledger-check';
import { readDelivery, stop } from '../../store/line-items';
import { storeReport } from '../../store/reports';
import { bought, Delivering } from './delivering';
import { anyLife } from './house';
import { freshDatabase } from './parts';

type Fresh = Awaited<ReturnType<typeof freshDatabase>>;
let own: Fresh;
let delivering: Delivering;
beforeEach(async () => {
  own = await freshDatabase();
  delivering = new Delivering(own.db, Date.now());
}, 60_000);
afterEach(() => own.close());

/** A campaign that was paid, delivered so much and ended as its workflow ends it, without the refund of the rest. */
async function ended(total: bigint, price: bigint, impressions: number, spent?: number): Promise<string> {
  const { db } = own;
  const id = await delivering.campaignOf(randomUUID(), bought(total, price));
  await delivering.count(id, impressions);
  await stop(db, id, { life: anyLife, now: Date.now });
  const { billedUnits, delivered } = await readDelivery(db, id);
  const facts = { name: 'Sale', currency: 'USD', ending: 'flight_over', endReason: null };
  await storeReport(db, id, facts, { billedUnits, delivered });
  await db.payment.create({
    data: {
      ...{ id, userId: randomUUID(), campaignId: id, purpose: 'campaign', method: 'checkout', n: 1 },
      ...{ amount: total, currency: 'USD', status: 'paid', received: total, receivedCurrency: 'USD' },
    },
  });
  const received = { paymentId: id, campaignId: id, currency: 'USD', wanted: Number(total), excess: 0 };
  await postTransaction(db, paymentReceived({ ...received, walletOf: null }));
  const amount = spent ?? delivered;
  const movements = [{ kind: 'spend', paymentId: null, amount, currency: 'USD' } as const];
  for (const posting of campaignPostings({ campaignId: id, userId: 'u' }, movements))
    await postTransaction(db, posting);
  await db.campaign.update({ where: { id }, data: { over: true, phase: 'completed', status: 'completed' } });
  return id;
}

const found = async () => (await checkLedger(own.db)).map(({ rule, subject }) => `${subject}: ${rule}`);
const SPENT = 'what an ended house campaign delivered was posted as spent';
const REPORT = 'the final report of a house campaign says what was delivered';
const DAYS = 'the days of a house campaign add up to what was billed, at its price';
const UNITS =
  'the units of a house campaign cost no more than its total, which is its budget while it has units left';
/** A refund that is not in these tests: what is left of the payment stays. */
const KEPT = 'a campaign that is over keeps nothing, but for what a bank would not take';

test('books that agree are found right: in full, in part, while it runs, and before it began', async () => {
  const full = await ended(100n, 7_000n, 142);
  expect(await readDelivery(own.db, full)).toMatchObject({ delivered: 100 });
  expect(await found()).toEqual([]);
  const part = await ended(10_000n, 5_627n, 40);
  expect(await readDelivery(own.db, part)).toMatchObject({ delivered: 22 });
  const running = await delivering.campaignOf(randomUUID(), bought(10_000n, 5_627n));
  await delivering.count(running, 40);
  await stop(own.db, randomUUID(), { life: anyLife, now: Date.now });
  expect(await found()).toEqual([`${part}: ${KEPT}`]);
});

test.each<[string, (id: string) => Promise<unknown>, string[]]>([
  [
    'a report that says a cent more',
    (id) =>
      own.db
        .$executeRaw`UPDATE campaign_reports SET report = report || '{"delivered": 101}' WHERE campaign_id = ${id}::uuid`,
    [REPORT],
  ],
  [
    'a report of other units',
    (id) =>
      own.db
        .$executeRaw`UPDATE campaign_reports SET report = report || '{"billedUnits": 141}' WHERE campaign_id = ${id}::uuid`,
    [REPORT],
  ],
  [
    'a day that says more than was billed',
    (id) => own.db
      .$executeRaw`UPDATE campaign_metrics SET spend_micros = spend_micros + 7000 WHERE campaign_id = ${id}::uuid
      AND creative_id = '00000000-0000-0000-0000-000000000000'`,
    [DAYS],
  ],
  ['days that are gone', (id) => own.db.campaignMetric.deleteMany({ where: { campaignId: id } }), [DAYS]],
  [
    'a unit less on the line item',
    (id) => own.db.houseLineItem.update({ where: { campaignId: id }, data: { delivered: 141n } }),
    [SPENT, REPORT, DAYS],
  ],
  [
    'a line item that is gone',
    (id) => own.db.houseLineItem.delete({ where: { campaignId: id } }),
    [SPENT, DAYS],
  ],
  [
    'another total on the line item',
    (id) => own.db.houseLineItem.update({ where: { campaignId: id }, data: { total: 101n } }),
    [SPENT, REPORT],
  ],
  [
    'a total that does not pay for the units',
    (id) => own.db.houseLineItem.update({ where: { campaignId: id }, data: { total: 98n } }),
    [SPENT, REPORT, UNITS],
  ],
])('the check finds %s', async (_, plant, rules) => {
  const id = await ended(100n, 7_000n, 142);
  expect(await found()).toEqual([]);
  await plant(id);
  expect(await found()).toEqual(rules.map((rule) => `${id}: ${rule}`));
});

test('the check finds a campaign that was charged by rounding where it had delivered all', async () => {
  const id = await ended(100n, 7_000n, 142, 99);
  expect(await found()).toEqual([`${id}: ${SPENT}`, `${id}: ${KEPT}`]);
});

test('the check finds a running campaign whose line item has another total than its budget', async () => {
  const id = await delivering.campaignOf(randomUUID(), bought(100n, 7_000n));
  for (const budgetLifetime of [200n, 50n]) {
    await own.db.campaign.update({ where: { id }, data: { budgetLifetime } });
    expect(await found()).toEqual([`${id}: ${UNITS}`]);
  }
});
