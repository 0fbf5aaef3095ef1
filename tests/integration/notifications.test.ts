/** Events become notifications and deliveries once, and deliveries arrive though a channel is down. */
import { randomUUID } from 'node:crypto';
import { DeliveryError, type DeliveryOutcome, type OutgoingMessage } from '../../adapters/messenger';
import type { Decision } from '../../contracts/campaign';
import { unprovedMails } from '../../domain/limits';
import { HOUR, MINUTE, SECOND } from '../../domain/time';
import { createLogger } from '../../infra/log';
import { appendEvent } from '../../store/outbox';
import { projectCampaign } from '../../store/projection';
import { notificationConsumer } from '../../worker/notifications/consumer';
import type { Messengers } from '../../worker/notifications/messengers';
import { backoff, sendDue } from '../../worker/notifications/sender';
import { aCampaign, aDecision, aProjection, NOON } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let clock = NOON;
const consume = notificationConsumer({ publicUrl: 'https://adflight.example', telegramChatId: '-100' });

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(async () => {
  clock = NOON;
  for (const table of ['deliveries', 'notifications', 'outbox']) {
    await database.db.$executeRawUnsafe(`DELETE FROM ${table}`);
  }
  await database.db.user.updateMany({ data: { role: 'advertiser' } });
});

/** Tells every event that was written so far; as a relay does that forgot what it had told. */
async function tellAll(): Promise<void> {
  const events = await database.db.outboxEvent.findMany({ orderBy: { id: 'asc' } });
  await database.db.$transaction(async (tx) => {
    for (const event of events) await consume(tx, event);
  });
}

async function happened(advertiserId: string, decision: Partial<Decision>, name = 'Autumn sale') {
  const campaign = aCampaign({ advertiserId });
  campaign.brief.name = name;
  await projectCampaign(database.db, aProjection(campaign, aDecision(1, decision)));
  return campaign.campaignId;
}

const received: Partial<Decision> = {
  event: 'payment.received',
  from: 'awaiting_payment',
  to: 'pending_approval',
  actor: { kind: 'stripe', id: 'evt_1' },
  data: { amount: 12_000 },
};

