/** What a campaign has cost is one number, wherever it is asked and whenever: over HTTP against the whole system. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Person, TARGETING, until } from '../../bin/demo/driver';
import { Viewer } from '../../bin/demo/viewer';
import { unitsBought } from '../../domain/delivery/billing';
import { DAY } from '../../domain/time';
import { ReportAnswer } from '../../schemas/campaigns';
import { AccountAnalytics, CampaignAnalytics, DaysAnswer, SummaryAnswer } from '../../schemas/metrics';
import { QuoteAnswer, QuoteResult } from '../../schemas/pricing';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(90_000);

let whole: WholeSystem;
beforeAll(async () => {
  whole = await wholeSystem();
}, 120_000);
afterAll(() => whole?.close());

interface Running {
  id: string;
  who: Person;
  viewer: Viewer;
}

const states = ['WA', 'OR', 'TX', 'NY', 'FL', 'OH', 'GA', 'IL'];

/** A campaign that runs alone in a state of its own, bought at a price that a test has chosen, with no pace to wait for. */
async function running(who: Person, currency: string, total: number, price: number): Promise<Running> {
  const { driver, admin, db, system } = whole;
  const place = { country: 'US', state: states.pop() ?? '' };
  const placement = { id: `of-${randomUUID()}`, name: 'Alone', width: 300, height: 250, formats: ['image'] };
  const made = await driver.call('POST', '/admin/placements', {
    token: admin.token,
    body: { ...placement, ...place },
  });
  expect(made.status).toBe(201);
  const targeting = { ...TARGETING, places: [place] };
  const { id } = await driver.draft(who, { targeting, budget_lifetime: total });
  await driver.content(who, id);
  const wanted = { ...targeting, objective: 'traffic', currency, budget_lifetime: total };
  const quote = await driver.ask(QuoteAnswer, 'POST', '/pricing/calculate', {
    token: who.token,
    body: wanted,
  });
  const stored = await db.quote.findUniqueOrThrow({ where: { id: quote.id } });
  const units = Number(unitsBought(BigInt(total), BigInt(price), currency));
  const result = { ...QuoteResult.parse(stored.result), unit_price_micros: price, units };
  await db.quote.update({ where: { id: quote.id }, data: { result } });
  await driver.act(who, id, 'submit', { quote_id: quote.id });
  await driver.approveMedia(admin, id);
  await driver.press(await driver.checkout(who, id), 'pay');
  await driver.until(who, id, ({ phase }) => phase === 'pending_approval');
  await driver.decide(admin, id);
  await driver.until(who, id, ({ delivery }) => delivery === 'delivering');
  await atOnce(id);
  return { id, who, viewer: new Viewer(system.env.ADSERVER_URL ?? '', placement.id) };
}

/** As in the last hundredth of a flight, all units are due. */
async function atOnce(campaignId: string): Promise<void> {
  const { startAt } = await whole.db.houseLineItem.findUniqueOrThrow({ where: { campaignId } });
  await whole.db.houseLineItem.update({ where: { campaignId }, data: { startAt: new Date(+startAt - DAY) } });
}

/** Shows ads until so many impressions are counted in sum. */
async function show({ id, who, viewer }: Running, impressions: number): Promise<void> {
  const path = `/campaigns/${id}/metrics/summary`;
  const look = () => whole.driver.ask(SummaryAnswer, 'GET', path, { token: who.token });
  const before = (await look()).impressions;
  const ads = await viewer.adsOf(id, impressions - before, 20_000);
  for (const ad of ads) await viewer.show(ad);
  await until(
    look,
    (found) => found.impressions === impressions,
    (found) => JSON.stringify(found),
  );
}

const sum = (items: { spend: number }[]) => items.reduce((all, { spend }) => all + spend, 0);

/** What the API says was spent, everywhere where it does. */
async function spends({ id, who: { token } }: Running) {
  const { driver } = whole;
  const days = await driver.ask(DaysAnswer, 'GET', `/campaigns/${id}/metrics`, { token });
  const csv = await driver.call('GET', `/campaigns/${id}/metrics?format=csv`, { token });
  const lines = csv.text.trim().split('\n').slice(1);
  const summary = await driver.ask(SummaryAnswer, 'GET', `/campaigns/${id}/metrics/summary`, { token });
  const own = await driver.ask(CampaignAnalytics, 'GET', `/campaigns/${id}/analytics`, { token });
  const { currencies } = await driver.ask(AccountAnalytics, 'GET', '/analytics', { token });
  const [account] = currencies;
  return {
    days: sum(days.items),
    csv: lines.reduce((all, line) => all + Number(line.split(',')[6]), 0),
    summary: summary.spend,
    analytics: own.total.spend,
    analyticsDays: sum(own.items),
    account: account?.total.spend ?? 0,
    accountDays: sum(account?.items ?? []),
  };
}
const everywhere = (worth: number) => ({
  ...{ days: worth, csv: worth, summary: worth, analytics: worth, analyticsDays: worth },
  ...{ account: worth, accountDays: worth },
});

const Sums = z.array(z.object({ amount: z.bigint().transform(Number) }));

