/** Webhooks arrive, signed and once, though their receiver is down, slow or lying; and are shown with every try. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { Decision } from '../../contracts/campaign';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../domain/time';
import { createEgress } from '../../infra/safe-fetch';
import { EventBody } from '../../schemas/public-events';
import { issueTokens } from '../../services/auth/tokens';
import { removeOldDeliveries } from '../../services/webhook-endpoints/delivery';
import { releaseCampaign } from '../../store/outbox';
import { projectCampaign } from '../../store/projection';
import { notificationConsumer } from '../../worker/notifications/consumer';
import { tellEvents } from '../../worker/relay/tell';
import { claimDue } from '../../worker/webhooks/claim';
import { webhookConsumer } from '../../worker/webhooks/consumer';
import { createSender, startWebhooks } from '../../worker/webhooks/sender';
import { aCampaign, aDecision, aProjection } from '../fixtures/campaign';
import { type Actor, anActor } from './actors';
import { type Answered, type Api, type Asked, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

const START = Date.UTC(2026, 10, 21, 12);
let clock: Instant = START;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let ada: Actor;

/** A receiver on this machine: `answer` says what it does; down, nothing listens. */
interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}
class Receiver {
  got: Received[] = [];
  answer: (n: number) => number | { status: number; headers: Record<string, string> } | 'never' = () => 204;
  port = 0;
  private server = http.createServer();

  async up(): Promise<void> {
    this.server = http.createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req.setEncoding('utf8')) body += chunk;
      this.got.push({ headers: req.headers, body });
      const answer = this.answer(this.got.length);
      if (answer === 'never') return;
      const { status, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
      res.writeHead(status, headers).end();
    });
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }
  async down(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await once(this.server.close(), 'close');
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }
  /** Of one delivery. */
  of(id: string): Received[] {
    return this.got.filter(({ headers }) => headers['webhook-id'] === id);
  }
}
let receiver: Receiver;
const receivers: Receiver[] = [];
async function aReceiver(): Promise<Receiver> {
  const made = new Receiver();
  receivers.push(made);
  await made.up();
  return made;
}

beforeAll(async () => {
  database = await freshDatabase();
  const plain = testDeps(database.db, { now: () => clock });
  deps = { ...plain, config: { ...plain.config, EGRESS_ALLOW_LOOPBACK: true } };
  api = await startApi(deps);
  await signIn();
  await ask('GET', '/webhook-endpoints');
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(async () => {
  clock = START;
  for (const table of ['webhook_endpoints', 'notifications', 'outbox'])
    await database.db.$executeRawUnsafe(`DELETE FROM ${table}`);
  await signIn();
  receiver = await aReceiver();
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((made) => made.down()));
});

async function signIn(): Promise<void> {
  ada = await anActor(deps);
  await database.db.session.updateMany({ data: { expiresAt: new Date(START + 365 * DAY) } });
}
/** By a token of the moment: the clock moves on by days. */
async function ask(method: string, path: string, asked: Asked = {}): Promise<Answered> {
  const subject = { userId: ada.id, sessionId: ada.sessionId };
  const { accessToken: token } = await issueTokens(deps, subject, { id: randomUUID(), issuedAt: clock });
  return api.call(method, path, { token, ...asked });
}
async function anEndpoint(url = receiver.url, events = ['campaign.*', 'media.*']) {
  const { body } = await ask('POST', '/webhook-endpoints', { body: { url, events } });
  return body as { id: string; secret: string };
}
const endpointOf = async (id: string) => (await ask('GET', `/webhook-endpoints/${id}`)).body;
const logOf = async (id: string) => (await ask('GET', `/webhook-endpoints/${id}/deliveries`)).body.items;

const telling = () => ({
  ...deps,
  consumers: [
    webhookConsumer,
    notificationConsumer({ publicUrl: 'https://adflight.example', telegramChatId: null }),
  ],
  random: () => 0,
});
/** Something happens to a campaign of Ada's, and is told. */
async function happened(event: Decision['event'] = 'campaign.approved', changes: Partial<Decision> = {}) {
  const campaign = aCampaign({ advertiserId: ada.id });
  await projectCampaign(database.db, aProjection(campaign, aDecision(1, { event, at: clock, ...changes })));
  await releaseCampaign(database.db, campaign.campaignId, 1);
  await database.db.outboxEvent.updateMany({
    where: { campaignId: campaign.campaignId },
    data: { createdAt: new Date(clock) },
  });
  await tellEvents(telling());
  return campaign.campaignId;
}

const aSender = ({
  timeoutMs = 2_000,
  signal = new AbortController().signal,
  resolve = undefined as (() => Promise<string[]>) | undefined,
} = {}) =>
  createSender(
    {
      ...deps,
      egress: createEgress({
        httpsOnly: false,
        allowLoopback: true,
        proxyUrl: null,
        timeoutMs,
        ...(resolve && { resolve }),
      }),
      random: () => 0,
    },
    signal,
  );
/** One round: what is due is tried, and has ended. */
async function round(sender = aSender()): Promise<number> {
  const begun = await sender.step();
  await sender.settle();
  return begun;
}
/** Moves the clock to each next try until `end`. */
async function goOnUntil(end: Instant): Promise<void> {
  const sender = aSender();
  for (;;) {
    await round(sender);
    const { _min } = await database.db.webhookDelivery.aggregate({
      where: { state: 'pending' },
      _min: { nextTryAt: true },
    });
    const next = _min.nextTryAt?.getTime() ?? end + 1;
    if (next > end) break;
    clock = Math.max(clock, next);
  }
  clock = end;
}
/** As a receiver does, at the time of the clock. */
function verify(secret: string, { headers, body }: Received): unknown {
  const now = jest.spyOn(Date, 'now').mockReturnValue(clock);
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    now.mockRestore();
  }
}

