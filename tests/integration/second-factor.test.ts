/** TOTP as a second factor: asked for at every sign-in, each code once, few guesses, a way back by recovery codes. */
import { rateLimit, rateLimits } from '../../domain/limits';
import { signIn } from '../../services/auth/sign-in';
import { appCode } from '../fixtures/authenticator';
import { type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
/** Moves by hand: a step of the app is 30 s. */
let time = Date.UTC(2026, 10, 21, 12);
const nextStep = () => {
  time += 30_000;
};

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => time });
  api = await startApi(deps);
});
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
// The limits of one test are not the next one's.
beforeEach(() => {
  time += 86_400_000;
});

interface Person {
  id: string;
  email: string;
  token: string;
  secret: string;
  recovery: string[];
  code(): string;
}

const enrol = (token: string, body: object | undefined = { password: PASSWORD }) =>
  api.call('POST', '/users/me/totp', { token, body });

async function person(role: 'advertiser' | 'admin' = 'advertiser'): Promise<Person> {
  const { id, email, token } = await api.signIn(role);
  const { body } = await enrol(token);
  const code = () => appCode(body.secret, time);
  const confirmed = await api.call('POST', '/users/me/totp/confirm', { token, body: { code: code() } });
  expect(confirmed.status).toBe(200);
  nextStep();
  return { id, email, token, secret: body.secret, recovery: confirmed.body.recovery_codes, code };
}

const login = ({ email }: { email: string }) =>
  api.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
const second = (challenge: string, code: string) =>
  api.call('POST', '/auth/totp', { body: { challenge, code } });
const challengeOf = async (who: { email: string }): Promise<string> => (await login(who)).body.challenge;
const audited = async (id: string) =>
  (await database.db.auditEntry.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  );

test('once confirmed, the password alone gives no token, and with a code it does', async () => {
  const ada = await person();
  const first = await login(ada);
  expect(first.status).toBe(200);
  expect(first.body).toEqual({ second_factor: 'totp', challenge: expect.any(String) });
  const { status, body } = await second(first.body.challenge, ada.code());
  expect(status).toBe(200);
  expect((await api.call('GET', '/users/me', { token: body.access_token })).body.id).toBe(ada.id);
  const session = await database.db.session.findFirst({
    where: { userId: ada.id },
    orderBy: { createdAt: 'desc' },
  });
  expect(session?.method).toBe('password');
  const status2 = await api.call('GET', '/users/me/totp', { token: body.access_token });
  expect(status2.body).toMatchObject({ is_confirmed: true, recovery_codes_left: 10 });
  expect(await audited(ada.id)).toEqual(
    expect.arrayContaining(['second_factor.enrolled', 'second_factor.confirmed', 'second_factor.used']),
  );
});

test.each(['google', 'phone'] as const)(
  'it is asked for after %s too, which the session remembers',
  async (method) => {
    const ada = await person();
    const ctx = { ...deps, caller: null, requestId: 'a request', idempotencyKey: null };
    const first = await signIn(ctx, ada, { method, address: '192.0.2.1', userAgent: null });
    if (first.kind !== 'second_factor') throw new Error('it was not asked for');
    expect((await second(first.challenge, ada.code())).status).toBe(200);
    const sessions = await database.db.session.findMany({
      where: { userId: ada.id },
      orderBy: { createdAt: 'desc' },
    });
    expect(sessions.map((session) => session.method)).toEqual([method, 'password']);
  },
);

test('before it is confirmed it is asked for nowhere, and another call makes another secret', async () => {
  const { email, token } = await api.signIn();
  const [one, two] = [await enrol(token), await enrol(token)];
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.secret).not.toBe(two.body.secret);
  expect((await login({ email })).body.access_token).toEqual(expect.any(String));
  const body = { code: appCode(one.body.secret, time) };
  expect((await api.call('POST', '/users/me/totp/confirm', { token, body })).status).toBe(422);
  expect((await api.call('DELETE', '/users/me/totp', { token, body })).status).toBe(404);
});

test('one time step counts once, also for six who use it at the same moment, and no step before it', async () => {
  const ada = await person();
  const challenges = await Promise.all(Array.from({ length: 6 }, () => challengeOf(ada)));
  const before = appCode(ada.secret, time - 30_000);
  const answers = await Promise.all(challenges.map((challenge) => second(challenge, ada.code())));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(5).fill(422)]);
  expect((await second(challenges[0] ?? '', before)).status).toBe(422);
  nextStep();
  expect((await second(await challengeOf(ada), ada.code())).status).toBe(200);
});

test('a clock that is one step off is forgiven, two are not', async () => {
  const ada = await person();
  nextStep();
  const attempt = async (late: number) =>
    (await second(await challengeOf(ada), appCode(ada.secret, time + late * 30_000))).status;
  expect([await attempt(2), await attempt(-2), await attempt(1)]).toEqual([422, 422, 200]);
});

test('ten wrong codes in a quarter of an hour are all that anybody may try, over all challenges', async () => {
  const ada = await person();
  // Another window than that of the code which confirmed it.
  time += 15 * 60_000;
  const statuses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1)
    statuses.push((await second(await challengeOf(ada), '000000')).status);
  expect(statuses).toEqual([...Array(10).fill(422), 429, 429]);
  // The right one waits as well.
  const refused = await second(await challengeOf(ada), ada.code());
  expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED']);
  time += 15 * 60_000;
  expect((await second(await challengeOf(ada), ada.code())).status).toBe(200);
  const refusals = (await audited(ada.id)).filter((action) => action === 'second_factor.refused');
  expect(refusals).toHaveLength(10);
});

