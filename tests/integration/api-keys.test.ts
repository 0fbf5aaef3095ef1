/** API keys: shown once, kept as a hash, never more than their owner, and gone at once. */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '../../domain/permissions';
import { openDatabase } from '../../infra/database';
import { createApiKey } from '../../services/api-keys/create';
import { forgetSessions } from '../../services/auth/live-session';
import type { Context } from '../../services/context';
import { anActor } from './actors';
import { type Api, type Asked, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

const MINUTE = 60_000;
/** Longer than any process may still take a key for good. */
const ENDED = 1_000;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
/** Another process: its own connections and its own memory. */
let other: Api;
let otherDb: ReturnType<typeof openDatabase>;
let clock = 0;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => Date.now() + clock });
  api = await startApi(deps);
  otherDb = openDatabase({ url: database.url, pool: 10, statementTimeoutMs: 10_000 });
  other = await startApi({ ...deps, db: otherDb });
}, 60_000);
afterAll(async () => {
  await Promise.all([api.close(), other.close()]);
  await deps.close();
  await otherDb.$disconnect();
  await database.close();
});
afterEach(() => {
  clock = 0;
});

const call = (method: string, path: string, asked: Asked = {}, by: Api = api) => by.call(method, path, asked);

interface Wanted {
  scopes?: string[];
  expires_at?: string;
}

async function make(token: string, { scopes = ['account:read'], ...rest }: Wanted = {}) {
  const made = await call('POST', '/api-keys', { token, body: { name: 'Robot', scopes, ...rest } });
  expect(made.status).toBe(201);
  return made.body as { id: string; key: string; prefix: string };
}

const owner = (role: Role = 'advertiser', plan = 'business') => anActor(deps, { role, plan });

const me = (apiKey: string, by: Api = api) => call('GET', '/users/me', { apiKey }, by);

