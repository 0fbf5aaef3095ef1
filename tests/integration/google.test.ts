/** Signing in with Google, against a real OpenID provider in a process of its own. */
import { randomUUID } from 'node:crypto';
import type { Config } from '../../infra/config';
import { AccountMail } from '../../services/auth/account-mail';
import { type Browser, cookieOf, openBrowser } from './browser';
import { type Answered, type Api, startApi, testDeps } from './http';
import { freshDatabase, openIdProvider } from './parts';

const CALLBACK = 'http://localhost:3000/api/v1/auth/google/callback';
const [ID, SECRET] = ['a-client-of-the-tests', 'its-secret-0123456789-0123456789'];
const MINUTE = 60_000;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let provider: Awaited<ReturnType<typeof openIdProvider>>;
let api: Api;
let clock = Date.now();
const closing: (() => Promise<unknown>)[] = [];

async function apiWith(changes: Partial<Config>): Promise<Api> {
  const { config } = testDeps(database.db);
  const deps = testDeps(database.db, { now: () => clock, config: { ...config, ...changes } });
  const opened = await startApi(deps);
  closing.push(async () => {
    await opened.close();
    await deps.close();
  });
  return opened;
}

const google = () => ({ GOOGLE_CLIENT_ID: ID, GOOGLE_CLIENT_SECRET: SECRET, GOOGLE_ISSUER: provider.issuer });

// The first request of all makes the document that every answer is held against.
jest.setTimeout(30_000);

beforeAll(async () => {
  [database, provider] = await Promise.all([
    freshDatabase(),
    openIdProvider({ id: ID, secret: SECRET }, CALLBACK),
  ]);
  api = await apiWith(google());
}, 60_000);
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await provider.close();
  await database.close();
});
beforeEach(() => {
  clock = Date.now();
});

const person = ({ email = `${randomUUID()}@example.com`, verified = 'yes' } = {}) =>
  ({ email, login: `${randomUUID().slice(0, 8)}|${email}|${verified}` }) as const;

async function start(at = api) {
  const answer = await at.call('GET', '/auth/google');
  return { answer, location: answer.headers.get('location') ?? '', cookie: cookieOf(answer) };
}

/** To the provider and back to our door, without passing it. */
async function toTheDoor(login: string, browser: Browser = openBrowser()) {
  const { location, cookie } = await start();
  const back = await browser.signIn(location, login, CALLBACK);
  return { cookie, back, browser };
}

const come = (back: URL, cookie: string, at = api) =>
  at.call('GET', `/auth/google/callback${back.search}`, { headers: { cookie } });

const finish = (cookie: string, at = api, origin = 'https://app.example') =>
  at.call('POST', '/auth/google/finish', { body: {}, headers: { cookie, origin } });

const errorOf = (answer: Answered) => new URL(answer.headers.get('location') ?? '').searchParams.get('error');

async function signIn(login: string) {
  const { cookie, back } = await toTheDoor(login);
  const returned = await come(back, cookie);
  return { returned, finished: await finish(cookieOf(returned)) };
}

async function me({ body }: Answered) {
  return (await api.call('GET', '/users/me', { token: body.access_token })).body;
}

/** The letters that were asked for. */
async function mailsTo(email: string) {
  const key = `mail:${email}`;
  const events = await database.db.outboxEvent.findMany({ where: { key }, orderBy: { id: 'asc' } });
  return events.map(({ payload }) => AccountMail.parse(payload).letter);
}
const identities = (email: string) => database.db.identity.findMany({ where: { user: { email } } });