test('whoever knows the password, and guesses at codes, does not lock the owner out where he signs in', async () => {
  const ada = await person();
  time += 15 * 60_000;
  const eve = { headers: { 'x-forwarded-for': '203.0.113.66' } };
  const challenge = await challengeOf(ada);
  const guesses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) {
    const body = { challenge, code: '000000' };
    guesses.push((await api.call('POST', '/auth/totp', { body, ...eve })).status);
  }
  expect(guesses).toEqual([...Array(10).fill(422), 429, 429]);
  const right = { challenge, code: ada.code() };
  expect((await api.call('POST', '/auth/totp', { body: right, ...eve })).status).toBe(429);
  expect((await second(challenge, ada.code())).status).toBe(200);
});

test('what guesses at second factors rest on: 50 a day, by strangers and by known networks, at three codes of a million', () => {
  expect(rateLimit('totp_guess_daily', 10)).toMatchObject({ points: 50, seconds: 86_400 });
  // Any day meets at most two windows.
  expect(1 - (1 - 3e-6) ** (2 * 2 * rateLimits.totp_guess_daily.points)).toBeLessThan(1e-3);
});

test('each recovery code signs in once', async () => {
  const ada = await person();
  const [code = '', other = ''] = ada.recovery;
  expect(ada.recovery).toHaveLength(10);
  const challenge = await challengeOf(ada);
  const both = await Promise.all([second(challenge, code), second(challenge, code.toUpperCase())]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
  const { status, body } = await second(challenge, other.replaceAll('-', ' '));
  expect(status).toBe(200);
  const left = await api.call('GET', '/users/me/totp', { token: body.access_token });
  expect(left.body.recovery_codes_left).toBe(8);
});

test('a challenge ends after five minutes, with the password, with the account, and is nothing else', async () => {
  const [ada, bob] = [await person(), await person()];
  const refused = { status: 401, body: expect.objectContaining({ code: 'CHALLENGE_INVALID' }) };
  const challenge = await challengeOf(ada);
  for (const forged of ['', 'a.b.c.d', `${challenge}A`, challenge.slice(0, -1), ada.token].filter(Boolean))
    expect(await second(forged, ada.code())).toMatchObject(refused);
  expect((await api.call('GET', '/users/me', { token: challenge })).status).toBe(401);
  expect((await api.call('POST', '/auth/refresh', { body: { refresh_token: challenge } })).status).toBe(401);
  // Another user's code is none.
  expect((await second(challenge, bob.code())).status).toBe(422);
  time += 5 * 60_000 + 1_000;
  expect(await second(challenge, ada.code())).toMatchObject(refused);

  const changed = await challengeOf(ada);
  await database.db.user.update({ where: { id: ada.id }, data: { passwordHash: 'another' } });
  expect(await second(changed, ada.code())).toMatchObject(refused);
  const disabled = await challengeOf(bob);
  await database.db.user.update({ where: { id: bob.id }, data: { isActive: false } });
  expect((await second(disabled, bob.code())).body.code).toBe('ACCOUNT_DISABLED');
});

test('it is taken away by a code or a recovery code, and then the password is enough again', async () => {
  const [ada, bob] = [await person(), await person()];
  const remove = ({ token }: Person, code: string) =>
    api.call('DELETE', '/users/me/totp', { token, body: { code } });
  expect((await remove(ada, '000000')).status).toBe(422);
  expect((await audited(ada.id)).at(-1)).toBe('second_factor.refused');
  expect((await enrol(ada.token)).status).toBe(409);
  expect((await remove(ada, ada.code())).status).toBe(204);
  expect((await remove(bob, bob.recovery[9] ?? '')).status).toBe(204);
  for (const who of [ada, bob]) {
    expect((await login(who)).body.access_token).toEqual(expect.any(String));
    expect(await audited(who.id)).toContain('second_factor.removed');
  }
  expect((await remove(ada, ada.code())).status).toBe(404);
});

test('an admin takes it away for who has lost it, but not his own', async () => {
  const [admin, ada] = [await person('admin'), await person()];
  const reset = (token: string, id: string) => api.call('DELETE', `/users/${id}/totp`, { token });
  expect((await reset(ada.token, ada.id)).status).toBe(403);
  expect((await reset(admin.token, admin.id)).status).toBe(409);
  expect((await reset(admin.token, ada.id)).status).toBe(204);
  expect((await reset(admin.token, ada.id)).status).toBe(404);
  expect((await login(ada)).body.access_token).toEqual(expect.any(String));
  const entry = await database.db.auditEntry.findFirst({
    where: { targetId: ada.id, action: 'second_factor.removed' },
  });
  expect(entry).toMatchObject({ actorKind: 'admin', actorId: admin.id });
});

test('its rows and its audit entries show neither secret nor code', async () => {
  const ada = await person();
  const rows = await database.db.$queryRaw`
    SELECT to_jsonb(f)::text AS row FROM second_factors f
    UNION ALL SELECT to_jsonb(a)::text FROM audit_entries a UNION ALL SELECT to_jsonb(u)::text FROM users u`;
  const text = JSON.stringify(rows);
  for (const secret of [ada.secret, ...ada.recovery]) expect(text).not.toContain(secret);
  expect(text).toContain(ada.id);
});