describe('a key is shown once', () => {
  test('with a readable prefix and 256 random bits; the database keeps its SHA-256', async () => {
    const { token, id: userId } = await owner();
    const made = await make(token);
    expect(made.key).toMatch(/^afk_[\w-]{43}$/);
    expect(made.key.startsWith(made.prefix)).toBe(true);
    expect(made.prefix).toHaveLength(12);
    for (const path of ['/api-keys', `/api-keys/${made.id}`]) {
      const shown = await call('GET', path, { token });
      expect(shown.status).toBe(200);
      expect(shown.text).toContain(made.prefix);
      expect(shown.text).not.toContain(made.key);
    }
    const row = await database.db.apiKey.findUniqueOrThrow({ where: { id: made.id } });
    expect(row).toMatchObject({ userId, hash: createHash('sha256').update(made.key).digest('hex') });
    expect(JSON.stringify(row)).not.toContain(made.key);
    const [entry] = await database.db.auditEntry.findMany({ where: { targetId: made.id } });
    expect(entry).toMatchObject({ action: 'api_key.created', actorId: userId });
    expect(JSON.stringify(entry, (_, v) => (typeof v === 'bigint' ? Number(v) : v))).not.toContain(made.key);
  });

  test('a repeat under its Idempotency-Key gets the same key, which no table shows', async () => {
    const { token, id: userId } = await owner();
    const ask = { token, body: { name: 'Robot', scopes: ['account:read'] } };
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(
      [api, other, api, other, api].map((by) => call('POST', '/api-keys', { ...ask, headers }, by)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(await database.db.apiKey.count({ where: { userId } })).toBe(1);
    const { key } = answers[0]?.body ?? {};
    expect((await me(key)).status).toBe(200);
    const tables: { name: string }[] = await database.db.$queryRaw`
      SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`;
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const [found]: { n: bigint }[] = await database.db.$queryRawUnsafe(
        `SELECT count(*) AS n FROM ${name} t WHERE t::text LIKE $1`,
        `%${key.slice(12)}%`,
      );
      expect([name, Number(found?.n)]).toEqual([name, 0]);
    }
  });

  test('a crash before the answer leaves one key, which the repeat shows anew', async () => {
    const { id: userId } = await owner();
    const ctx: Context = {
      ...deps,
      caller: { userId, role: 'advertiser', address: '' },
      requestId: randomUUID(),
      idempotencyKey: randomUUID(),
    };
    const input = { name: 'Robot', scopes: ['account:read'] as const, expiresAt: null };
    const unseen = await createApiKey.call(ctx, input);
    const seen = await createApiKey.call(ctx, input);
    expect(seen.id).toBe(unseen.id);
    expect((await me(unseen.key)).status).toBe(401);
    expect((await me(seen.key)).status).toBe(200);
    expect(await database.db.apiKey.count({ where: { userId } })).toBe(1);
    clock = 24 * 60 * MINUTE + 1;
    const later = await createApiKey.call(ctx, { ...input, name: 'Another' });
    expect(later).toMatchObject({ name: 'Another', prefix: later.key.slice(0, 12) });
    expect(later.id).not.toBe(seen.id);
    expect((await me(seen.key)).status).toBe(200);
  });
});

describe('a key does what its scopes say', () => {
  test('a key that reads writes nothing, and hears which scope it lacks', async () => {
    const { token } = await owner();
    const { key: apiKey } = await make(token, { scopes: ['account:read', 'campaigns:read'] });
    expect((await me(apiKey)).status).toBe(200);
    expect((await call('GET', '/campaigns', { apiKey })).status).toBe(200);
    const refused = await call('PATCH', '/users/me', { apiKey, body: { full_name: 'X' } });
    expect([refused.status, refused.body.code]).toEqual([403, 'API_KEY_SCOPE']);
    expect(refused.body.needed_scope).toBe('account:write');
    expect((await call('GET', '/payments', { apiKey })).body.needed_scope).toBe('payments:read');
  });

  test('no key, whatever its scopes, makes or revokes keys, touches sign-ins or sets roles', async () => {
    const { token, id } = await owner('admin');
    const { key: apiKey, id: keyId } = await make(token, {
      scopes: ['account:write', 'users:read', 'users:write'],
    });
    for (const [method, path, body] of [
      ['POST', '/api-keys', { name: 'Another', scopes: ['account:read'] }],
      ['GET', '/api-keys', undefined],
      ['PATCH', `/api-keys/${keyId}`, { name: 'Other' }],
      ['DELETE', `/api-keys/${keyId}`, undefined],
      ['DELETE', '/users/me/sessions', undefined],
      ['POST', '/users/me/totp', undefined],
      ['POST', `/users/${id}/role`, { role: 'support' }],
    ] as const) {
      const refused = await call(method, path, { apiKey, ...(body && { body }) });
      expect([path, refused.status, refused.body.code]).toEqual([path, 403, 'API_KEY_REFUSED']);
    }
    expect((await call('GET', '/users', { apiKey })).status).toBe(200);
  });

  test('no key gets a scope that its owner’s role gives no use of', async () => {
    const { token } = await owner();
    const body = { name: 'Robot', scopes: ['account:read', 'users:read', 'reviews:write'] };
    const refused = await call('POST', '/api-keys', { token, body });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual(['/scopes/1', '/scopes/2']);
    const support = await owner('support');
    const ask = { token: support.token, body: { name: 'Robot', scopes: ['campaigns:write'] } };
    expect((await call('POST', '/api-keys', ask)).status).toBe(422);
    await make(support.token, { scopes: ['users:read', 'campaigns:read'] });
  });

  test('the owner’s role counts as it is now, in every process within a second', async () => {
    const admin = await owner('admin');
    const user = await owner('admin');
    const { key: apiKey } = await make(user.token, { scopes: ['users:read', 'account:read'] });
    const list = (by: Api) => call('GET', '/users', { apiKey }, by);
    expect([(await list(api)).status, (await list(other)).status]).toEqual([200, 200]);
    await call('POST', `/users/${user.id}/role`, { token: admin.token, body: { role: 'advertiser' } });
    expect((await list(api)).body.code).toBe('FORBIDDEN');
    await sleep(ENDED);
    expect((await list(other)).body.code).toBe('FORBIDDEN');
    expect((await me(apiKey, other)).status).toBe(200);
  });
});

describe('what is no valid key is refused', () => {
  test('a token and a key together are too many, on a public route that looks at them, too', async () => {
    const { token } = await owner();
    const { key: apiKey } = await make(token);
    for (const path of ['/users/me', `/pricing/quotes/${randomUUID()}`]) {
      const refused = await call('GET', path, { token, apiKey });
      expect([refused.status, refused.body.code]).toEqual([400, 'TWO_CREDENTIALS']);
    }
  });

  test('keys that were never ours, were changed, cut, or sent as something else', async () => {
    const { token } = await owner();
    const { key, prefix, id } = await make(token);
    const row = await database.db.apiKey.findUniqueOrThrow({ where: { id } });
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const apiKey of [
      '',
      ' ',
      prefix,
      row.hash,
      id,
      token,
      `${key}A`,
      key.slice(0, -1),
      `${key.slice(0, -1)}${last}`,
      key.toUpperCase(),
      key.replace('afk_', 'sk_'),
      `${key}, ${key}`,
      `Bearer ${key}`,
      `${key}' OR '1'='1`,
      `afk_${'A'.repeat(43)}`,
      'x'.repeat(8_000),
    ]) {
      const refused = await call('GET', '/users/me', { apiKey });
      expect([apiKey, refused.status, refused.body.code]).toEqual([apiKey, 401, 'UNAUTHENTICATED']);
    }
    expect((await call('GET', '/users/me', { token: key })).status).toBe(401);
  });

  test.each([
    ['no scope', { scopes: [] }],
    ['a scope twice', { scopes: ['account:read', 'account:read'] }],
    ['a scope that there is not', { scopes: ['everything'] }],
    ['no name', { name: ' ' }],
    ['an end in the past', { expires_at: '2020-01-01T00:00:00.000Z' }],
    ['an end that is no time', { expires_at: 'soon' }],
    ['someone else', { user_id: randomUUID() }],
    ['a key of his own making', { key: 'afk_mine' }],
  ])('a request with %s makes no key', async (_name, wrong) => {
    const { token, id: userId } = await owner();
    const body = { name: 'Robot', scopes: ['account:read'], ...wrong };
    expect((await call('POST', '/api-keys', { token, body })).status).toBe(422);
    expect(await database.db.apiKey.count({ where: { userId } })).toBe(0);
  });
});

