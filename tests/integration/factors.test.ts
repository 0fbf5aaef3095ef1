/** What signs a person in is changed by himself alone: by his password, or a sign-in of this very moment. */
import { randomUUID } from 'node:crypto';
import { fingerprintOf } from '../../services/idempotency';
import { appCode } from '../fixtures/authenticator';
import { type Answered, type Api, PASSWORD, startApi, testDeps } from './http';
import { type Mailbox, openMailbox } from './mailbox';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

const MINUTE = 60_000;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let mailbox: Mailbox;
/** Moves by hand. */
let clock = Date.now();
let phones = 1_000;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { now: () => clock });
  api = await startApi(deps);
  mailbox = openMailbox(deps);
}, 60_000);
afterAll(async () => {
  await Promise.all(closing.map((close) => close()));
  await api.close();
  await deps.close();
  await database.close();
});

/** With the limits as they are; those of everyone from here begin anew. */
async function strictApi(): Promise<Api> {
  clock += MINUTE;
  const config = { ...deps.config, RATE_LIMIT_SCALE: 1 };
  const strict = testDeps(database.db, { now: () => clock, config });
  const opened = await startApi(strict);
  closing.push(opened.close, strict.close);
  return opened;
}

const newPhone = () => `+1415555${phones++}`;
const outcome = ({ status, body }: Answered) => `${status} ${body?.code ?? ''}`;
type User = Awaited<ReturnType<Api['signIn']>>;

/** As one who only ever came by phone or Google. */
async function withoutPassword(): Promise<User> {
  const user = await api.signIn();
  await database.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
  return user;
}

const give = {
  phone: ({ id }: User) =>
    database.db.user.update({ where: { id }, data: { phone: newPhone() }, select: { phone: true } }),
  google: ({ id: userId }: User) =>
    database.db.identity.create({ data: { issuer: 'https://accounts.example', subject: userId, userId } }),
};
const has = async ({ id }: User) => {
  const user = await database.db.user.findUniqueOrThrow({ where: { id }, include: { identities: true } });
  return { phone: user.phone !== null, google: user.identities.length > 0 };
};

describe.each<[string, () => object | undefined, string]>([
  ['POST /users/me/phone', () => ({ phone: newPhone() }), '202 '],
  ['POST /users/me/totp', () => undefined, '201 '],
  ['POST /users/me/email', () => ({ email: `${randomUUID()}@example.com` }), '202 '],
  ['DELETE /users/me/phone', () => undefined, '204 '],
  ['DELETE /users/me/google', () => undefined, '204 '],
])('%s', (operation, body, done) => {
  const [method = '', path = ''] = operation.split(' ');
  const ask = (token: string, proof?: object, at = api) => {
    const asked = body();
    return at.call(method, path, { token, ...((asked || proof) && { body: { ...asked, ...proof } }) });
  };
  async function linked(user: Promise<User>): Promise<User> {
    const made = await user;
    if (method === 'DELETE') await Promise.all([give.phone(made), give.google(made)]);
    return made;
  }

  test('asks one who has a password for it, however new his sign-in is', async () => {
    const user = await linked(api.signIn());
    const { token, id } = user;
    for (const proof of [undefined, {}, { password: 'not the password' }]) {
      const answer = await ask(token, proof);
      expect([outcome(answer), answer.body.errors[0].path]).toEqual(['422 VALIDATION_FAILED', '/password']);
    }
    expect(await database.db.verificationCode.count({ where: { userId: id } })).toBe(0);
    expect(await database.db.secondFactor.count({ where: { userId: id } })).toBe(0);
    const isLinked = method === 'DELETE';
    expect(await has(user)).toEqual({ phone: isLinked, google: isLinked });
    clock += 20 * MINUTE;
    expect(outcome(await ask(token, { password: PASSWORD }))).toBe(done);
  });

  test('asks one who has none for a sign-in of the last ten minutes', async () => {
    const [soon, late] = [await linked(withoutPassword()), await linked(withoutPassword())];
    clock += 10 * MINUTE;
    expect(outcome(await ask(soon.token))).toBe(done);
    clock += 1;
    expect(outcome(await ask(late.token))).toBe('403 SIGN_IN_NOT_RECENT');
    expect(outcome(await ask(late.token, { password: PASSWORD }))).toBe('403 SIGN_IN_NOT_RECENT');
  });

  test('takes renewed tokens for no new sign-in', async () => {
    const { refresh } = await linked(withoutPassword());
    clock += 10 * MINUTE + 1;
    const renewed = await api.call('POST', '/auth/refresh', { body: { refresh_token: refresh } });
    expect(renewed.status).toBe(200);
    expect(outcome(await ask(renewed.body.access_token))).toBe('403 SIGN_IN_NOT_RECENT');
  });

  test('gives as many guesses as a change of the password, and shares them with it', async () => {
    const { token, id } = await linked(api.signIn());
    const at = await strictApi();
    const guess = { old_password: 'not the password', new_password: 'another horse battery' };
    for (let n = 0; n < 5; n += 1) {
      expect(outcome(await ask(token, { password: `guess ${n}` }, at))).toBe('422 VALIDATION_FAILED');
      const change = await at.call('POST', '/users/me/password', { token, body: guess });
      expect(outcome(change)).toBe('422 VALIDATION_FAILED');
    }
    const refused = await ask(token, { password: PASSWORD }, at);
    expect([outcome(refused), refused.body.violated_policies]).toEqual([
      '429 RATE_LIMITED',
      ['sign_in_account'],
    ]);
    expect(await database.db.secondFactor.count({ where: { userId: id } })).toBe(0);
  });
});

