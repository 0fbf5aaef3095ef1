/** What signs a person in is changed by himself alone: by his password, or a sign-in of this very moment. */
import { randomUUID } from 'node:crypto';
import { fingerprintOf } from '../../services/idempotency';
import { type Answered, type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

const MINUTE = 60_000;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
/** Moves by hand. */
let clock = Date.now();
let phones = 1_000;

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

const newPhone = () => `+1415555${phones++}`;
const outcome = ({ status, body }: Answered) => `${status} ${body?.code ?? ''}`;
type User = Awaited<ReturnType<Api['signIn']>>;

/** As one who only ever came by phone or Google. */
async function withoutPassword(): Promise<User> {
  const user = await api.signIn();
  await database.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
  return user;
}

describe.each<[string, () => object, string]>([
  ['POST /users/me/phone', () => ({ phone: newPhone() }), '202 '],
  ['POST /users/me/totp', () => ({}), '201 '],
  ['POST /users/me/email', () => ({ email: `${randomUUID()}@example.com` }), '202 '],
])('%s', (operation, body, done) => {
  const [method = '', path = ''] = operation.split(' ');
  const ask = (token: string, proof: object = {}, at = api) =>
    at.call(method, path, { token, body: { ...body(), ...proof } });

  test('asks one who has a password for it, however new his sign-in is', async () => {
    const { token, id } = await api.signIn();
    for (const proof of [{}, { password: 'not the password' }]) {
      const answer = await ask(token, proof);
      expect([outcome(answer), answer.body.errors[0].path]).toEqual(['422 VALIDATION_FAILED', '/password']);
    }
    expect(await database.db.verificationCode.count({ where: { userId: id } })).toBe(0);
    expect(await database.db.secondFactor.count({ where: { userId: id } })).toBe(0);
    clock += 20 * MINUTE;
    expect(outcome(await ask(token, { password: PASSWORD }))).toBe(done);
  });

  test('asks one who has none for a sign-in of the last ten minutes', async () => {
    const [soon, late] = [await withoutPassword(), await withoutPassword()];
    clock += 10 * MINUTE;
    expect(outcome(await ask(soon.token))).toBe(done);
    clock += 1;
    expect(outcome(await ask(late.token))).toBe('403 SIGN_IN_NOT_RECENT');
    expect(outcome(await ask(late.token, { password: PASSWORD }))).toBe('403 SIGN_IN_NOT_RECENT');
  });

  test('takes renewed tokens for no new sign-in', async () => {
    const { refresh } = await withoutPassword();
    clock += 10 * MINUTE + 1;
    const renewed = await api.call('POST', '/auth/refresh', { body: { refresh_token: refresh } });
    expect(renewed.status).toBe(200);
    expect(outcome(await ask(renewed.body.access_token))).toBe('403 SIGN_IN_NOT_RECENT');
  });

  test('gives as many guesses as a change of the password, and shares them with it', async () => {
    const { token, id } = await api.signIn();
    const strict = testDeps(database.db, {
      now: () => clock,
      config: { ...deps.config, RATE_LIMIT_SCALE: 1 },
    });
    const at = await startApi(strict);
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
    await at.close();
    await strict.close();
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