describe('an event', () => {
  test('arrives small and signed, at the endpoints that chose it alone', async () => {
    const [chosen, other] = [await anEndpoint(), await anEndpoint(`${receiver.url}/other`, ['payment.*'])];
    const campaignId = await happened('media.rejected', {
      data: { media_id: randomUUID(), reason: 'blurred' },
    });
    await round();
    expect(receiver.got).toHaveLength(1);
    const [received] = receiver.got;
    if (!received) throw new Error('nothing was received');
    const said = EventBody.parse(verify(chosen.secret, received));
    expect(said).toMatchObject({ type: 'media.rejected', timestamp: new Date(clock).toISOString() });
    expect(said.data).toMatchObject({ campaign_id: campaignId, version: 1, status: 'draft' });
    expect(Object.keys(said.data).sort()).toEqual(['campaign_id', 'media_id', 'phase', 'status', 'version']);
    expect(received.body.length).toBeLessThan(20_000);
    expect(received.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-timestamp': String(clock / 1_000),
    });
    expect(() => verify(other.secret, received)).toThrow('No matching signature');
    expect(() => verify(chosen.secret, { ...received, body: `${received.body} ` })).toThrow();
    const [log] = await logOf(chosen.id);
    expect(log).toMatchObject({
      id: received.headers['webhook-id'],
      state: 'delivered',
      body: received.body,
    });
    expect(log.tries).toMatchObject([{ n: 1, status: 204, failure: null }]);
    expect(await logOf(other.id)).toEqual([]);
  });

  test('of money names its payment, amount and currency', async () => {
    const { id } = await anEndpoint(receiver.url, ['payment.*', 'refund.succeeded']);
    const paymentId = randomUUID();
    const campaignId = await happened('payment.received', {
      data: { payment_id: paymentId, amount: 12_000, due: 0 },
    });
    const payment = {
      id: paymentId,
      userId: ada.id,
      campaignId,
      purpose: 'campaign',
      method: 'checkout',
      n: 1,
    };
    await database.db.payment.create({ data: { ...payment, amount: 12_000n, currency: 'USD' } });
    for (const kind of ['refund.requested', 'refund.succeeded']) {
      const row = { kind, key: `payment:${paymentId}`, payload: { why: 'x', data: { amount: 500 } } };
      await database.db.outboxEvent.create({ data: { ...row, releasedAt: new Date(clock) } });
      await tellEvents(telling());
    }
    const bodies = (await logOf(id)).map(({ body }: { body: string }) => EventBody.parse(JSON.parse(body)));
    const about = { campaign_id: campaignId, payment_id: paymentId, currency: 'USD' };
    expect(bodies.map(({ type, data }: EventBody) => [type, data]).sort()).toEqual([
      ['payment.received', { ...about, amount: 12_000 }],
      ['refund.succeeded', { ...about, amount: 500 }],
    ]);
  });

  test('told twice is delivered once, and one of another user not at all', async () => {
    const { id } = await anEndpoint();
    await happened();
    await database.db.outboxEvent.updateMany({ data: { handledAt: null } });
    await tellEvents(telling());
    await signIn();
    await happened();
    expect(await database.db.webhookDelivery.count({ where: { endpointId: id } })).toBe(1);
    await round();
    await round();
    expect(receiver.got).toHaveLength(1);
  });
});

