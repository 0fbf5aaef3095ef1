/** The partner platform: what it signs takes effect once, in order per user; what it did not sign leaves no row. */
import { createHmac, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { DAY, MINUTE, SECOND } from '../../domain/time';
import { expireEntitlements } from '../../services/plans/entitlements';
import { relayInbox } from '../../worker/relay/inbox';
import type { WorkflowClient } from '../../worker/relay/workflow-client';
import { expectConforms } from './conforms';
import { type Api, PARTNER_SECRET, PARTNER_SECRET_BEFORE, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

const NOON = Date.UTC(2026, 10, 21, 12);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let clock = NOON;
let person: string;

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
beforeEach(() => {
  clock = NOON;
  person = `p-${randomUUID()}`;
});

interface Event {
  id: string;
  type: string;
  created_at: string;
  data: object;
}
const event = (type: string, data: object = {}, at = clock): Event => ({
  id: `evt_${randomUUID()}`,
  type,
  created_at: new Date(at).toISOString(),
  data: { user_id: person, ...data },
});
const email = () => `${person}@example.com`;
const provisioned = (data: object = {}, at = clock) =>
  event('user.provisioned', { email: email(), email_verified: true, full_name: 'Ada', ...data }, at);
const subscribed = (plan: string, data: object = {}, at = clock) =>
  event('subscription.updated', { plan_tier: plan, status: 'active', ...data }, at);

const signed = (raw: string | Buffer, secret = PARTNER_SECRET, at = clock) => {
  const t = Math.floor(at / SECOND);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(raw).digest('hex')}`;
};
async function send(
  body: object | string | Buffer,
  signature?: (raw: string | Buffer) => string | undefined,
) {
  const raw = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const header = (signature ?? signed)(raw);
  const answer = await api.call('POST', '/webhooks/platform-events', {
    raw,
    ...(header !== undefined && { headers: { 'x-platform-signature': header } }),
  });
  expectConforms(answer);
  return answer;
}
/** Lets what was stored take effect. */
async function relay() {
  const ownerOfIntent = async () => ({ campaignId: null, paymentId: null });
  const relaying = {
    db: database.db,
    workflows: {} as WorkflowClient,
    ownerOfIntent,
    log: pino({ level: 'silent' }),
  };
  while ((await relayInbox({ ...relaying, now: () => clock, random: () => 0.5 })) > 0);
}
async function happen(...events: Event[]) {
  for (const one of events) expect((await send(one)).status).toBe(200);
  await relay();
}
const outcomes = async () => {
  const rows = await database.db.inboxMessage.findMany({
    where: { key: `user:${person}` },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ outcome }) => outcome);
};
const user = async () => {
  const found = await database.db.partnerUser.findUnique({
    where: { externalId: person },
    include: { user: { include: { adAccounts: true, entitlements: true } } },
  });
  return found?.user ?? null;
};
const resetAt = async () => {
  const userId = (await user())?.id ?? '';
  return (await database.db.usageReset.findUnique({ where: { userId } }))?.resetAt.getTime() ?? null;
};
const audited = (targetId: string, action: string) =>
  database.db.auditEntry.findMany({ where: { targetId, action }, orderBy: { id: 'asc' } });

describe('what is not the partner’s, or cannot be read', () => {
  const flipped = (raw: string | Buffer) => signed(raw).replace(/.$/, (c) => (c === '0' ? '1' : '0'));
  test.each<[string, (raw: string | Buffer) => string | undefined]>([
    ['unsigned', () => undefined],
    ['signed by another secret', (raw) => signed(raw, 'a secret that is none of the partner’s')],
    ['signed over another body', (raw) => signed(`${raw} `)],
    ['signed five minutes and a second ago', (raw) => signed(raw, PARTNER_SECRET, clock - 301 * SECOND)],
    ['signed five minutes and a second ahead', (raw) => signed(raw, PARTNER_SECRET, clock + 301 * SECOND)],
    ['another time than the signed one', (raw) => signed(raw).replace(/t=\d+/, `t=${clock / SECOND - 1}`)],
    ['two times', (raw) => `t=1,${signed(raw)}`],
    ['no time', (raw) => signed(raw).replace(/t=\d+,/, '')],
    ['a signature that is changed in its last digit', flipped],
    ['half a signature', (raw) => signed(raw).slice(0, -32)],
    ['an empty signature', () => `t=${clock / SECOND},v1=`],
    ['nonsense', () => 'nonsense'],
  ])('%s: 400, and no row', async (_name, signature) => {
    const answer = await send(provisioned(), signature);
    expect([answer.status, answer.body.code]).toEqual([400, 'SIGNATURE_INVALID']);
    expect(await outcomes()).toEqual([]);
  });

  test.each<[string, () => object | string | Buffer, number]>([
    ['no JSON', () => '{"id":', 400],
    ['bytes that are no text', () => Buffer.from([0x7b, 0xff, 0x7d]), 400],
    ['text that cannot be stored', () => ({ ...provisioned(), note: 'a\0b' }), 400],
    ['a list', () => '[]', 400],
    ['nothing', () => '', 400],
    ['an event without id', () => ({ ...provisioned(), id: undefined }), 422],
    ['an event without a time', () => ({ ...provisioned(), created_at: 'yesterday' }), 422],
    ['an event of the future', () => provisioned({}, NOON + 301 * SECOND), 422],
    ['a user without an email', () => provisioned({ email: undefined }), 422],
    ['a user who says nothing of its proof', () => provisioned({ email_verified: undefined }), 422],
    ['a plan that we do not have', () => subscribed('platinum'), 422],
    ['an end that is no time', () => subscribed('starter', { current_period_end: 'soon' }), 422],
    ['a reset of nobody', () => ({ ...event('usage.reset'), data: {} }), 422],
  ])('%s: refused, and no row', async (_name, body, status) => {
    const before = await database.db.inboxMessage.count();
    expect((await send(body())).status).toBe(status);
    expect(await database.db.inboxMessage.count()).toBe(before);
  });

  test('a field that is wrong is named', async () => {
    const { body } = await send(provisioned({ email: 'nobody' }));
    expect(body.errors).toEqual([expect.objectContaining({ path: '/data/email' })]);
  });
});

test.each<[string, (raw: string | Buffer) => string]>([
  ['the secret before, while they rotate', (raw) => signed(raw, PARTNER_SECRET_BEFORE)],
  [
    'one of two signatures',
    (raw) => `${signed(raw, 'one that is not known to us at all')},${signed(raw).replace(/t=\d+,/, '')}`,
  ],
  ['a signature of five minutes ago', (raw) => signed(raw, PARTNER_SECRET, clock - 300 * SECOND)],
  ['a clock that is five minutes ahead', (raw) => signed(raw, PARTNER_SECRET, clock + 5 * MINUTE)],
])('%s passes', async (_name, signature) => {
  expect((await send(provisioned(), signature)).status).toBe(200);
});

test('an event that such a clock dated passes, too', async () => {
  const ahead = clock + 5 * MINUTE;
  const sent = await send(provisioned({}, ahead), (raw) => signed(raw, PARTNER_SECRET, ahead));
  expect(sent.status).toBe(200);
});

describe('user.provisioned', () => {
  test('makes a user with his ad accounts, once however often it comes', async () => {
    const first = provisioned({ currency: 'EUR', time_zone: 'Europe/Berlin' });
    await happen(first, first);
    await happen(first, provisioned());
    expect(await user()).toMatchObject({
      email: email(),
      fullName: 'Ada',
      role: 'advertiser',
      plan: 'free',
      passwordHash: null,
      emailVerifiedAt: new Date(NOON),
      adAccounts: [{ currency: 'EUR' }, { timeZone: 'Europe/Berlin' }],
    });
    expect(await outcomes()).toEqual(['created', 'known']);
    const [entry, ...more] = await audited((await user())?.id ?? '', 'user.provisioned');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      actorKind: 'system',
      actorId: 'partner',
      requestId: `partner/${first.id}`,
      after: { outcome: 'created', external_id: person, email: email() },
    });
  });

  test('links the user who has proved his email, and makes no second one', async () => {
    const known = await api.signIn();
    await database.db.user.update({ where: { id: known.id }, data: { emailVerifiedAt: new Date(1) } });
    await happen(provisioned({ email: known.email.toUpperCase() }));
    expect(await outcomes()).toEqual(['linked']);
    expect((await user())?.id).toBe(known.id);
    expect(await database.db.user.count({ where: { email: known.email } })).toBe(1);
  });

  test.each([
    ['here', { ours: false, theirs: true }],
    ['there', { ours: true, theirs: false }],
  ])('links nobody whose email was not proved %s', async (_name, { ours, theirs }) => {
    const known = await api.signIn();
    const emailVerifiedAt = ours ? new Date(1) : null;
    await database.db.user.update({ where: { id: known.id }, data: { emailVerifiedAt } });
    await happen(provisioned({ email: known.email, email_verified: theirs }));
    expect(await outcomes()).toEqual(['ignored: EMAIL_TAKEN']);
    expect(await user()).toBeNull();
  });

  test('a second partner user does not get the first one’s account', async () => {
    await happen(provisioned());
    const [first, address] = [await user(), email()];
    person = `p-${randomUUID()}`;
    await happen(provisioned({ email: address }));
    expect(await outcomes()).toEqual(['ignored: CONFLICT']);
    expect(await database.db.partnerUser.count({ where: { userId: first?.id ?? '' } })).toBe(1);
  });

  test('an email that the partner has not proved is not proved here', async () => {
    await happen(provisioned({ email_verified: false }));
    expect(await user()).toMatchObject({ emailVerifiedAt: null });
  });
});

describe('subscription.updated', () => {
  beforeEach(() => happen(provisioned()));

  test('sets the plan, until it ends by itself', async () => {
    const end = new Date(NOON + DAY);
    await happen(subscribed('professional', { current_period_end: end.toISOString() }));
    expect(await user()).toMatchObject({
      plan: 'professional',
      entitlements: [{ source: 'partner', isActive: true, validUntil: end }],
    });
    clock = NOON + DAY - 1;
    expect(await expireEntitlements(deps)).toBe(0);
    clock = NOON + DAY;
    expect(await expireEntitlements(deps)).toBe(1);
    expect(await expireEntitlements(deps)).toBe(0);
    const after = await user();
    expect(after).toMatchObject({ plan: 'free', entitlements: [{ isActive: false }] });
    const entries = await audited(after?.id ?? '', 'plan.settled');
    expect(entries.map(({ actorId, before, after }) => [actorId, before, after])).toMatchObject([
      ['partner', { plan: 'free' }, { plan: 'professional' }],
      ['clock', { plan: 'professional' }, { plan: 'free' }],
    ]);
  });

  test.each([
    ['active', 'starter'],
    ['trialing', 'starter'],
    ['past_due', 'starter'],
    ['canceled', 'free'],
    ['unpaid', 'free'],
    ['incomplete', 'free'],
    ['a word of next year', 'free'],
  ])('status %s gives the plan %s', async (status, plan) => {
    await happen(subscribed('starter', { status }));
    expect((await user())?.plan).toBe(plan);
  });

  test('the best of several sources counts', async () => {
    const { id = '' } = (await user()) ?? {};
    const own = { userId: id, source: 'subscription', plan: 'starter', isActive: true, saidAt: new Date(1) };
    await database.db.entitlement.create({ data: own });
    await happen(subscribed('business', {}, clock + 1));
    expect((await user())?.plan).toBe('business');
    await happen(subscribed('business', { status: 'canceled' }, clock + 2));
    expect((await user())?.plan).toBe('starter');
  });

  test('a plan that ended before we heard of it gives nothing', async () => {
    await happen(subscribed('starter', { current_period_end: new Date(NOON - 1).toISOString() }));
    expect((await user())?.plan).toBe('free');
  });
});

describe('the order of things', () => {
  test('an event takes effect once, however often it is sent and relayed', async () => {
    const reset = event('usage.reset', {}, NOON + 2);
    await happen(provisioned(), reset);
    await happen(reset, reset);
    await Promise.all([send(reset), send(reset), relay(), relay()]);
    const { id = '' } = (await user()) ?? {};
    expect(await audited(id, 'usage.reset')).toHaveLength(1);
  });

  test('what is older than the newest of its user is ignored, of whatever type', async () => {
    await happen(provisioned({}, NOON), subscribed('business', {}, NOON + 20));
    await happen(
      subscribed('starter', {}, NOON + 19),
      event('usage.reset', {}, NOON + 19),
      provisioned({}, NOON + 1),
    );
    const ignored = 'ignored: older than the newest of its user';
    expect(await outcomes()).toEqual(['created', 'applied', ignored, ignored, ignored]);
    expect([(await user())?.plan, await resetAt()]).toEqual(['business', null]);
  });

  test('of events of the same instant each takes effect, the last to arrive at the end', async () => {
    await happen(provisioned(), subscribed('starter'), event('usage.reset'), subscribed('professional'));
    expect(await outcomes()).toEqual(['created', 'applied', 'applied', 'applied']);
    expect([(await user())?.plan, await resetAt()]).toEqual(['professional', NOON]);
  });

  test('what was said of a user before he was known takes effect once he is', async () => {
    await happen(
      subscribed('starter', {}, NOON + 5),
      event('usage.reset', {}, NOON + 7),
      subscribed('business', {}, NOON + 6),
    );
    expect(await user()).toBeNull();
    await happen(provisioned({}, NOON + 1));
    expect([(await user())?.plan, await resetAt()]).toEqual(['starter', NOON + 7]);
    const ignored = 'ignored: older than the newest of its user';
    expect(await outcomes()).toEqual(['applied', 'applied', ignored, 'created']);
    await happen(subscribed('business', {}, NOON + 6));
    expect((await user())?.plan).toBe('starter');
  });

  test('an event that cannot take effect is tried again, and holds up no other user', async () => {
    const broken = { source: 'partner', externalId: randomUUID(), kind: 'usage.reset', payload: {} };
    await database.db.inboxMessage.create({ data: { ...broken, key: `user:${person}` } });
    const stuck = person;
    person = `p-${randomUUID()}`;
    await happen(provisioned(), subscribed('starter'));
    expect((await user())?.plan).toBe('starter');
    person = stuck;
    expect(await outcomes()).toEqual([expect.stringMatching(/^failed: /)]);
    const [waiting] = await database.db.inboxMessage.findMany({ where: { key: `user:${stuck}` } });
    expect(waiting?.handledAt).toBeNull();
    await database.db.inboxMessage.deleteMany({ where: { key: `user:${stuck}` } });
  });

  test('an event that is never understood is parked after ten tries, and its user’s later ones take effect', async () => {
    const broken = { source: 'partner', externalId: randomUUID(), kind: 'usage.reset', payload: {} };
    await database.db.inboxMessage.create({ data: { ...broken, key: `user:${person}` } });
    for (const one of [provisioned(), subscribed('starter')]) expect((await send(one)).status).toBe(200);
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await user()).toBeNull();
      await relay();
      clock += MINUTE;
    }
    expect((await user())?.plan).toBe('starter');
    expect(await outcomes()).toEqual([expect.stringMatching(/^parked: /), 'created', 'applied']);
  });

  test('a type that we do not know is stored and changes nothing', async () => {
    await happen(provisioned(), event('user.renamed', { name: 'Bob' }, NOON + 50), subscribed('starter'));
    expect(await outcomes()).toEqual(['created', 'ignored: a type that means nothing here', 'applied']);
    expect((await user())?.plan).toBe('starter');
    await happen({ ...event('platform.closed'), data: {} });
  });

  test('a reset begins the usage period anew', async () => {
    const known = await api.signIn();
    await database.db.user.update({ where: { id: known.id }, data: { emailVerifiedAt: new Date(1) } });
    await happen(provisioned({ email: known.email }), event('usage.reset', {}, NOON - SECOND + 2_000));
    clock = NOON + MINUTE;
    const { body } = await api.call('GET', '/usage', { token: known.token });
    expect(body.period.start).toBe(new Date(NOON + SECOND).toISOString());
  });
});

describe('POST /auth/provision', () => {
  const body = (changes: object = {}) => ({
    user_id: person,
    email: email(),
    email_verified: true,
    ...changes,
  });
  async function provision(asked: { token?: string; headers?: Record<string, string> }, changes = {}) {
    const answer = await api.call('POST', '/auth/provision', { ...asked, body: body(changes) });
    expectConforms(answer);
    return answer;
  }

  test('does it at once, and again answers the same user', async () => {
    const admin = await api.signIn('admin');
    const first = await provision(admin);
    expect([first.status, first.body.outcome]).toEqual([201, 'created']);
    expect(first.body.user).toMatchObject({ email: email(), full_name: person, role: 'advertiser' });
    const again = await provision(admin);
    expect(again.body).toEqual({ outcome: 'known', user: first.body.user });
    const [entry, ...more] = await audited(first.body.user.id, 'user.provisioned');
    expect([entry?.actorKind, entry?.actorId, more]).toEqual(['admin', admin.id, []]);
  });

  test('fifty at once make one user', async () => {
    const admin = await api.signIn('admin');
    const answers = await Promise.all(Array.from({ length: 50 }, () => provision(admin)));
    expect(new Set(answers.map(({ body }) => body.user.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.outcome === 'created')).toHaveLength(1);
    expect(await database.db.user.count({ where: { email: email() } })).toBe(1);
  });

  test('takes up what came before, and makes no event of its own that were newer', async () => {
    const admin = await api.signIn('admin');
    await happen(subscribed('starter', {}, NOON - DAY));
    expect((await provision(admin)).body.outcome).toBe('created');
    expect((await user())?.plan).toBe('starter');
    await happen(subscribed('business', {}, NOON - MINUTE));
    expect((await user())?.plan).toBe('business');
  });

  test('a known email that nobody has proved is refused, and so is another’s account', async () => {
    const [admin, known] = [await api.signIn('admin'), await api.signIn()];
    const taken = await provision(admin, { email: known.email });
    expect([taken.status, taken.body.code]).toEqual([409, 'EMAIL_TAKEN']);
    await provision(admin);
    const conflict = await provision(admin, { user_id: `${person}-2` });
    expect([conflict.status, conflict.body.code]).toEqual([409, 'CONFLICT']);
  });

  test('is for admins: by a sign-in, or by a key of theirs that may write users', async () => {
    const [admin, ada, support] = [
      await api.signIn('admin'),
      await api.signIn(),
      await api.signIn('support'),
    ];
    for (const { token } of [ada, support]) expect((await provision({ token })).status).toBe(403);
    expect((await provision({})).status).toBe(401);
    const key = async (scopes: string[]) => {
      await database.db.apiKey.deleteMany({ where: { userId: admin.id } });
      const asked = { token: admin.token, body: { name: 'partner', scopes } };
      return { 'x-api-key': (await api.call('POST', '/api-keys', asked)).body.key as string };
    };
    expect((await provision({ headers: await key(['users:read']) })).status).toBe(403);
    expect(await user()).toBeNull();
    expect((await provision({ headers: await key(['users:write']) })).status).toBe(201);
  });

  test.each([
    ['without a word on its proof', { email_verified: undefined }],
    ['without an email', { email: 'nobody' }],
    ['without an id', { user_id: ' ' }],
    ['with a role', { role: 'admin' }],
  ])('%s: 422, and nobody is made', async (_name, changes) => {
    const admin = await api.signIn('admin');
    const before = await database.db.user.count();
    expect((await provision(admin, changes)).status).toBe(422);
    expect(await database.db.user.count()).toBe(before);
  });
});
