/** An email is proved, or changed, by a link that only the owner of the mailbox gets; what is kept of links opens nothing. */
import { randomUUID } from 'node:crypto';
import { unprovedMails } from '../../domain/limits';
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

describe('the email of an account', () => {
  test('is proved by the link of the first mail, once', async () => {
    const { email, token, id } = await api.signIn();
    expect((await call('GET', '/users/me', { token })).body.email_verified).toBe(false);
    const link = { token: await mailbox.token(email) };
    expect((await post('/auth/verify-email', link)).status).toBe(204);
    expect((await call('GET', '/users/me', { token })).body.email_verified).toBe(true);
    expect((await post('/auth/verify-email', link)).body.code).toBe('LINK_INVALID');
    expect(await actions(id)).toContain('user.email_verified');
  });

  test('the mail can be had again, until the email is proved', async () => {
    const { email } = await api.signIn();
    await mailbox.read(email);
    expect((await post('/auth/verify-email/resend', { email })).status).toBe(202);
    await post('/auth/verify-email', { token: await mailbox.token(email) });
    expect((await post('/auth/verify-email/resend', { email })).status).toBe(202);
    expect(await mailbox.read(email)).toEqual([]);
  });

  test('one who registers again gets a mail that says so, without a link that opens anything', async () => {
    const { email } = await person();
    await post('/auth/register', { email, password: NEW_PASSWORD, full_name: 'Mallory' });
    const mails = await mailbox.read(email);
    expect(mails).toMatchObject([{ subject: 'You have an account' }]);
    expect(mails[0]?.text).not.toMatch(/token|Mallory/);
  });

  test('is changed by the link in a mail to the new one; the old one is told', async () => {
    const user = await person();
    const email = `${randomUUID()}@example.com`;
    expect((await post('/users/me/email', { email, password: PASSWORD }, user.token)).status).toBe(202);
    expect((await call('GET', '/users/me', { token: user.token })).body.email).toBe(user.email);
    expect((await post('/auth/verify-email', { token: await mailbox.token(email) })).status).toBe(204);
    expect((await call('GET', '/users/me', { token: user.token })).body).toMatchObject({
      email,
      email_verified: true,
    });
    expect(await mailbox.read(user.email)).toMatchObject([{ subject: 'Your email was changed' }]);
    expect((await login(email)).status).toBe(200);
    expect((await login(user.email)).body.code).toBe('BAD_CREDENTIALS');
    expect(await actions(user.id)).toEqual(
      expect.arrayContaining(['user.email_change_asked', 'user.email_changed']),
    );
  });

  test('that was changed ends every sign-in but the one that asked for it', async () => {
    const user = await person();
    const other = (await login(user.email)).body;
    const email = `${randomUUID()}@example.com`;
    await post('/users/me/email', { email, password: PASSWORD }, user.token);
    const link = await mailbox.token(email);
    expect((await call('GET', '/users/me', { token: other.access_token })).status).toBe(200);
    await post('/auth/verify-email', { token: link });
    const open = [user.token, other.access_token].map((token) => call('GET', '/users/me', { token }));
    expect((await Promise.all(open)).map(({ status }) => status)).toEqual([200, 401]);
    expect((await post('/auth/refresh', { refresh_token: other.refresh_token })).status).toBe(401);
    expect((await post('/auth/refresh', { refresh_token: user.refresh })).status).toBe(200);
    expect(await actions(user.id)).toContain('sessions.ended');
  });

  test('stays when the password is wrong or missing', async () => {
    const user = await person();
    const email = `${randomUUID()}@example.com`;
    for (const body of [{ email }, { email, password: 'not the password' }]) {
      const answer = await post('/users/me/email', body, user.token);
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, '/password']);
    }
    expect(await mailbox.read(email)).toEqual([]);
  });

  test('to that of somebody else: asking tells nothing, and the link ends in a refusal', async () => {
    const [user, owner] = [await person(), await person()];
    const asked = await post('/users/me/email', { email: owner.email, password: PASSWORD }, user.token);
    expect(asked.status).toBe(202);
    const answer = await post('/auth/verify-email', { token: await mailbox.token(owner.email) });
    expect([answer.status, answer.body.code]).toEqual([409, 'EMAIL_TAKEN']);
    expect((await call('GET', '/users/me', { token: user.token })).body.email).toBe(user.email);
  });
});

