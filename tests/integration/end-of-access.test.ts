/** Whatever ends a sign-in ends every way in within a second, in every process. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../infra/database';
import { expectConforms } from './conforms';
import { type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let otherDatabase: ReturnType<typeof openDatabase>;
let other: ReturnType<typeof testDeps>;
let otherApi: Api;
let clock = Date.now();

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  // As another process: a pool and caches of its own on the same database.
  otherDatabase = openDatabase({ url: database.url, pool: 2, statementTimeoutMs: 5_000 });
  other = testDeps(otherDatabase, { now: () => clock });
  otherApi = await startApi(other);
}, 60_000);
afterAll(async () => {
  await Promise.all([api.close(), otherApi.close()]);
  await Promise.all([deps.close(), other.close(), otherDatabase.$disconnect()]);
  await database.close();
});
beforeEach(() => {
  clock = Date.now();
});

const me = (at: Api, token: string) => at.call('GET', '/users/me', { token });
const refresh = (at: Api, refreshToken: string) =>
  at.call('POST', '/auth/refresh', { body: { refresh_token: refreshToken } });

/** Milliseconds from now until the other process refuses the token. */
async function lingering(token: string): Promise<number> {
  const started = performance.now();
  while ((await me(otherApi, token)).status === 200) {
    if (performance.now() - started > 3_000) throw new Error('still open after three seconds');
    await sleep(20);
  }
  return performance.now() - started;
}

type User = Awaited<ReturnType<Api['signIn']>>;
const NEW_PASSWORD = 'another horse battery';

const ends: [string, (user: User, token: string) => Promise<unknown>][] = [
  ['logging out', (_user, token) => api.call('POST', '/auth/logout', { token })],
  [
    'a change of the password',
    async (user) =>
      api.call('POST', '/users/me/password', {
        token: user.token,
        body: { old_password: PASSWORD, new_password: NEW_PASSWORD },
      }),
  ],
  [
    'disabling the user',
    async ({ id }) => api.call('POST', `/users/${id}/disable`, { token: (await api.signIn('admin')).token }),
  ],
  [
    'an admin who ends his sign-ins',
    async ({ id }) =>
      api.call('DELETE', `/users/${id}/sessions`, { token: (await api.signIn('admin')).token }),
  ],
];

test.each(ends)(
  '%s ends both tokens, here at once and in another process within a second',
  async (_name, end) => {
    const user = await api.signIn();
    const login = { email: user.email, password: PASSWORD };
    const { body } = await api.call('POST', '/auth/login', { body: login });
    // The other process has just looked: from now on it remembers for as long as it ever does.
    expect((await me(otherApi, body.access_token)).status).toBe(200);
    await end(user, body.access_token);
    const [here, late] = [await me(api, body.access_token), await lingering(body.access_token)];
    expectConforms(here);
    expect(here.body.code).toBe('UNAUTHENTICATED');
    expect(late).toBeLessThan(1_000);
    for (const at of [api, otherApi]) {
      expect((await refresh(at, body.refresh_token)).body.code).toBe('UNAUTHENTICATED');
    }
  },
);

test('a refresh that races the end of its sign-in leaves nothing open', async () => {
  const user = await api.signIn();
  const [raced] = await Promise.all([
    refresh(otherApi, user.refresh),
    api.call('POST', '/auth/logout', { token: user.token }),
  ]);
  const tokens = raced.status === 200 ? [raced.body.refresh_token, user.refresh] : [user.refresh];
  for (const token of tokens) expect((await refresh(api, token)).status).toBe(401);
  expect(await database.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0);
});

test('a sign-in that races a change of the password by the old one leaves nothing open', async () => {
  const user = await api.signIn();
  const login = { email: user.email, password: PASSWORD };
  const [changed, ...raced] = await Promise.all([
    api.call('POST', '/users/me/password', {
      token: user.token,
      body: { old_password: PASSWORD, new_password: NEW_PASSWORD },
    }),
    ...Array.from({ length: 6 }, () => otherApi.call('POST', '/auth/login', { body: login })),
  ]);
  expect(changed?.status).toBe(204);
  for (const { body } of raced) {
    if (body.refresh_token) expect((await refresh(api, body.refresh_token)).status).toBe(401);
  }
  expect(await database.db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(1);
});

test('an access token ends after thirty minutes', async () => {
  const { token } = await api.signIn();
  clock += 29 * 60_000;
  expect((await me(api, token)).status).toBe(200);
  clock += 2 * 60_000;
  const late = await me(api, token);
  expectConforms(late);
  expect(late.status).toBe(401);
});

test('one sign-in ending leaves the others of the same user alone', async () => {
  const { token, email } = await api.signIn();
  const second = await api.call('POST', '/auth/login', { body: { email, password: PASSWORD } });
  await api.call('POST', '/auth/logout', { token });
  expect((await me(api, second.body.access_token)).status).toBe(200);
});
