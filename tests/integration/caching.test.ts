/** Public answers: kept while nothing changes, on each of the shelves, and never old after a change. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { warm } from '../../api/cached';
import { routes } from '../../api/routes';
import { memoryShelf, openAnswerCache, redisShelf, STALE_MS } from '../../infra/answer-cache';
import { type Database, openDatabase } from '../../infra/database';
import { createLogger } from '../../infra/log';
import { openRedis } from '../../infra/redis';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase, redisServer } from './parts';

const log = createLogger('test', 'silent');

// Hundreds of requests, on whatever else the machine has to do.
jest.setTimeout(30_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let otherPool: Database;
let redis: Awaited<ReturnType<typeof redisServer>>;
let connection: ReturnType<typeof openRedis>;

beforeAll(async () => {
  [database, redis] = await Promise.all([freshDatabase(), redisServer()]);
  otherPool = openDatabase({ url: database.url, pool: 5, statementTimeoutMs: 10_000 });
  connection = openRedis(redis.url, log);
  await connection.connected;
}, 60_000);
afterAll(async () => {
  connection.close();
  await otherPool.$disconnect();
  await Promise.all([database.close(), redis.close()]);
});

const GEODATA = '/geodata?country=US&level=state&limit=100';

describe.each(['memory', 'Redis'])('kept in %s, by two processes', (kind) => {
  let apis: [Api, Api];
  let closing: (() => Promise<void>)[];
  let admin: { token: string };
  /** Answers that were made, not found. */
  let made = 0;
  /** A state of this suite's own. */
  const state = kind.slice(0, 2).toUpperCase();

  beforeAll(async () => {
    const open = async (db: Database) => {
      const shelf = kind === 'Redis' ? redisShelf(connection.client, log) : memoryShelf();
      const put: typeof shelf.put = (...args) => {
        made += 1;
        return shelf.put(...args);
      };
      const deps = testDeps(db, { cache: openAnswerCache(db, { ...shelf, put }) });
      const api = await startApi(deps);
      return { deps, api };
    };
    const [one, other] = [await open(database.db), await open(otherPool)];
    apis = [one.api, other.api];
    closing = [one.api.close, other.api.close, one.deps.close, other.deps.close];
    admin = await one.api.signIn('admin');
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const put = (api: Api, population: number) =>
    api.call('PUT', `/admin/geodata/US/${state}`, {
      ...admin,
      body: { name: kind, population, area_km2: '100' },
    });
  const populationIn = async (api: Api) => {
    const { status, body } = await api.call('GET', GEODATA);
    expect(status).toBe(200);
    return body.items.find((item: { state: string }) => item.state === state)?.population;
  };

  test('who edits reads his change in the same breath; another process within the stated second', async () => {
    const [one, other] = apis;
    for (const population of [1_000, 2_000, 3_000]) {
      await Promise.all([populationIn(one), populationIn(other)]);
      expect((await put(one, population)).status).toBe(200);
      expect(await populationIn(one)).toBe(population);
      const answered = performance.now();
      while ((await populationIn(other)) !== population) {
        expect(performance.now() - answered).toBeLessThan(STALE_MS + 500);
        await sleep(25);
      }
    }
  });

  test('readers during an edit leave nothing old behind', async () => {
    const [one] = apis;
    for (let population = 10_001; population <= 10_010; population += 1) {
      const reading = Array.from({ length: 10 }, () => populationIn(one));
      const writing = put(one, population);
      await Promise.all([...reading, writing]);
      expect(await populationIn(one)).toBe(population);
    }
  });

  test('what nobody changed is not asked of the database again, however many want it', async () => {
    const [one] = apis;
    await populationIn(one);
    const before = made;
    await Promise.all(Array.from({ length: 50 }, () => populationIn(one)));
    expect(made).toBe(before);
  });

  test('a change made by hand in the database drops it as well', async () => {
    const [one] = apis;
    await put(one, 5_000);
    expect(await populationIn(one)).toBe(5_000);
    await database.db.$executeRaw`UPDATE geodata SET population = 6000 WHERE state = ${state}`;
    await sleep(STALE_MS + 50);
    expect(await populationIn(one)).toBe(6_000);
  });
});

