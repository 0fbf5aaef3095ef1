/** Registration, sign-in, rotation of refresh tokens, and how fast access ends. */
import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../infra/database';
import { verifyPassword } from '../../infra/passwords';
import { createFirstAdmin } from '../../services/auth/first-admin';
import { expectConforms } from './conforms';
import { type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

// Ninety hashes in a row, on a machine that does other things too.
jest.setTimeout(20_000);

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

  test('an email whose host is international, in punycode, makes an account that signs in', async () => {
    const body = registration({ email: 'User@xn--e1afmkfd.xn--p1ai' });
    const answer = await api.call('POST', '/auth/register', { body });
    expect([answer.status, answer.body.email]).toEqual([201, 'user@xn--e1afmkfd.xn--p1ai']);
    const { email, password } = body;
    expect((await api.call('POST', '/auth/login', { body: { email, password } })).status).toBe(200);
  });

  test('twenty at once for one email make one account, and every answer is a success', async () => {
    const body = registration();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.call('POST', '/auth/register', { body })),
    );
    answers.forEach(expectConforms);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const user = await database.db.user.findUniqueOrThrow({
      where: { email: body.email },
      include: { adAccounts: true },
    });
    expect(user.adAccounts).toHaveLength(2);
    expect(answers.filter((answer) => answer.body.id === user.id)).toHaveLength(1);
    const audited = await database.db.auditEntry.groupBy({
      by: ['action'],
      where: { targetId: user.id },
      orderBy: { action: 'asc' },
      _count: true,
    });
    expect(audited).toEqual([
      { action: 'user.registered', _count: 1 },
      { action: 'user.registered_again', _count: 19 },
    ]);
  });

  test('registering an email that has an account changes nothing of it', async () => {
    const { email, id, token } = await api.signIn();
    const before = await database.db.user.findUniqueOrThrow({ where: { id } });
    const body = registration({ email, password: 'another horse battery', full_name: 'Mallory' });
    expect((await api.call('POST', '/auth/register', { body })).status).toBe(201);
    expect(await database.db.user.findUniqueOrThrow({ where: { id } })).toEqual(before);
    const login = await api.call('POST', '/auth/login', { body: { email, password: body.password } });
    expect(login.body.code).toBe('BAD_CREDENTIALS');
    expect((await api.call('GET', '/users/me', { token })).status).toBe(200);
  });

  test.each([
    ['no body', undefined, '/email', 422],
    ['an email that is none', { email: 'ada' }, '/email', 422],
    ['an email whose host is not in punycode', { email: 'ada@пример.рф' }, '/email', 422],
    ['an email whose last label ends badly', { email: 'ada@example.xn--p1ai-' }, '/email', 422],
    ['a short password', { password: 'abc4567' }, '/password', 422],
    ['a common password', { password: 'Password123' }, '/password', 422],
    ['a common password in its usual spelling', { password: 'Passw0rd!' }, '/password', 422],
    [
      'the own name with a year',
      { full_name: 'Eve Quillfeather', password: 'Quillfeather2026!' },
      '/password',
      422,
    ],
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
    expect(
      await verifyPassword(PASSWORD, user.passwordHash, deps.config, { share: '', isKnown: false }),
    ).toBe(true);
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

  test('a disabled user learns it only with the right password', async () => {
    const { email, id } = await api.signIn();
    await database.db.user.update({ where: { id }, data: { isActive: false } });
    const wrong = await api.call('POST', '/auth/login', { body: { email, password: 'not the password' } });
    const right = await api.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    [wrong, right].forEach(expectConforms);
    expect([wrong.body.code, right.body.code]).toEqual(['BAD_CREDENTIALS', 'ACCOUNT_DISABLED']);
  });

  test('a hash of another kind or cost is replaced when its user signs in, there and back', async () => {
    const { email, id } = await api.signIn();
    const signIn = (at: Api) => at.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    const hash = async () =>
      (await database.db.user.findUniqueOrThrow({ where: { id } })).passwordHash?.slice(0, 9);
    for (const [changes, kind] of [
      [{ BCRYPT_ROUNDS: 5 }, '$2b$05$'],
      [{ PASSWORD_HASH: 'argon2id' }, '$argon2id'],
      [{}, '$2b$04$'],
    ] as const) {
      const other = testDeps(database.db, { now: () => clock, config: { ...deps.config, ...changes } });
      const otherApi = await startApi(other);
      // Both renew it at once, or one after the other: either way both are in.
      const answers = await Promise.all([signIn(otherApi), signIn(otherApi)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      await otherApi.close();
      await other.close();
      expect((await hash())?.startsWith(kind)).toBe(true);
    }
  });

  test('with both an email and a phone it is refused, and so is a half of either', async () => {
    const email = 'ada@example.com';
    for (const [body, path] of [
      [{ email, password: 'x', phone: '+14155552671' }, '/phone'],
      [{ email }, '/password'],
      [{ phone: '12' }, '/phone'],
    ] as const) {
      const answer = await api.call('POST', '/auth/login', { body });
      expectConforms(answer);
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
    }
  });

  test('where emails must be confirmed, an account opens only then', async () => {
    const strict = testDeps(database.db, { config: { ...deps.config, REQUIRE_VERIFIED_EMAIL: true } });
    const strictApi = await startApi(strict);
    const body = registration();
    await strictApi.call('POST', '/auth/register', { body });
    const login = () =>
      strictApi.call('POST', '/auth/login', { body: { email: body.email, password: PASSWORD } });
    expect((await login()).body.code).toBe('BAD_CREDENTIALS');
    await database.db.user.update({ where: { email: body.email }, data: { emailVerifiedAt: new Date() } });
    expect((await login()).status).toBe(200);
    await strictApi.close();
    await strict.close();
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

  test('twenty at once, over two processes, yield one living successor', async () => {
    const { refresh, id } = await api.signIn();
    const otherDatabase = openDatabase({ url: database.url, pool: 5, statementTimeoutMs: 5_000 });
    const other = testDeps(otherDatabase, { now: () => clock });
    const otherApi = await startApi(other);
    const body = { refresh_token: refresh };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => [api, otherApi][n % 2]?.call('POST', '/auth/refresh', { body })),
    );
    await otherApi.close();
    await other.close();
    await otherDatabase.$disconnect();
    expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([200]));
    const successors = new Set(answers.map((answer) => answer?.body.refresh_token));
    expect(successors.size).toBe(1);
    expect(await database.db.session.count({ where: { userId: id, revokedAt: null } })).toBe(1);
    for (const successor of successors) expect((await exchange(successor)).status).toBe(200);
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

describe('the first admin', () => {
  test('is made once; a second call changes nothing; a taken email is refused', async () => {
    const own = await freshDatabase();
    const ownDeps = testDeps(own.db);
    for (const password of ['password123', 'Passw0rd!', 'Adflight2026!', 'Administrator26']) {
      await expect(createFirstAdmin(ownDeps, 'root@example.com', password)).rejects.toThrow('not valid');
    }
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
