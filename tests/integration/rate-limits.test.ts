/** Rate limits: exact over all processes on each of the stores, what they count, and what they say. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type LimitName, rateLimit, rateLimits } from '../../domain/limits';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time';
import { openDatabase } from '../../infra/database';
import { type LimitStore, memoryStore, postgresStore, redisStore } from '../../infra/limit-store';
import { type Limits, openLimits, RateLimited } from '../../infra/limits';
import { createLogger } from '../../infra/log';
import { openRedis } from '../../infra/redis';
import { housekeeping } from '../../worker/housekeeping';
import { expectConforms } from './conforms';
import { type Answered, type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase, redisServer } from './parts';

const log = createLogger('test', 'silent');
const JWT_SECRET = 'a secret of the tests, thirty-two characters';

// Hundreds of requests, on whatever else the machine has to do.
jest.setTimeout(30_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let otherPool: ReturnType<typeof openDatabase>;
let redis: Awaited<ReturnType<typeof redisServer>>;
let connections: ReturnType<typeof openRedis>[];

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase(), redisServer()]);
  otherPool = openDatabase({ url: database.url, pool: 10, statementTimeoutMs: 10_000 });
  connections = [openRedis(redis.url, log), openRedis(redis.url, log)];
  await Promise.all(connections.map(({ connected }) => connected));
}, 60_000);
afterAll(async () => {
  for (const { close } of connections) close();
  await otherPool.$disconnect();
  await Promise.all([database.close(), redis.close()]);
});

/** Two processes' views of one store, each with connections of its own. */
const stores: Record<string, () => [LimitStore, LimitStore]> = {
  memory: () => {
    const store = memoryStore();
    return [store, store];
  },
  Postgres: () => [postgresStore(database.db), postgresStore(otherPool)],
  Redis: () => {
    const [one, other] = connections.map(({ client }) => redisStore(client));
    if (!one || !other) throw new Error('no Redis');
    return [one, other];
  },
};

const settled = async (calls: Promise<unknown>[]) => {
  const ends = await Promise.allSettled(calls);
  const passed = ends.filter(({ status }) => status === 'fulfilled').length;
  const refused = ends.filter((end) => end.status === 'rejected' && end.reason instanceof RateLimited).length;
  expect(passed + refused).toBe(calls.length);
  return passed;
};

describe.each(Object.keys(stores))('on %s', (kind) => {
  let now: number;
  let asked: number;
  beforeEach(() => {
    now = Date.now();
    asked = 0;
  });

  /** Two processes that share the store, each with a scale that leaves `points`. */
  function processes(name: LimitName, points: number): [Limits, Limits] {
    const config = { JWT_SECRET, RATE_LIMIT_SCALE: points / rateLimits[name].points };
    const [one, other] = (stores[kind] ?? stores.memory)?.() ?? [];
    if (!one || !other) throw new Error('no store');
    const counted = (store: LimitStore): LimitStore => ({
      add(...args) {
        asked += 1;
        return store.add(...args);
      },
    });
    const open = (store: LimitStore) => openLimits({ config, store: counted(store), log, now: () => now });
    return [open(one), open(other)];
  }

  test.each<[LimitName, number]>([
    ['read', 100],
    ['read', 150],
    ['write', 199],
    ['sign_in', 30],
    ['sign_in_account', 10],
  ])('200 parallel calls of %s over two processes: exactly %i pass', async (name, points) => {
    const both = processes(name, points);
    const key = randomUUID();
    const calls = Array.from({ length: 200 }, (_, i) => both[i % 2 === 0 ? 0 : 1].take(name, key));
    expect(await settled(calls)).toBe(points);
  });

  test('the last 200 of a large limit are exact, though points were reserved ahead before', async () => {
    const [one, other] = processes('read', 1_200);
    const key = randomUUID();
    for (let i = 0; i < 1_100; i += 1) await (i % 2 === 0 ? one : other).take('read', key);
    // One by one it would be a question a call.
    expect(asked).toBeLessThan(500);
    const calls = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? one : other).take('read', key));
    expect(await settled(calls)).toBe(100);
  });

  test('a process that stops using what it reserved never lets the others pass the limit', async () => {
    const [one, other] = processes('read', 1_200);
    const key = randomUUID();
    for (let i = 0; i < 300; i += 1) await one.take('read', key);
    const passed = await settled(Array.from({ length: 1_200 }, () => other.take('read', key)));
    expect(passed).toBeLessThanOrEqual(900);
    expect(passed).toBeGreaterThanOrEqual(900 - 50);
    const late = await settled(Array.from({ length: 60 }, () => one.take('read', key)));
    expect(passed + late).toBe(900);
  });

  test('one that is spent is refused without asking the store, until its window ends', async () => {
    const [limits] = processes('write', 3);
    const key = randomUUID();
    for (const remaining of [2, 1, 0]) expect(await limits.take('write', key)).toMatchObject({ remaining });
    const before = asked;
    const refused = await limits.take('write', key).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimited);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED', details: { violated_policies: ['write'] } });
    const { taken } = refused as RateLimited;
    expect(taken).toMatchObject({ points: 3, windowSeconds: 60, remaining: 0 });
    now += (taken.resetSeconds - 1) * SECOND - 1;
    await expect(limits.take('write', key)).rejects.toThrow(RateLimited);
    expect(asked).toBe(before);
    now += SECOND + 1;
    expect(await limits.take('write', key)).toMatchObject({ remaining: 2 });
  });

  test('keys and names do not count for each other', async () => {
    const [limits] = processes('write', 1);
    const [key, another] = [randomUUID(), randomUUID()];
    await limits.take('write', key);
    await limits.take('write', another);
    await limits.take('sign_in', key);
    await expect(limits.take('write', key)).rejects.toThrow(RateLimited);
  });
});

