/** What the clock does for no campaign: each chore in its turn, by one process, again when it failed; and what each finds. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { register } from 'prom-client';
import { until } from '../../bin/demo/driver';
import { CAMPAIGN_WORKFLOW, campaignWorkflowId } from '../../contracts/campaign';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time';
import { createLogger } from '../../infra/log';
import type { Prisma } from '../../prisma/generated/client';
import type { Deps } from '../../services/context';
import { compareOpen } from '../../services/ops/open-campaigns';
import { projectCampaign } from '../../store/projection';
import { housekeeping } from '../../worker/housekeeping';
import { notificationConsumer } from '../../worker/notifications/consumer';
import { tellEvents } from '../../worker/relay/tell';
import { aCampaign, aDecision, aProjection } from '../fixtures/campaign';
import { testDeps } from './http';
import { freshDatabase, temporalServer } from './parts';
import { storages, type TestStorage } from './storages';

jest.setTimeout(60_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let temporal: Awaited<ReturnType<typeof temporalServer>>;
let files: TestStorage;
let deps: ReturnType<typeof testDeps>;
let clock = Date.now();
const error = jest.fn();

beforeAll(async () => {
  const local = storages.local;
  if (!local) throw new Error('no storage');
  [database, temporal, files] = await Promise.all([freshDatabase(), temporalServer(), local()]);
  const log = Object.assign(createLogger('test', 'silent'), { error });
  deps = testDeps(database.db, {
    ...{ temporalAddress: temporal.address, storage: files.storage, log, now: () => clock },
  });
});
afterAll(async () => {
  await deps.close();
  await Promise.all([database.close(), temporal.close(), files.close()]);
});
beforeEach(async () => {
  clock = Date.now();
  error.mockClear();
  await database.db.cursor.deleteMany();
  await database.db.outboxEvent.deleteMany();
});

/** A process of its own; `over` replaces parts. */
const aProcess = (over: Partial<Deps> = {}) => housekeeping({ ...deps, ...over });
const turnOf = (name: string) => database.db.cursor.findUnique({ where: { name } });

async function measured(name: string): Promise<Record<string, number>> {
  const { values = [] } = (await register.getSingleMetric(name)?.get()) ?? {};
  return Object.fromEntries(values.map(({ labels, value }) => [labels.what ?? name, value]));
}

describe('a turn', () => {
  /** A storage whose list, which the clean-up asks for, is `list`. */
  const storageOf = (list: () => Promise<never[]>) =>
    new Proxy(files.storage, {
      get: (target, name) => (name === 'list' ? list : Reflect.get(target, name).bind(target)),
    });

  test('that fails is told of, keeps nothing else from its turn, and is tried again in a minute', async () => {
    const list = jest.fn(async (): Promise<never[]> => {
      if (list.mock.calls.length < 3) throw new Error('the storage is away');
      return [];
    });
    const step = aProcess({ storage: storageOf(list) });
    await step();
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ chore: 'clean-up' }), expect.anything());
    expect([await turnOf('clean-up'), await turnOf('audit'), await turnOf('digest')]).toEqual([
      null,
      expect.anything(),
      expect.anything(),
    ]);
    clock += 30 * SECOND;
    await step();
    expect(list).toHaveBeenCalledTimes(1);
    clock += 31 * SECOND;
    await step();
    clock += MINUTE;
    await step();
    expect(list).toHaveBeenCalledTimes(3);
    expect(await turnOf('clean-up')).toMatchObject({ value: String(clock) });
    // Done: not again before its hour has passed.
    clock += 59 * MINUTE;
    await step();
    expect(list).toHaveBeenCalledTimes(3);
    clock += MINUTE;
    await step();
    expect(list).toHaveBeenCalledTimes(4);
  });

  test('is one process’s, also when it takes longer than the time to the next try', async () => {
    // As short as it gets: the next try comes after ten seconds.
    const config = { ...deps.config, ADFLIGHT_TIME_SCALE: 1_000_000 };
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const list = jest.fn(async (): Promise<never[]> => {
      if (list.mock.calls.length === 1) await gate;
      return [];
    });
    const over = { config, storage: storageOf(list), now: Date.now };
    const [one, ...others] = [aProcess(over), aProcess(over), aProcess(over)];
    const first = one?.();
    await until(
      async () => list.mock.calls.length,
      (calls) => calls === 1,
      String,
    );
    await Promise.all(others.map((step) => step()));
    await sleep(11 * SECOND);
    await Promise.all(others.map((step) => step()));
    expect(list).toHaveBeenCalledTimes(1);
    release();
    await first;
    await Promise.all(others.map((step) => step()));
    expect(list).toHaveBeenCalledTimes(1);
  });
});

