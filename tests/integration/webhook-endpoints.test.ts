/** Webhook endpoints in the hands of their owner: addresses are public, secrets are shown once, others see nothing. */
import { randomUUID } from 'node:crypto';
import { publicEvents } from '../../domain/public-events';
import { DAY, HOUR } from '../../domain/time';
import { postgresStore } from '../../infra/limit-store';
import { openLimits } from '../../infra/limits';
import { privateAddresses } from '../fixtures/private-addresses';
import { type Actor, anActor } from './actors';
import { type Answered, type Api, type Asked, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let ada: Actor;
const clock = Date.now();

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  ada = await anActor(deps);
  await ask('GET', '/webhook-endpoints');
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(async () => {
  ada = await anActor(deps);
});

/** A public address that needs no name server. */
const url = 'https://93.184.215.14/hooks/token-in-path?key=token-in-query';
const body = { url, description: 'Our shop', events: ['campaign.*', 'payment.received'] };

function ask(method: string, path: string, asked: Asked = {}): Promise<Answered> {
  return api.call(method, path, { token: ada.token, ...asked });
}
const create = (changes: object = {}, asked: Asked = {}) =>
  ask('POST', '/webhook-endpoints', { body: { ...body, ...changes }, ...asked });

describe('a secret', () => {
  test('is shown in the answer that makes it, and in no other', async () => {
    const made = await create();
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    const { secret, ...shown } = made.body;
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
    const path = `/webhook-endpoints/${shown.id}`;
    expect(made.headers.get('location')).toBe(`/api/v1${path}`);
    const later = [
      await ask('GET', path),
      await ask('GET', '/webhook-endpoints'),
      await ask('PATCH', path, { body: { description: 'Shop' } }),
    ];
    expect(later[0]?.body).toEqual(shown);
    expect(later.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(later.map(({ text }) => text).join()).not.toContain('whsec_');
  });

  test('stands nowhere in clear: not in its row, the kept answer or the audit log', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const made = await create({}, { headers });
    const { id } = made.body;
    const rotated = await ask('POST', `/webhook-endpoints/${id}/rotate-secret`, {
      headers: { 'idempotency-key': randomUUID() },
    });
    const rows = await database.db.$queryRaw<{ all: string }[]>`
      SELECT (SELECT string_agg(e::text, ' ') FROM webhook_endpoints e) || (SELECT string_agg(k::text, ' ')
        FROM idempotency_keys k) || (SELECT string_agg(a::text, ' ') FROM audit_entries a) AS all`;
    const everything = rows[0]?.all ?? '';
    expect(everything).toContain('webhook_endpoint.secret_rotated');
    for (const { secret } of [made.body, rotated.body]) {
      expect(everything).not.toContain(secret.slice('whsec_'.length));
    }
    // An address may carry a token too.
    const entries = await database.db.auditEntry.findMany({ where: { targetId: id } });
    expect(JSON.stringify(entries.map(({ before, after }) => [before, after]))).not.toContain('token-in');
  });

  test('comes again with the kept answer of the same request, once made', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [first, again] = [await create({}, { headers }), await create({}, { headers })];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await ask('GET', '/webhook-endpoints')).body.total).toBe(1);
  });

  test('whose answer was lost in a crash is answered to the repeat, and makes no second endpoint', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await create({}, { headers });
    await database.db.idempotencyKey.deleteMany({ where: { userId: ada.id } });
    expect((await create({}, { headers })).body).toEqual(first.body);
    // A day later the same key names nothing any more.
    await database.db.idempotencyKey.deleteMany({ where: { userId: ada.id } });
    await database.db.webhookEndpoint.updateMany({ data: { createdAt: new Date(clock - DAY) } });
    expect((await create({}, { headers })).body.id).not.toBe(first.body.id);
  });

  test('is rotated with a day of overlap, and a repeat of the request rotates nothing', async () => {
    const { id, secret } = (await create()).body;
    const headers = { 'idempotency-key': randomUUID() };
    const path = `/webhook-endpoints/${id}/rotate-secret`;
    const rotated = await ask('POST', path, { headers });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(secret);
    expect(Date.parse(rotated.body.previous_secret_until)).toBe(clock + 24 * HOUR);
    expect((await ask('POST', path, { headers })).body).toEqual(rotated.body);
    expect((await ask('GET', `/webhook-endpoints/${id}`)).body.version).toBe(2);
  });
});

describe('an address', () => {
  test('that is not public is refused at registration and at every change, in every spelling', async () => {
    const { id, url: kept } = (await create()).body;
    const refused: [string, number, string | undefined][] = [];
    for (const address of privateAddresses(443)) {
      const made = await create({ url: address });
      const changed = await ask('PATCH', `/webhook-endpoints/${id}`, { body: { url: address } });
      for (const answer of [made, changed])
        refused.push([address, answer.status, answer.body.errors?.[0]?.path]);
    }
    expect(refused.length).toBeGreaterThanOrEqual(180);
    expect(refused.filter(([, status, path]) => status !== 422 || path !== '/url')).toEqual([]);
    const { body: list } = await ask('GET', '/webhook-endpoints');
    expect(list.items.map((item: { url: string }) => item.url)).toEqual([kept]);
  });

  test('is kept as it will be asked', async () => {
    const made = await create({ url: 'https://0x5d.184.215.14:443/in#here' });
    expect(made.body.url).toBe('https://93.184.215.14/in');
  });
});

