/** One effect per Idempotency-Key, whatever repeats, races or breaks. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { route } from '../../api/route';
import { BusinessError, type ErrorCode } from '../../domain/errors';
import { verb } from '../../services/verb';
import { conformsTo } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

interface Thing {
  id: string;
  note: string;
}

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let other: Api;
let clock = Date.now();
const effects: string[] = [];
const keysSeen: (string | null)[] = [];
/** What the next runs do before their effect. */
let before: () => Promise<void> = async () => {};

const make = verb<string, Thing>('profile.edit', async (ctx, note) => {
  keysSeen.push(ctx.idempotencyKey);
  await before();
  const id = randomUUID();
  effects.push(id);
  return { id, note };
});

const shared = {
  method: 'post' as const,
  tag: 'Test',
  body: z.strictObject({ note: z.string(), more: z.object({ a: z.int(), b: z.int() }).optional() }),
  verb: make,
  input: ({ body }: { body: { note: string } }) => body.note,
  status: 201 as const,
  answer: z.strictObject({ id: z.uuid(), note: z.string() }),
  present: (thing: Thing) => thing,
  headers: { Location: ({ id }: Thing) => `/things/${id}`, ETag: () => '"1"' },
  errors: [
    'BUSY',
    'WRONG_PHASE',
    'OUTCOME_UNKNOWN',
    'PLAN_LIMIT_REACHED',
    'NOT_FOUND',
  ] as const satisfies ErrorCode[],
};
const routes = [
  route({ ...shared, path: '/things', summary: 'idempotent', idempotent: true }),
  route({ ...shared, path: '/others', summary: 'idempotent, too', idempotent: true }),
  route({ ...shared, path: '/plain', summary: 'not idempotent' }),
  route({ ...shared, path: '/secret', summary: 'shows a secret', idempotent: true, secretAnswer: true }),
  route({ ...shared, path: '/slow', summary: 'not ready', idempotent: true, isPending: () => true }),
];
const conforms = conformsTo(routes);

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  other = await startApi(deps, routes);
}, 60_000);
afterAll(async () => {
  await Promise.all([api.close(), other.close()]);
  await deps.close();
  await database.close();
});
beforeEach(() => {
  clock = Date.now();
  effects.length = 0;
  keysSeen.length = 0;
  before = async () => {};
});

async function post(token: string, key: string | undefined, body: unknown = { note: 'x' }, path = '/things') {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const answer = await other.call('POST', path, { token, body, headers });
  conforms(answer);
  return answer;
}

test('a repeat gets the same status, body and headers, and no second effect', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  const first = await post(token, key);
  const again = await post(token, key);
  expect(first.status).toBe(201);
  expect(again.status).toBe(201);
  expect(again.text).toBe(first.text);
  for (const name of ['location', 'etag', 'content-type']) {
    expect(again.headers.get(name)).toBe(first.headers.get(name));
  }
  expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  expect(effects).toHaveLength(1);
});

test('a hundred at once have one effect, and all get its answer', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  before = () => sleep(200);
  const answers = await Promise.all(Array.from({ length: 100 }, () => post(token, key)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(effects).toHaveLength(1);
}, 20_000);

test('another body under the same key is refused, also while the first is running', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  before = () => sleep(300);
  const first = post(token, key, { note: 'one' });
  await sleep(100);
  const early = await post(token, key, { note: 'two' });
  await first;
  const late = await post(token, key, { note: 'two' });
  expect([early.body.code, late.body.code]).toEqual(['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_REUSED']);
  expect(effects).toHaveLength(1);
});

test('the order of a body’s keys does not make it another', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  await post(token, key, { note: 'x', more: { a: 1, b: 2 } });
  const again = await post(token, key, { more: { b: 2, a: 1 }, note: 'x' });
  expect(again.status).toBe(201);
  expect((await post(token, key, { more: { b: 1, a: 2 }, note: 'x' })).status).toBe(422);
  expect(effects).toHaveLength(1);
});

