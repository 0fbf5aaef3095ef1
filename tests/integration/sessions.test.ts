/** A user sees and ends his sign-ins; in a browser the refresh token lives in a cookie that only our own pages can use. */
import { randomUUID } from 'node:crypto';
import { cookieOf } from './browser';
import { expectConforms } from './conforms';
import { type Answered, type Api, type Asked, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(20_000);

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

async function call(method: string, path: string, asked: Asked = {}): Promise<Answered> {
  const answer = await api.call(method, path, asked);
  expectConforms(answer);
  return answer;
}
const login = (email: string, headers: Record<string, string> = {}) =>
  call('POST', '/auth/login', { body: { email, password: PASSWORD }, headers });
const isOpen = async (token: string) => (await call('GET', '/users/me', { token })).status === 200;

describe('sign-ins', () => {
  test('are listed with where they come from, newest first, and nothing that opens them', async () => {
    const user = await api.signIn();
    const phone = await login(user.email, { 'user-agent': 'Phone/1.0' });
    const answer = await call('GET', '/users/me/sessions', { token: phone.body.access_token });
    expect(answer.body).toMatchObject({ total: 2 });
    expect(answer.body.items[0]).toMatchObject({
      is_current: true,
      method: 'password',
      user_agent: 'Phone/1.0',
      address: expect.stringMatching(/127\.0\.0\.1/),
    });
    expect(answer.body.items[1].is_current).toBe(false);
    expect(answer.text).not.toMatch(/hash|token/i);
  });

  test('are no longer listed when they have ended', async () => {
    const user = await api.signIn();
    const other = (await login(user.email)).body;
    await call('POST', '/auth/logout', { token: other.access_token });
    const { body } = await call('GET', '/users/me/sessions', { token: user.token });
    expect(body.items).toMatchObject([{ is_current: true }]);
  });

  test('one is ended by its owner, once; the others go on', async () => {
    const user = await api.signIn();
    const other = (await login(user.email)).body;
    const { body } = await call('GET', '/users/me/sessions', { token: other.access_token });
    const { id } = body.items.find(({ is_current }: { is_current: boolean }) => is_current);
    const end = () => call('DELETE', `/users/me/sessions/${id}`, { token: user.token });
    expect((await end()).status).toBe(204);
    expect([await isOpen(other.access_token), await isOpen(user.token)]).toEqual([false, true]);
    expect((await end()).body.code).toBe('NOT_FOUND');
  });

  test('those of another user do not exist', async () => {
    const [user, stranger] = [await api.signIn(), await api.signIn()];
    const { body } = await call('GET', '/users/me/sessions', { token: stranger.token });
    for (const id of [body.items[0].id, randomUUID()]) {
      const answer = await call('DELETE', `/users/me/sessions/${id}`, { token: user.token });
      expect(answer.body.code).toBe('NOT_FOUND');
    }
    expect(await isOpen(stranger.token)).toBe(true);
  });

  test('all but the one that asks end at once, with an audit entry', async () => {
    const user = await api.signIn();
    const others = [(await login(user.email)).body, (await login(user.email)).body];
    expect((await call('DELETE', '/users/me/sessions', { token: user.token })).status).toBe(204);
    for (const { access_token } of others) expect(await isOpen(access_token)).toBe(false);
    expect(await isOpen(user.token)).toBe(true);
    const where = { action: 'sessions.ended', targetId: user.id };
    expect(await database.db.auditEntry.findFirst({ where })).toMatchObject({ after: { ended: 2 } });
  });

  test('an admin ends all of a user, nobody else does', async () => {
    const [user, admin, support] = [
      await api.signIn(),
      await api.signIn('admin'),
      await api.signIn('support'),
    ];
    const end = (token: string, id = user.id) => call('DELETE', `/users/${id}/sessions`, { token });
    expect((await end(support.token)).body.code).toBe('FORBIDDEN');
    expect(await isOpen(user.token)).toBe(true);
    expect((await end(admin.token)).status).toBe(204);
    expect(await isOpen(user.token)).toBe(false);
    expect((await end(admin.token, randomUUID())).body.code).toBe('NOT_FOUND');
    const where = { action: 'sessions.ended', targetId: user.id };
    expect(await database.db.auditEntry.findFirst({ where })).toMatchObject({ actorId: admin.id });
  });
});

describe('logging out', () => {
  test('by the refresh token alone ends the sign-in, and another’s stays', async () => {
    const user = await api.signIn();
    const other = (await login(user.email)).body;
    const answer = await call('POST', '/auth/logout', { body: { refresh_token: user.refresh } });
    expect(answer.status).toBe(204);
    expect([await isOpen(user.token), await isOpen(other.access_token)]).toEqual([false, true]);
  });

  test('without any token, or with a bad one, is refused', async () => {
    for (const asked of [{}, { body: {} }, { body: { refresh_token: 'rubbish' } }, { token: 'rubbish' }]) {
      expect((await call('POST', '/auth/logout', asked)).body.code).toBe('UNAUTHENTICATED');
    }
  });
});

describe('in a browser', () => {
  const ours = { origin: 'https://app.example' };

  async function browser() {
    const { email } = await api.signIn();
    const body = { email, password: PASSWORD, refresh_token_in: 'cookie' };
    const answer = await call('POST', '/auth/login', { body, headers: ours });
    return { email, answer, cookie: cookieOf(answer) };
  }

  test('the refresh token is in an HttpOnly SameSite cookie and never in a body', async () => {
    const { answer } = await browser();
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^adflight-refresh=[\w.-]+; Path=\/api\/v1\/auth; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    );
    expect(await isOpen(answer.body.access_token)).toBe(true);
  });

  test('over https the cookie is Secure, by its name too', async () => {
    const { email } = await api.signIn();
    const config = { ...deps.config, PUBLIC_URL: 'https://adflight.example' };
    const secure = testDeps(database.db, { config });
    const secureApi = await startApi(secure);
    const answer = await secureApi.call('POST', '/auth/login', {
      body: { email, password: PASSWORD, refresh_token_in: 'cookie' },
      headers: { origin: 'https://adflight.example' },
    });
    await secureApi.close();
    await secure.close();
    expect(answer.headers.get('set-cookie')).toMatch(/^__Secure-adflight-refresh=.+; Secure$/);
  });

  test('the cookie refreshes: the next token is in the next cookie', async () => {
    const { cookie } = await browser();
    const answer = await call('POST', '/auth/refresh', { headers: { ...ours, cookie } });
    expect(answer.status).toBe(200);
    expect(answer.body.refresh_token).toBeUndefined();
    expect(cookieOf(answer)).not.toBe(cookie);
    expect(await isOpen(answer.body.access_token)).toBe(true);
    const next = await call('POST', '/auth/refresh', {
      body: {},
      headers: { ...ours, cookie: cookieOf(answer) },
    });
    expect(next.status).toBe(200);
  });

  test.each([
    ['no origin', {}],
    ['another site', { origin: 'https://evil.example' }],
    ['a neighbour of ours', { origin: 'https://app.example.evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another scheme', { origin: 'http://app.example' }],
  ])('a page of %s can use the cookie for nothing', async (_name, headers: Record<string, string>) => {
    const { email, cookie, answer } = await browser();
    for (const path of ['/auth/refresh', '/auth/logout']) {
      const refused = await call('POST', path, { headers: { ...headers, cookie } });
      expect([refused.status, refused.body.code]).toEqual([403, 'ORIGIN_REFUSED']);
    }
    const body = { email, password: PASSWORD, refresh_token_in: 'cookie' };
    const login = await call('POST', '/auth/login', { body, headers });
    expect([login.body.code, login.headers.get('set-cookie')]).toEqual(['ORIGIN_REFUSED', null]);
    expect(await isOpen(answer.body.access_token)).toBe(true);
    expect((await call('POST', '/auth/refresh', { headers: { ...ours, cookie } })).status).toBe(200);
  });

  test('logging out ends the sign-in and removes the cookie', async () => {
    const { cookie, answer } = await browser();
    const out = await call('POST', '/auth/logout', { headers: { ...ours, cookie } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/^adflight-refresh=; .*Max-Age=0/);
    expect(await isOpen(answer.body.access_token)).toBe(false);
    expect((await call('POST', '/auth/refresh', { headers: { ...ours, cookie } })).status).toBe(401);
  });

  test('without a cookie there is nothing to refresh', async () => {
    for (const headers of [ours, { ...ours, cookie: 'adflight-refresh=' }, { ...ours, cookie: 'other=1' }]) {
      expect((await call('POST', '/auth/refresh', { headers })).body.code).toBe('UNAUTHENTICATED');
    }
  });

  test('our pages on another origin may send the cookie', async () => {
    const { answer } = await browser();
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    const elsewhere = await call('POST', '/auth/logout', { headers: { origin: 'https://evil.example' } });
    expect(elsewhere.headers.get('access-control-allow-credentials')).toBeNull();
  });
});