describe('events', () => {
  test('are types of the table, or families of it', async () => {
    const events = ['order.*', 'media.*', ...Object.keys(publicEvents)];
    expect((await create({ events })).body.events).toEqual(events);
    for (const wrong of [[], ['campaign'], ['*'], ['user.disabled'], ['media.*', 'media.*'], 'media.*']) {
      expect((await create({ events: wrong })).status).toBe(422);
    }
  });
});

describe('an endpoint', () => {
  test('is changed by whoever has read its newest version', async () => {
    const { id } = (await create()).body;
    const path = `/webhook-endpoints/${id}`;
    const changed = await ask('PATCH', path, {
      body: { is_active: false },
      headers: { 'if-match': '"1"' },
    });
    expect([changed.body.is_active, changed.headers.get('etag')]).toEqual([false, '"2"']);
    const stale = { headers: { 'if-match': '"1"' } };
    expect((await ask('PATCH', path, { ...stale, body: { is_active: true } })).body.code).toBe(
      'VERSION_CONFLICT',
    );
    expect((await ask('DELETE', path, stale)).body.code).toBe('VERSION_CONFLICT');
    expect((await ask('DELETE', path)).status).toBe(204);
    expect((await ask('GET', path)).status).toBe(404);
  });

  test('of another does not exist, and support has none', async () => {
    const { id } = (await create()).body;
    const delivery = (await ask('POST', `/webhook-endpoints/${id}/test`)).body.id;
    const operations: [string, string, Asked?][] = [
      ['GET', `/webhook-endpoints/${id}`],
      ['PATCH', `/webhook-endpoints/${id}`, { body: { description: 'mine' } }],
      ['DELETE', `/webhook-endpoints/${id}`],
      ['POST', `/webhook-endpoints/${id}/rotate-secret`],
      ['POST', `/webhook-endpoints/${id}/test`],
      ['GET', `/webhook-endpoints/${id}/deliveries`],
      ['POST', `/webhook-deliveries/${delivery}/resend`],
    ];
    for (const [role, status] of [
      ['advertiser', 404],
      ['admin', 404],
      ['support', 403],
    ] as const) {
      const { token } = await anActor(deps, { role });
      for (const [method, path, asked] of operations) {
        const answer = await ask(method, path, { ...asked, token });
        expect([role, method, path, answer.status]).toEqual([role, method, path, status]);
      }
    }
    expect((await ask('GET', `/webhook-endpoints/${id}`)).body).toMatchObject({ description: 'Our shop' });
  });

  test('that is off is sent nothing, not even on request', async () => {
    const { id } = (await create()).body;
    const delivery = (await ask('POST', `/webhook-endpoints/${id}/test`)).body.id;
    await ask('PATCH', `/webhook-endpoints/${id}`, { body: { is_active: false } });
    for (const path of [`/webhook-endpoints/${id}/test`, `/webhook-deliveries/${delivery}/resend`])
      expect((await ask('POST', path)).body.code).toBe('CONFLICT');
  });

  describe('asked for deliveries again and again', () => {
    let strict: Api;
    beforeAll(async () => {
      const config = { ...deps.config, RATE_LIMIT_SCALE: 1 };
      const limits = openLimits({ config, store: postgresStore(deps.db), log: deps.log, now: deps.now });
      strict = await startApi({ ...deps, config, limits });
    });
    afterAll(() => strict.close());

    /** How many of so many are let through, and what the first other is answered. */
    async function press(path: string, times: number, token = ada.token) {
      const answers = [];
      for (let n = 0; n < times; n++) answers.push(await strict.call('POST', path, { token }));
      const refused = answers.find(({ status }) => status !== 202);
      return { sent: answers.filter(({ status }) => status === 202).length, refused };
    }
    const limited = (policy: string) => ({
      status: 429,
      body: { code: 'RATE_LIMITED', violated_policies: [policy] },
    });

    test('tells its owner to wait after sixty, tests and repeats together', async () => {
      const { id } = (await create()).body;
      const first = await strict.call('POST', `/webhook-endpoints/${id}/test`, { token: ada.token });
      const resend = `/webhook-deliveries/${first.body.id}/resend`;
      expect((await press(`/webhook-endpoints/${id}/test`, 30)).sent).toBe(30);
      const { sent, refused } = await press(resend, 31);
      expect(sent).toBe(29);
      expect(refused).toMatchObject(limited('webhook_asked_endpoint'));
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await press(`/webhook-endpoints/${id}/test`, 1)).refused).toMatchObject(
        limited('webhook_asked_endpoint'),
      );
      expect(await database.db.webhookDelivery.count({ where: { endpointId: id } })).toBe(31);
    });

    test('sends two hundred to all of a user, also by endpoints in the place of old ones', async () => {
      let all = 0;
      for (let n = 0; n < 4; n++) {
        const { id } = (await create()).body;
        const { sent, refused } = await press(`/webhook-endpoints/${id}/test`, 55);
        all += sent;
        if (refused) expect(refused).toMatchObject(limited('webhook_asked_user'));
        expect((await ask('DELETE', `/webhook-endpoints/${id}`)).status).toBe(204);
      }
      expect(all).toBe(200);
    });

    test('of one user takes nothing from another: a stranger counts against nobody', async () => {
      const { id } = (await create()).body;
      const { token } = await anActor(deps);
      expect((await press(`/webhook-endpoints/${id}/test`, 70, token)).refused?.status).toBe(404);
      expect((await press(`/webhook-endpoints/${id}/test`, 1)).sent).toBe(1);
    });
  });

  test('there are ten at most, also of twenty that are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => create()));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(made.filter(({ body: { code } }) => code === 'CONFLICT')).toHaveLength(10);
  });
});
