/** Counting on the ad server: exactly once, never more than was paid, also when a process dies. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { type Arrival, NIL_ID } from '../../domain/delivery/count';
import { DAY, HOUR, MINUTE } from '../../domain/time';
import { type Database, openDatabase } from '../../infra/database';
import { applyFlush } from '../../store/ad-events';
import { takeLease } from '../../store/leases';
import { activate, readDelivery, setUnits, stop } from '../../store/line-items';
import {
  adServer,
  anyLife,
  decisionToken,
  each,
  get,
  type HouseCampaign,
  houseCampaign,
  type RunningAdServer,
  SECRETS,
  seeded,
} from './house';
import { freshDatabase } from './parts';

let url: string;
let db: Database;
let closeDatabase: () => Promise<void>;
const servers: RunningAdServer[] = [];

beforeAll(async () => {
  ({ url, db, close: closeDatabase } = await freshDatabase());
}, 60_000);
// Campaigns of another test must not be served.
beforeEach(() => db.houseLineItem.updateMany({ where: { isFinal: false }, data: { status: 'paused' } }));
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(() => closeDatabase());

async function start(database = db): Promise<RunningAdServer> {
  const server = await adServer(database);
  servers.push(server);
  return server;
}

async function totals(campaignId: string) {
  const sums = await db.campaignMetric.aggregate({
    where: { campaignId, creativeId: NIL_ID },
    _sum: {
      impressions: true,
      clicks: true,
      conversions: true,
      invalid: true,
      spendMicros: true,
      revenue: true,
    },
  });
  const item = await db.houseLineItem.findUniqueOrThrow({ where: { campaignId } });
  const numbers = Object.entries(sums._sum).map(([name, value]) => [name, Number(value ?? 0n)] as const);
  return { ...Object.fromEntries(numbers), delivered: Number(item.delivered), leased: Number(item.leased) };
}

async function reasons(campaignId: string): Promise<Record<string, number>> {
  const rows = await db.invalidTraffic.findMany({ where: { campaignId } });
  return Object.fromEntries(rows.map((row) => [row.reason, Number(row.count)]));
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

test('10,000 events with duplicates, bots, forged and expired ones are counted exactly', async () => {
  const campaign = await houseCampaign(db, { units: 6_500 });
  const forgedBefore = (await reasons(NIL_ID)).forged ?? 0;
  const { url: base } = await start();
  const good = Array.from({ length: 7_000 }, () => decisionToken(campaign));
  const visits = [
    ...good.map((token) => ({ token, headers: {} })),
    ...good.slice(0, 1_200).map((token) => ({ token, headers: {} })),
    ...Array.from({ length: 900 }, (_, n) => ({
      token: decisionToken(campaign),
      headers: {
        'user-agent': ['Googlebot/2.1 (+http://www.google.com/bot.html)', 'curl/8.5.0', ''][n % 3] ?? '',
      },
    })),
    ...Array.from({ length: 60 }, () => ({
      token: decisionToken(campaign),
      headers: { 'sec-purpose': 'prefetch;prerender' },
    })),
    ...Array.from({ length: 40 }, () => ({
      token: decisionToken(campaign),
      headers: { 'x-forwarded-for': '203.0.113.9' },
    })),
    ...Array.from({ length: 300 }, () => ({
      token: decisionToken(campaign, {}, Date.now() - DAY),
      headers: {},
    })),
    ...good.slice(0, 500).map((token) => ({ token: `${token.slice(0, -4)}AAAA`, headers: {} })),
  ];
  expect(visits).toHaveLength(10_000);
  let answered = 0;
  await each(shuffled(visits, seeded(7)), 64, async ({ token, headers }) => {
    const { status } = await get(`${base}/ads/i/${token}`, headers);
    expect(status).toBe(200);
    answered += 1;
  });
  expect(answered).toBe(10_000);
  expect(await reasons(campaign.campaignId)).toEqual({
    duplicate: 1_200,
    bot: 900,
    prefetch: 60,
    data_center: 40,
    expired: 300,
    over_delivery: 500,
  });
  expect((await reasons(NIL_ID)).forged).toBe(forgedBefore + 500);
  expect(await totals(campaign.campaignId)).toEqual({
    impressions: 6_500,
    clicks: 0,
    conversions: 0,
    invalid: 3_000,
    spendMicros: 6_500 * 1_234,
    revenue: 0,
    delivered: 6_500,
    leased: 0,
  });
  expect(await db.adEvent.count({ where: { campaignId: campaign.campaignId } })).toBe(7_000);
}, 120_000);

test('three servers in parallel never bill more units than were paid for, and bill them all', async () => {
  const campaign = await houseCampaign(db, { units: 150 });
  const pools = [1, 2, 3].map(() => openDatabase({ url, pool: 5, statementTimeoutMs: 10_000 }));
  const bases = (await Promise.all(pools.map((pool) => start(pool)))).map((server) => server.url);
  let shown = 0;
  await each(
    Array.from({ length: 900 }, (_, n) => n),
    30,
    async (n) => {
      const answer = await get(`${bases[n % 3]}/ads/serve?placement=demo-banner&uid=${n}`);
      if (answer.status !== 200) return;
      shown += 1;
      const { impression_url } = JSON.parse(answer.text);
      // The beacon reaches whichever process the balancer picks.
      await get(impression_url.replace(bases[n % 3], bases[(n + 1) % 3]));
    },
  );
  const after = await totals(campaign.campaignId);
  expect(after).toMatchObject({ impressions: 150, delivered: 150, spendMicros: 150 * 1_234, leased: 0 });
  expect(shown).toBe(150);
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await Promise.all(pools.map((pool) => pool.$disconnect()));
}, 60_000);

/** An ad server in a process of its own, to be killed. */
async function child(): Promise<{ process: ChildProcess; base: string }> {
  const file = require.resolve('./adserver-child.ts');
  const process_ = spawn(process.execPath, ['--import', 'tsx', file], {
    env: { ...process.env, CHILD_DATABASE: url, CHILD_SECRET: SECRETS[0] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: process_.stdout });
  for await (const line of lines) {
    if (line.startsWith('http')) return { process: process_, base: line };
  }
  throw new Error('the ad server did not start');
}

test('a process killed in the middle of its flushes loses and doubles nothing that it acknowledged', async () => {
  const campaign = await houseCampaign(db, { units: 100_000 });
  const tokens = Array.from({ length: 3_000 }, () => {
    const nonce = randomUUID();
    return { nonce, token: decisionToken(campaign, { nonce }) };
  });
  const acknowledged = new Set<string>();
  const first = await child();
  const died = new Promise((resolve) => first.process.once('exit', resolve));
  await each(tokens, 64, async ({ nonce, token }) => {
    // Killed while 64 requests wait for their commits.
    if (acknowledged.size >= 700) first.process.kill('SIGKILL');
    const answer = await get(`${first.base}/ads/i/${token}`).catch(() => null);
    if (answer?.status === 200) acknowledged.add(nonce);
  });
  await died;
  expect(acknowledged.size).toBeGreaterThanOrEqual(700);
  expect(acknowledged.size).toBeLessThan(3_000);
  await whole(campaign, acknowledged);

  // Browsers that got no answer try again, some that got one too.
  const second = await child();
  const again = shuffled(tokens, seeded(3)).filter(
    ({ nonce }, n) => !acknowledged.has(nonce) || n % 10 === 0,
  );
  await each(again, 64, async ({ nonce, token }) => {
    const { status } = await get(`${second.base}/ads/i/${token}`);
    if (status === 200) acknowledged.add(nonce);
  });
  second.process.kill('SIGKILL');
  expect(acknowledged.size).toBe(3_000);
  await whole(campaign, acknowledged);
  expect(await totals(campaign.campaignId)).toMatchObject({ impressions: 3_000, delivered: 3_000 });
}, 120_000);

/** Every acknowledged event is there, and rows, metrics and billed units agree. */
async function whole({ campaignId }: HouseCampaign, acknowledged: ReadonlySet<string>): Promise<void> {
  const events = await db.adEvent.findMany({ where: { campaignId }, select: { id: true } });
  const ids = new Set(events.map(({ id }) => id));
  expect([...acknowledged].filter((nonce) => !ids.has(`impression:${nonce}`))).toEqual([]);
  expect(await totals(campaignId)).toMatchObject({
    impressions: ids.size,
    delivered: ids.size,
    spendMicros: ids.size * 1_234,
  });
}

test('connections to the database cut in mid-flight double nothing', async () => {
  const campaign = await houseCampaign(db, { units: 100_000 });
  const { url: base } = await start();
  const owner = new Client({ connectionString: url });
  await owner.connect();
  const tokens = Array.from({ length: 1_500 }, () => decisionToken(campaign));
  let [counted, sent] = [0, 0];
  await each(tokens, 50, async (token) => {
    sent += 1;
    if (sent % 250 === 0) {
      await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    }
    for (let tries = 0; tries < 5; tries += 1) {
      const { status } = await get(`${base}/ads/i/${token}`);
      if (status === 200) break;
      expect(status).toBe(503);
    }
    counted += 1;
  });
  expect(counted).toBe(1_500);
  await owner.end();
  expect(await totals(campaign.campaignId)).toMatchObject({ impressions: 1_500, delivered: 1_500 });
}, 60_000);

test('what a dead process had leased is free again after its lease, and its used units stay billed', async () => {
  const { campaignId } = await houseCampaign(db, { units: 1_000 });
  const now = Date.now();
  const ask = { campaignId, lifetimeMs: MINUTE, timeScale: 1 };
  const dead = await takeLease(db, { ...ask, server: 'dead', now });
  expect(dead.lease?.units).toBe(10);
  await expect(setUnits(db, campaignId, { units: 9, total: 2 }, now, anyLife)).rejects.toMatchObject({
    code: 'BUDGET_BELOW_DELIVERED',
    details: { floor_units: 10 },
  });
  const early = await takeLease(db, { ...ask, server: 'other', now: now + 59_000 });
  expect(Number(early.item?.leased)).toBe(10 + 9);
  const late = await takeLease(db, { ...ask, server: 'other', now: now + 61_000 });
  expect(Number(late.item?.leased)).toBe(9 + 9);
  await setUnits(db, campaignId, { units: 18, total: 3 }, now + 61_000, anyLife);
  expect(await readDelivery(db, campaignId)).toMatchObject({ units: 18, billedUnits: 0 });
});

/** Impressions of ads that were decided under these leases. */
function seenUnder(
  campaignId: string,
  leases: readonly { id: string; units: number }[],
  at: number,
): Arrival[] {
  return leases.flatMap(({ id: leaseId, units }) =>
    Array.from({ length: units }, () => ({
      id: `impression:${randomUUID()}`,
      kind: 'impression' as const,
      campaignId,
      creativeId: NIL_ID,
      placement: 'demo-banner',
      leaseId,
      invalid: null,
      value: null,
      clickEvent: null,
      at,
    })),
  );
}

/** All leases that are to be had at once. */
async function takeAll(campaignId: string, server: string, now: number) {
  const leases = [];
  for (;;) {
    const { lease } = await takeLease(db, { campaignId, server, now, lifetimeMs: MINUTE, timeScale: 1 });
    if (!lease) return leases;
    leases.push(lease);
  }
}

test('beacons of a lease that was reclaimed take no unit of those who lease now, and never more is billed than was paid', async () => {
  const units = 30;
  const { campaignId } = await houseCampaign(db, { units });
  const start = Date.now();
  const rounds = [];
  for (const round of [0, 1, 2]) {
    const at = start + round * 61_000;
    rounds.push(seenUnder(campaignId, await takeAll(campaignId, `p${round}`, at), at));
  }
  // Each round was decided for all units anew, because the beacons of the one before had not come when it expired.
  expect(rounds.map(({ length }) => length)).toEqual([units, units, units]);
  const now = start + 125_000;
  const flush = async (arrivals: Arrival[]) => {
    await applyFlush(db, { server: randomUUID(), number: 1, arrivals, now, timeScale: 1 });
    const item = await db.houseLineItem.findUniqueOrThrow({ where: { campaignId } });
    expect(item.delivered + item.leased).toBeLessThanOrEqual(item.units);
    return readDelivery(db, campaignId);
  };
  const [first = [], second = [], third = []] = rounds;
  expect(await flush(first)).toMatchObject({ billedUnits: 0 });
  expect(await flush([...second, ...third.slice(0, 10)])).toMatchObject({ billedUnits: 10 });
  expect(await flush(third)).toMatchObject({ billedUnits: units, spendMicros: BigInt(units * 1_234) });
  expect(await totals(campaignId)).toMatchObject({
    impressions: units,
    spendMicros: units * 1_234,
    leased: 0,
  });
  expect(await reasons(campaignId)).toEqual({ over_delivery: 2 * units, duplicate: 10 });
});

test('beacons of a lease that was reclaimed are billed while nobody leases their units, up to the last that was paid', async () => {
  const units = 30;
  const { campaignId } = await houseCampaign(db, { units });
  const start = Date.now();
  const [early, late] = [
    seenUnder(campaignId, await takeAll(campaignId, 'a', start), start),
    seenUnder(campaignId, await takeAll(campaignId, 'b', start + 61_000), start + 61_000),
  ];
  const now = start + 130_000;
  await setUnits(db, campaignId, { units, total: 4 }, now, anyLife);
  const mixed = shuffled([...early, ...late], seeded(5));
  await each([mixed.slice(0, 20), mixed.slice(20, 40), mixed.slice(40)], 3, (arrivals) =>
    applyFlush(db, { server: randomUUID(), number: 1, arrivals, now, timeScale: 1 }),
  );
  expect(await totals(campaignId)).toMatchObject({
    impressions: units,
    spendMicros: units * 1_234,
    delivered: units,
    leased: 0,
  });
  expect(await reasons(campaignId)).toEqual({ over_delivery: units });
  await stop(db, campaignId, { life: anyLife, now: () => now });
  await applyFlush(db, {
    server: randomUUID(),
    number: 1,
    arrivals: seenUnder(campaignId, [{ id: randomUUID(), units: 1 }], now),
    now,
    timeScale: 1,
  });
  expect(await readDelivery(db, campaignId)).toMatchObject({ billedUnits: units });
});

test('stop waits until leases are back; then nothing more is billed', async () => {
  const campaign = await houseCampaign(db, { units: 100 });
  const { url: base } = await start();
  const served = [];
  for (let n = 0; n < 3; n += 1) served.push(await get(`${base}/ads/serve?placement=demo-banner&uid=s${n}`));
  const [early, late] = served.map(({ text }) => JSON.parse(text).impression_url);
  const stopping = stop(db, campaign.campaignId, { life: anyLife, now: Date.now });
  expect((await get(early)).status).toBe(200);
  const final = await stopping;
  expect(final).toMatchObject({ billedUnits: 1, spendMicros: 1_234n, delivered: 0, units: 100 });
  expect((await get(late)).status).toBe(200);
  expect(await readDelivery(db, campaign.campaignId)).toEqual(final);
  expect(await reasons(campaign.campaignId)).toEqual({ over_delivery: 1 });
}, 30_000);

test('stopping what was never activated keeps a late activation from serving', async () => {
  const campaignId = randomUUID();
  expect(await stop(db, campaignId, { life: anyLife, now: Date.now })).toMatchObject({
    billedUnits: 0,
    delivered: 0,
  });
  await db.campaignRevision.create({ data: { campaignId, hash: 'h', content: {} } });
  const terms = {
    revision: 'h',
    billedUnit: 'click' as const,
    unitPriceMicros: 1,
    currency: 'USD',
    total: 1,
    units: 5,
  };
  const flight = {
    dailyUnits: null,
    startAt: Date.now(),
    endAt: Date.now() + HOUR,
    timeZone: 'UTC',
    wanted: true,
  };
  const late = { by: 'late', at: Date.now() };
  await expect(activate(db, { campaignId, ...terms, ...flight }, late)).rejects.toMatchObject({
    code: 'CAMPAIGN_CLOSED',
  });
});

test('exhaustion is told exactly once, in the flush that used the last unit, when more than a day is left', async () => {
  const days = (left: number) => ({ units: 20, startAt: Date.now() - DAY, endAt: Date.now() + left * DAY });
  const long = await houseCampaign(db, days(10));
  const ending = await houseCampaign(db, days(0.5));
  const { url: base } = await start();
  for (const campaign of [long, ending]) {
    const tokens = Array.from({ length: 30 }, () => decisionToken(campaign));
    await each(tokens, 10, async (token) => {
      await get(`${base}/ads/i/${token}`);
    });
    expect(await totals(campaign.campaignId)).toMatchObject({ impressions: 20, invalid: 10 });
  }
  const told = (id: string) => db.outboxEvent.findMany({ where: { key: `campaign:${id}` } });
  expect(await told(ending.campaignId)).toEqual([]);
  const [event, ...rest] = await told(long.campaignId);
  expect(rest).toEqual([]);
  expect(event).toMatchObject({ kind: 'house.exhausted', payload: { kind: 'budget_exhausted' } });
  expect(event?.releasedAt).not.toBeNull();

  await setUnits(db, long.campaignId, { units: 25, total: 4 }, Date.now(), anyLife);
  await each([1, 2, 3, 4, 5, 6], 2, async () => {
    await get(`${base}/ads/i/${decisionToken(long)}`);
  });
  const events = (await told(long.campaignId)).map(({ payload }) => payload);
  expect(events).toMatchObject([
    { eventId: `house:exhausted:${long.campaignId}:20` },
    { eventId: `house:exhausted:${long.campaignId}:25` },
  ]);
});

test('a process that starts as often as it dies never delivers faster than the plan', async () => {
  const [startAt, units] = [Date.UTC(2026, 2, 1), 1_000];
  const endAt = startAt + 10 * DAY;
  const { campaignId } = await houseCampaign(db, { units, startAt, endAt });
  const shares: number[] = [];
  for (let step = 0; step < 100; step += 1) {
    const now = startAt + (step / 100) * 10 * DAY;
    // Each asks for all it can get, shows half of it and dies; the rest comes back when its leases expire.
    for (;;) {
      const ask = { campaignId, server: `p${step}`, lifetimeMs: MINUTE, timeScale: 1, now };
      const { lease } = await takeLease(db, ask);
      if (!lease) break;
      const shown = seenUnder(campaignId, [{ ...lease, units: Math.ceil(lease.units / 2) }], now);
      const flush = { server: lease.id, number: 1, arrivals: shown, now, timeScale: 1 };
      await applyFlush(db, flush);
      await applyFlush(db, flush);
    }
    const { billedUnits } = await readDelivery(db, campaignId);
    shares.push(billedUnits / units - step / 100);
  }
  expect(Math.max(...shares)).toBeLessThanOrEqual(0.02);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(-0.03);
}, 60_000);