describe('while the store is away', () => {
  const away: LimitStore = { add: () => Promise.reject(new Error('connection refused')) };
  const config = { JWT_SECRET, RATE_LIMIT_SCALE: 0.01 };

  test('reading goes on, within what one process may let through by itself', async () => {
    const limits = openLimits({ config, store: away, log, now: Date.now });
    const calls = Array.from({ length: 40 }, () => limits.take('read', 'someone'));
    expect(await settled(calls)).toBe(rateLimit('read', 0.01).points);
  });

  test('nobody guesses at a password: signing in is answered 503', async () => {
    const limits = openLimits({ config, store: away, log, now: Date.now });
    const refused = { code: 'UNAVAILABLE', details: { retryAfterSeconds: 1 } };
    await expect(limits.take('sign_in', '203.0.113.9')).rejects.toMatchObject(refused);
  });

  test('a Redis that is gone is noticed at once, and used again when it is back', async () => {
    const own = await redisServer();
    const { client, connected, close } = openRedis(own.url, log);
    await connected;
    const store = redisStore(client);
    expect(await store.add('key', 2, 60)).toBe(2);
    await own.close();
    const started = performance.now();
    await expect(store.add('key', 1, 60)).rejects.toThrow();
    await expect(store.add('key', 1, 60)).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(2 * SECOND);
    const successor = await redisServer(Number(new URL(own.url).port));
    await once(client, 'ready');
    expect(await store.add('key', 1, 60)).toBe(1);
    close();
    await successor.close();
  });
});

