/** What every route promises, whatever it does: statuses, problem documents, headers, limits. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { z } from 'zod';
import { createApp } from '../../api/app';
import { openApiDocument } from '../../api/openapi';
import { type Route, route } from '../../api/route';
import { routes } from '../../api/routes';
import { serve } from '../../api/serve';
import { BusinessError } from '../../domain/errors';
import { openDatabase } from '../../infra/database';
import { IdParams } from '../../schemas/common';
import { publicVerb, verb } from '../../services/verb';
import { conformsTo, expectConforms } from './conforms';
import { type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;

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

const problems = (answer: { headers: Headers }) => answer.headers.get('content-type');

describe('what a client sends wrongly is a problem document, never a 500', () => {
  const login = { email: 'ada@example.com', password: 'x' };
  test.each<[string, string, string, object, number, string]>([
    ['broken JSON', 'POST', '/auth/login', { raw: '{"email":' }, 400, 'MALFORMED_JSON'],
    [
      'bytes that are no UTF-8',
      'POST',
      '/auth/login',
      { raw: Buffer.from([0x22, 0xff, 0xfe]) },
      400,
      'MALFORMED_JSON',
    ],
    ['a bare string', 'POST', '/auth/login', { raw: '"hello"' }, 422, 'VALIDATION_FAILED'],
    ['null', 'POST', '/auth/login', { raw: 'null' }, 422, 'VALIDATION_FAILED'],
    ['an array', 'POST', '/auth/login', { raw: '[]' }, 422, 'VALIDATION_FAILED'],
    [
      'a __proto__ key',
      'POST',
      '/auth/login',
      { raw: '{"__proto__":{"a":1},"email":"a@b.co","password":"x"}' },
      422,
      'VALIDATION_FAILED',
    ],
    [
      'form data',
      'POST',
      '/auth/login',
      { raw: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'an unknown charset',
      'POST',
      '/auth/login',
      { raw: '{}', headers: { 'content-type': 'application/json; charset=klingon' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'an unknown encoding',
      'POST',
      '/auth/login',
      { raw: '{}', headers: { 'content-encoding': 'lzma' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'gzip that is none',
      'POST',
      '/auth/login',
      { raw: '{}', headers: { 'content-encoding': 'gzip' } },
      400,
      'MALFORMED_JSON',
    ],
    [
      '101 kB',
      'POST',
      '/auth/login',
      { raw: JSON.stringify({ ...login, password: 'x'.repeat(103_424) }) },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    [
      'a bomb',
      'POST',
      '/auth/login',
      { raw: gzipSync('x'.repeat(10_000_000)), headers: { 'content-encoding': 'gzip' } },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['an unknown query key', 'GET', '/health?verbose=1', {}, 422, 'VALIDATION_FAILED'],
    [
      'a key that is too long',
      'POST',
      '/auth/login',
      { body: login, headers: { 'idempotency-key': 'k'.repeat(256) } },
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
    [
      'a key with a space',
      'POST',
      '/auth/login',
      { body: login, headers: { 'idempotency-key': 'a b' } },
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
  ])('%s', async (_name, method, path, asked, status, code) => {
    const answer = await api.call(method, path, asked);
    expectConforms(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(problems(answer)).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      type: `http://localhost:3000/docs/errors#${code}`,
      status,
      instance: `/api/v1${path.split('?')[0]}`,
      request_id: answer.headers.get('x-request-id'),
    });
  });

  test.each([
    ['GET', '/users/not-a-uuid', 400, 'MALFORMED_ID'],
    ['GET', '/users/%E0%A4%A', 400, 'MALFORMED_ID'],
    ['GET', '/users/00000000-0000-4000-8000-000000000000', 404, 'NOT_FOUND'],
    ['GET', '/users?limit=0', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?limit=101', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?limit=1e1', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?limit=', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?offset=-1', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?limit=1&limit=2', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?limit[a]=2', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?role=king', 422, 'VALIDATION_FAILED'],
    ['GET', '/users?email=a%00b', 422, 'VALIDATION_FAILED'],
  ])('%s %s is %i', async (method, path, status, code) => {
    const { token } = await api.signIn('admin');
    const answer = await api.call(method, path, { token });
    expectConforms(answer);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('an unknown address is 404, a known one with another method 405 with Allow', async () => {
    const unknown = await api.call('GET', '/nothing/here');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'NOT_FOUND']);
    const wrong = await api.call('DELETE', '/users/me');
    expect([wrong.status, wrong.body.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, PATCH');
    expect(problems(wrong)).toBe('application/problem+json');
    const outside = await fetch(`${api.url}/elsewhere`);
    expect([outside.status, problems(outside)]).toEqual([404, 'application/problem+json']);
  });

  test('what Node itself refuses is a problem document too', async () => {
    const long = await fetch(`${api.url}/api/v1/health?x=${'y'.repeat(20_000)}`);
    const refused: unknown = await long.json();
    expect([long.status, problems(long), refused]).toMatchObject([
      431,
      'application/problem+json',
      { code: 'HEADERS_TOO_LARGE', status: 431 },
    ]);
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 400 Bad Request\r\n.*application\/problem\+json/s);
    expect(JSON.parse(body).code).toBe('MALFORMED_REQUEST');
  });

  test('nobody is asked to prove himself before a body of his is read', async () => {
    const answer = await api.call('POST', '/users/not-a-uuid/role', { raw: '{' });
    expectConforms(answer);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });
});

describe('headers', () => {
  test('every answer is hardened, private and named', async () => {
    const { headers } = await api.call('GET', '/health');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toMatch(/max-age/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['req-12345678', true],
    ['short', false],
    ['bad id with spaces', false],
    ['x'.repeat(65), false],
  ])('a request id %j of the client is kept: %s', async (id, kept) => {
    const { headers } = await api.call('GET', '/health', { headers: { 'x-request-id': id } });
    expect(headers.get('x-request-id') === id).toBe(kept);
  });

  test('only listed origins may read answers', async () => {
    const ask = (origin: string) =>
      fetch(`${api.url}/api/v1/users/me`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'PATCH' },
      });
    const listed = await ask('https://app.example');
    expect(listed.status).toBe(204);
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(listed.headers.get('access-control-allow-methods')).toContain('PATCH');
    for (const origin of ['https://evil.example', 'https://app.example.evil.example', 'null', '*']) {
      const other = await ask(origin);
      expect(other.headers.get('access-control-allow-origin')).toBeNull();
      expect(other.headers.get('vary')).toContain('Origin');
    }
    const answer = await api.call('GET', '/health', { headers: { origin: 'https://app.example' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });
});

describe('what goes wrong on our side', () => {
  const boom = (path: string, error: () => Promise<unknown>): Route =>
    route({
      method: 'get',
      path,
      summary: path,
      tag: 'Test',
      verb: publicVerb<undefined, unknown>(error),
      input: () => undefined,
      status: 200,
      answer: z.unknown(),
      present: (answer) => answer,
      errors: ['OUTCOME_UNKNOWN', 'PLAN_LIMIT_REACHED'],
    });
  const broken = [
    boom('/bug', () => Promise.reject(new Error('secret sauce at /usr/lib/x.ts: SELECT * FROM users'))),
    boom('/thrown-string', () => Promise.reject('secret sauce')),
    boom('/bigint', async () => ({ a: 1n })),
    boom('/limit', () =>
      Promise.reject(
        new BusinessError('PLAN_LIMIT_REACHED', {
          detail: 'Three at most.',
          limit: 3,
          status: 200,
          code: 'LIE',
        }),
      ),
    ),
    boom('/away', () => Promise.reject(new BusinessError('UNAVAILABLE'))),
    boom('/lost', () => Promise.reject(new BusinessError('OUTCOME_UNKNOWN'))),
    boom('/temporal', () => deps.temporal.workflow.getHandle('campaign/none').describe()),
  ];

  test.each([
    ['/bug', 500, 'INTERNAL'],
    ['/thrown-string', 500, 'INTERNAL'],
    ['/bigint', 500, 'INTERNAL'],
    ['/temporal', 503, 'UNAVAILABLE'],
    ['/away', 503, 'UNAVAILABLE'],
    ['/lost', 503, 'OUTCOME_UNKNOWN'],
  ])(
    '%s is %i and tells nothing of the inside',
    async (path, status, code) => {
      const own = await startApi(deps, broken);
      const answer = await own.call('GET', path);
      await own.close();
      conformsTo(broken)(answer);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.text).not.toMatch(/sauce|SELECT|\.ts|Error|127\.0/);
      if (status === 503) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    },
    30_000,
  );

  test('details become members of the document, but never replace its own', async () => {
    const own = await startApi(deps, broken);
    const answer = await own.call('GET', '/limit');
    await own.close();
    conformsTo(broken)(answer);
    expect(answer.body).toMatchObject({
      status: 403,
      code: 'PLAN_LIMIT_REACHED',
      limit: 3,
      detail: 'Three at most.',
    });
  });

  test('without a database it answers 503 with Retry-After, and says so to probes', async () => {
    const gone = openDatabase({ url: 'postgresql://x:y@127.0.0.1:1/z', pool: 2, statementTimeoutMs: 1_000 });
    const without = testDeps(gone);
    const own = await startApi(without);
    const answer = await own.call('POST', '/auth/login', { body: { email: 'a@b.co', password: 'x' } });
    expectConforms(answer);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    const ready = await own.call('GET', '/health/ready');
    expectConforms(ready);
    expect(ready.status).toBe(503);
    expect(ready.body.parts).toEqual({ database: 'down', temporal: 'down', storage: 'up' });
    expect((await own.call('GET', '/health')).body).toEqual({ status: 'up' });
    expect((await fetch(`${own.url}/health`)).status).toBe(200);
    await own.close();
    await without.close();
    await gone.$disconnect();
  }, 30_000);
});

test('no password, token, hash or query is in any log line, also when things break', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const own = await startApi({ ...deps, log });
  const user = await own.signIn();
  await own.call('POST', '/auth/refresh', { body: { refresh_token: user.refresh } });
  await own.call('GET', `/users/me?token=${user.token}`, { token: user.token });
  await own.call('POST', '/auth/login', { body: { email: user.email, password: 'canary-password' } });
  await own.call('POST', '/auth/login', { raw: '{"password":"canary-password' });
  await own.close();
  const gone = openDatabase({
    url: 'postgresql://x:canary-password@127.0.0.1:1/z',
    pool: 2,
    statementTimeoutMs: 1_000,
  });
  const broken = await startApi({ ...deps, db: gone, log });
  await broken.call('POST', '/auth/login', { body: { email: user.email, password: 'canary-password' } });
  await broken.call('GET', '/users/me', { token: user.token });
  await broken.close();
  await gone.$disconnect();
  const text = lines.join('');
  expect(lines.filter((line) => line.includes('"request"')).length).toBeGreaterThanOrEqual(8);
  for (const secret of ['canary', PASSWORD, user.token, user.refresh, user.email, '$2b$', 'token=']) {
    expect(text.includes(secret)).toBe(false);
  }
});

describe('a table of routes', () => {
  test('literal paths go before parameters, whatever their order in the table', async () => {
    const say = (path: string, params?: typeof IdParams): Route =>
      route({
        method: 'get',
        path,
        summary: path,
        tag: 'Test',
        ...(params && { params }),
        verb: publicVerb<undefined, string>(async () => path),
        input: () => undefined,
        status: 200,
        answer: z.string(),
        present: (answer) => answer,
        errors: [],
      });
    const own = await startApi(deps, [say('/things/{id}', IdParams), say('/things/latest')]);
    expect((await own.call('GET', '/things/latest')).body).toBe('/things/latest');
    expect((await own.call('GET', '/things/00000000-0000-4000-8000-000000000000')).body).toBe('/things/{id}');
    await own.close();
  });

  test.each([
    ['"3"', 3],
    ['W/"3"', 3],
    ['*', null],
    [undefined, null],
    ['3', 422],
    ['"x"', -1],
  ])('If-Match %s reaches the verb as %s', async (header, seen) => {
    const echo = route({
      method: 'patch',
      path: '/echo',
      summary: 'echo',
      tag: 'Test',
      verb: publicVerb<number | null, number | null>(async (_ctx, version) => version),
      input: ({ expectedVersion }) => expectedVersion,
      status: 200,
      answer: z.int().nullable(),
      present: (answer) => answer,
      errors: ['VERSION_CONFLICT'],
    });
    const own = await startApi(deps, [echo]);
    const answer = await own.call('PATCH', '/echo', { headers: header ? { 'if-match': header } : {} });
    await own.close();
    conformsTo([echo])(answer);
    expect(seen === 422 ? answer.status : answer.body).toBe(seen);
  });
});

describe('the process', () => {
  test('lets a running request end before it stops, and takes no new one', async () => {
    const slow = route({
      method: 'get',
      path: '/slow',
      summary: 'slow',
      tag: 'Test',
      verb: verb<undefined, string>('profile.read', async () => {
        await sleep(300);
        return 'done';
      }),
      input: () => undefined,
      status: 200,
      answer: z.string(),
      present: (answer) => answer,
      errors: [],
    });
    const { token } = await api.signIn();
    const serving = await serve(createApp(deps, { routes: [slow] }), 0);
    const running = fetch(`http://127.0.0.1:${serving.port}/api/v1/slow`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await sleep(100);
    const closed = serving.close();
    await expect(fetch(`http://127.0.0.1:${serving.port}/api/v1/health`)).rejects.toThrow();
    expect(await (await running).json()).toBe('done');
    await closed;
  });

  test('a client that hangs up in the middle of a body harms nothing', async () => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"em',
    );
    await sleep(50);
    socket.destroy();
    await sleep(50);
    expect((await api.call('GET', '/health')).status).toBe(200);
  });

  test('parameters and queries are plain objects, which the document can show, and refuse what they don’t know', () => {
    for (const { path, params, query } of routes) {
      for (const schema of [params, query]) {
        if (!schema) continue;
        expect([path, schema instanceof z.ZodObject]).toEqual([path, true]);
      }
    }
  });

  test('the document is served as it is made', async () => {
    const served = await fetch(`${api.url}/api/v1/openapi.json`);
    expect(await served.json()).toEqual(openApiDocument(routes, deps.config.PUBLIC_URL));
  });
});