/** What became of the money of a campaign that is over: its bill in every book, once all refunds have come. */
async function bill({ id, who }: Running) {
  const { driver, db } = whole;
  const { amount_paid } = await driver.read(who, id);
  const paid = await until(
    async () =>
      (await driver.payments(who, id)).reduce((all, { received, refunded }) => all + received - refunded, 0),
    (left) => left === amount_paid,
    (left) => `${left} is left of the payments, of which the campaign counts ${amount_paid}`,
  );
  const report = await driver.ask(ReportAnswer, 'GET', `/campaigns/${id}/report`, { token: who.token });
  const rows = await db.$queryRaw`SELECT coalesce(sum(e.amount), 0)::bigint AS amount FROM ledger_entries e
    JOIN ledger_transactions t ON t.id = e.transaction_id
    WHERE t.kind = 'spend' AND t.reference_id = ${id} AND e.account_code LIKE 'revenue:%'`;
  return { report: report.delivered, ledger: Sums.parse(rows)[0]?.amount, paid, amountPaid: amount_paid };
}
const billed = (worth: number) => ({ report: worth, ledger: worth, paid: worth, amountPaid: worth });

async function cancelled(campaign: Running): Promise<void> {
  await whole.driver.act(campaign.who, campaign.id, 'cancel', { reason: 'Sold out' });
  await whole.driver.until(campaign.who, campaign.id, ({ phase }) => phase === 'cancelled');
}

test.each([
  [1, 0],
  [13, 7],
  [40, 22],
])(
  'a campaign that is cancelled after %s impressions at 5,627 micros costs what it showed before: %s',
  async (...given) => {
    const [impressions, worth] = given;
    const campaign = await running(await whole.advertiser(), 'USD', 10_000, 5_627);
    await show(campaign, impressions);
    expect(await spends(campaign)).toEqual(everywhere(worth));
    const late = await campaign.viewer.adsOf(campaign.id, 1);
    await cancelled(campaign);
    expect(await bill(campaign)).toEqual(billed(worth));
    expect(await spends(campaign)).toEqual(everywhere(worth));
    // What comes after the end is counted, and costs nothing.
    for (const ad of late) await campaign.viewer.show(ad);
    for (const ad of late) await campaign.viewer.click(ad);
    const path = `/campaigns/${campaign.id}`;
    const { token } = campaign.who;
    const summary = await until(
      () => whole.driver.ask(SummaryAnswer, 'GET', `${path}/metrics/summary`, { token }),
      ({ clicks }) => clicks === late.length,
      (found) => JSON.stringify(found),
    );
    const report = await whole.driver.ask(ReportAnswer, 'GET', `${path}/report`, { token });
    const { clicks, invalid } = summary;
    expect(report).toMatchObject({
      impressions,
      clicks,
      invalid,
      delivered: worth,
      billed_units: impressions,
    });
    expect(await spends(campaign)).toEqual(everywhere(worth));
    expect(await bill(campaign)).toEqual(billed(worth));
  },
);

test('1.00 that is delivered in full costs 1.00, not the 0.99 of its units; before the last of them it costs what they do', async () => {
  const campaign = await running(await whole.advertiser(), 'USD', 100, 330_000);
  await show(campaign, 2);
  expect(await spends(campaign)).toEqual(everywhere(66));
  await show(campaign, 3);
  expect(await spends(campaign)).toEqual(everywhere(100));
  await whole.endFlight(campaign.who, campaign.id);
  await whole.driver.until(campaign.who, campaign.id, ({ phase }) => phase === 'completed');
  expect(await bill(campaign)).toEqual(billed(100));
  expect(await spends(campaign)).toEqual(everywhere(100));
  expect((await whole.driver.payments(campaign.who, campaign.id)).flatMap(({ refunds }) => refunds)).toEqual(
    [],
  );
});

test('a budget that is raised after it was delivered in full is delivered in part again, and a lowered one in full', async () => {
  const campaign = await running(await whole.advertiser(), 'USD', 100, 330_000);
  const { driver } = whole;
  await show(campaign, 3);
  expect(await spends(campaign)).toEqual(everywhere(100));
  await driver.act(campaign.who, campaign.id, 'budget', { budget_lifetime: 250 });
  await driver.press(await driver.checkout(campaign.who, campaign.id), 'pay');
  await driver.until(
    campaign.who,
    campaign.id,
    (view) => view.budget_lifetime === 250 && view.delivery === 'delivering',
  );
  expect(await spends(campaign)).toEqual(everywhere(99));
  await atOnce(campaign.id);
  await show(campaign, 4);
  expect(await spends(campaign)).toEqual(everywhere(132));
  // Four units are what it bought now: 1.40 for all of them.
  const lower = () =>
    driver.call('POST', `/campaigns/${campaign.id}/budget`, {
      token: campaign.who.token,
      body: { budget_lifetime: 140 },
    });
  await until(
    lower,
    ({ status }) => status === 200,
    ({ text }) => text,
  );
  expect(await spends(campaign)).toEqual(everywhere(140));
  await cancelled(campaign);
  expect(await bill(campaign)).toEqual(billed(140));
});

test('a currency without minor units: 5 of 1,000 yen at 1.5 each cost 7', async () => {
  const who = await whole.driver.register({ currency: 'JPY', time_zone: 'UTC' });
  const campaign = await running(who, 'JPY', 1_000, 1_500_000);
  await show(campaign, 5);
  expect(await spends(campaign)).toEqual(everywhere(7));
  await cancelled(campaign);
  expect(await bill(campaign)).toEqual(billed(7));
});

test('rows, workflows, ledger and Stripe agree', async () => {
  expect(await whole.contradictions()).toEqual([]);
});
