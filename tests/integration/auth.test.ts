/** Registration, sign-in, rotation of refresh tokens, and how fast access ends. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../infra/database';
import { verifyPassword } from '../../infra/passwords';
import { createFirstAdmin } from '../../services/auth/first-admin';
import { expectConforms } from './conforms';
import { type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let clock = Date.now();

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(() => {
  clock = Date.now();
});

const registration = (changes: object = {}) => ({
  email: `${randomUUID()}@example.com`,
  password: PASSWORD,
  full_name: 'Ada Lovelace',
  ...changes,
});

async function exchange(refreshToken: string) {
  const answer = await api.call('POST', '/auth/refresh', { body: { refresh_token: refreshToken } });
  expectConforms(answer);
  return answer;
}

describe('registration', () => {
  test('makes a user with a house and a sandbox account, and audits it', async () => {
    const body = registration({ email: 'Ada@Example.COM', currency: 'EUR', time_zone: 'Europe/Berlin' });
    const answer = await api.call('POST', '/auth/register', { body });
    expectConforms(answer);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ email: 'ada@example.com', role: 'advertiser', is_superuser: false });
    expect(answer.text).not.toMatch(/password|hash|correct horse/i);

    const signedIn = await api.call('POST', '/auth/login', {
      body: { email: 'ada@example.com', password: PASSWORD },
    });
    const accounts = await api.call('GET', '/ad-accounts', { token: signedIn.body.access_token });
    expectConforms(accounts);
    expect(accounts.body.items).toMatchObject([
      { platform: 'house', currency: 'EUR', time_zone: 'Europe/Berlin' },
      { platform: 'sandbox', currency: 'EUR', time_zone: 'Europe/Berlin' },
    ]);
    const audited = await database.db.auditEntry.findMany({ where: { targetId: answer.body.id } });
    expect(audited).toMatchObject([
      { action: 'user.registered', actorId: answer.body.id, address: expect.any(String) },
    ]);
    expect(audited[0]?.requestId).toBe(answer.headers.get('x-request-id'));
  });

  test('twenty at once for one email make one account', async () => {
    const body = registration();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.call('POST', '/auth/register', { body })),
    );
    answers.forEach(expectConforms);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body: { code } }) => code === 'EMAIL_TAKEN')).toHaveLength(19);
    const user = await database.db.user.findUniqueOrThrow({
      where: { email: body.email },
      include: { adAccounts: true },
    });
    expect(user.adAccounts).toHaveLength(2);
  });

  test.each([
    ['no body', undefined, '/email', 422],
    ['an email that is none', { email: 'ada' }, '/email', 422],
    ['a short password', { password: 'abc4567' }, '/password', 422],
    ['a common password', { password: 'Password123' }, '/password', 422],
    ['a run of digits', { password: '9876543210' }, '/password', 422],
    [
      'the email as password',
      { email: 'somebody@example.com', password: 'somebody@example.com' },
      '/password',
      422,
    ],
    ['an endless password', { password: 'x'.repeat(257) }, '/password', 422],
    ['an unknown field', { role: 'admin' }, '/role', 422],
    ['a currency we do not sell in', { currency: 'XXX' }, '/currency', 422],
    ['an offset as time zone', { time_zone: '+02:00' }, '/time_zone', 422],
    ['a NUL in the name', { full_name: 'A\u0000B' }, '/full_name', 422],
    ['half a surrogate pair in the name', { full_name: 'A\ud800' }, '/full_name', 422],
    ['an empty name', { full_name: '  ' }, '/full_name', 422],
  ])('%s is refused and makes nothing', async (_name, changes, path, status) => {
    const before = await database.db.user.count();
    const answer = await api.call('POST', '/auth/register', changes ? { body: registration(changes) } : {});
    expectConforms(answer);
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBe('VALIDATION_FAILED');
    expect(answer.body.errors[0].path).toBe(path);
    expect(await database.db.user.count()).toBe(before);
  });

  test('passwords that differ after byte 72 are different', async () => {
    const long = 'an unguessable sentence '.repeat(4);
    const body = registration({ password: `${long}a` });
    await api.call('POST', '/auth/register', { body });
    const wrong = await api.call('POST', '/auth/login', {
      body: { email: body.email, password: `${long}b` },
    });
    expect(wrong.body.code).toBe('BAD_CREDENTIALS');
    const right = await api.call('POST', '/auth/login', {
      body: { email: body.email, password: `${long}a` },
    });
    expect(right.status).toBe(200);
  });

  test('no password is stored readable', async () => {
    const body = registration();
    await api.call('POST', '/auth/register', { body });
    const user = await database.db.user.findUniqueOrThrow({ where: { email: body.email } });
    expect(user.passwordHash).toMatch(/^\$2b\$04\$/);
    expect(await verifyPassword(PASSWORD, user.passwordHash, 4)).toBe(true);
  });
});

describe('sign-in', () => {
  test('a wrong password and an unknown email get the same answer', async () => {
    const { email } = await api.signIn();
    const wrong = await api.call('POST', '/auth/login', { body: { email, password: 'not the password' } });
    const unknown = await api.call('POST', '/auth/login', {
      body: { email: 'nobody@example.com', password: 'not the password' },
    });
    [wrong, unknown].forEach(expectConforms);
    const plain = ({ body, status }: typeof wrong) => ({ status, ...body, request_id: '' });
    expect(plain(wrong)).toEqual(plain(unknown));
    expect(wrong.body.code).toBe('BAD_CREDENTIALS');
    expect([...wrong.headers.keys()].sort()).toEqual([...unknown.headers.keys()].sort());
  });

  test('an unknown email takes as long as a wrong password', async () => {
    const { email } = await api.signIn();
    // At 8 rounds a hash takes 16 times as long as all the rest: a skipped one would show.
    const slow = testDeps(database.db, { now: () => clock, config: { ...deps.config, BCRYPT_ROUNDS: 8 } });
    const slowApi = await startApi(slow);
    await slowApi.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    const time = async (address: string) => {
      const started = performance.now();
      await slowApi.call('POST', '/auth/login', { body: { email: address, password: 'not the password' } });
      return performance.now() - started;
    };
    const times: [number, number][] = [];
    for (let i = 0; i < 15; i++) times.push([await time(email), await time('nobody@example.com')]);
    const median = (values: number[]) => values.sort((a, b) => a - b)[7] ?? 0;
    const ratio = median(times.map(([known]) => known)) / median(times.map(([, unknown]) => unknown));
    await slowApi.close();
    await slow.close();
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });

  test('a disabled user learns it only with the right password', async () => {
    const { email, id } = await api.signIn();
    await database.db.user.update({ where: { id }, data: { isActive: false } });
    const wrong = await api.call('POST', '/auth/login', { body: { email, password: 'not the password' } });
    const right = await api.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    [wrong, right].forEach(expectConforms);
    expect([wrong.body.code, right.body.code]).toEqual(['BAD_CREDENTIALS', 'ACCOUNT_DISABLED']);
  });

  test('a hash of other rounds is replaced when its user signs in', async () => {
    const { email, id } = await api.signIn();
    const other = testDeps(database.db, { now: () => clock, config: { ...deps.config, BCRYPT_ROUNDS: 5 } });
    const otherApi = await startApi(other);
    expect((await otherApi.call('POST', '/auth/login', { body: { email, password: PASSWORD } })).status).toBe(
      200,
    );
    await otherApi.close();
    await other.close();
    const { passwordHash } = await database.db.user.findUniqueOrThrow({ where: { id } });
    expect(passwordHash).toMatch(/^\$2b\$05\$/);
    expect((await api.call('POST', '/auth/login', { body: { email, password: PASSWORD } })).status).toBe(200);
  });

  test('more sign-ins at once than may wait are told to come back', async () => {
    const body = { email: 'nobody@example.com', password: 'not the password' };
    const slow = testDeps(database.db, { config: { ...deps.config, BCRYPT_ROUNDS: 9 } });
    const slowApi = await startApi(slow);
    const answers = await Promise.all(
      Array.from({ length: 90 }, () => slowApi.call('POST', '/auth/login', { body })),
    );
    await slowApi.close();
    await slow.close();
    answers.forEach(expectConforms);
    const busy = answers.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy[0]?.headers.get('retry-after')).toBe('5');
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(66);
  });
});

describe('refresh', () => {
  test('gives a new pair that works, and stores no token', async () => {
    const { refresh, id } = await api.signIn();
    clock += 60_000;
    const { status, body } = await exchange(refresh);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(refresh);
    expect((await api.call('GET', '/users/me', { token: body.access_token })).body.id).toBe(id);
    const stored = JSON.stringify(await database.db.session.findMany({ where: { userId: id } }));
    expect(stored).not.toContain(body.refresh_token.split('.')[2]);
  });

  test('a lost answer is given again within ten seconds: the same successor', async () => {
    const { refresh } = await api.signIn();
    const first = await exchange(refresh);
    clock += 9_000;
    const again = await exchange(refresh);
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    expect((await exchange(first.body.refresh_token)).status).toBe(200);
  });

  test('twenty at once yield one living successor', async () => {
    const { refresh } = await api.signIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(refresh)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  });

  test.each([
    ['after the grace', 11_000, false],
    ['when the successor was used', 1_000, true],
  ])('reuse %s ends the whole sign-in', async (_name, later, useSuccessor) => {
    const { refresh, token, id } = await api.signIn();
    const first = await exchange(refresh);
    const newest = useSuccessor ? await exchange(first.body.refresh_token) : first;
    clock += later;
    const reuse = await exchange(refresh);
    expect([reuse.status, reuse.body.code]).toEqual([401, 'TOKEN_REUSED']);
    expect((await exchange(newest.body.refresh_token)).body.code).toBe('UNAUTHENTICATED');
    for (const access of [token, newest.body.access_token]) {
      expect((await api.call('GET', '/users/me', { token: access })).status).toBe(401);
    }
    const actions = await database.db.auditEntry.findMany({ where: { actorId: id }, orderBy: { id: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual([
      'user.registered',
      'session.started',
      'session.token_reused',
    ]);
  });

  test('a sign-in lapses after seven days without one, and after ninety with', async () => {
    const { refresh } = await api.signIn();
    const start = clock;
    clock = start + 7 * 86_400_000 + 1_000;
    expect((await exchange(refresh)).status).toBe(401);

    clock = start;
    let current = refresh;
    for (let day = 6; day < 90; day += 6) {
      clock = start + day * 86_400_000;
      current = (await exchange(current)).body.refresh_token;
    }
    clock = start + 90 * 86_400_000;
    expect((await exchange(current)).status).toBe(401);
  });
});

describe('the end of access', () => {
  async function endsWithin(milliseconds: number, url: Api, token: string) {
    const started = performance.now();
    while ((await url.call('GET', '/users/me', { token })).status === 200) {
      if (performance.now() - started > milliseconds) return false;
      await sleep(20);
    }
    return performance.now() - started <= milliseconds;
  }

  test('logout ends both tokens, here at once and in another process within a second', async () => {
    const { token, refresh } = await api.signIn();
    const otherDatabase = openDatabase({ url: database.url, pool: 2, statementTimeoutMs: 5_000 });
    const other = testDeps(otherDatabase, { now: () => clock });
    const otherApi = await startApi(other);
    expect((await otherApi.call('GET', '/users/me', { token })).status).toBe(200);
    const answer = await api.call('POST', '/auth/logout', { token });
    expectConforms(answer);
    expect(answer.status).toBe(204);
    expect((await api.call('GET', '/users/me', { token })).status).toBe(401);
    expect(await endsWithin(1_000, otherApi, token)).toBe(true);
    expect((await exchange(refresh)).status).toBe(401);
    await otherApi.close();
    await other.close();
    await otherDatabase.$disconnect();
  });

  test('an access token ends after thirty minutes', async () => {
    const { token } = await api.signIn();
    clock += 29 * 60_000;
    expect((await api.call('GET', '/users/me', { token })).status).toBe(200);
    clock += 2 * 60_000;
    const late = await api.call('GET', '/users/me', { token });
    expectConforms(late);
    expect(late.status).toBe(401);
  });

  test('one sign-in ending leaves the others of the same user alone', async () => {
    const { token, email } = await api.signIn();
    const second = await api.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    await api.call('POST', '/auth/logout', { token });
    expect((await api.call('GET', '/users/me', { token: second.body.access_token })).status).toBe(200);
  });
});

describe('the first admin', () => {
  test('is made once; a second call changes nothing; a taken email is refused', async () => {
    const own = await freshDatabase();
    const ownDeps = testDeps(own.db);
    await expect(createFirstAdmin(ownDeps, 'root@example.com', 'password123')).rejects.toThrow('not valid');
    const admin = await createFirstAdmin(ownDeps, 'Root@example.com', PASSWORD);
    expect(admin).toMatchObject({ email: 'root@example.com', role: 'admin' });
    expect(await createFirstAdmin(ownDeps, 'other@example.com', PASSWORD)).toBeNull();
    expect(await own.db.user.count()).toBe(1);
    await own.db.user.updateMany({ data: { role: 'advertiser' } });
    await expect(createFirstAdmin(ownDeps, 'root@example.com', PASSWORD)).rejects.toThrow('exists');
    await ownDeps.close();
    await own.close();
  });
});