describe('a receiver that is down for a day', () => {
  test('gets each event once it is back, in the log with every try', async () => {
    const { id, secret } = await anEndpoint();
    await receiver.down();
    for (const at of [0, 3 * HOUR, 20 * HOUR]) {
      await goOnUntil(START + at);
      await happened();
    }
    await goOnUntil(START + DAY);
    expect(await endpointOf(id)).toMatchObject({
      is_active: true,
      failing_since: new Date(START).toISOString(),
    });
    await receiver.up();
    await goOnUntil(START + 2 * DAY);
    const log = await logOf(id);
    expect(log).toHaveLength(3);
    for (const delivery of log) {
      expect(delivery.state).toBe('delivered');
      expect(receiver.of(delivery.id)).toHaveLength(1);
      expect(delivery.tries.at(-1)).toMatchObject({ status: 204, failure: null });
      for (const failed of delivery.tries.slice(0, -1))
        expect(failed).toMatchObject({ status: null, failure: 'The connection was refused.' });
    }
    const first = log.at(-1);
    const waits = first.tries.map(({ at }: { at: string }) => Date.parse(at) - START);
    const [a, b, c, d, e, f] = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR];
    let sum = 0;
    expect(waits).toEqual([a, b, c, d, e, f, 10 * HOUR, 14 * HOUR].map((wait) => (sum += wait)));
    expect((await endpointOf(id)).failing_since).toBeNull();
    const [received] = receiver.of(first.id);
    // Each try has a timestamp, and so a signature, of its own.
    clock = Date.parse(first.tries.at(-1).at);
    expect(received && verify(secret, received)).toMatchObject({ type: 'campaign.approved' });
  });

  test('and does not come back is switched off after its schedule, and its owner told', async () => {
    const { id } = await anEndpoint();
    await receiver.down();
    await happened();
    await goOnUntil(START + 3 * DAY);
    await happened();
    await goOnUntil(START + 4 * DAY);
    const endpoint = await endpointOf(id);
    expect(endpoint).toMatchObject({ is_active: false, disabled_reason: 'Nothing came through for 3 days.' });
    const [waiting, given] = await logOf(id);
    expect([given.state, given.tries.length, given.next_try_at]).toEqual(['failed', 10, null]);
    expect([waiting.state, waiting.next_try_at]).toEqual(['pending', null]);
    await tellEvents(telling());
    const told = await database.db.notification.findMany({
      where: { userId: ada.id, type: 'webhook.disabled' },
    });
    expect(told.map(({ message }) => message)).toEqual([
      `We no longer send events to “127.0.0.1:${receiver.port}”. Nothing came through for 3 days. Switch it on again once it is well.`,
    ]);
    const mail = { channel: 'email', recipient: ada.email };
    expect(await database.db.delivery.count({ where: mail })).toBeGreaterThan(0);
    await happened();
    expect(await logOf(id)).toHaveLength(2);
    await receiver.up();
    const on = await ask('PATCH', `/webhook-endpoints/${id}`, { body: { is_active: true } });
    expect(on.body).toMatchObject({ is_active: true, disabled_reason: null, failing_since: null });
    await round();
    expect(receiver.got.map(({ headers }) => headers['webhook-id'])).toEqual([waiting.id]);
    expect((await ask('POST', `/webhook-deliveries/${given.id}/resend`)).body.state).toBe('pending');
    await round();
    expect(receiver.of(given.id)).toHaveLength(1);
    expect((await logOf(id)).map(({ state }: { state: string }) => state)).toEqual([
      'delivered',
      'delivered',
    ]);
  });
});