describe('a key ends', () => {
  test('when it is revoked: here at once, in every process within a second, and for good', async () => {
    const { token } = await owner();
    const { key, id } = await make(token);
    const kept = await make(token);
    expect([(await me(key)).status, (await me(key, other)).status]).toEqual([200, 200]);
    expect((await call('DELETE', `/api-keys/${id}`, { token })).status).toBe(204);
    expect((await me(key)).status).toBe(401);
    await sleep(ENDED);
    expect((await me(key, other)).status).toBe(401);
    expect((await me(kept.key, other)).status).toBe(200);
    for (const method of ['GET', 'DELETE']) {
      expect((await call(method, `/api-keys/${id}`, { token })).status).toBe(404);
    }
    expect((await call('GET', '/api-keys', { token })).body.total).toBe(1);
    expect(await database.db.auditEntry.count({ where: { targetId: id, action: 'api_key.revoked' } })).toBe(
      1,
    );
  });

  test('at its time', async () => {
    const { token } = await owner();
    const expires_at = new Date(Date.now() + 10 * MINUTE).toISOString();
    const { key } = await make(token, { expires_at });
    clock = 9 * MINUTE;
    expect((await me(key)).status).toBe(200);
    clock = 10 * MINUTE + 1;
    expect((await me(key)).status).toBe(401);
    expect((await me(key, other)).status).toBe(401);
  });

  test('with his codes, when its owner is disabled, and does not come back with him', async () => {
    const admin = await owner('admin');
    const user = await owner();
    const { key } = await make(user.token);
    const code = { purpose: 'verify_email', target: user.email, userId: user.id, codeHash: 'x' };
    const expiresAt = new Date(Date.now() + MINUTE);
    const { id } = await database.db.verificationCode.create({ data: { ...code, expiresAt } });
    expect([(await me(key)).status, (await me(key, other)).status]).toEqual([200, 200]);
    await call('POST', `/users/${user.id}/disable`, { token: admin.token });
    expect((await me(key)).status).toBe(401);
    await sleep(ENDED);
    expect((await me(key, other)).status).toBe(401);
    expect((await call('GET', '/users/me', { token: user.token }, other)).status).toBe(401);
    expect((await database.db.verificationCode.findUniqueOrThrow({ where: { id } })).usedAt).not.toBeNull();
    await call('POST', `/users/${user.id}/enable`, { token: admin.token });
    expect((await me(key)).status).toBe(401);
  });

  test('never begins, when its owner is disabled while it is made', async () => {
    const user = await owner();
    const ctx: Context = {
      ...deps,
      caller: { userId: user.id, role: 'advertiser', address: '' },
      requestId: randomUUID(),
      idempotencyKey: null,
    };
    await database.db.user.update({ where: { id: user.id }, data: { isActive: false } });
    const made = createApiKey.call(ctx, { name: 'Robot', scopes: ['account:read'], expiresAt: null });
    await expect(made).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('its plan’s number of keys', () => {
  test('the last place goes to exactly one of 50 at once, over two processes', async () => {
    const { token, id: userId } = await owner('advertiser', 'free');
    const body = { name: 'Robot', scopes: ['account:read'] };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => call('POST', '/api-keys', { token, body }, n % 2 ? api : other)),
    );
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 403);
    expect([made.length, refused.length]).toEqual([1, 49]);
    expect(refused[0]?.body).toMatchObject({
      code: 'PLAN_LIMIT_REACHED',
      limit: 'api_keys',
      max: 1,
      use: 1,
      lifted_by: 'starter',
    });
    expect(await database.db.apiKey.count({ where: { userId } })).toBe(1);
    await call('DELETE', `/api-keys/${made[0]?.body.id}`, { token });
    const expires_at = new Date(Date.now() + MINUTE).toISOString();
    await make(token, { expires_at });
    expect((await call('POST', '/api-keys', { token, body })).status).toBe(403);
    clock = 2 * MINUTE;
    await make(token);
  });
});

describe('when a key was last used', () => {
  const lastUse = async (id: string) =>
    (await database.db.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime() ?? null;
  /** Nobody waits for the note, so the test has to. */
  async function noted(id: string, than: number | null): Promise<number> {
    for (;;) {
      const at = await lastUse(id);
      if (at !== than && at !== null) return at;
      await sleep(5);
    }
  }

  test('is noted at most once a minute', async () => {
    const { token } = await owner();
    const { key, id } = await make(token);
    expect(await lastUse(id)).toBeNull();
    await me(key);
    const first = await noted(id, null);
    clock = MINUTE / 2;
    await me(key, other);
    await sleep(50);
    expect(await lastUse(id)).toBe(first);
    clock = MINUTE + 1_000;
    forgetSessions(otherDb);
    await me(key, other);
    expect(await noted(id, first)).toBeGreaterThanOrEqual(first + MINUTE);
  });

  test('is no reason to refuse a request that it can’t be noted for', async () => {
    const { token } = await owner();
    const { key, id } = await make(token);
    const updateMany = jest.spyOn(otherDb.apiKey, 'updateMany').mockRejectedValue(new Error('away'));
    expect((await me(key, other)).status).toBe(200);
    expect(updateMany).toHaveBeenCalledTimes(1);
    updateMany.mockRestore();
    expect(await lastUse(id)).toBeNull();
  });
});

test('a key is renamed by its owner, and does not exist for anyone else', async () => {
  const [ada, bob, admin] = [await owner(), await owner(), await owner('admin')];
  const { id, key } = await make(ada.token);
  const renamed = await call('PATCH', `/api-keys/${id}`, { token: ada.token, body: { name: 'Import' } });
  expect(renamed.body).toMatchObject({ id, name: 'Import' });
  for (const { token } of [bob, admin]) {
    for (const [method, body] of [['GET'], ['PATCH', { name: 'Mine' }], ['DELETE']] as const) {
      const answer = await call(method, `/api-keys/${id}`, { token, ...(body && { body }) });
      expect([method, answer.status]).toEqual([method, 404]);
    }
    expect((await call('GET', '/api-keys', { token })).body.total).toBe(0);
  }
  expect((await me(key)).status).toBe(200);
});
