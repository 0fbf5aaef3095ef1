/** The kill switch on the ad servers: one row stops all that an account delivers, whatever its workflows do. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../infra/database';
import { holdsOf, releaseAccount, stopAccount } from '../../services/ops/stop-account';
import { disableUser, enableUser } from '../../services/users/manage';
import { adServer, get, houseCampaign, type RunningAdServer } from './house';
import { testDeps } from './http';
import { freshDatabase } from './parts';
import { plantCampaigns } from './planted';

jest.setTimeout(120_000);

let db: Database;
let close: () => Promise<void>;
let deps: ReturnType<typeof testDeps>;
let server: RunningAdServer | undefined;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  deps = testDeps(db);
}, 60_000);
afterAll(async () => {
  await deps.close();
  await close();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await db.houseLineItem.deleteMany({});
});

const stop = () => ({ db, now: Date.now, requestId: `ops/${randomUUID()}` });
const advertiser = async () =>
  (await db.user.create({ data: { email: `${randomUUID()}@example.com`, fullName: 'Ada' } })).id;

/** Whose ads are served now, by advertiser. */
async function served(tries = 12): Promise<Set<string | null>> {
  const answers = await Promise.all(
    Array.from({ length: tries }, (_, n) => get(`${server?.url}/ads/serve?placement=demo-banner&uid=${n}`)),
  );
  const campaigns = answers.flatMap(({ status, text }) =>
    status === 200 ? [JSON.parse(text).campaign_id] : [],
  );
  const items = await db.houseLineItem.findMany({ where: { campaignId: { in: campaigns } } });
  return new Set(items.map(({ advertiserId }) => advertiserId));
}

/** What a machine that runs other tests as well may take besides. */
const LOAD_MS = 3_000;

/** Milliseconds until it is so, and then for long. */
async function untilSo(holds: () => Promise<boolean>): Promise<number> {
  const begun = Date.now();
  while (!(await holds())) if (Date.now() > begun + 10_000) throw new Error('not within 10 s');
  return Date.now() - begun;
}

test('ten thousand campaigns of an account stop within two seconds, before any workflow heard of it', async () => {
  const [ada, neighbour] = [await advertiser(), await advertiser()];
  await plantCampaigns(db, ada, 10_000);
  const theirs = await houseCampaign(db, { units: 1_000_000 });
  await db.houseLineItem.update({
    where: { campaignId: theirs.campaignId },
    data: { advertiserId: neighbour },
  });
  server = await adServer(db);
  await untilSo(async () => (await served()).has(ada));

  const begun = Date.now();
  await stopAccount(stop(), ada);
  expect(Date.now() - begun).toBeLessThan(1_000);
  // The ad server looks each second; what else a loaded machine takes is no promise of ours.
  expect(await untilSo(async () => !(await served()).has(ada))).toBeLessThan(2_000 + LOAD_MS);
  for (let round = 0; round < 10; round += 1) expect((await served()).has(ada)).toBe(false);
  // Nobody was told yet, and every line item says that it delivers: the row alone is the stop.
  expect(await db.houseLineItem.count({ where: { advertiserId: ada, status: 'active' } })).toBe(10_000);
  expect(await holdsOf(stop(), ada, 20)).toMatchObject({ open: 10_000, notHeld: 10_000 });
  await untilSo(async () => (await served()).has(neighbour));

  await releaseAccount(stop(), ada);
  await untilSo(async () => (await served()).has(ada));
});

test('an ad server that starts serves nothing of an account that was stopped before', async () => {
  const ada = await advertiser();
  await plantCampaigns(db, ada, 3);
  await stopAccount(stop(), ada);
  server = await adServer(db);
  expect(await served()).toEqual(new Set());
});

test('an ad server that can’t read which accounts are stopped serves nothing, ten seconds later', async () => {
  await plantCampaigns(db, await advertiser(), 3);
  let isAway = false;
  let clock = Date.now();
  const accountStop = {
    findMany: (args: object) => (isAway ? Promise.reject(new Error('away')) : db.accountStop.findMany(args)),
  };
  server = await adServer(Object.create(db, { accountStop: { value: accountStop } }), { now: () => clock });
  expect(await served()).not.toEqual(new Set());
  isAway = true;
  clock += 11_000;
  const answer = await get(`${server.url}/ads/serve?placement=demo-banner`);
  expect(answer.status).toBe(503);
});

test('disabling a user goes the same way, and each cause ends by itself', async () => {
  const [ada, admin] = [await advertiser(), await advertiser()];
  await db.user.update({ where: { id: admin }, data: { role: 'admin' } });
  const ctx = {
    ...deps,
    caller: { userId: admin, role: 'admin' as const, address: '127.0.0.1' },
    requestId: randomUUID(),
    idempotencyKey: null,
  };
  await plantCampaigns(db, ada, 3);
  server = await adServer(db);
  await untilSo(async () => (await served()).has(ada));
  await disableUser.call(ctx, { id: ada });
  // The ad server looks each second; what else a loaded machine takes is no promise of ours.
  expect(await untilSo(async () => !(await served()).has(ada))).toBeLessThan(2_000 + LOAD_MS);
  await stopAccount(stop(), ada);
  await enableUser.call(ctx, { id: ada });
  await new Promise((next) => setTimeout(next, 1_500));
  expect(await served()).toEqual(new Set());
  await releaseAccount(stop(), ada);
  await untilSo(async () => (await served()).has(ada));
  const told = await db.outboxEvent.findMany({ where: { key: `user:${ada}` }, orderBy: { id: 'asc' } });
  expect(told.map(({ kind }) => kind)).toEqual([
    'user.disabled',
    'account.stopped',
    'user.enabled',
    'account.released',
  ]);
});

test('stopping twice is once, releasing what is not stopped or nobody is refused, and both are audited', async () => {
  const ada = await advertiser();
  const since = await stopAccount(stop(), ada);
  await new Promise((next) => setTimeout(next, 20));
  expect(await stopAccount(stop(), ada)).toBe(since);
  await releaseAccount(stop(), ada);
  await expect(releaseAccount(stop(), ada)).rejects.toMatchObject({ code: 'NOT_HELD' });
  for (const nobody of [randomUUID(), 'nobody'])
    await expect(stopAccount(stop(), nobody)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const entries = await db.auditEntry.findMany({ where: { targetId: ada }, orderBy: { id: 'asc' } });
  expect(entries.map(({ action }) => action)).toEqual(['account.stopped', 'account.released']);
});
