/** Meters by period: exact however many reserve at once, given back once, begun anew by the month and by a reset. */
import { periodAt } from '../../domain/usage';
import { inTransaction } from '../../store/transaction';
import { giveBack, readUsed, reserveUsage, resetUsage } from '../../store/usage';
import { aCampaign } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

const NOVEMBER = Date.UTC(2026, 10, 1);
const DECEMBER = Date.UTC(2026, 11, 1);
const NOON = Date.UTC(2026, 10, 21, 12);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let clock = NOON;
let ada: Awaited<ReturnType<Api['signIn']>>;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(async () => {
  clock = NOON;
  ada = await api.signIn();
});

const reserve = (n: number, userId = ada.id) =>
  inTransaction(database.db, (tx) => reserveUsage(tx, userId, 'generations', n, clock));
const used = (periodStart = NOVEMBER) =>
  readUsed(database.db, { userId: ada.id, meter: 'generations', periodStart });
const meter = async (name: string) => {
  const answer = await api.call('GET', '/usage', { token: ada.token });
  expectConforms(answer);
  return answer.body.meters.find((one: { meter: string }) => one.meter === name);
};

test.each<[string, number, number | null, number, number]>([
  ['a month', NOON, null, NOVEMBER, DECEMBER],
  ['its first instant', NOVEMBER, null, NOVEMBER, DECEMBER],
  ['its last', DECEMBER - 1, null, NOVEMBER, DECEMBER],
  ['a reset within it', NOON, NOON - 5, NOON - 5, DECEMBER],
  ['a reset of the month before', NOON, NOVEMBER - 5, NOVEMBER, DECEMBER],
  ['a reset that is still to come', NOON, NOON + 5, NOVEMBER, DECEMBER],
  ['December', DECEMBER, NOON, DECEMBER, Date.UTC(2027, 0, 1)],
])('the period of %s', (_name, now, resetAt, start, end) => {
  expect(periodAt(now, resetAt)).toEqual({ start, end });
});

test('of fifty that want the last of it at once exactly one gets it', async () => {
  await reserve(19);
  const tries = await Promise.allSettled(Array.from({ length: 50 }, () => reserve(1)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of tries) {
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({
        code: 'PLAN_LIMIT_REACHED',
        details: { limit: 'generations_per_month', max: 20, use: 20, plan: 'free', lifted_by: 'starter' },
      });
  }
  expect(await used()).toBe(20);
});

test('sums of several at once are exact, also in the first instant of a period', async () => {
  await Promise.allSettled(Array.from({ length: 10 }, () => reserve(3)));
  expect(await used()).toBe(18);
});

test('more than is left is refused whole', async () => {
  await reserve(15);
  await expect(reserve(6)).rejects.toMatchObject({ code: 'PLAN_LIMIT_REACHED', details: { use: 15 } });
  await reserve(5);
  await expect(reserve(21, (await api.signIn()).id)).rejects.toMatchObject({ details: { use: 0 } });
  expect(await used()).toBe(20);
});

test('what was not used is given back to the period that it was taken from', async () => {
  const reserved = await reserve(20);
  clock = DECEMBER;
  await reserve(4);
  await inTransaction(database.db, (tx) => giveBack(tx, reserved, clock));
  expect([await used(NOVEMBER), await used(DECEMBER)]).toEqual([0, 4]);
  await expect(inTransaction(database.db, (tx) => giveBack(tx, reserved, clock))).rejects.toThrow();
});

test('a transaction that fails has used nothing', async () => {
  const failing = inTransaction(database.db, async (tx) => {
    await reserveUsage(tx, ada.id, 'generations', 5, clock);
    throw new Error('boom');
  });
  await expect(failing).rejects.toThrow('boom');
  expect(await used()).toBe(0);
});

test('a reset begins a new period at once; an older one changes nothing', async () => {
  await reserve(20);
  const reset = (at: number) => inTransaction(database.db, (tx) => resetUsage(tx, ada.id, at));
  expect(await reset(NOON)).toBe(true);
  expect(await reset(NOON)).toBe(false);
  expect(await reset(NOON - 1)).toBe(false);
  clock = NOON + 1;
  await reserve(1);
  expect([await used(NOVEMBER), await used(NOON)]).toEqual([20, 1]);
  expect(await meter('generations')).toEqual({ meter: 'generations', by_period: true, used: 1, limit: 20 });
});

test('GET /usage tells plan, period, use and limit of each meter, and only one’s own', async () => {
  const other = await api.signIn();
  await reserve(7);
  await reserve(3, other.id);
  const input = aCampaign({ advertiserId: ada.id });
  for (const over of [true, false]) {
    const { campaignId, ...row } = { ...input, campaignId: over ? input.adAccountId : input.campaignId };
    await database.db.campaign.create({
      data: {
        ...{ id: campaignId, advertiserId: ada.id, adAccountId: row.adAccountId, channel: 'house', over },
        ...{ name: 'x', objective: 'traffic', tags: [], phase: 'draft', status: 'draft', version: 1 },
        ...{ currency: 'USD', timeZone: 'UTC', waitingSince: new Date(clock), view: {}, targeting: {} },
        fingerprint: '',
      },
    });
    const group = await database.db.adGroup.create({ data: { campaignId, name: 'x', targeting: {} } });
    const text = { headline: 'x', description: 'x', destinationUrl: 'https://x.example/' };
    await database.db.creative.create({ data: { adGroupId: group.id, campaignId, ...text } });
  }
  const answer = await api.call('GET', '/usage', { token: ada.token });
  expectConforms(answer);
  expect(answer.body).toMatchObject({
    user_id: ada.id,
    plan: 'free',
    period: { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' },
  });
  const shown = Object.fromEntries(
    answer.body.meters.map((one: { meter: string; used: number; limit: number | null }) => [
      one.meter,
      `${one.used} of ${one.limit}`,
    ]),
  );
  expect(shown).toEqual({
    generations: '7 of 20',
    campaigns: '1 of 3',
    ad_groups_per_campaign: '1 of 2',
    creatives: '1 of 5',
    storage_bytes: `0 of ${1024 ** 3}`,
    connected_accounts: '0 of 1',
    api_keys: '0 of 1',
  });
  await database.db.user.update({ where: { id: ada.id }, data: { plan: 'business' } });
  expect(await meter('campaigns')).toMatchObject({ limit: null });
  expect((await api.call('GET', '/usage')).status).toBe(401);
});

test('GET /usage takes a key that may read the account', async () => {
  const key = async (scopes: string[]) => {
    await database.db.apiKey.deleteMany({ where: { userId: ada.id } });
    const made = await api.call('POST', '/api-keys', { token: ada.token, body: { name: 'ci', scopes } });
    return { 'x-api-key': made.body.key as string };
  };
  const right = await api.call('GET', '/usage', { headers: await key(['account:read']) });
  expect([right.status, right.body.user_id]).toEqual([200, ada.id]);
  const wrong = await api.call('GET', '/usage', { headers: await key(['campaigns:read']) });
  expect([wrong.status, wrong.body.code]).toEqual([403, 'API_KEY_SCOPE']);
});