describe('an answer', () => {
  test.each([200, 201, 204, 299])('%i is a success', async (status) => {
    receiver.answer = () => status;
    const { id } = await anEndpoint();
    await happened();
    await round();
    expect((await logOf(id))[0]).toMatchObject({ state: 'delivered', tries: [{ status }] });
  });

  test.each([301, 302, 308, 400, 404, 500, 503])('%i is a failure, followed nowhere', async (status) => {
    const inside = await aReceiver();
    receiver.answer = () => ({ status, headers: { location: inside.url } });
    const { id } = await anEndpoint();
    await happened();
    await round();
    const [log] = await logOf(id);
    expect(log).toMatchObject({
      state: 'pending',
      tries: [{ status, failure: `The receiver answered ${status}.` }],
    });
    expect(Date.parse(log.next_try_at)).toBe(START + 5 * SECOND);
    expect(inside.got).toHaveLength(0);
  });

  test('410 switches the endpoint off at once, and its owner is told', async () => {
    receiver.answer = () => 410;
    const { id } = await anEndpoint();
    await happened();
    await round();
    expect(await endpointOf(id)).toMatchObject({
      is_active: false,
      disabled_reason: 'It answered 410 Gone.',
    });
    expect((await logOf(id))[0]).toMatchObject({ state: 'failed', next_try_at: null });
    await tellEvents(telling());
    expect(await database.db.notification.count({ where: { type: 'webhook.disabled' } })).toBe(1);
    expect(
      await database.db.auditEntry.count({ where: { action: 'webhook_endpoint.disabled', targetId: id } }),
    ).toBe(1);
  });

  test.each([
    [429, '120', 2 * MINUTE],
    [503, new Date(START + HOUR).toUTCString(), HOUR],
    [502, '1', 5 * SECOND],
    [504, '999999999', DAY],
    [429, 'soon', 5 * SECOND],
    [500, '7200', 5 * SECOND],
  ])('%i with Retry-After %s is tried again after %i ms', async (status, after, wait) => {
    receiver.answer = () => ({ status, headers: { 'retry-after': after } });
    const { id } = await anEndpoint();
    await happened();
    await round();
    expect(Date.parse((await logOf(id))[0].next_try_at) - START).toBe(wait);
  });

  test('that never comes ends the try in time', async () => {
    receiver.answer = () => 'never';
    const { id } = await anEndpoint();
    await happened();
    await round(aSender({ timeoutMs: 200 }));
    expect((await logOf(id))[0].tries).toMatchObject([{ status: null, failure: 'No answer came in time.' }]);
  });
});

