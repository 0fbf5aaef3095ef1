/** Signing in by a code that is sent to a phone, linking a phone, and how far a guesser gets. */
import { randomInt } from 'node:crypto';
import { rateLimit, rateLimits } from '../../domain/limits';
import { CODE_TRIES } from '../../domain/one-time-codes';
import { sealerOf } from '../../infra/sealing';
import { deliveryPlace } from '../../store/deliveries';
import { expectConforms } from './conforms';
import { type Answered, type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let clock = Date.now();

// The first request of all makes the document that every answer is held against.
jest.setTimeout(30_000);

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

/** American numbers of the block for fiction. */
let phones = 1_000;
/** Never one that another test had: among some two hundred drawn ones two are alike in one run of 500. */
const newPhone = () => `+1415555${phones++}`;

function login(phone: string, { at = api, from = '198.51.100.1' } = {}) {
  return at.call('POST', '/auth/login', { body: { phone }, headers: { 'x-forwarded-for': from } });
}

function verify(phone: string, otp: string, { at = api, from = '198.51.100.1' } = {}) {
  return at.call('POST', '/auth/verify', { body: { phone, otp }, headers: { 'x-forwarded-for': from } });
}

/** What the phone shows: the code of the newest SMS; null without one. */
async function smsCode(phone: string): Promise<string | null> {
  const newest = await database.db.delivery.findFirst({
    where: { channel: 'sms', recipient: phone },
    orderBy: { createdAt: 'desc' },
  });
  if (!newest) return null;
  const text = sealerOf(deps.config).open(newest.text, deliveryPlace(newest.id, 'text'));
  const [code = ''] = /^\d{6}\b/.exec(text) ?? [];
  return code;
}

async function newCode(phone: string): Promise<string> {
  clock += MINUTE;
  expect((await login(phone)).status).toBe(202);
  return (await smsCode(phone)) ?? '';
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const outcome = ({ status, body }: Answered) => `${status} ${body.code ?? ''}`;
const users = (phone: string) =>
  database.db.user.findMany({ where: { phone }, include: { adAccounts: true } });

async function signInByPhone(phone = newPhone()) {
  const answer = await verify(phone, await newCode(phone));
  return { phone, token: answer.body.access_token as string, answer };
}

describe('signing in', () => {
  test('an unknown phone becomes a user with a house and a sandbox account, audited', async () => {
    const { phone, answer, token } = await signInByPhone();
    expect(answer.body).toMatchObject({ token_type: 'bearer', refresh_token: expect.any(String) });
    const [user, ...others] = await users(phone);
    expect(others).toEqual([]);
    expect(user).toMatchObject({ fullName: '', email: null, role: 'advertiser', passwordHash: null });
    expect(user?.adAccounts.map(({ platform }) => platform).sort()).toEqual(['house', 'sandbox']);
    const entries = await database.db.auditEntry.findMany({
      where: { actorId: user?.id ?? '' },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action }) => action)).toEqual(['user.registered', 'session.started']);
    expect(JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? '' : value))).not.toContain(
      phone,
    );
    expect((await api.call('GET', '/users/me', { token })).body).toMatchObject({ phone, email: null });
  });

  test('asking for a code alone makes nobody', async () => {
    const phone = newPhone();
    await login(phone);
    expect(await users(phone)).toEqual([]);
  });

  test('a known phone is the same user again, however it is written', async () => {
    const { phone } = await signInByPhone();
    clock += MINUTE;
    const written = `${phone.slice(0, 2)} (${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`;
    expect((await login(written)).status).toBe(202);
    const again = await verify(written, (await smsCode(phone)) ?? '');
    expect(again.status).toBe(200);
    expect(await users(phone)).toHaveLength(1);
    const sessions = await database.db.session.findMany({ where: { user: { phone } } });
    expect(sessions.map(({ method }) => method)).toEqual(['phone', 'phone']);
  });

  test('a user with a second factor is asked for it', async () => {
    const { phone } = await signInByPhone();
    const [user] = await users(phone);
    const factor = { userId: user?.id ?? '', secret: 'sealed', confirmedAt: new Date(clock) };
    await database.db.secondFactor.create({ data: factor });
    const answer = await verify(phone, await newCode(phone));
    expect(answer.body).toEqual({ second_factor: 'totp', challenge: expect.any(String) });
  });

  test.each([
    ['both ways at once', { email: 'ada@example.com', password: 'x', phone: '+14155552671' }],
    ['neither', {}],
    ['half of one', { email: 'ada@example.com' }],
    ['a national number', { phone: '4155552671' }],
    ['a number that no country has', { phone: '+9991234567' }],
    ['an extension', { phone: '+14155552671;ext=1' }],
    ['digits of another script', { phone: '+1４155552671' }],
    ['a list', { phone: ['+14155552671', '+14155552672'] }],
  ])('%s is refused, and sends nothing', async (_name, body) => {
    const before = await database.db.delivery.count();
    const answer = await api.call('POST', '/auth/login', { body });
    expect(outcome(answer)).toBe('422 VALIDATION_FAILED');
    expect(await database.db.delivery.count()).toBe(before);
  });

  test('a page of ours gets the refresh token in a cookie', async () => {
    const phone = newPhone();
    const body = { phone, otp: await newCode(phone), refresh_token_in: 'cookie' };
    const answer = await api.call('POST', '/auth/verify', {
      body,
      headers: { origin: 'https://app.example' },
    });
    expect(answer.body.refresh_token).toBeUndefined();
    expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  });
});