describe('mail to an address that nobody has proved', () => {
  const [{ most: hourly }, { most: daily }] = unprovedMails;
  const MANY = 41;

  async function makeAndRevokeKeys(email: string, times: number) {
    const { access_token: token } = (await login(email)).body;
    for (let n = 0; n < times; n += 1) {
      const made = await post('/api-keys', { name: `Key ${n}`, scopes: ['account:read'] }, token);
      expect(made.status).toBe(201);
      expect((await call('DELETE', `/api-keys/${made.body.id}`, { token })).status).toBe(204);
    }
  }

  test('is limited, though one makes and revokes keys for as long as one likes', async () => {
    const { email } = await api.signIn();
    await makeAndRevokeKeys(email, MANY);
    expect(await mailbox.read(email)).toHaveLength(hourly);
    clock += 61 * MINUTE;
    await makeAndRevokeKeys(email, MANY);
    expect(await mailbox.read(email)).toHaveLength(hourly);
  }, 60_000);

  test('is limited over all causes together, and over a day', async () => {
    const { email } = await api.signIn();
    let got = 0;
    for (const start = clock; clock < start + 12 * 60 * MINUTE; clock += 61 * MINUTE) {
      for (let n = 0; n < 6; n += 1) {
        await post('/auth/forgot-password', { email });
        await post('/auth/verify-email/resend', { email });
        await post('/auth/register', { email, password: NEW_PASSWORD, full_name: 'Eve' });
      }
      await makeAndRevokeKeys(email, 3);
      const mails = (await mailbox.read(email)).length;
      expect(mails).toBeLessThanOrEqual(hourly);
      got += mails;
    }
    expect(got).toBe(daily);
    clock += 24 * 60 * MINUTE;
    await post('/auth/forgot-password', { email });
    expect(await mailbox.read(email)).toHaveLength(1);
  }, 60_000);

  test('is not limited once it is proved: every word about the account’s safety comes', async () => {
    const { email, token } = await api.signIn();
    await post('/auth/verify-email', { token: await mailbox.token(email) });
    await makeAndRevokeKeys(email, MANY);
    expect(await mailbox.read(email)).toHaveLength(MANY);
    // Also that it is no longer the account's, which nobody can drown.
    const another = `${randomUUID()}@example.com`;
    await post('/users/me/email', { email: another, password: PASSWORD }, token);
    expect((await post('/auth/verify-email', { token: await mailbox.token(another) })).status).toBe(204);
    expect(await mailbox.read(email)).toMatchObject([{ subject: 'Your email was changed' }]);
  }, 60_000);

  test('is limited where it is to become an account’s', async () => {
    const email = `${randomUUID()}@example.com`;
    for (let n = 0; n < 4; n += 1) {
      const { token } = await person();
      for (let times = 0; times < 5; times += 1)
        await post('/users/me/email', { email, password: PASSWORD }, token);
    }
    expect((await mailbox.read(email)).length).toBeLessThanOrEqual(hourly);
  });
});

describe('what is kept of a link', () => {
  test('is sealed until the mail is sent and gone then; its secret is nowhere', async () => {
    const { email, id } = await person();
    await post('/auth/forgot-password', { email });
    const outbox = JSON.stringify(
      await database.db.outboxEvent.findMany({ where: { kind: 'account.mail' } }),
      (_key, value) => (typeof value === 'bigint' ? String(value) : value),
    );
    const token = await mailbox.token(email);
    const secret = token.split('.')[1] ?? '';
    const rows = await database.db.delivery.findMany({ where: { recipient: email } });
    expect(rows.length).toBeGreaterThan(0);
    expect(
      rows.every(({ text, html, isSealed, sentAt }) => isSealed && sentAt && text === '' && html === null),
    ).toBe(true);
    const codes = await database.db.verificationCode.findMany({ where: { userId: id } });
    for (const kept of [outbox, JSON.stringify(codes)]) expect(kept).not.toContain(secret);
  });

  test('a sealed mail that cannot be sent waits sealed, and is given up when its link is of no use', async () => {
    const { email } = await person();
    await post('/auth/forgot-password', { email });
    const token = await mailbox.token(email);
    const [sent] = await database.db.delivery.findMany({
      where: { recipient: email },
      orderBy: { createdAt: 'desc' },
    });
    expect(token).toBeTruthy();
    await database.db.delivery.update({
      where: { id: sent?.id ?? '' },
      data: { sentAt: null, nextTryAt: new Date(clock), text: 'v1.gone.key' },
    });
    expect(await mailbox.read(email)).toEqual([]);
    const waiting = await database.db.delivery.findUniqueOrThrow({ where: { id: sent?.id ?? '' } });
    expect(waiting).toMatchObject({ sentAt: null, nextTryAt: expect.any(Date), text: 'v1.gone.key' });
    clock += 25 * 60 * MINUTE;
    expect(await mailbox.read(email)).toEqual([]);
    const gone = await database.db.delivery.findUniqueOrThrow({ where: { id: sent?.id ?? '' } });
    expect(gone).toMatchObject({ nextTryAt: null, text: '', failure: 'too late to be of use' });
  });
});