describe('the nightly audit', () => {
  const start = (campaignId: string) =>
    deps.temporal.workflow.start(CAMPAIGN_WORKFLOW, {
      // Nobody serves it: it is open, and does nothing.
      ...{ workflowId: campaignWorkflowId(campaignId), taskQueue: 'nobody', args: [] },
    });
  const row = async (to: 'draft' | 'cancelled' = 'draft') => {
    const input = aCampaign();
    const view = { over: to === 'cancelled' };
    await projectCampaign(database.db, aProjection(input, aDecision(1, { to }), { view }));
    return input.campaignId;
  };

  test('finds a terminated workflow, a row without a workflow and a workflow without a row, once a day', async () => {
    const { db } = database;
    const [healthy, terminated, rowAlone, over, workflowAlone] = [
      await row(),
      await row(),
      await row(),
      await row('cancelled'),
      randomUUID(),
    ];
    const reservation = await db.campaign.findUniqueOrThrow({ where: { id: healthy } });
    await db.campaign.create({
      data: { ...reservation, id: randomUUID(), version: 0, view: {}, targeting: {} },
    });
    for (const id of [healthy, terminated, over, workflowAlone]) await start(id);
    const end = (id: string) => deps.temporal.workflow.getHandle(campaignWorkflowId(id)).terminate('by hand');
    await Promise.all([end(terminated), end(over)]);
    // Temporal lists what was opened and closed a moment later.
    await until(
      () => compareOpen(deps),
      ({ workflows }) => workflows === 2,
      JSON.stringify,
    );

    const step = aProcess();
    await step();
    expect(error.mock.calls).toEqual([
      [
        { withoutWorkflow: expect.arrayContaining([terminated, rowAlone]), withoutRow: [workflowAlone] },
        'open rows and open workflows differ',
      ],
    ]);
    expect(error.mock.calls[0]?.[0].withoutWorkflow).toHaveLength(2);
    expect(await measured('adflight_open_campaigns_drift')).toEqual({ adflight_open_campaigns_drift: 3 });

    clock += 23 * HOUR;
    await step();
    expect(error).toHaveBeenCalledTimes(1);
    clock += HOUR;
    await step();
    expect(error).toHaveBeenCalledTimes(2);

    await db.campaign.updateMany({ where: { id: { in: [terminated, rowAlone] } }, data: { over: true } });
    await end(workflowAlone);
    await until(
      () => compareOpen(deps),
      ({ withoutRow }) => withoutRow.length === 0,
      JSON.stringify,
    );
    clock += DAY;
    await step();
    expect(error).toHaveBeenCalledTimes(2);
    expect(await measured('adflight_open_campaigns_drift')).toEqual({ adflight_open_campaigns_drift: 0 });
  });

  test('that can’t reach Temporal is made up for within minutes, not the next day', async () => {
    const away = testDeps(database.db);
    const step = (temporalOf: Deps) => aProcess({ temporal: temporalOf.temporal })();
    await step(away);
    await away.close();
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ chore: 'audit' }), expect.anything());
    expect(await turnOf('audit')).toBeNull();
    clock += 2 * MINUTE;
    await step(deps);
    expect(await turnOf('audit')).toMatchObject({ value: String(clock) });
  });
});

test('the daily digest tells the admins once, of those that have waited for more than three days, of held payments and parked events', async () => {
  const { db } = database;
  await db.campaign.deleteMany();
  const admin = await db.user.create({ data: { fullName: 'Grace', role: 'admin' } });
  const step = aProcess();
  const waiting = async (waitingFor: 'admin' | 'payment', hours: number) => {
    const input = aCampaign();
    const view = { waitingFor, waitingSince: clock - hours * HOUR };
    await projectCampaign(db, aProjection(input, aDecision(1, { to: 'pending_approval' }), { view }));
  };
  const received = async (hours: number, row: Partial<Prisma.PaymentUncheckedCreateInput>) => {
    const one = { id: randomUUID(), userId: admin.id, purpose: 'campaign', method: 'checkout', n: 1 };
    const paid = { amount: 900n, received: 700n, receivedCurrency: 'USD', currency: 'USD', status: 'paid' };
    await db.payment.create({
      data: { ...one, ...paid, createdAt: new Date(clock - hours * HOUR), ...row },
    });
  };
  await waiting('admin', 71);
  await waiting('payment', 100);
  await received(23, { held: true });
  await received(100, {});
  await step();
  const digests = () => db.outboxEvent.findMany({ where: { kind: 'review.digest' } });
  expect(await digests()).toEqual([]);

  await waiting('admin', 73);
  await waiting('admin', 500);
  await received(25, { held: true, refunded: 699n });
  await received(500, { held: true, refunded: 600n, lost: 100n });
  const event = { source: 'partner', kind: 'usage.reset', key: 'user:p-1', payload: {} };
  await db.inboxMessage.createMany({
    data: [
      { ...event, externalId: randomUUID(), parkedAt: new Date(clock) },
      { ...event, externalId: randomUUID() },
    ],
  });
  clock += DAY;
  await Promise.all([step(), aProcess()(), aProcess()()]);
  const payload = { overdue: 3, held: 2, parked: 1 };
  expect(await digests()).toMatchObject([{ payload, releasedAt: expect.any(Date) }]);
  const gauge = await register.getSingleMetric('adflight_inbox_parked')?.get();
  expect(gauge?.values).toMatchObject([
    { labels: { source: 'stripe' }, value: 0 },
    { labels: { source: 'partner' }, value: 1 },
  ]);
  await db.outboxEvent.deleteMany({ where: { kind: { not: 'review.digest' } } });
  const consumers = [notificationConsumer({ publicUrl: 'https://a.example', telegramChatId: '-100' })];
  await tellEvents({ ...deps, consumers, random: Math.random });
  expect(await db.notification.findMany({ where: { userId: admin.id } })).toMatchObject([
    {
      type: 'review.digest',
      message:
        'Campaigns that have waited for a decision for more than three days: 3. ' +
        'Payments of another sum than was asked for, held for more than a day: 2. ' +
        'Events that could not be understood, and wait to be tried again: 1.',
      campaignId: null,
    },
  ]);
  clock += 23 * HOUR;
  await step();
  expect(await digests()).toHaveLength(1);
});