describe('over HTTP, in two processes', () => {
  let apis: Api[];
  let closing: (() => Promise<void>)[];
  /** A scale that leaves a user 100 writes a minute, an address 20, and 5 sign-ins. */
  const RATE_LIMIT_SCALE = 100 / rateLimits.write.points;
  const TRUST_PROXY = 'loopback';
  // One moment, so that no window ends in the middle of a test.
  let at = Date.now();

  beforeAll(async () => {
    const { config, close } = testDeps(database.db);
    const limited = { ...config, RATE_LIMIT_SCALE, TRUST_PROXY };
    const all = [database.db, otherPool].map((db) => testDeps(db, { config: limited, now: () => at }));
    apis = await Promise.all(all.map((deps) => startApi(deps)));
    closing = [close, ...all.map((deps) => deps.close), ...apis.map((api) => api.close)];
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  let hosts = 0;
  /** The headers of a client at an address of its own. */
  const from = (address?: string) => {
    hosts += 1;
    return { headers: { 'x-forwarded-for': address ?? `198.51.100.${hosts}` } };
  };
  const call = (i: number, ...args: Parameters<Api['call']>) => {
    const api = apis[i % 2];
    if (!api) throw new Error('no API');
    return api.call(...args);
  };
  const count = (answers: Answered[], status: number) =>
    answers.filter((answer) => answer.status === status).length;

  async function signedIn() {
    const email = `${randomUUID()}@example.com`;
    const body = { email, password: PASSWORD, full_name: 'Ada' };
    expect((await call(0, 'POST', '/auth/register', { body, ...from() })).status).toBe(201);
    const { body: tokens } = await call(0, 'POST', '/auth/login', {
      body: { email, password: PASSWORD },
      ...from(),
    });
    return { email, token: tokens.access_token as string };
  }

  test('200 parallel writes of one user: exactly 100 pass, the rest are told when to come again', async () => {
    const { token } = await signedIn();
    const calls = Array.from({ length: 200 }, (_, i) =>
      call(i, 'PATCH', '/users/me', { token, body: { nonsense: true } }),
    );
    const answers = await Promise.all(calls);
    expect([count(answers, 422), count(answers, 429)]).toEqual([100, 100]);
    for (const answer of answers) {
      expect(answer.headers.get('ratelimit-policy')).toBe('"write";q=100;w=60');
      const [, left, reset] = /^"write";r=(\d+);t=(\d+)$/.exec(answer.headers.get('ratelimit') ?? '') ?? [];
      expect(Number(left)).toBeLessThan(100);
      expect(Number(reset)).toBeGreaterThan(0);
      if (answer.status !== 429) continue;
      expectConforms(answer);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(Number(reset));
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.body).toMatchObject({ code: 'RATE_LIMITED', status: 429, violated_policies: ['write'] });
    }
    // Reading is another class, and another user another caller.
    expect((await call(0, 'GET', '/users/me', { token })).status).toBe(200);
    const { token: another } = await signedIn();
    expect((await call(1, 'PATCH', '/users/me', { token: another, body: { full_name: 'Bea' } })).status).toBe(
      200,
    );
  });

  test('an address without a sign-in has its own, whatever it claims behind a proxy that is not ours', async () => {
    const one = from();
    const body = { nonsense: true };
    const calls = Array.from({ length: 40 }, (_, i) =>
      call(i, 'POST', '/pricing/calculate', { body, ...one }),
    );
    const answers = await Promise.all(calls);
    expect([count(answers, 422), count(answers, 429)]).toEqual([20, 20]);
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"public_write";q=20;w=60');
    expect((await call(0, 'POST', '/pricing/calculate', { body, ...from() })).status).toBe(422);
    const claimed = from(`192.0.2.77, ${one.headers['x-forwarded-for']}`);
    expect((await call(0, 'POST', '/pricing/calculate', { body, ...claimed })).status).toBe(429);
  });

  test('the addresses of one IPv6 customer are one', async () => {
    const calls = Array.from({ length: 30 }, (_, i) =>
      call(i, 'POST', '/pricing/calculate', { body: {}, ...from(`2001:db8:7:7::${i.toString(16)}`) }),
    );
    expect(count(await Promise.all(calls), 429)).toBe(10);
  });

  test.each([
    [
      'IPv4',
      ['203.0.113.9', '203.0.113.9:5678', '::ffff:203.0.113.9', '::ffff:cb00:7109', '[::ffff:cb00:7109]:443'],
    ],
    ['IPv6', ['2001:db8:7:8::1', '[2001:db8:7:8::2]:80', '2001:DB8:7:8:0::3', '[2001:db8:7:8::4%eth0]:80']],
  ])('an %s address is one network in every spelling', async (_family, spellings) => {
    const calls = Array.from({ length: 30 }, (_, i) =>
      call(i, 'POST', '/pricing/calculate', { body: {}, ...from(spellings[i % spellings.length]) }),
    );
    expect(count(await Promise.all(calls), 429)).toBe(10);
  });

  test('sign-ins and the audit log keep an address in its one spelling, by which its network is known', async () => {
    const email = `${randomUUID()}@example.com`;
    const credentials = { email, password: PASSWORD };
    await call(0, 'POST', '/auth/register', { body: { ...credentials, full_name: 'Ada' }, ...from() });
    await call(0, 'POST', '/auth/login', { body: credentials, ...from('[::ffff:c612:7]:5678') });
    const session = await database.db.session.findFirstOrThrow({ where: { user: { email } } });
    expect([session.address, session.network]).toEqual(['198.18.0.7', '198.18.0.7']);
    const entry = await database.db.auditEntry.findFirstOrThrow({ where: { targetId: session.id } });
    expect(entry.address).toBe('198.18.0.7');
    const { points } = rateLimit('sign_in_name', RATE_LIMIT_SCALE);
    const guess = { body: { email, password: 'wrong horse' } };
    for (let i = 0; i < points; i += 1) await call(i, 'POST', '/auth/login', { ...guess, ...from() });
    const there = from('198.18.0.7:1');
    expect((await call(0, 'POST', '/auth/login', { body: credentials, ...there })).status).toBe(200);
    expect((await call(0, 'POST', '/auth/login', { body: credentials, ...from() })).status).toBe(429);
  });

  test('a proxy of ours that the next one names with its port is believed', async () => {
    const calls = Array.from({ length: 30 }, (_, i) =>
      call(i, 'POST', '/pricing/calculate', { body: {}, ...from('198.18.0.8, 127.0.0.1:5678') }),
    );
    expect(count(await Promise.all(calls), 429)).toBe(10);
    const another = from('198.18.0.9, 127.0.0.1:5678');
    expect((await call(0, 'POST', '/pricing/calculate', { body: {}, ...another })).status).toBe(422);
  });

  test('a password is guessed at 5 times an address a minute, known account or not', async () => {
    const { email } = await signedIn();
    for (const name of [email, `${randomUUID()}@example.com`]) {
      const guess = { body: { email: name, password: 'wrong horse' }, ...from() };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => call(i, 'POST', '/auth/login', guess)),
      );
      expect(count(answers, 429)).toBeGreaterThanOrEqual(15);
      expect(count(answers, 401) + count(answers, 429)).toBe(20);
      const [policy = ''] = answers.map(({ headers }) => headers.get('ratelimit-policy') ?? '');
      expect(policy).toContain('"sign_in";q=5;w=60');
    }
  });

  test('an account is guessed at only so often from everywhere together', async () => {
    const email = `${randomUUID()}@example.com`;
    const { points } = rateLimit('sign_in_name', RATE_LIMIT_SCALE);
    const calls = Array.from({ length: points + 5 }, (_, i) =>
      call(i, 'POST', '/auth/login', { body: { email, password: 'wrong horse' }, ...from() }),
    );
    const answers = await Promise.all(calls);
    expect([count(answers, 401), count(answers, 429)]).toEqual([points, 5]);
  });

  test('what strangers have used up of it leaves the door open to where its user has signed in before', async () => {
    const home = from();
    const email = `${randomUUID()}@example.com`;
    const credentials = { email, password: PASSWORD };
    await call(0, 'POST', '/auth/register', { body: { ...credentials, full_name: 'Ada' }, ...from() });
    expect((await call(0, 'POST', '/auth/login', { body: credentials, ...home })).status).toBe(200);
    const { points } = rateLimit('sign_in_name', RATE_LIMIT_SCALE);
    const guesses = Array.from({ length: points }, (_, i) =>
      call(i, 'POST', '/auth/login', { body: { email, password: 'wrong horse' }, ...from() }),
    );
    await Promise.all(guesses);
    expect((await call(0, 'POST', '/auth/login', { body: credentials, ...from() })).status).toBe(429);
    expect((await call(1, 'POST', '/auth/login', { body: credentials, ...home })).status).toBe(200);
    // From there too a password is guessed at only so often.
    const there = { body: { email, password: 'wrong horse' }, ...home };
    const last = await Promise.all(
      Array.from({ length: 5 }, (_, i) => call(i, 'POST', '/auth/login', there)),
    );
    expect(count(last, 429)).toBeGreaterThan(0);
  });

  test('an email is registered only so often, so that its owner is not flooded with mails', async () => {
    const email = `${randomUUID()}@example.com`;
    const body = { email, password: PASSWORD, full_name: 'Ada' };
    const { points } = rateLimit('registration', RATE_LIMIT_SCALE);
    const answers: Answered[] = [];
    for (let i = 0; i < points + 2; i += 1)
      answers.push(await call(i, 'POST', '/auth/register', { body, ...from() }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(points).fill(201), 429, 429]);
    expect(answers.at(-1)?.body.violated_policies).toEqual(['registration']);
  });

  test('a network registers only so many in an hour, and in a day, whichever emails they are', async () => {
    const register = (client: { headers: Record<string, string> }) => {
      const body = { email: `${randomUUID()}@example.com`, password: PASSWORD, full_name: 'Ada' };
      return call(0, 'POST', '/auth/register', { body, ...client });
    };
    const [start, there] = [at, from()];
    const made: number[] = [];
    const why = new Set<string>();
    for (; why.size < 2 && at < start + DAY; at += 5 * MINUTE) {
      const { status, body } = await register(there);
      if (status === 201) made.push(at);
      for (const policy of body.violated_policies ?? []) why.add(policy);
    }
    expect((await register(from())).status).toBe(201);
    at = start;
    expect([...why].sort()).toEqual(['registration_network', 'registration_network_daily']);
    // Any hour or day meets at most two windows.
    const most = (length: number) =>
      Math.max(...made.map((time) => made.filter((other) => other >= time && other < time + length).length));
    const twice = (name: LimitName) => 2 * rateLimit(name, RATE_LIMIT_SCALE).points;
    expect(most(HOUR)).toBeLessThanOrEqual(twice('registration_network'));
    expect(most(DAY)).toBeLessThanOrEqual(twice('registration_network_daily'));
  });

  test('the keys of a user count each for itself, and for all of them together', async () => {
    const { token, email } = await signedIn();
    await database.db.user.update({ where: { email }, data: { plan: 'business' } });
    const keys: string[] = [];
    for (const name of ['one', 'two', 'three', 'four']) {
      const body = { name, scopes: ['account:read'] };
      keys.push((await call(0, 'POST', '/api-keys', { token, body, ...from() })).body.key);
    }
    const each = rateLimit('read', RATE_LIMIT_SCALE).points;
    const all = rateLimit('keys_read', RATE_LIMIT_SCALE).points;
    const first = await call(0, 'GET', '/usage', { apiKey: keys[0] });
    expect(first.headers.get('ratelimit-policy')).toBe(`"read";q=${each};w=60, "keys_read";q=${all};w=60`);
    const answers: Answered[][] = [];
    for (const apiKey of keys) {
      const asked = Array.from({ length: each + 10 }, (_, i) => call(i, 'GET', '/usage', { apiKey }));
      answers.push(await Promise.all(asked));
    }
    expect(answers.map((of) => [count(of, 200), count(of, 429)])).toEqual([
      [each - 1, 11],
      [each, 10],
      [each, 10],
      [0, each + 10],
    ]);
    // His programs do not shut him out himself.
    expect((await call(0, 'GET', '/usage', { token })).status).toBe(200);
  });

  test('tokens that are none are counted against the address; a good one from there still works', async () => {
    const { token } = await signedIn();
    const address = from();
    const calls = Array.from({ length: 30 }, (_, i) =>
      call(i, 'GET', '/users/me', { token: 'none.of.ours', ...address }),
    );
    const answers = await Promise.all(calls);
    expect([count(answers, 401), count(answers, 429)]).toEqual([20, 10]);
    expect((await call(0, 'GET', '/users/me', { token, ...address })).status).toBe(200);
  });

  test('what a role may not do counts as well', async () => {
    const { token } = await signedIn();
    const answer = await call(0, 'GET', '/admin/promo-codes', { token });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('ratelimit-policy')).toMatch(/^"read";q=200;w=60$/);
  });

  test('health is never limited', async () => {
    const answer = await call(0, 'GET', '/health', from());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('ratelimit')).toBeNull();
  });

  test('the store holds no address and no email, only keyed hashes', async () => {
    const rows = await database.db.rateLimit.findMany();
    expect(rows.length).toBeGreaterThan(10);
    for (const { key } of rows) expect(key).toMatch(/^limit:[a-z_]+:[\w-]{43}:\d+$/);
  });
});

test('counts are kept without a log of changes, and removed once they have expired', async () => {
  const [table] = await database.db.$queryRaw<{ kind: string }[]>`
    SELECT relpersistence::text AS kind FROM pg_class WHERE relname = 'rate_limits'`;
  expect(table).toEqual({ kind: 'u' });
  const now = Date.now();
  await database.db.rateLimit.createMany({
    data: [
      { key: 'expired', points: 1, expire: BigInt(now - MINUTE) },
      { key: 'running', points: 1, expire: BigInt(now + 60 * MINUTE) },
    ],
  });
  const deps = testDeps(database.db);
  const storage = new Proxy(deps.storage, { get: () => async () => [] });
  await housekeeping({ ...deps, storage })().catch(() => {});
  const left = await database.db.rateLimit.findMany({ where: { key: { in: ['expired', 'running'] } } });
  expect(left.map(({ key }) => key)).toEqual(['running']);
  await deps.close();
});