test('a password that came with an Idempotency-Key is not to be guessed from what is kept', async () => {
  const { token, id: userId } = await api.signIn();
  const headers = { 'idempotency-key': randomUUID() };
  const ask = (password: string) =>
    api.call('POST', '/users/me/totp', { token, headers, body: { password } });
  const [first, again] = [await ask(PASSWORD), await ask(PASSWORD)];
  expect([first.status, again.text]).toEqual([201, first.text]);
  expect(outcome(await ask('not the password'))).toBe('422 IDEMPOTENCY_KEY_REUSED');
  const [kept] = await database.db.idempotencyKey.findMany({ where: { userId } });
  expect(kept?.fingerprint).not.toBe(fingerprintOf({ password: PASSWORD }));
});

describe.each(['phone', 'google'] as const)('unlinking %s', (factor) => {
  const path = `/users/me/${factor}`;
  const other = factor === 'phone' ? 'google' : 'phone';
  const unlink = ({ token }: User, body: object | undefined = { password: PASSWORD }) =>
    api.call('DELETE', path, { token, body });

  test('takes it off the account alone, once, and is audited without the number', async () => {
    const user = await api.signIn();
    const [{ phone }] = await Promise.all([give.phone(user), give.google(user)]);
    expect(outcome(await unlink(user))).toBe('204 ');
    expect(await has(user)).toEqual({ phone: true, google: true, [factor]: false });
    expect(outcome(await unlink(user))).toBe('404 NOT_FOUND');
    const action = factor === 'phone' ? 'user.phone_unlinked' : 'user.identity_unlinked';
    const entries = await database.db.auditEntry.findMany({ where: { action, targetId: user.id } });
    expect(entries).toHaveLength(1);
    expect(entries[0]?.actorId).toBe(user.id);
    expect(JSON.stringify(entries[0]?.before)).not.toContain(phone);
  });

  test('leaves the last way in', async () => {
    const user = await withoutPassword();
    await give[factor](user);
    const refused = await unlink(user, undefined);
    expect([outcome(refused), refused.body.detail]).toEqual([
      '409 CONFLICT',
      'This is your only way to sign in: choose a password or link another one first.',
    ]);
    expect(await has(user)).toMatchObject({ [factor]: true });
    await give[other](user);
    expect(outcome(await unlink(user, undefined))).toBe('204 ');
    const action = { endsWith: 'unlinked' };
    expect(await database.db.auditEntry.count({ where: { targetId: user.id, action } })).toBe(1);
  });

  test.each([
    ['something else', { phone: '+14155552671' }],
    ['no text', { password: 12345678 }],
    ['nothing', { password: '' }],
  ])('refuses %s as a proof', async (_name, body) => {
    const user = await api.signIn();
    await give[factor](user);
    expect(outcome(await unlink(user, body))).toBe('422 VALIDATION_FAILED');
    expect(await has(user)).toMatchObject({ [factor]: true });
  });

  test('takes a sign-in: no anonymous caller and no API key', async () => {
    const { token } = await api.signIn();
    expect(outcome(await api.call('DELETE', path))).toBe('401 UNAUTHENTICATED');
    const key = { name: 'Robot', scopes: ['account:read', 'account:write'] };
    const { key: apiKey } = (await api.call('POST', '/api-keys', { token, body: key })).body;
    expect(outcome(await api.call('DELETE', path, { apiKey }))).toBe('403 API_KEY_REFUSED');
  });
});

test('of the last two ways in, unlinked at once, one stays', async () => {
  for (let n = 0; n < 10; n += 1) {
    const user = await withoutPassword();
    await Promise.all([give.phone(user), give.google(user)]);
    const answers = await Promise.all(
      ['phone', 'google'].map((factor) => api.call('DELETE', `/users/me/${factor}`, { token: user.token })),
    );
    expect(answers.map(outcome).sort()).toEqual(['204 ', '409 CONFLICT']);
  }
});