describe('the way there and back', () => {
  test('asks with PKCE, state and nonce, and leaves a sealed cookie that no script reads', async () => {
    const { answer, location, cookie } = await start();
    expect(answer.status).toBe(302);
    const asked = Object.fromEntries(new URL(location).searchParams);
    expect(asked).toMatchObject({
      client_id: ID,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
    });
    for (const name of ['code_challenge', 'state', 'nonce']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
    expect(answer.headers.get('set-cookie')).toMatch(
      /; Path=\/api\/v1\/auth; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).not.toContain(asked.state);
    expect((await start()).location).not.toBe(location);
  });

  test('a new person becomes a user with a verified email, and no token is in any address', async () => {
    const { email, login } = person();
    const browser = openBrowser();
    const { cookie, back } = await toTheDoor(login, browser);
    const returned = await come(back, cookie);
    expect([returned.status, returned.headers.get('location')]).toEqual([
      302,
      'http://localhost:3000/sign-in/google',
    ]);
    const finished = await finish(cookieOf(returned));
    const user = await me(finished);
    expect(user).toMatchObject({
      email,
      full_name: `${login.split('|')[0]} of the provider`,
      role: 'advertiser',
    });
    const row = await database.db.user.findUniqueOrThrow({ where: { email }, include: { adAccounts: true } });
    expect([row.emailVerifiedAt !== null, row.adAccounts.length, row.passwordHash]).toEqual([true, 2, null]);
    const [session] = await database.db.session.findMany({ where: { userId: row.id } });
    expect(session?.method).toBe('google');
    const entries = await database.db.auditEntry.findMany({
      where: { actorId: row.id },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action }) => action)).toEqual(['user.registered', 'session.started']);
    expect(await mailsTo(email)).toEqual([]);
    const seen = [...browser.visited, returned.headers.get('location')].join('\n');
    // A whole token: its first three letters stand in a random state once in a thousand runs.
    expect(seen).not.toMatch(/access_token|refresh_token|id_token|eyJ[\w-]+\.eyJ/);
  });

  test('the same person is the same user again, though his email with us is another now', async () => {
    const { email, login } = person();
    const first = await me((await signIn(login)).finished);
    await database.db.user.update({ where: { email }, data: { email: `new-${email}` } });
    const second = await me((await signIn(login)).finished);
    expect(second.id).toBe(first.id);
    expect(await database.db.user.count({ where: { email } })).toBe(0);
  });

  test('a user with a second factor is asked for it', async () => {
    const { email, login } = person();
    await signIn(login);
    const { id } = await database.db.user.findUniqueOrThrow({ where: { email } });
    await database.db.secondFactor.create({
      data: { userId: id, secret: 'sealed', confirmedAt: new Date() },
    });
    const { body } = (await signIn(login)).finished;
    expect(body).toEqual({ second_factor: 'totp', challenge: expect.any(String) });
  });

  test('two returns of a new person at once make one user', async () => {
    const { email, login } = person();
    const doors = await Promise.all([toTheDoor(login), toTheDoor(login)]);
    const answers = await Promise.all(doors.map(({ back, cookie }) => come(back, cookie)));
    expect(answers.map(errorOf)).toEqual([null, null]);
    expect(await database.db.user.count({ where: { email } })).toBe(1);
    expect(await identities(email)).toHaveLength(1);
  });

  test('a page of ours may have the refresh token in a cookie', async () => {
    const { cookie, back } = await toTheDoor(person().login);
    const headers = { cookie: cookieOf(await come(back, cookie)), origin: 'http://localhost:3000' };
    const body = { refresh_token_in: 'cookie' };
    const answer = await api.call('POST', '/auth/google/finish', { body, headers });
    expect([answer.status, answer.body.refresh_token]).toEqual([200, undefined]);
    expect(answer.headers.get('set-cookie')).toMatch(/^adflight-refresh=.+SameSite=Strict/);
  });
});

describe('whose it is', () => {
  async function registered({ email, verified }: { email: string; verified: boolean }) {
    const body = { email, password: 'correct horse battery', full_name: 'Ada' };
    const { body: user } = await api.call('POST', '/auth/register', { body });
    const emailVerifiedAt = verified ? new Date() : null;
    await database.db.user.update({ where: { email }, data: { emailVerifiedAt } });
    return user.id as string;
  }

  test('an email that both sides have verified links the account', async () => {
    const { email, login } = person();
    const id = await registered({ email, verified: true });
    expect((await me((await signIn(login)).finished)).id).toBe(id);
    expect(await identities(email)).toMatchObject([{ issuer: provider.issuer, subject: login, userId: id }]);
    const linked = await database.db.auditEntry.findMany({
      where: { action: 'user.identity_linked', targetId: id },
    });
    expect(linked).toHaveLength(1);
    expect(await mailsTo(email)).toEqual(['verify_email', 'google_linked']);
  });

  test('an email that we have not verified links nothing: whoever registered it may not own it', async () => {
    const { email, login } = person();
    await registered({ email, verified: false });
    const { returned, finished } = await signIn(login);
    expect([errorOf(returned), finished.body.code]).toEqual(['EMAIL_NOT_VERIFIED', 'SIGN_IN_FAILED']);
    expect(await identities(email)).toEqual([]);
  });

  test('an email that the provider has not verified links and makes nothing, known or not', async () => {
    const [known, unknown] = [person({ verified: 'no' }), person({ verified: 'no' })];
    await registered({ email: known.email, verified: true });
    for (const { email, login } of [known, unknown]) {
      expect(errorOf((await signIn(login)).returned)).toBe('PROVIDER_EMAIL_UNVERIFIED');
      expect(await identities(email)).toEqual([]);
    }
    expect(await database.db.user.count({ where: { email: unknown.email } })).toBe(0);
  });

  test('a disabled user stays out, whether he is known by identity or by email', async () => {
    const [known, byEmail] = [person(), person()];
    await signIn(known.login);
    await registered({ email: byEmail.email, verified: true });
    await database.db.user.updateMany({
      where: { email: { in: [known.email, byEmail.email] } },
      data: { isActive: false },
    });
    for (const { login } of [known, byEmail]) {
      expect(errorOf((await signIn(login)).returned)).toBe('ACCOUNT_DISABLED');
    }
    expect(await identities(byEmail.email)).toEqual([]);
  });

  test('once unlinked it signs in no more, nor does a return that has not fetched its tokens', async () => {
    const { email, login } = person();
    const { finished } = await signIn(login);
    await database.db.user.update({ where: { email }, data: { phone: '+14155550199' } });
    const { cookie, back } = await toTheDoor(login);
    const returned = await come(back, cookie);
    const unlinked = await api.call('DELETE', '/users/me/google', { token: finished.body.access_token });
    expect(unlinked.status).toBe(204);
    expect((await finish(cookieOf(returned))).body.code).toBe('SIGN_IN_FAILED');
    expect(await identities(email)).toEqual([]);
  });

  test('a user who is disabled between the return and the tokens gets none', async () => {
    const { email, login } = person();
    const { cookie, back } = await toTheDoor(login);
    const returned = await come(back, cookie);
    await database.db.user.update({ where: { email }, data: { isActive: false } });
    expect((await finish(cookieOf(returned))).body.code).toBe('ACCOUNT_DISABLED');
  });
});