test('the clean-up removes what has expired, keeps what has not, and says how much in a metric', async () => {
  const { db } = database;
  const user = await db.user.create({ data: { fullName: 'Ada' } });
  const userId = user.id;
  const endpoint = await db.webhookEndpoint.create({
    data: { userId, url: 'https://hook.example', events: ['campaign.*'], secret: 'sealed' },
  });
  await db.campaign.deleteMany();
  const real = clock;
  // Objects are as old as the disk says: the rest is dated by them.
  clock = real + 25 * HOUR;
  const ago = (duration: number) => new Date(clock - duration);
  /** What each kind of row is like so long ago, `n` of them. */
  const plant = async (n: number, age: (kept: number) => Date) => {
    for (let i = 0; i < n; i += 1) {
      const key = { userId, operation: 'x', key: randomUUID(), fingerprint: 'x' };
      await db.idempotencyKey.create({ data: { ...key, lockedUntil: age(DAY), createdAt: age(DAY) } });
      await db.session.create({ data: { userId, refreshHash: randomUUID(), expiresAt: age(30 * DAY) } });
      const code = { purpose: 'sign_in', target: '+15005550006', codeHash: 'x' };
      await db.verificationCode.create({ data: { ...code, expiresAt: age(DAY) } });
      await db.rateLimit.create({ data: { key: randomUUID(), expire: BigInt(age(0).getTime()) } });
      const delivery = { id: randomUUID(), endpointId: endpoint.id, type: 'x', body: '{}' };
      await db.webhookDelivery.create({ data: { ...delivery, createdAt: age(30 * DAY) } });
      await db.liveEvent.create({ data: { userId, kind: 'x', data: {}, createdAt: age(7 * DAY) } });
      const incoming = { state: 'incoming', fileName: 'a.jpg', incomingKey: `incoming/${randomUUID()}` };
      await db.media.create({ data: { userId, ...incoming, createdAt: age(DAY), updatedAt: age(DAY) } });
    }
  };
  await plant(2, (kept) => ago(kept + MINUTE));
  await plant(1, (kept) => ago(kept - HOUR));
  const orphan = `incoming/${randomUUID()}`;
  await files.storage.put(orphan, Buffer.from('left behind'), 'image/jpeg');
  await files.storage.put('users/kept.jpg', Buffer.from('kept'), 'image/jpeg');

  await aProcess()();
  expect(await measured('adflight_housekeeping_removed')).toEqual({
    ...{ keys: 2, sessions: 2, codes: 2, rate_limits: 2, webhooks: 2, events: 2, uploads: 2, objects: 1 },
  });
  const { idempotencyKey, session, verificationCode, rateLimit, webhookDelivery, liveEvent, media } = db;
  const left = [idempotencyKey, session, verificationCode, rateLimit, webhookDelivery, liveEvent, media];
  expect(await Promise.all(left.map((table) => (table as typeof session).count()))).toEqual(
    left.map(() => 1),
  );
  expect([await files.storage.head(orphan), await files.storage.head('users/kept.jpg')]).toEqual([
    null,
    expect.anything(),
  ]);

  // The metric is of the last one alone.
  clock += HOUR - MINUTE;
  await aProcess()();
  expect(await measured('adflight_housekeeping_removed')).toMatchObject({ keys: 2 });
  clock += MINUTE;
  await aProcess()();
  expect(await measured('adflight_housekeeping_removed')).toMatchObject({ keys: 0, objects: 0 });
});