describe('the owner is told by mail', () => {
  /** A user whose first mail is out of the way. */
  async function person() {
    const user = await api.signIn();
    await mailbox.read(user.email);
    return user;
  }
  const proof = { password: PASSWORD };

  async function linkPhone({ token }: User, phone: string) {
    await api.call('POST', '/users/me/phone', { token, body: { phone, ...proof } });
    const [sms] = await mailbox.read(phone);
    const [otp = ''] = /\d{6}/.exec(sms?.text ?? '') ?? [];
    const answer = await api.call('POST', '/users/me/phone/verify', { token, body: { otp } });
    expect(answer.status).toBe(200);
  }

  async function setUpTotp({ token }: User): Promise<{ secret: string; recovery: string[] }> {
    const { secret } = (await api.call('POST', '/users/me/totp', { token, body: proof })).body;
    const body = { code: appCode(secret, clock) };
    const confirmed = await api.call('POST', '/users/me/totp/confirm', { token, body });
    expect(confirmed.status).toBe(200);
    return { secret, recovery: confirmed.body.recovery_codes };
  }

  /** The one mail that came, without more of the account than it may show. */
  async function told({ email }: User, secrets: readonly string[] = []) {
    const mails = await mailbox.read(email);
    expect(mails).toHaveLength(1);
    const [{ subject = '', text = '', html = '' } = {}] = mails;
    expect(text).toContain('If this was not you, ');
    for (const secret of secrets) expect([subject, text, html].join()).not.toContain(secret);
    return { subject, text };
  }

  test('that a phone was linked or unlinked, by its last digits', async () => {
    const [user, phone] = [await person(), newPhone()];
    await linkPhone(user, phone);
    const linked = await told(user, [phone, phone.slice(3, -2)]);
    expect(linked.subject).toBe('A phone was linked to your account');
    expect(linked.text).toContain(`•${phone.slice(-2)} signs in`);
    expect(linked.text).toContain('then unlink the phone');
    await api.call('DELETE', '/users/me/phone', { token: user.token, body: proof });
    const unlinked = await told(user, [phone, phone.slice(3, -2)]);
    expect(unlinked.subject).toBe('Your phone was unlinked');
    expect(unlinked.text).toContain(`•${phone.slice(-2)} no longer`);
  });

  test('that Google was unlinked', async () => {
    const user = await person();
    await give.google(user);
    await api.call('DELETE', '/users/me/google', { token: user.token, body: proof });
    expect((await told(user)).subject).toBe('Google was unlinked from your account');
  });

  test('that the second factor was switched on, and off, by himself or an admin', async () => {
    const [user, admin] = [await person(), await api.signIn('admin')];
    const { secret, recovery } = await setUpTotp(user);
    expect((await told(user, [secret, ...recovery])).subject).toBe('Your second factor was switched on');
    const [code = ''] = recovery;
    await api.call('DELETE', '/users/me/totp', { token: user.token, body: { code } });
    expect((await told(user, [code])).subject).toBe('Your second factor was switched off');
    await setUpTotp(user);
    await mailbox.read(user.email);
    await api.call('DELETE', `/users/${user.id}/totp`, { token: admin.token });
    expect((await told(user)).subject).toBe('Your second factor was switched off');
  });

  test('that an API key was made, by its name, once also where it is asked for twice', async () => {
    const user = await person();
    const body = { name: '<b>Robot</b>', scopes: ['account:read'] };
    const asked = { token: user.token, body, headers: { 'idempotency-key': randomUUID() } };
    const { key } = (await api.call('POST', '/api-keys', asked)).body;
    await api.call('POST', '/api-keys', asked);
    const { subject, text } = await told(user, [key, key.slice(0, 12)]);
    expect(subject).toBe('An API key was made');
    expect(text).toContain('“<b>Robot</b>”');
  });

  test('of nothing that was refused or only begun', async () => {
    const user = await person();
    const { token } = user;
    await api.call('POST', '/users/me/phone', { token, body: { phone: newPhone(), ...proof } });
    await api.call('POST', '/users/me/phone/verify', { token, body: { otp: '000000' } });
    await api.call('DELETE', '/users/me/phone', { token, body: proof });
    await api.call('DELETE', '/users/me/google', { token, body: proof });
    await api.call('POST', '/users/me/totp', { token, body: proof });
    await api.call('POST', '/users/me/totp/confirm', { token, body: { code: '000000' } });
    await api.call('POST', '/api-keys', { token, body: { name: 'Robot', scopes: ['users:read'] } });
    expect(await mailbox.read(user.email)).toEqual([]);
  });

  test('of no more API keys than an address that nobody has proved can bear', async () => {
    const user = await person();
    const at = await strictApi();
    await database.db.user.update({ where: { id: user.id }, data: { plan: 'business' } });
    const outcomes: string[] = [];
    for (let n = 0; n < 11; n += 1) {
      const body = { name: 'Robot', scopes: ['account:read'] };
      outcomes.push(outcome(await at.call('POST', '/api-keys', { token: user.token, body })));
    }
    expect(outcomes).toEqual([...Array(10).fill('201 '), '429 RATE_LIMITED']);
  });

  test('where he has an email: without one nothing breaks', async () => {
    const user = await person();
    await database.db.user.update({ where: { id: user.id }, data: { email: null } });
    await linkPhone(user, newPhone());
    expect(await mailbox.read(user.email)).toEqual([]);
  });
});