describe('the relay', () => {
  test('a slow receiver holds few tries, and keeps nobody waiting', async () => {
    const slow = await aReceiver();
    slow.answer = () => 'never';
    await anEndpoint(slow.url);
    for (let n = 0; n < 12; n += 1) await happened();
    const { id } = await anEndpoint();
    await happened();
    const sender = aSender({ timeoutMs: 1_500 });
    const started = performance.now();
    expect(await sender.step()).toBe(5);
    while ((await logOf(id))[0].state !== 'delivered')
      expect(performance.now() - started).toBeLessThan(1_400);
    expect(await sender.step()).toBe(0);
    expect(slow.got.length).toBeLessThanOrEqual(4);
    await sender.settle();
    expect(await sender.step()).toBe(4);
    await sender.settle();
  });

  test('users with all the slow endpoints that they may have keep nobody else waiting', async () => {
    const slow = await aReceiver();
    slow.answer = () => 'never';
    for (let user = 0; user < 2; user += 1) {
      await signIn();
      for (let n = 0; n < 10; n += 1) await anEndpoint(slow.url);
      for (let n = 0; n < 4; n += 1) await happened();
    }
    const sender = aSender({ timeoutMs: 3_000 });
    expect([await sender.step(), await sender.step()]).toEqual([32, 0]);
    await signIn();
    const { id } = await anEndpoint();
    await happened();
    expect(await sender.step()).toBe(1);
    const started = performance.now();
    while ((await logOf(id))[0].state !== 'delivered')
      expect(performance.now() - started).toBeLessThan(2_000);
    await sender.settle();
  }, 15_000);

  test('whoever has fewest tries under way comes next, and of each user the oldest, failing endpoints last', async () => {
    const [first, failing] = [await anEndpoint(), await anEndpoint()];
    await database.db.webhookEndpoint.update({
      where: { id: failing.id },
      data: { failingSince: new Date(START) },
    });
    for (clock of [START - 3, START - 2, START - 1]) await happened();
    await signIn();
    const second = await anEndpoint();
    clock = START;
    for (let n = 0; n < 2; n += 1) await happened();
    const room = { busy: [], perEndpoint: 4, perUser: 4, limit: 3 };
    const claimed = await claimDue(database.db, room, START);
    expect(claimed.map(({ endpointId }) => endpointId).sort()).toEqual(
      [first.id, first.id, second.id].sort(),
    );
    const times = await database.db.webhookDelivery.findMany({
      where: { endpointId: first.id, attempts: 0 },
      select: { createdAt: true },
    });
    expect(times).toEqual([{ createdAt: new Date(START - 1) }]);
    // The first one's user has two under way, the second one's none: he comes first, though his is newer.
    const busy = claimed.filter((one) => one.endpointId === first.id);
    const next = await claimDue(database.db, { ...room, busy, limit: 1 }, START);
    expect(next.map(({ endpointId }) => endpointId)).toEqual([second.id]);
    // A working endpoint's is taken before a failing one's, up to what one user may have.
    const rest = await claimDue(database.db, { ...room, busy, limit: 9 }, START);
    expect(rest.map(({ endpointId }) => endpointId).sort()).toEqual([first.id, failing.id].sort());
  });

  test('of two processes each delivery is taken by one', async () => {
    const { id } = await anEndpoint();
    for (let n = 0; n < 8; n += 1) await happened();
    const [a, b] = [aSender(), aSender()];
    for (let n = 0; n < 4; n += 1) await Promise.all([round(a), round(b)]);
    const ids = receiver.got.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([8, 8]);
    expect((await logOf(id)).every(({ tries }: { tries: unknown[] }) => tries.length === 1)).toBe(true);
  });

  test('a try that a crash cut short is in the log, and made again under the same id', async () => {
    const { id } = await anEndpoint();
    receiver.answer = (n) => (n === 1 ? 'never' : 204);
    await happened();
    const cut = new AbortController();
    const dying = aSender({ signal: cut.signal });
    await dying.step();
    while (receiver.got.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    cut.abort();
    await dying.settle();
    expect(await round()).toBe(0);
    clock += MINUTE;
    await round();
    const [log] = await logOf(id);
    expect(log.tries).toMatchObject([
      { n: 1, failure: 'The try was interrupted.' },
      { n: 2, status: 204 },
    ]);
    expect(receiver.of(log.id)).toHaveLength(2);
    expect((await endpointOf(id)).failing_since).toBeNull();
  });

  test('runs as a loop, and stops when what it began has ended', async () => {
    const { id } = await anEndpoint();
    await happened();
    const egress = createEgress({ httpsOnly: false, allowLoopback: true, proxyUrl: null });
    const loop = startWebhooks({ ...deps, egress, random: () => 0 });
    while (receiver.got.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await loop.stop();
    expect((await logOf(id))[0].state).toBe('delivered');
  });

  test('an address that became private since it was registered is not connected to', async () => {
    const { id } = await anEndpoint('https://93.184.215.14/hooks');
    const url = `http://hooks.example.com:${receiver.port}/`;
    await database.db.webhookEndpoint.update({ where: { id }, data: { url } });
    await happened();
    await round(aSender({ resolve: async () => ['10.0.0.1'] }));
    const failure = 'The name leads to a private network.';
    expect((await logOf(id))[0].tries).toMatchObject([{ status: null, failure }]);
    expect(receiver.got).toHaveLength(0);
  });

  test('what is disabled waits: an endpoint, or its owner', async () => {
    const { id } = await anEndpoint();
    await happened();
    await database.db.user.update({ where: { id: ada.id }, data: { isActive: false } });
    expect(await round()).toBe(0);
    await database.db.user.update({ where: { id: ada.id }, data: { isActive: true } });
    await ask('PATCH', `/webhook-endpoints/${id}`, { body: { is_active: false } });
    expect(await round()).toBe(0);
    await ask('PATCH', `/webhook-endpoints/${id}`, { body: { is_active: true } });
    expect(await round()).toBe(1);
    expect(receiver.got).toHaveLength(1);
  });

  test('a removed endpoint is sent nothing more, also when it is removed during a try', async () => {
    const { id } = await anEndpoint();
    await happened();
    receiver.answer = () => 'never';
    const sender = aSender({ timeoutMs: 300 });
    await sender.step();
    expect((await ask('DELETE', `/webhook-endpoints/${id}`)).status).toBe(204);
    await sender.settle();
    clock += DAY;
    expect(await round()).toBe(0);
    expect(await database.db.webhookAttempt.count({ where: { delivery: { endpointId: id } } })).toBe(0);
  });
});

describe('the owner', () => {
  test('who rotates the secret finds both signatures for a day, and then the new one alone', async () => {
    const { id, secret } = await anEndpoint();
    const { body: rotated } = await ask('POST', `/webhook-endpoints/${id}/rotate-secret`);
    const verified = async () => {
      receiver.got = [];
      await happened();
      await round();
      const [received] = receiver.got;
      if (!received) throw new Error('nothing was received');
      return [secret, rotated.secret].map((each) => {
        try {
          return verify(each, received) !== null;
        } catch {
          return false;
        }
      });
    };
    expect(await verified()).toEqual([true, true]);
    clock += DAY - 1;
    expect(await verified()).toEqual([true, true]);
    clock += 1;
    expect(await verified()).toEqual([false, true]);
  });

  test('tries an endpoint out with one test event, tried once', async () => {
    const { id, secret } = await anEndpoint();
    const headers = { 'idempotency-key': randomUUID() };
    const asked = await ask('POST', `/webhook-endpoints/${id}/test`, { headers });
    expect([asked.status, asked.body.state, asked.body.tries]).toEqual([202, 'pending', []]);
    await ask('POST', `/webhook-endpoints/${id}/test`, { headers });
    await round();
    const [received] = receiver.got;
    expect(received && verify(secret, received)).toEqual({
      type: 'webhook.test',
      timestamp: new Date(clock).toISOString(),
      data: { webhook_endpoint_id: id },
    });
    receiver.answer = () => 500;
    await ask('POST', `/webhook-endpoints/${id}/test`);
    await round();
    expect((await logOf(id)).map(({ state }: { state: string }) => state).sort()).toEqual([
      'delivered',
      'failed',
    ]);
    expect((await endpointOf(id)).failing_since).toBeNull();
  });

  test('sends what was delivered again, under its own id, and filters the log by state', async () => {
    const { id } = await anEndpoint();
    await happened();
    await round();
    const [{ id: delivery }] = await logOf(id);
    const again = await ask('POST', `/webhook-deliveries/${delivery}/resend`);
    expect([again.status, again.body.state]).toEqual([202, 'pending']);
    await round();
    const [log] = await logOf(id);
    expect(log.tries.map(({ n, status }: { n: number; status: number }) => [n, status])).toEqual([
      [1, 204],
      [2, 204],
    ]);
    expect(receiver.of(delivery)).toHaveLength(2);
    const counts = ['delivered', 'failed', 'pending'].map(async (state) => {
      const { body } = await ask('GET', `/webhook-endpoints/${id}/deliveries?state=${state}&limit=1`);
      return body.total;
    });
    expect(await Promise.all(counts)).toEqual([1, 0, 0]);
  });
});

test('deliveries and their tries are kept for thirty days', async () => {
  const { id } = await anEndpoint();
  await happened();
  await round();
  const remove = (at: Instant) => removeOldDeliveries(database.db, at);
  expect(await remove(START + 30 * DAY)).toBe(0);
  expect(await logOf(id)).toHaveLength(1);
  expect(await remove(START + 30 * DAY + 1)).toBe(1);
  expect([await logOf(id), await database.db.webhookAttempt.count()]).toEqual([[], 0]);
});