describe('refused', () => {
  test('a code that comes twice', async () => {
    const { cookie, back } = await toTheDoor(person().login);
    expect(errorOf(await come(back, cookie))).toBeNull();
    expect(errorOf(await come(back, cookie))).toBe('SIGN_IN_FAILED');
  });

  test('a return that is exchanged twice, too late, or by another page', async () => {
    const { cookie, back } = await toTheDoor(person().login);
    const returned = cookieOf(await come(back, cookie));
    expect((await finish(returned, api, 'https://evil.example')).body.code).toBe('ORIGIN_REFUSED');
    const both = await Promise.all([finish(returned), finish(returned)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    const late = await toTheDoor(person().login);
    const lateReturn = cookieOf(await come(late.back, late.cookie));
    clock += MINUTE;
    expect((await finish(lateReturn)).body.code).toBe('SIGN_IN_FAILED');
  });

  test('a return without a cookie, with another browser’s, with a changed one, or to the wrong step', async () => {
    const { cookie, back } = await toTheDoor(person().login);
    const other = (await start()).cookie;
    const changed = `${cookie.slice(0, -2)}${cookie.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const wrong of ['', other, changed, 'adflight-google=v1.x']) {
      expect(errorOf(await come(back, wrong))).toBe('SIGN_IN_FAILED');
    }
    expect((await finish(cookie)).body.code).toBe('SIGN_IN_FAILED');
    expect((await finish('')).body.code).toBe('SIGN_IN_FAILED');
    expect(errorOf(await come(back, cookie))).toBeNull();
  });

  test('a code stolen from another browser: it lacks that one’s proof key', async () => {
    const victim = await toTheDoor(person().login);
    const thief = await toTheDoor(person().login);
    const injected = new URL(thief.back);
    injected.searchParams.set('code', victim.back.searchParams.get('code') ?? '');
    expect(errorOf(await come(injected, thief.cookie))).toBe('SIGN_IN_FAILED');
  });

  test('a request without a proof key: the provider turns it away', async () => {
    const { location, cookie } = await start();
    const bare = new URL(location);
    bare.searchParams.delete('code_challenge');
    bare.searchParams.delete('code_challenge_method');
    const back = await openBrowser().signIn(bare.href, person().login, CALLBACK);
    expect(back.searchParams.get('error')).toBe('invalid_request');
    expect(errorOf(await come(back, cookie))).toBe('SIGN_IN_FAILED');
  });

  test('a state that is missing or another, an issuer that is another, a person who said no', async () => {
    const { cookie, back } = await toTheDoor(person().login);
    for (const [name, value] of [
      ['state', ''],
      ['state', 'x'.repeat(43)],
      ['iss', 'https://evil.example'],
      ['code', ''],
      ['error', 'access_denied'],
    ] as const) {
      const changed = new URL(back);
      value === '' ? changed.searchParams.delete(name) : changed.searchParams.set(name, value);
      expect([name, errorOf(await come(changed, cookie))]).toEqual([name, 'SIGN_IN_FAILED']);
    }
    const twice = new URL(back);
    twice.searchParams.append('state', 'x');
    expect((await come(twice, cookie)).status).toBe(422);
  });

  test('a sign-in that took longer than ten minutes', async () => {
    const { cookie, back } = await toTheDoor(person().login);
    clock += 10 * MINUTE + 1;
    expect(errorOf(await come(back, cookie))).toBe('SIGN_IN_FAILED');
  });
});

test('without a client there is no such way in', async () => {
  const bare = await apiWith({});
  const back = new URL(`${CALLBACK}?code=x&state=y`);
  for (const answer of [(await start(bare)).answer, await come(back, '', bare)]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'SIGN_IN_METHOD_OFF']);
  }
});

test('a provider that is away is a 503 that passes by itself; a wrong secret names nothing', async () => {
  const away = await apiWith({ ...google(), GOOGLE_ISSUER: 'http://127.0.0.1:1' });
  const { answer } = await start(away);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  const misconfigured = await apiWith({ ...google(), GOOGLE_CLIENT_SECRET: 'not-the-secret' });
  const { location, cookie } = await start(misconfigured);
  const back = await openBrowser().signIn(location, person().login, CALLBACK);
  const refused = await come(back, cookie, misconfigured);
  expect(refused.status).toBe(503);
  expect(refused.text).not.toMatch(/secret|invalid_client/);
});