describe('a code', () => {
  test('is used once, also when it comes twenty times at once', async () => {
    const phone = newPhone();
    const code = await newCode(phone);
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(phone, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(outcome(await verify(phone, code))).toBe('401 OTP_INVALID');
    expect(await users(phone)).toHaveLength(1);
  });

  test('is good for five minutes, and no longer', async () => {
    const { phone } = await signInByPhone();
    const code = await newCode(phone);
    clock += 5 * MINUTE;
    expect(outcome(await verify(phone, code))).toBe('401 OTP_INVALID');
    const next = await newCode(phone);
    clock += 5 * MINUTE - 1;
    expect((await verify(phone, next)).status).toBe(200);
  });

  test('ends after five wrong tries, also when they come at once', async () => {
    const phone = newPhone();
    const code = await newCode(phone);
    const tries = await Promise.all(Array.from({ length: 30 }, () => verify(phone, wrong(code))));
    expect(new Set(tries.map(outcome))).toEqual(new Set(['401 OTP_INVALID']));
    expect(outcome(await verify(phone, code))).toBe('401 OTP_INVALID');
    const [row] = await database.db.verificationCode.findMany({ where: { target: phone } });
    expect(row).toMatchObject({ tries: CODE_TRIES, usedAt: null });
  });

  test('still works at the fifth try', async () => {
    const phone = newPhone();
    const code = await newCode(phone);
    for (let n = 1; n < CODE_TRIES; n++) await verify(phone, wrong(code));
    expect((await verify(phone, code)).status).toBe(200);
  });

  test('ends with the next one', async () => {
    const phone = newPhone();
    const first = await newCode(phone);
    const second = await newCode(phone);
    if (first !== second) expect(outcome(await verify(phone, first))).toBe('401 OTP_INVALID');
    expect((await verify(phone, second)).status).toBe(200);
  });

  test('opens no other phone, and no link', async () => {
    const [mine, other] = [await signInByPhone(), newPhone()];
    const code = await newCode(mine.phone);
    const others = await newCode(other);
    if (code !== others) expect(outcome(await verify(other, code))).toBe('401 OTP_INVALID');
    const link = await api.call('POST', '/users/me/phone/verify', {
      token: mine.token,
      body: { otp: others },
    });
    expect(outcome(link)).toBe('401 OTP_INVALID');
  });

  test('is nowhere readable in the database', async () => {
    const phone = newPhone();
    const code = await newCode(phone);
    const rows = await database.db.verificationCode.findMany({ where: { target: phone } });
    const messages = await database.db.delivery.findMany({ where: { recipient: phone } });
    for (const { text, subject } of messages) {
      expect(text).not.toContain(code);
      expect(subject).not.toContain(code);
    }
    // Not searched for the code: its digits may stand in a hash by chance.
    expect(rows[0]?.codeHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('has six digits, the first of which may be any', async () => {
    const codes = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const phone = newPhone();
        await login(phone);
        return (await smsCode(phone)) ?? '';
      }),
    );
    for (const code of codes) expect(code).toMatch(/^\d{6}$/);
    expect(new Set(codes.map((code) => code[0])).size).toBeGreaterThan(4);
  });
});

describe('who asks learns nothing', () => {
  const shown = ({ status, text, headers }: Answered) => ({
    status,
    text,
    headers: [...headers.keys()].sort(),
  });

  test('a known, an unknown and a disabled user’s phone get the same answer; the last no SMS', async () => {
    const [known, disabled] = [await signInByPhone(), await signInByPhone()];
    await database.db.user.update({ where: { phone: disabled.phone }, data: { isActive: false } });
    clock += MINUTE;
    const before = await database.db.delivery.count({ where: { recipient: disabled.phone } });
    const answers = [await login(known.phone), await login(newPhone()), await login(disabled.phone)];
    answers.forEach(expectConforms);
    expect(answers[0]?.status).toBe(202);
    expect(new Set(answers.map((answer) => JSON.stringify(shown(answer)))).size).toBe(1);
    expect(await database.db.delivery.count({ where: { recipient: disabled.phone } })).toBe(before);
  });

  test('wrong codes of a known, an unknown and a never asked phone get the same answer', async () => {
    const { phone } = await signInByPhone();
    const [asked, unknown] = [newPhone(), newPhone()];
    const codes = [wrong(await newCode(phone)), wrong(await newCode(asked)), '000000'];
    const answers = await Promise.all([phone, asked, unknown].map((it, n) => verify(it, codes[n] ?? '')));
    const plain = answers.map(({ status, body }) => JSON.stringify({ status, ...body, request_id: '' }));
    expect(new Set(plain).size).toBe(1);
  });

  test('the medians for a known and an unknown phone differ by little', async () => {
    const known = await Promise.all(Array.from({ length: 25 }, newPhone));
    await database.db.user.createMany({ data: known.map((phone) => ({ phone, fullName: '' })) });
    const times: [number, number][] = [];
    const time = async (phone: string) => {
      const started = performance.now();
      await login(phone);
      return performance.now() - started;
    };
    for (const phone of known) times.push([await time(phone), await time(newPhone())]);
    const median = (values: number[]) => values.sort((a, b) => a - b)[12] ?? 0;
    const ratio = median(times.map(([k]) => k)) / median(times.map(([, u]) => u));
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });

  test('a user who was disabled after the SMS learns it only by the code', async () => {
    const { phone } = await signInByPhone();
    const code = await newCode(phone);
    await database.db.user.update({ where: { phone }, data: { isActive: false } });
    expect(outcome(await verify(phone, wrong(code)))).toBe('401 OTP_INVALID');
    expect(outcome(await verify(phone, code))).toBe('403 ACCOUNT_DISABLED');
  });
});

describe('linking', () => {
  const link = (token: string, phone: string) =>
    api.call('POST', '/users/me/phone', { token, body: { phone, password: PASSWORD } });
  const prove = (token: string, otp: string) =>
    api.call('POST', '/users/me/phone/verify', { token, body: { otp } });

  test('a proved phone signs in to the same account, audited without the number', async () => {
    const { token, id } = await api.signIn();
    const phone = newPhone();
    expect((await link(token, phone)).status).toBe(202);
    expect((await api.call('GET', '/users/me', { token })).body.phone).toBeNull();
    const answer = await prove(token, (await smsCode(phone)) ?? '');
    expect([answer.status, answer.body.phone]).toEqual([200, phone]);
    expect((await verify(phone, await newCode(phone))).status).toBe(200);
    expect((await users(phone)).map((user) => user.id)).toEqual([id]);
    const entry = await database.db.auditEntry.findFirstOrThrow({
      where: { action: 'user.phone_linked', targetId: id },
    });
    expect(JSON.stringify(entry.after)).not.toContain(phone);
  });

  test('an unlinked phone opens the account no more', async () => {
    const { token, id } = await api.signIn();
    const phone = newPhone();
    await link(token, phone);
    await prove(token, (await smsCode(phone)) ?? '');
    const code = await newCode(phone);
    const unlinked = await api.call('DELETE', '/users/me/phone', { token, body: { password: PASSWORD } });
    expect(unlinked.status).toBe(204);
    // It is nobody's now: whoever has it is new.
    const { body } = await verify(phone, code);
    const me = (await api.call('GET', '/users/me', { token: body.access_token })).body;
    expect([me.phone, me.id === id]).toEqual([phone, false]);
  });

  test('that a phone is someone’s is told only to who holds it, and takes it from nobody', async () => {
    const { phone } = await signInByPhone();
    const { token } = await api.signIn();
    clock += MINUTE;
    expect((await link(token, phone)).status).toBe(202);
    const code = (await smsCode(phone)) ?? '';
    expect(outcome(await prove(token, wrong(code)))).toBe('401 OTP_INVALID');
    expect(outcome(await prove(token, code))).toBe('409 PHONE_TAKEN');
    expect(await users(phone)).toHaveLength(1);
    expect((await api.call('GET', '/users/me', { token })).body.phone).toBeNull();
    // What came to nothing used nothing up.
    await database.db.user.update({ where: { phone }, data: { phone: null } });
    expect((await prove(token, code)).body.phone).toBe(phone);
    expect(outcome(await prove(token, code))).toBe('401 OTP_INVALID');
  });

  test('the code that one asked for is of no use to another, nor for a sign-in', async () => {
    const [ada, eve] = [await api.signIn(), await api.signIn()];
    const phone = newPhone();
    await link(ada.token, phone);
    const code = (await smsCode(phone)) ?? '';
    expect(outcome(await prove(eve.token, code))).toBe('401 OTP_INVALID');
    clock += MINUTE;
    await link(eve.token, phone);
    expect(outcome(await verify(phone, code))).toBe('401 OTP_INVALID');
    expect((await prove(ada.token, code)).status).toBe(200);
  });

  test('takes a sign-in: no anonymous caller and no API key', async () => {
    expect((await api.call('POST', '/users/me/phone', { body: { phone: newPhone() } })).status).toBe(401);
    expect((await api.call('POST', '/users/me/phone/verify', { body: { otp: '000000' } })).status).toBe(401);
  });
});

describe('limits', () => {
  let strict: ReturnType<typeof testDeps>;
  let strictApi: Api;
  beforeAll(async () => {
    strict = testDeps(database.db, { now: () => clock, config: { ...deps.config, RATE_LIMIT_SCALE: 1 } });
    strictApi = await startApi(strict);
  });
  afterAll(async () => {
    await strictApi.close();
    await strict.close();
  });

  const violated = ({ body }: Answered): string[] => body.violated_policies ?? [];

  test('a code is sent again after half a minute at most, five times an hour, twenty a day', async () => {
    const phone = newPhone();
    let n = 0;
    const again = () => login(phone, { at: strictApi, from: `192.0.2.${n++ % 250}` });
    expect((await again()).status).toBe(202);
    const soon = await again();
    expect([outcome(soon), ...violated(soon)]).toEqual(['429 RATE_LIMITED', 'otp_resend']);
    expect(Number(soon.headers.get('retry-after'))).toBeLessThanOrEqual(30);
    const [start, sent] = [clock, new Map<string, number>()];
    const why = new Set<string>();
    while (clock < start + 3 * DAY) {
      const answer = await again();
      if (answer.status === 202) {
        const hour = Math.floor((clock - start) / (60 * MINUTE));
        sent.set(`h${hour}`, (sent.get(`h${hour}`) ?? 0) + 1);
        const day = Math.floor((clock - start) / DAY);
        sent.set(`d${day}`, (sent.get(`d${day}`) ?? 0) + 1);
      } else for (const policy of violated(answer)) why.add(policy);
      clock += Number(answer.headers.get('retry-after') ?? 30) * 1_000;
    }
    // Any hour or day meets at most two windows.
    for (const [period, count] of sent) expect(count).toBeLessThanOrEqual(period.startsWith('h') ? 10 : 40);
    expect([...why].sort()).toEqual(['otp_resend', 'otp_send_phone', 'otp_send_phone_daily']);
  }, 60_000);

  test('one address, and one range of addresses, can have only so many codes sent', async () => {
    // From the begin of an hour: none of what is counted falls into the next.
    clock = (Math.floor(clock / HOUR) + 1) * HOUR;
    const answers: Answered[] = [];
    for (let n = 0; n <= 30; n++) {
      clock += 3_000;
      answers.push(await login(newPhone(), { at: strictApi, from: '203.0.113.77' }));
    }
    expect(answers.slice(0, 30).every(({ status }) => status === 202)).toBe(true);
    expect(violated(answers[30] as Answered)).toEqual(['otp_send_address']);
    const spread = await Promise.all(
      Array.from({ length: 91 }, (_, n) =>
        login(newPhone(), { at: strictApi, from: `203.0.113.${100 + n}` }),
      ),
    );
    expect(spread.filter(({ status }) => status === 202)).toHaveLength(90);
    expect(spread.flatMap(violated)).toEqual(['otp_send_range']);
  });

  test('a guesser with any number of addresses breaks into an account with less than 1 in 1000 a day', async () => {
    const { phone } = await signInByPhone();
    const start = clock;
    let [n, refusals] = [0, 0];
    const from = () => `10.${n >> 8}.${n++ & 255}.7`;
    // The worst case: one of his networks is known, too.
    const known = '198.51.100.1';
    // Takes every code that is to be had and all its tries, for a day, and waits only as long as he is told to.
    while (clock < start + DAY) {
      const waits: number[] = [];
      for (const asking of [from(), known]) {
        const sent = await login(phone, { at: strictApi, from: asking });
        waits.push(Number(sent.headers.get('retry-after') ?? 30));
        if (sent.status !== 202) continue;
        for (let t = 0; t <= 2 * CODE_TRIES; t++) {
          const guess = await verify(phone, String(randomInt(1_000_000)).padStart(6, '0'), {
            at: strictApi,
            from: t <= CODE_TRIES ? asking : from(),
          });
          if (guess.status === 429) refusals += 1;
        }
      }
      clock += Math.max(1, Math.min(...waits)) * 1_000;
    }
    const rows = await database.db.verificationCode.findMany({
      where: { target: phone, createdAt: { gte: new Date(start) } },
    });
    const own = rows.reduce((sum, { tries }) => sum + tries, 0);
    const strange = Math.min(
      rows.reduce((sum, { strangeTries }) => sum + strangeTries, 0),
      2 * rateLimits.otp_try_phone.points,
    );
    const looked = own + strange;
    expect(looked).toBeGreaterThan(20);
    expect(refusals).toBeGreaterThan(0);
    // Each guess that was looked at is right with 1 in 10^6, whatever came before: every code is new and uniform.
    const chance = 1 - (1 - 1e-6) ** looked;
    expect(chance).toBeLessThan(1e-3);
    // And for any day, which meets at most two windows of the limit.
    expect(own).toBeLessThanOrEqual(2 * 2 * CODE_TRIES * rateLimits.otp_send_phone_daily.points);
    const perWindow =
      2 * CODE_TRIES * rateLimits.otp_send_phone_daily.points + rateLimits.otp_try_phone.points;
    expect(1 - (1 - 1e-6) ** (2 * perWindow)).toBeLessThan(1e-3);
  }, 60_000);

  test('a guesser with a whole range of addresses breaks into any of all accounts with less than 1 in 1000 a day', async () => {
    const phones = Array.from({ length: 90 }, newPhone);
    const refused: string[] = [];
    const guess = async (phone: string, n: number) => {
      const from = `100.64.9.${n}`;
      await login(phone, { at: strictApi, from });
      for (let t = 0; t < CODE_TRIES; t++) {
        refused.push(...violated(await verify(phone, '000000', { at: strictApi, from })));
      }
    };
    for (let n = 0; n < phones.length; n += 15) {
      await Promise.all(phones.slice(n, n + 15).map((phone, m) => guess(phone, n + m)));
    }
    const rows = await database.db.verificationCode.findMany({ where: { target: { in: phones } } });
    const looked = rows.reduce((sum, { tries }) => sum + tries, 0);
    expect(looked).toBe(rateLimits.otp_try_range.points);
    expect(new Set(refused)).toEqual(new Set(['otp_try_range']));
    expect(1 - (1 - 1e-6) ** (2 * looked)).toBeLessThan(1e-3);
  }, 60_000);

  describe('what strangers use up locks the owner out of nothing', () => {
    const at = () => strictApi;
    let n = 0;
    /** Another network, and another range, each time. */
    const elsewhere = () => `10.${200 + (n >> 8)}.${n++ & 255}.7`;
    /** One who has signed in from home before. */
    async function owner() {
      const [phone, home] = [newPhone(), elsewhere()];
      await login(phone, { at: at(), from: home });
      const answer = await verify(phone, (await smsCode(phone)) ?? '', { at: at(), from: home });
      expect(answer.status).toBe(200);
      clock += MINUTE;
      return { phone, home };
    }
    async function burn(phone: string, code: string, times: number) {
      for (let guess = 0; guess < times; guess += 1)
        expect((await verify(phone, wrong(code), { at: at(), from: elsewhere() })).status).not.toBe(200);
    }

    test('not of a code that he asked for, also from where he never was', async () => {
      const [phone, here] = [newPhone(), elsewhere()];
      await login(phone, { at: at(), from: here });
      const code = (await smsCode(phone)) ?? '';
      // More than names may be tried, too.
      await burn(phone, code, rateLimits.sign_in_name.points + 5);
      // Whoever is elsewhere has no more tries, even with the code.
      expect(outcome(await verify(phone, code, { at: at(), from: elsewhere() }))).toBe('401 OTP_INVALID');
      expect((await verify(phone, code, { at: at(), from: here })).status).toBe(200);
    });

    test('not of a code that he asked for on the way, at home', async () => {
      const { phone, home } = await owner();
      await login(phone, { at: at(), from: elsewhere() });
      const code = (await smsCode(phone)) ?? '';
      await burn(phone, code, CODE_TRIES);
      expect((await verify(phone, code, { at: at(), from: home })).status).toBe(200);
    });

    test('not by codes that they ask for: his own still counts', async () => {
      const { phone, home } = await owner();
      await login(phone, { at: at(), from: home });
      const code = (await smsCode(phone)) ?? '';
      clock += MINUTE;
      const stranger = elsewhere();
      expect((await login(phone, { at: at(), from: stranger })).status).toBe(202);
      for (let guess = 0; guess < CODE_TRIES; guess += 1)
        await verify(phone, wrong(code), { at: at(), from: stranger });
      expect((await verify(phone, code, { at: at(), from: home })).status).toBe(200);
    });

    test('not of the codes that a phone is sent, nor of the tries of a day', async () => {
      const { phone, home } = await owner();
      const refused = new Set<string>();
      const start = clock;
      while (clock < start + DAY && !refused.has('otp_send_phone_daily')) {
        const stranger = elsewhere();
        const sent = await login(phone, { at: at(), from: stranger });
        for (const policy of violated(sent)) refused.add(policy);
        if (sent.status === 202) {
          const code = (await smsCode(phone)) ?? '';
          for (let guess = 0; guess < CODE_TRIES; guess += 1) {
            const answer = await verify(phone, wrong(code), { at: at(), from: elsewhere() });
            for (const policy of violated(answer)) refused.add(policy);
          }
        }
        clock += Math.min(HOUR, Number(sent.headers.get('retry-after') ?? 31) * 1_000);
      }
      expect([...refused].sort()).toEqual(['otp_send_phone', 'otp_send_phone_daily', 'otp_try_phone']);
      expect((await login(phone, { at: at(), from: elsewhere() })).status).toBe(429);
      expect((await login(phone, { at: at(), from: home })).status).toBe(202);
      const code = (await smsCode(phone)) ?? '';
      expect((await verify(phone, code, { at: at(), from: home })).status).toBe(200);
    }, 60_000);

    test('not by what others of his range use up', async () => {
      const { phone } = await owner();
      const [home, neighbour] = ['192.0.2.200', '192.0.2.201'];
      await database.db.session.updateMany({ where: { user: { phone } }, data: { network: home } });
      for (let tries = 0; tries <= rateLimits.otp_try_range.points; tries += 1) {
        const from = `192.0.2.${1 + (tries % 100)}`;
        await verify(newPhone(), '000000', { at: at(), from });
      }
      const spent = await verify(newPhone(), '000000', { at: at(), from: neighbour });
      expect(violated(spent)).toEqual(['otp_try_range']);
      expect((await login(phone, { at: at(), from: home })).status).toBe(202);
      const code = (await smsCode(phone)) ?? '';
      expect((await verify(phone, code, { at: at(), from: home })).status).toBe(200);
    }, 60_000);
  });

  test('no configuration raises the limits that this rests on', () => {
    for (const name of [
      'otp_try_phone',
      'otp_try_address',
      'otp_try_range',
      'otp_send_phone_daily',
    ] as const) {
      expect(rateLimit(name, 10)).toEqual(rateLimit(name, 1));
      expect(rateLimit(name, 0.1).points).toBeLessThan(rateLimit(name, 1).points);
    }
  });

  test('guesses at a phone without a live code lock nobody out', async () => {
    const { phone } = await signInByPhone();
    for (let n = 0; n < 60; n++) await verify(phone, '000000', { from: `10.9.${n}.1` });
    expect((await verify(phone, await newCode(phone))).status).toBe(200);
  });
});

test('production without a gateway has no sign-in by phone', async () => {
  const { SMS_ACCOUNT_SID: _none, ...config } = { ...deps.config, NODE_ENV: 'production' as const };
  const production = testDeps(database.db, { config });
  const productionApi = await startApi(production);
  const answer = await login(newPhone(), { at: productionApi });
  await productionApi.close();
  await production.close();
  expect(outcome(answer)).toBe('404 SIGN_IN_METHOD_OFF');
});