describe('an answer that is kept', () => {
  let api: Api;
  let deps: ReturnType<typeof testDeps>;
  beforeAll(async () => {
    deps = testDeps(database.db);
    api = await startApi(deps);
    const state = (n: number) => ({ country: 'DE', state: `D${n}`, city: '', name: `State ${n}` });
    const numbers = { population: 1_000n, areaKm2: '100' };
    await database.db.geoRow.createMany({
      data: Array.from({ length: 30 }, (_, n) => ({ ...state(n), ...numbers })),
    });
  });
  afterAll(async () => {
    await api.close();
    await deps.close();
  });

  test.each(routes.filter(({ cache }) => cache).map((route) => [route.path, route.cache?.seconds] as const))(
    '%s states its lifetime and its ETag, and is 304 to who has it',
    async (path, seconds) => {
      const first = await api.call('GET', path);
      expect(first.status).toBe(200);
      expectConforms(first);
      expect(first.headers.get('cache-control')).toBe(`public, max-age=${seconds}`);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
      for (const have of [etag, `"x", ${etag.slice(2)}`, '*']) {
        const again = await api.call('GET', path, { headers: { 'if-none-match': have } });
        expect([again.status, again.text]).toEqual([304, '']);
        expect(again.headers.get('etag')).toBe(etag);
        expect(again.headers.get('cache-control')).toBe(`public, max-age=${seconds}`);
      }
      const other = await api.call('GET', path, { headers: { 'if-none-match': 'W/"another"' } });
      expect([other.status, other.text]).toEqual([200, first.text]);
    },
  );

  test('is one for each question, and a wrong question is refused as ever', async () => {
    const [one, two] = [await api.call('GET', '/geodata?limit=1'), await api.call('GET', '/geodata?limit=2')];
    expect([one.body.limit, two.body.limit]).toEqual([1, 2]);
    expect(one.headers.get('etag')).not.toBe(two.headers.get('etag'));
    const wrong = await api.call('GET', '/geodata?limit=none');
    expect([wrong.status, wrong.headers.get('cache-control')]).toEqual([422, 'no-store']);
  });

  test('is no answer of a person: those are never stored', async () => {
    const { token } = await api.signIn();
    const mine = await api.call('GET', '/users/me', { token });
    expect(mine.headers.get('cache-control')).toBe('no-store');
  });

  test('is made before the first request, and a database that is away keeps nobody from starting', async () => {
    const made: string[] = [];
    const cache = {
      async read(_topic: string, key: string, _seconds: number, make: () => Promise<string>) {
        const text = await make();
        made.push(key);
        return text;
      },
      forget() {},
    };
    await warm({ ...deps, cache }, routes);
    for (const { path } of routes.filter((route) => route.cache)) {
      expect(made.some((key) => key.includes(`"${path}"`))).toBe(true);
    }
    const gone = openDatabase({
      url: 'postgresql://nobody@127.0.0.1:1/none',
      pool: 1,
      statementTimeoutMs: 100,
    });
    await warm({ ...deps, db: gone, cache: openAnswerCache(gone, memoryShelf()) }, routes);
    await gone.$disconnect();
  });

  test('is compressed for who can read that; the answers of sign-in never are', async () => {
    const compressed = await fetch(`${api.url}/api/v1/geodata?limit=100`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('vary')).toContain('Accept-Encoding');
    const plain = await fetch(`${api.url}/api/v1/geodata?limit=100`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await compressed.text()).toBe(await plain.text());
    const name = 'a'.repeat(5_000);
    const answer = await fetch(`${api.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'accept-encoding': 'gzip', 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'x', [name]: 1 }),
    });
    expect((await answer.text()).length).toBeGreaterThan(100);
    expect(answer.headers.get('content-encoding')).toBeNull();
  });
});
