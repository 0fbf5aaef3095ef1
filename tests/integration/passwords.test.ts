/** Passwords changed by who knows them, and forgotten ones by a link that only the owner of the mailbox gets, once. */
import { randomUUID } from 'node:crypto';
import { readLink } from '../../services/auth/links';
import { expectConforms } from './conforms';
import { type Answered, type Api, type Asked, PASSWORD, startApi, testDeps } from './http';
import { type Mailbox, openMailbox } from './mailbox';
import { freshDatabase } from './parts';

jest.setTimeout(20_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let mailbox: Mailbox;
let clock = Date.now();

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  mailbox = openMailbox(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(() => {
  clock = Date.now();
});

const MINUTE = 60_000;
const NEW_PASSWORD = 'another horse battery';

async function call(method: string, path: string, asked: Asked = {}): Promise<Answered> {
  const answer = await api.call(method, path, asked);
  expectConforms(answer);
  return answer;
}
const post = (path: string, body: object, token?: string) => call('POST', path, { body, token });
const login = (email: string, password = PASSWORD) => post('/auth/login', { email, password });
const isOpen = async (token: string) => (await call('GET', '/users/me', { token })).status === 200;
const actions = async (id: string) =>
  (await database.db.auditEntry.findMany({ where: { targetId: id }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  );

/** A user whose first mail is out of the way. */
async function person() {
  const user = await api.signIn();
  await mailbox.read(user.email);
  return user;
}

async function resetToken(email: string): Promise<string> {
  await post('/auth/forgot-password', { email });
  return mailbox.token(email);
}

describe('a change of the password', () => {
  test('ends every other sign-in and keeps this one; he is told by mail, and it is audited', async () => {
    const user = await person();
    const other = (await login(user.email)).body;
    const body = { old_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await post('/users/me/password', body, user.token)).status).toBe(204);
    expect([await isOpen(user.token), await isOpen(other.access_token)]).toEqual([true, false]);
    expect((await post('/auth/refresh', { refresh_token: user.refresh })).status).toBe(200);
    expect((await post('/auth/refresh', { refresh_token: other.refresh_token })).status).toBe(401);
    expect((await login(user.email)).body.code).toBe('BAD_CREDENTIALS');
    expect((await login(user.email, NEW_PASSWORD)).status).toBe(200);
    expect(await mailbox.read(user.email)).toMatchObject([{ subject: 'Your password was changed' }]);
    expect((await actions(user.id)).slice(-2)).toEqual(['sessions.ended', 'user.password_changed']);
  });

  test.each([
    ['a wrong old one', { old_password: 'not the password', new_password: NEW_PASSWORD }, '/old_password'],
    ['a common new one', { old_password: PASSWORD, new_password: 'Metallica' }, '/new_password'],
    ['a common word with a year', { old_password: PASSWORD, new_password: 'Summer2026!' }, '/new_password'],
    ['their own name with a year', { old_password: PASSWORD, new_password: 'Ada.2026!' }, '/new_password'],
    ['a short new one', { old_password: PASSWORD, new_password: 'abc4567' }, '/new_password'],
    ['no old one', { new_password: NEW_PASSWORD }, '/old_password'],
  ])('with %s is refused and changes nothing', async (_name, body, path) => {
    const user = await person();
    const answer = await post('/users/me/password', body, user.token);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
    expect((await login(user.email)).status).toBe(200);
    expect(await mailbox.read(user.email)).toEqual([]);
  });

  test('needs the password even of one who has none: he sets the first by a link', async () => {
    const user = await person();
    await database.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
    const body = { old_password: PASSWORD, new_password: NEW_PASSWORD };
    expect((await post('/users/me/password', body, user.token)).status).toBe(422);
    const token = await resetToken(user.email);
    expect((await post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204);
    expect((await login(user.email, NEW_PASSWORD)).status).toBe(200);
  });
});

describe('a forgotten password', () => {
  test('is replaced by the link, once; every sign-in ends, and the email is proved by it', async () => {
    const user = await person();
    const token = await resetToken(user.email);
    expect((await post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204);
    expect(await isOpen(user.token)).toBe(false);
    expect((await post('/auth/refresh', { refresh_token: user.refresh })).status).toBe(401);
    const { access_token } = (await login(user.email, NEW_PASSWORD)).body;
    expect((await call('GET', '/users/me', { token: access_token })).body.email_verified).toBe(true);
    const again = await post('/auth/reset-password', { token, password: 'a third horse battery' });
    expect([again.status, again.body.code]).toEqual([422, 'LINK_INVALID']);
    expect(await mailbox.read(user.email)).toMatchObject([{ subject: 'Your password was changed' }]);
    expect(await actions(user.id)).toContain('user.password_reset');
  });

  test('ten uses of one link at once change it once', async () => {
    const user = await person();
    const token = await resetToken(user.email);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        post('/auth/reset-password', { token, password: `horse battery number ${n}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ body }) => body?.code === 'LINK_INVALID')).toHaveLength(9);
  });

  test('a trivial new password is refused, and the link stays good', async () => {
    const user = await person();
    const token = await resetToken(user.email);
    for (const password of ['password123', 'Passw0rd!', 'Ada.2026!', `${user.email.split('@')[0]}26`]) {
      const refused = await post('/auth/reset-password', { token, password });
      expect([refused.status, refused.body.errors?.[0].path]).toEqual([422, '/password']);
    }
    expect((await post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204);
  });

  test('of several links each is good, and none once one was used', async () => {
    const user = await person();
    const [first, second] = [await resetToken(user.email), await resetToken(user.email)];
    expect((await post('/auth/reset-password', { token: first, password: NEW_PASSWORD })).status).toBe(204);
    const late = await post('/auth/reset-password', { token: second, password: 'a third horse battery' });
    expect(late.body.code).toBe('LINK_INVALID');
  });

  test.each<[string, (token: string, user: { id: string }) => string | Promise<string>]>([
    ['nothing of ours', () => 'rubbish'],
    ['another secret', (token) => `${token.split('.')[0]}.${'A'.repeat(43)}`],
    ['another id', (token) => `${randomUUID()}.${token.split('.')[1]}`],
    ['something behind it', (token) => `${token}.x`],
    [
      'an hour that has passed',
      (token) => {
        clock += 61 * MINUTE;
        return token;
      },
    ],
    [
      'a user who is disabled by now',
      async (token, { id }) => {
        await database.db.user.update({ where: { id }, data: { isActive: false } });
        return token;
      },
    ],
    [
      'an email that is no longer his',
      async (token, { id }) => {
        await database.db.user.update({ where: { id }, data: { email: `${id}@moved.example` } });
        return token;
      },
    ],
  ])('a link with %s opens nothing', async (_name, change) => {
    const user = await person();
    const token = await change(await resetToken(user.email), user);
    const answer = await post('/auth/reset-password', { token, password: NEW_PASSWORD });
    expect([answer.status, answer.body.code]).toEqual([422, 'LINK_INVALID']);
    const { passwordHash } = await database.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(passwordHash).not.toBeNull();
    expect(await actions(user.id)).not.toContain('user.password_reset');
  });

  test('a link of another purpose does not reset a password', async () => {
    const { email } = await api.signIn();
    const token = await mailbox.token(email);
    expect((await post('/auth/reset-password', { token, password: NEW_PASSWORD })).body.code).toBe(
      'LINK_INVALID',
    );
  });

  test('nobody gets more than five links an hour, and one without an account, or shut out, gets none', async () => {
    const user = await person();
    for (let n = 0; n < 7; n++) await post('/auth/forgot-password', { email: user.email });
    expect(await mailbox.read(user.email)).toHaveLength(5);
    clock += 61 * MINUTE;
    await database.db.user.update({ where: { id: user.id }, data: { isActive: false } });
    for (const email of [user.email, 'nobody@example.com']) {
      expect((await post('/auth/forgot-password', { email })).status).toBe(202);
      expect(await mailbox.read(email)).toEqual([]);
    }
  });

  test('a link to another email that somebody asked for before is good for nothing after it', async () => {
    const user = await person();
    const email = `${randomUUID()}@example.com`;
    await post('/users/me/email', { email, password: PASSWORD }, user.token);
    const link = await mailbox.token(email);
    const token = await resetToken(user.email);
    expect((await post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204);
    expect((await post('/auth/verify-email', { token: link })).body.code).toBe('LINK_INVALID');
    const kept = await database.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(kept.email).toBe(user.email);
  });

  test('a letter with a link that was asked for before, and is written after it, is not sent', async () => {
    const user = await person();
    const token = await resetToken(user.email);
    const email = `${randomUUID()}@example.com`;
    await post('/users/me/email', { email, password: PASSWORD }, user.token);
    await post('/auth/forgot-password', { email: user.email });
    expect((await post('/auth/reset-password', { token, password: NEW_PASSWORD })).status).toBe(204);
    expect(await mailbox.read(email)).toEqual([]);
    expect(await mailbox.read(user.email)).toMatchObject([{ subject: 'Your password was changed' }]);
    // What is asked for from now on is sent.
    expect(
      (await post('/auth/reset-password', { token: await resetToken(user.email), password: PASSWORD }))
        .status,
    ).toBe(204);
  });

  test('ends what a stranger signed in by, also where the owner had opened the link of his registration', async () => {
    const strange = await api.signIn();
    const link = await mailbox.token(strange.email);
    expect((await post('/auth/verify-email', { token: link })).status).toBe(204);
    expect(await isOpen(strange.token)).toBe(true);
    const token = await resetToken(strange.email);
    await post('/auth/reset-password', { token, password: NEW_PASSWORD });
    expect(await isOpen(strange.token)).toBe(false);
    expect((await post('/auth/refresh', { refresh_token: strange.refresh })).status).toBe(401);
    expect((await login(strange.email)).body.code).toBe('BAD_CREDENTIALS');
    expect((await login(strange.email, NEW_PASSWORD)).status).toBe(200);
  });

  test('whoever took an unproved address before its owner came loses every way in', async () => {
    const taken = await person();
    await database.db.user.update({ where: { id: taken.id }, data: { phone: '+14155550100' } });
    const key = await post('/api-keys', { name: 'Kept', scopes: ['account:read'] }, taken.token);
    await mailbox.read(taken.email);
    const hook = { userId: taken.id, url: 'https://spy.example/', events: ['payment.*'], secret: 'sealed' };
    await database.db.webhookEndpoint.create({ data: hook });
    await database.db.identity.create({
      data: { userId: taken.id, issuer: 'https://id.example', subject: taken.id },
    });
    const token = await resetToken(taken.email);
    await post('/auth/reset-password', { token, password: NEW_PASSWORD });
    const byKey = await call('GET', '/users/me', { headers: { 'x-api-key': key.body.key } });
    expect([key.status, byKey.status, await isOpen(taken.token)]).toEqual([201, 401, false]);
    const { phone } = await database.db.user.findUniqueOrThrow({ where: { id: taken.id } });
    expect(phone).toBeNull();
    expect(await database.db.webhookEndpoint.count({ where: { userId: taken.id } })).toBe(0);
    expect(await database.db.identity.count({ where: { userId: taken.id } })).toBe(0);
  });

  test('links survive a change of secrets', async () => {
    const user = await person();
    const token = await resetToken(user.email);
    const config = {
      ...deps.config,
      JWT_SECRET: 'the next secret, at least thirty-two characters',
      JWT_PREVIOUS_SECRETS: [deps.config.JWT_SECRET],
    };
    const asked = { token, purposes: ['reset_password'] as const };
    await expect(readLink(database.db, config, asked, clock)).resolves.toMatchObject({ userId: user.id });
    const unknown = { ...config, JWT_PREVIOUS_SECRETS: [] };
    await expect(readLink(database.db, unknown, asked, clock)).rejects.toThrow('not valid');
  });
});
