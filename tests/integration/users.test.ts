/** Profiles, staff's view, and what admins may do to users and to each other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { expectConforms } from './conforms';
import { type Api, type Asked, PASSWORD, startApi, testDeps } from './http';
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
beforeEach(async () => {
  await database.db.user.updateMany({ data: { role: 'advertiser' } });
});

async function call(method: string, path: string, asked: Asked = {}) {
  const answer = await api.call(method, path, asked);
  expectConforms(answer);
  return answer;
}

test('a profile is read and changed by its owner, with an audit entry of before and after', async () => {
  const { token, id } = await api.signIn();
  const changed = await call('PATCH', '/users/me', { token, body: { full_name: ' Countess ' } });
  expect(changed.body).toMatchObject({ id, full_name: 'Countess' });
  expect((await call('GET', '/users/me', { token })).body.full_name).toBe('Countess');
  const entry = await database.db.auditEntry.findFirst({ where: { action: 'user.edited', targetId: id } });
  expect(entry).toMatchObject({
    actorId: id,
    actorKind: 'user',
    before: { full_name: 'Ada' },
    after: { full_name: 'Countess' },
    requestId: changed.headers.get('x-request-id'),
  });
});

test('nobody makes himself admin, active or someone else', async () => {
  const { token, id } = await api.signIn();
  for (const body of [
    { role: 'admin' },
    { is_active: true },
    { id },
    { email: 'x@example.com' },
    { plan: 'business' },
  ]) {
    const answer = await call('PATCH', '/users/me', { token, body });
    expect(answer.body).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ message: 'Unknown field.' }] });
  }
  expect((await call('GET', '/users/me', { token })).body).toMatchObject({
    role: 'advertiser',
    plan: 'free',
  });
});

test('an empty change changes nothing and writes no audit entry', async () => {
  const { token, id } = await api.signIn();
  expect((await call('PATCH', '/users/me', { token, body: {} })).status).toBe(200);
  expect(await database.db.auditEntry.count({ where: { targetId: id, action: 'user.edited' } })).toBe(0);
});

test('staff lists and filters users, in pages', async () => {
  const { token } = await api.signIn('support');
  const people = [await api.signIn(), await api.signIn(), await api.signIn()];
  const page = await call('GET', '/users?limit=2&offset=1', { token });
  expect(page.body).toMatchObject({ limit: 2, offset: 1, total: await database.db.user.count() });
  expect(page.body.items.map(({ id }: { id: string }) => id)).toEqual([people[1]?.id, people[0]?.id]);
  const found = await call('GET', `/users?email=${people[2]?.email.toUpperCase()}`, { token });
  expect(found.body).toMatchObject({ total: 1, items: [{ id: people[2]?.id, is_superuser: false }] });
  expect((await call('GET', '/users?role=support&is_active=true', { token })).body.total).toBe(1);
  expect((await call('GET', `/users/${people[0]?.id}`, { token })).body.email).toBe(people[0]?.email);
  const { id, token: adminToken } = await api.signIn('admin');
  const admin = await call('GET', `/users/${id}`, { token: adminToken });
  expect(admin.body).toMatchObject({ role: 'admin', is_superuser: true });
});

test('ad accounts are one’s own alone, also for an admin', async () => {
  const [user, admin] = [await api.signIn(), await api.signIn('admin')];
  const mine = await call('GET', '/ad-accounts', { token: user.token });
  expect(mine.body.total).toBe(2);
  const his = await call('GET', '/ad-accounts?limit=1&offset=1', { token: admin.token });
  expect(his.body).toMatchObject({ total: 2, items: [{ platform: 'sandbox' }] });
  expect(his.text).not.toContain(user.id);
});

test('a role counts from the next request on', async () => {
  const [admin, user] = [await api.signIn('admin'), await api.signIn()];
  expect((await call('GET', '/users', { token: user.token })).body.code).toBe('FORBIDDEN');
  const made = await call('POST', `/users/${user.id}/role`, {
    token: admin.token,
    body: { role: 'support' },
  });
  expect(made.body.role).toBe('support');
  expect((await call('GET', '/users', { token: user.token })).status).toBe(200);
  await call('POST', `/users/${user.id}/role`, { token: admin.token, body: { role: 'advertiser' } });
  expect((await call('GET', '/users', { token: user.token })).status).toBe(403);
  const entries = await database.db.auditEntry.findMany({
    where: { action: 'user.role_changed', targetId: user.id },
  });
  expect(entries).toMatchObject([
    { actorKind: 'admin', actorId: admin.id, before: { role: 'advertiser' }, after: { role: 'support' } },
    { before: { role: 'support' }, after: { role: 'advertiser' } },
  ]);
});

test('a disabled user is out within a second on every process, until he is enabled and signs in anew', async () => {
  const [admin, user] = [await api.signIn('admin'), await api.signIn()];
  expect((await call('GET', '/users/me', { token: user.token })).status).toBe(200);
  const disabled = await call('POST', `/users/${user.id}/disable`, { token: admin.token });
  expect(disabled.body.is_active).toBe(false);
  await sleep(1_000);
  expect((await call('GET', '/users/me', { token: user.token })).status).toBe(401);
  expect((await call('POST', '/auth/refresh', { body: { refresh_token: user.refresh } })).status).toBe(401);
  const credentials = { email: user.email, password: PASSWORD };
  expect((await call('POST', '/auth/login', { body: credentials })).body.code).toBe('ACCOUNT_DISABLED');
  await call('POST', `/users/${user.id}/enable`, { token: admin.token });
  expect((await call('GET', '/users/me', { token: user.token })).status).toBe(401);
  expect((await call('POST', '/auth/login', { body: credentials })).status).toBe(200);
});

test.each([
  ['role', { role: 'support' }],
  ['disable', undefined],
])('the last admin can’t be taken away by %s', async (what, body) => {
  const { token, id } = await api.signIn('admin');
  const answer = await call('POST', `/users/${id}/${what}`, { token, ...(body && { body }) });
  expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT']);
  expect((await call('GET', '/users/me', { token })).body).toMatchObject({ role: 'admin', is_active: true });
});

test('a disabled admin does not count as one', async () => {
  const [first, second] = [await api.signIn('admin'), await api.signIn('admin')];
  await call('POST', `/users/${second.id}/disable`, { token: first.token });
  const answer = await call('POST', `/users/${first.id}/role`, {
    token: first.token,
    body: { role: 'advertiser' },
  });
  expect(answer.body.code).toBe('CONFLICT');
});

test('two admins who demote each other at once leave one', async () => {
  for (let round = 0; round < 5; round++) {
    await database.db.user.updateMany({ data: { role: 'advertiser' } });
    const [a, b] = [await api.signIn('admin'), await api.signIn('admin')];
    const body = { role: 'advertiser' };
    await Promise.all([
      call('POST', `/users/${a.id}/role`, { token: b.token, body }),
      call('POST', `/users/${b.id}/role`, { token: a.token, body }),
    ]);
    expect(await database.db.user.count({ where: { role: 'admin', isActive: true } })).toBe(1);
  }
});

test('an unknown user is 404 to an admin', async () => {
  const { token } = await api.signIn('admin');
  const id = '00000000-0000-4000-8000-000000000000';
  const answers = [
    await call('GET', `/users/${id}`, { token }),
    await call('POST', `/users/${id}/disable`, { token }),
    await call('POST', `/users/${id}/role`, { token, body: { role: 'admin' } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});

test('a change that can’t be audited does not happen', async () => {
  const [admin, user] = [await api.signIn('admin'), await api.signIn()];
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(`CREATE TRIGGER refuse BEFORE INSERT ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  const answers = [
    await call('POST', `/users/${user.id}/role`, { token: admin.token, body: { role: 'support' } }),
    await call('PATCH', '/users/me', { token: user.token, body: { full_name: 'Nobody' } }),
    await call('POST', '/auth/logout', { token: user.token }),
  ];
  await owner.query('DROP TRIGGER refuse ON audit_entries');
  await owner.end();
  expect(answers.map(({ body }) => body.code)).toEqual(['INTERNAL', 'INTERNAL', 'INTERNAL']);
  const after = await call('GET', '/users/me', { token: user.token });
  expect(after.body).toMatchObject({ role: 'advertiser', full_name: 'Ada' });
});