describe('an event', () => {
  test('reaches its advertiser and the admins that are active, each in his channels', async () => {
    const [ada, admin, gone] = [await api.signIn(), await api.signIn('admin'), await api.signIn('admin')];
    await database.db.user.update({ where: { id: gone.id }, data: { isActive: false } });
    const campaignId = await happened(ada.id, received, 'Spring <sale>');
    await tellAll();
    const written = await database.db.notification.findMany({ orderBy: { title: 'asc' } });
    expect(written).toMatchObject([
      { userId: admin.id, type: 'payment.received', title: 'Campaign to approve', campaignId },
      { userId: ada.id, title: 'Payment received', isRead: false, campaignId },
    ]);
    expect(written[1]?.message).toBe('We received 120.00 USD for “Spring <sale>”. Thank you.');
    const deliveries = await database.db.delivery.findMany();
    expect(deliveries).toMatchObject([{ channel: 'email', recipient: ada.email, sentAt: null, attempts: 0 }]);
    expect(deliveries[0]?.html).toContain(`https://adflight.example/campaigns/${campaignId}`);
    expect(deliveries[0]?.html).toContain('Spring &lt;sale&gt;');
  });

  test('told twice, or half told before a crash, notifies once', async () => {
    const ada = await api.signIn();
    await api.signIn('admin');
    await happened(ada.id, { ...received, event: 'payment.held' });
    await tellAll();
    const before = await database.db.delivery.findMany({ orderBy: { id: 'asc' } });
    expect(before.map(({ channel }) => channel).sort()).toEqual(['email', 'email', 'telegram']);
    const [first] = before;
    await database.db.delivery.delete({ where: { id: first?.id ?? '' } });
    await tellAll();
    await tellAll();
    expect(await database.db.delivery.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
    expect(await database.db.notification.count()).toBe(2);
  });

  test('is mailed to an unproved address only so often, to a proved one always; in the app it is told each time', async () => {
    const [ada, bob] = [await api.signIn(), await api.signIn()];
    await database.db.user.update({ where: { id: bob.id }, data: { emailVerifiedAt: new Date() } });
    const [{ most }] = unprovedMails;
    for (let n = 0; n < most + 5; n += 1) for (const { id } of [ada, bob]) await happened(id, received);
    await tellAll();
    await tellAll();
    const mails = (recipient: string) => database.db.delivery.count({ where: { recipient } });
    expect([await mails(ada.email), await mails(bob.email)]).toEqual([most, most + 5]);
    expect(await database.db.notification.count({ where: { userId: ada.id } })).toBe(most + 5);
  });

  test('whose transaction is rolled back notifies nobody', async () => {
    const ada = await api.signIn();
    await happened(ada.id, received);
    const event = await database.db.outboxEvent.findFirstOrThrow();
    const failing = database.db.$transaction(async (tx) => {
      await consume(tx, event);
      throw new Error('another consumer fails');
    });
    await expect(failing).rejects.toThrow('another consumer fails');
    expect(await database.db.notification.count()).toBe(0);
    expect(await database.db.delivery.count()).toBe(0);
  });

  test('of a refund is told to its payer in the payment’s money', async () => {
    const ada = await api.signIn();
    const campaignId = await happened(ada.id, { event: 'campaign.completed' });
    const id = randomUUID();
    const base = {
      userId: ada.id,
      campaignId,
      purpose: 'campaign',
      method: 'checkout',
      n: 1,
      currency: 'USD',
    };
    await database.db.payment.create({ data: { id, ...base, amount: 9_900n } });
    await database.db.$transaction(async (tx) => {
      const payload = { why: 'cancelled', data: { amount: 9_900 } };
      await appendEvent(tx, { kind: 'refund.succeeded', key: `payment:${id}`, payload }, NOON);
      await appendEvent(tx, { kind: 'house.exhausted', key: `campaign:${campaignId}`, payload: {} }, NOON);
    });
    await tellAll();
    const refund = await database.db.notification.findFirstOrThrow({ where: { type: 'refund.succeeded' } });
    expect(refund.message).toMatch(/^99\.00 USD for “Autumn sale” was refunded\./);
    expect(refund).toMatchObject({ userId: ada.id, campaignId });
  });

  test('of an advertiser without an email is still told in the app', async () => {
    const ada = await api.signIn();
    await database.db.user.update({ where: { id: ada.id }, data: { email: null, phone: `+1${Date.now()}` } });
    await happened(ada.id, received);
    await tellAll();
    expect(await database.db.delivery.count()).toBe(0);
    expect(await database.db.notification.count({ where: { userId: ada.id } })).toBe(1);
  });
});

describe('deliveries', () => {
  const sent: OutgoingMessage[] = [];
  let answer: (message: OutgoingMessage) => void = () => {};
  const messenger = {
    async send(message: OutgoingMessage) {
      answer(message);
      sent.push(message);
    },
    close: async () => {},
  };
  const fails = (outcome: DeliveryOutcome, wait: number | null = null) => {
    answer = () => {
      throw new DeliveryError(outcome, `it is ${outcome}`, wait);
    };
  };
  const config = {
    ENCRYPTION_KEY: { id: 'test', key: Buffer.alloc(32, 7) },
    ENCRYPTION_PREVIOUS_KEYS: [],
  };
  const send = (messengers: Messengers = { email: messenger, telegram: messenger }) =>
    sendDue({ config, db: database.db, messengers, log: createLogger('test', 'silent'), now: () => clock });
  const rows = () => database.db.delivery.findMany({ orderBy: { recipient: 'asc' } });

  beforeEach(() => {
    sent.length = 0;
    answer = () => {};
  });

  async function due(count = 1, channel = 'email'): Promise<void> {
    const row = (n: number) => ({
      id: randomUUID(),
      channel,
      recipient: `user-${n}@example.com`,
      subject: 'Payment received',
      text: 'Thank you.',
      nextTryAt: new Date(NOON),
    });
    await database.db.delivery.createMany({ data: Array.from({ length: count }, (_, n) => row(n)) });
  }

  test('are sent once, and never again', async () => {
    await due(3);
    expect(await send()).toBe(3);
    clock += 24 * HOUR;
    expect(await send()).toBe(0);
    expect(sent).toHaveLength(3);
    expect(await rows()).toMatchObject([
      { sentAt: new Date(NOON), nextTryAt: null, failure: null, attempts: 1 },
      { sentAt: new Date(NOON) },
      { sentAt: new Date(NOON) },
    ]);
  });

  test('a channel that is down for two days delays them and loses none', async () => {
    await due();
    fails('retry');
    const waits: number[] = [];
    for (let tries = 0; clock < NOON + 48 * HOUR; tries += 1) {
      expect(await send()).toBe(1);
      const [row] = await rows();
      const next = row?.nextTryAt?.getTime() ?? Number.NaN;
      waits.push(next - clock);
      expect(row).toMatchObject({ sentAt: null, failure: 'it is retry', attempts: tries + 1 });
      clock = next;
    }
    expect(waits.slice(0, 4)).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND]);
    expect(Math.max(...waits)).toBe(HOUR);
    answer = () => {};
    await send();
    expect(sent).toHaveLength(1);
    expect(await rows()).toMatchObject([{ sentAt: new Date(clock), failure: null }]);
  });

  test('what the channel refuses for good is recorded and not tried again', async () => {
    await due();
    fails('refused');
    await send();
    clock += 48 * HOUR;
    expect(await send()).toBe(0);
    expect(await rows()).toMatchObject([{ sentAt: null, nextTryAt: null, failure: 'it is refused' }]);
  });

  test('a set-up that an operator must mend gives nothing up', async () => {
    await due();
    fails('ask');
    await send();
    expect(await rows()).toMatchObject([{ nextTryAt: new Date(NOON + 5 * SECOND) }]);
  });

  test('a channel that names its time is not asked before', async () => {
    await due(1, 'telegram');
    fails('wait', 10 * MINUTE);
    await send();
    expect(await rows()).toMatchObject([{ nextTryAt: new Date(NOON + 10 * MINUTE) }]);
  });

  test('two senders at once send each once', async () => {
    await due(30);
    const counts = await Promise.all([send(), send(), send()]);
    expect(counts.reduce((a, b) => a + b)).toBe(30);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(30);
    expect(sent).toHaveLength(30);
  });

  test('a sender that died between send and mark sends again, under the same message id', async () => {
    await due();
    answer = (message) => {
      sent.push(message);
      throw new DeliveryError('retry', 'the answer was lost');
    };
    await send();
    answer = () => {};
    clock += MINUTE;
    await send();
    expect(sent).toHaveLength(2);
    expect(sent[0]?.id).toBe(sent[1]?.id);
  });

  test('one that fails does not hold up the others', async () => {
    await due(3);
    answer = ({ recipient }) => {
      if (recipient.startsWith('user-1')) throw new Error('a bug');
    };
    await send();
    expect((await rows()).map(({ sentAt }) => sentAt !== null)).toEqual([true, false, true]);
  });

  test('of a channel that is not set up wait until it is', async () => {
    await due(1, 'telegram');
    expect(await send({ email: messenger })).toBe(0);
    expect(await send()).toBe(1);
  });

  test('the wait grows from 5 s to an hour, whatever the count', () => {
    expect([1, 2, 11, 1_000].map(backoff)).toEqual([5 * SECOND, 10 * SECOND, HOUR, HOUR]);
  });
});

