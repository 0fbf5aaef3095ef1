/** Events that nobody here understands: admins see them and what overtook them, are told, and have them tried again. */
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { PaymentEvent } from '../../contracts/campaign';
import { MINUTE } from '../../domain/time';
import { receive } from '../../store/inbox';
import { notificationConsumer } from '../../worker/notifications/consumer';
import { relayInbox } from '../../worker/relay/inbox';
import { tellEvents } from '../../worker/relay/tell';
import type { WorkflowClient } from '../../worker/relay/workflow-client';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let admin: Awaited<ReturnType<Api['signIn']>>;
let clock = Date.now();

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  admin = await api.signIn('admin');
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

/** What payments' workflows were told, by event id. */
const told: string[] = [];
const workflows = {
  signalCampaign: async () => false,
  signalPayment: async ({ eventId }: PaymentEvent) => void told.push(eventId),
} as unknown as WorkflowClient;
async function relay(times: number) {
  const parts = {
    db: database.db,
    workflows,
    ownerOfIntent: async () => ({ campaignId: null, paymentId: null }),
    log: pino({ level: 'silent' }),
    now: () => clock,
    random: () => 0.5,
  };
  for (let n = 0; n < times; n += 1) {
    while ((await relayInbox(parts)) > 0);
    clock += MINUTE;
  }
}

function paidSession(intent: string, changes: object = {}) {
  const object = {
    ...{
      id: `cs_${intent}`,
      payment_intent: intent,
      amount_total: 500,
      currency: 'usd',
      payment_status: 'paid',
    },
    metadata: { payment_id: randomUUID(), campaign_id: randomUUID() },
    ...changes,
  };
  const data = { object };
  return { id: `evt_${randomUUID()}`, object: 'event', type: 'checkout.session.completed', created: 1, data };
}
const store = (event: ReturnType<typeof paidSession>, key: string) =>
  receive(database.db, { source: 'stripe', externalId: event.id, kind: event.type, key, payload: event });
const parked = async (query = '') => (await api.call('GET', `/admin/parked-events${query}`, admin)).body;

test('are listed with what overtook them; once they are understood, a retry relays them', async () => {
  const broken = paidSession('pi_1', { amount_total: 'five' });
  const [second, third, apart] = [paidSession('pi_1'), paidSession('pi_1'), paidSession('pi_2')];
  await store(broken, 'pi_1');
  for (const event of [second, third]) await store(event, 'pi_1');
  await store(apart, 'pi_2');
  await relay(10);
  expect(told.sort()).toEqual([second.id, third.id, apart.id].sort());

  const list = await parked();
  expect(list).toMatchObject({ total: 1 });
  const [item] = list.items;
  expect(item).toMatchObject({
    ...{ source: 'stripe', event_id: broken.id, type: broken.type, key: 'pi_1', tries: 10 },
    reason: '/amount_total: Invalid input: expected number, received string',
    overtaken_by: [
      { event_id: second.id, outcome: 'signalled payment' },
      { event_id: third.id, outcome: 'signalled payment' },
    ],
  });
  expect(await parked('?source=partner')).toMatchObject({ total: 0, items: [] });

  // Nothing has changed: it is tried once, and parked again.
  const retry = () => api.call('POST', `/admin/parked-events/${item.id}/retry`, admin);
  expect(await retry()).toMatchObject({ status: 202, body: { id: item.id, status: 'waiting' } });
  expect(await retry()).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  await relay(1);
  expect((await parked()).items).toMatchObject([{ id: item.id, tries: 11 }]);

  // As a version would see it that reads such an event.
  const payload = { ...broken, data: { object: { ...broken.data.object, amount_total: 5 } } };
  await database.db.inboxMessage.update({ where: { id: BigInt(item.id) }, data: { payload } });
  expect((await retry()).status).toBe(202);
  await relay(1);
  expect(told.at(-1)).toBe(broken.id);
  expect(await parked()).toMatchObject({ total: 0 });
  expect(await retry()).toMatchObject({ status: 409 });
  expect(
    await database.db.auditEntry.findMany({ where: { action: 'inbox.retried', targetId: item.id } }),
  ).toMatchObject([
    { actorId: admin.id, before: { event_id: broken.id, reason: expect.stringMatching(/^parked: /) } },
    { actorId: admin.id },
  ]);
});

test('that nobody has, and ids that are none, are not found', async () => {
  for (const id of ['999999999', 'abc', '0', '99999999999999999999', randomUUID()]) {
    const { status } = await api.call('POST', `/admin/parked-events/${id}/retry`, admin);
    expect([id, status]).toEqual([id, 404]);
  }
});

test('are told to admins, by name and with the reason', async () => {
  await database.db.outboxEvent.deleteMany();
  await store(paidSession('pi_3', { payment_status: undefined }), 'pi_3');
  await relay(10);
  const consumers = [notificationConsumer({ publicUrl: 'https://a.example', telegramChatId: null })];
  const telling = { db: database.db, consumers, log: pino({ level: 'silent' }), now: () => clock };
  await tellEvents({ ...telling, random: () => 0.5 });
  const heard = await database.db.notification.findMany({ where: { type: 'inbox.parked' } });
  expect(heard).toMatchObject([
    {
      userId: admin.id,
      message:
        'An event “checkout.session.completed” of stripe was set aside; those after it go on. ' +
        'Reason: /payment_status: Invalid input: expected string, received undefined. ' +
        'Once a version that understands it runs, try it again.',
    },
  ]);
});