test('keys belong to one user and one operation', async () => {
  const [ada, bob] = [await api.signIn(), await api.signIn()];
  const key = randomUUID();
  const answers = [
    await post(ada.token, key),
    await post(bob.token, key),
    await post(ada.token, key, { note: 'x' }, '/others'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(effects).toHaveLength(3);
});

test('quoted and bare spell the same key, and the verb sees it on every route', async () => {
  const { token } = await api.signIn();
  await post(token, 'abc-1');
  await post(token, '"abc-1"');
  await post(token, '"a\\"b"', { note: 'x' }, '/plain');
  await post(token, undefined, { note: 'x' }, '/plain');
  expect(effects).toHaveLength(3);
  expect(keysSeen).toEqual(['abc-1', 'a"b', null]);
});

test('without a key each request has its effect', async () => {
  const { token } = await api.signIn();
  await post(token, undefined);
  await post(token, undefined);
  expect(effects).toHaveLength(2);
});

test.each<[string, () => Error, number]>([
  ['an unforeseen error', () => new Error('boom'), 500],
  ['a part that is away', () => new BusinessError('UNAVAILABLE', { retryAfterSeconds: 1 }), 503],
  ['an unknown outcome', () => new BusinessError('OUTCOME_UNKNOWN'), 503],
  ['a busy campaign', () => new BusinessError('BUSY'), 409],
])('%s is not kept: the repeat runs', async (_name, error, status) => {
  const { token } = await api.signIn();
  const key = randomUUID();
  before = () => Promise.reject(error());
  expect((await post(token, key)).status).toBe(status);
  before = async () => {};
  expect((await post(token, key)).status).toBe(201);
  expect(effects).toHaveLength(1);
});

test.each<ErrorCode>(['WRONG_PHASE', 'PLAN_LIMIT_REACHED', 'NOT_FOUND', 'VALIDATION_FAILED'])(
  'a refusal (%s) is decided anew once what it hung on has passed; another body is refused all the while',
  async (code) => {
    const { token } = await api.signIn();
    const key = randomUUID();
    before = () => Promise.reject(new BusinessError(code));
    const refused = [await post(token, key), await post(token, key)];
    expect(refused.map(({ body }) => body.code)).toEqual([code, code]);
    const other = await post(token, key, { note: 'another' });
    expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    before = async () => {};
    const done = await post(token, key);
    expect([done.status, (await post(token, key)).text]).toEqual([201, done.text]);
    expect(effects).toHaveLength(1);
  },
);

test('a hundred at once that are refused are all told so, in good time', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  before = () => Promise.reject(new BusinessError('WRONG_PHASE'));
  const answers = await Promise.all(Array.from({ length: 100 }, () => post(token, key)));
  expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['WRONG_PHASE']));
}, 20_000);

test('after an unknown outcome the key is still of its body alone', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  before = () => Promise.reject(new BusinessError('OUTCOME_UNKNOWN'));
  await post(token, key);
  before = async () => {};
  expect((await post(token, key, { note: 'another' })).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await post(token, key)).status).toBe(201);
});

test('an answer that says "not yet" is asked again under the same key', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  const [early, late] = [
    await post(token, key, { note: 'later' }, '/slow'),
    await post(token, key, { note: 'later' }, '/slow'),
  ];
  expect([early.status, late.status]).toEqual([202, 202]);
  expect(effects).toHaveLength(2);
});

test('an answer that shows a secret is repeated, and kept sealed', async () => {
  const { token, id } = await api.signIn();
  const key = randomUUID();
  const first = await post(token, key, { note: 'a very secret text' }, '/secret');
  const again = await post(token, key, { note: 'a very secret text' }, '/secret');
  expect([first.status, again.text]).toEqual([201, first.text]);
  expect(first.text).toContain('a very secret text');
  const [kept] = await database.db.idempotencyKey.findMany({ where: { userId: id, key } });
  expect(kept?.status).toBe(201);
  expect(JSON.stringify(kept)).not.toContain('a very secret text');
});

test('a body that is not valid uses up no key', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  expect((await post(token, key, { note: 1 })).status).toBe(422);
  expect((await post(token, key, { note: 'x' })).status).toBe(201);
});

test('a crash leaves the key locked for thirty seconds, then the repeat runs', async () => {
  const { token, id } = await api.signIn();
  const key = randomUUID();
  await post(token, key);
  // What a process that died between claim and answer leaves behind.
  await database.db.idempotencyKey.updateMany({ where: { userId: id }, data: { status: null } });
  const waiting = post(token, key);
  await sleep(200);
  expect(effects).toHaveLength(1);
  clock += 31_000;
  expect((await waiting).status).toBe(201);
  expect(effects).toHaveLength(2);
});

test('a repeat waits ten seconds for the first, then is told to come back', async () => {
  const { token } = await api.signIn();
  const key = randomUUID();
  before = () => sleep(11_000);
  const first = post(token, key);
  await sleep(100);
  const started = performance.now();
  const second = await post(token, key);
  expect(performance.now() - started).toBeGreaterThan(9_900);
  expect([second.status, second.body.code]).toEqual([409, 'IDEMPOTENCY_IN_PROGRESS']);
  expect(second.headers.get('retry-after')).toBe('5');
  expect((await first).status).toBe(201);
  expect(effects).toHaveLength(1);
}, 20_000);

test('after a day the key is new', async () => {
  const { token, email } = await api.signIn();
  const key = randomUUID();
  const first = await post(token, key);
  clock += 24 * 3_600_000 + 1_000;
  const again = await api.call('POST', '/auth/login', { body: { email, password: 'correct horse battery' } });
  const next = await post(again.body.access_token, key, { note: 'another body' });
  expect(next.status).toBe(201);
  expect(next.text).not.toBe(first.text);
  expect(effects).toHaveLength(2);
});

test('an answer that cannot be kept is still given', async () => {
  const { token, id } = await api.signIn();
  before = async () => {
    await database.db.idempotencyKey.deleteMany({ where: { userId: id } });
  };
  expect((await post(token, randomUUID())).status).toBe(201);
});