describe('in the app', () => {
  async function told(userId: string, count: number) {
    const row = (n: number) => ({
      id: randomUUID(),
      userId,
      type: 'payment.received',
      title: `number ${n}`,
      message: 'Thank you.',
      createdAt: new Date(NOON + n),
    });
    await database.db.notification.createMany({ data: Array.from({ length: count }, (_, n) => row(n)) });
  }
  const ask = async (method: string, path: string, token: string) => {
    const answer = await api.call(method, path, { token });
    expectConforms(answer);
    return answer;
  };

  test('are listed newest first, filtered, counted and read', async () => {
    const { id, token } = await api.signIn();
    await told(id, 3);
    const all = await ask('GET', '/notifications?limit=2', token);
    expect(all.body).toMatchObject({ total: 3, offset: 0, limit: 2 });
    expect(all.body.items.map((item: { title: string }) => item.title)).toEqual(['number 2', 'number 1']);
    const newest = all.body.items[0].id;
    const read = await ask('POST', `/notifications/${newest}/read`, token);
    expect(read.body).toMatchObject({ id: newest, is_read: true, title: 'number 2' });
    expect((await ask('POST', `/notifications/${newest}/read`, token)).status).toBe(200);
    expect((await ask('GET', '/notifications/unread-count', token)).body).toEqual({ unread_count: 2 });
    expect((await ask('GET', '/notifications?is_read=true', token)).body.total).toBe(1);
    expect((await ask('POST', '/notifications/read-all', token)).body).toEqual({ marked: 2 });
    expect((await ask('GET', '/notifications?is_read=false', token)).body.items).toEqual([]);
  });

  test('nobody sees or reads another’s, and an unknown one looks the same', async () => {
    const [ada, eve] = [await api.signIn(), await api.signIn()];
    await told(ada.id, 1);
    const [mine] = await database.db.notification.findMany();
    expect((await ask('GET', '/notifications', eve.token)).body.total).toBe(0);
    for (const id of [mine?.id, randomUUID()]) {
      const refused = await ask('POST', `/notifications/${id}/read`, eve.token);
      expect([refused.status, refused.body.code]).toEqual([404, 'NOT_FOUND']);
    }
    expect((await ask('POST', '/notifications/read-all', eve.token)).body).toEqual({ marked: 0 });
    expect((await ask('GET', '/notifications/unread-count', ada.token)).body).toEqual({ unread_count: 1 });
  });

  test.each(['/notifications?is_read=maybe', '/notifications?limit=0'])('%s is refused', async (path) => {
    const { token } = await api.signIn();
    expect((await ask('GET', path, token)).status).toBe(422);
  });
});
