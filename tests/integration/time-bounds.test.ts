/** A date or an instant that would lead out of the years 0001 to 9999 is refused at its field, and nothing is written. */
import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { LAST_DATE, SECOND } from '../../domain/time';
import { toPaymentEvent } from '../../schemas/stripe-events';
import { anActor } from './actors';
import { type Api, PARTNER_SECRET, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let user: { id: string; token: string };
let admin: { id: string; token: string };
let campaignId: string;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
  user = await anActor(deps, { plan: 'business' });
  admin = await anActor(deps, { role: 'admin' });
  campaignId = randomUUID();
  await database.db.campaign.create({
    data: {
      ...{ id: campaignId, advertiserId: user.id, adAccountId: randomUUID(), channel: 'house' },
      ...{ name: 'Autumn sale', objective: 'traffic', phase: 'active', status: 'active', over: false },
      ...{ version: 7, currency: 'USD', timeZone: 'Pacific/Kiritimati', waitingSince: new Date() },
      ...{ view: { version: 7, timeZone: 'Pacific/Kiritimati' }, targeting: {}, fingerprint: '' },
    },
  });
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const written = () =>
  Promise.all([
    database.db.campaign.findMany({ select: { id: true, version: true, updatedAt: true } }),
    database.db.apiKey.count(),
    database.db.promoCode.count(),
    database.db.inboxMessage.count(),
    database.db.auditEntry.count(),
  ]);

const dates = ['9999-12-31', '9999-11-01', '0000-01-01', '0000-12-31', '10000-01-01', '-000001-01-01'];
const instants = [
  '9999-12-31T23:59:59-01:00',
  '9999-12-31T23:59:59.999-00:01',
  '0000-12-31T23:59:59Z',
  '0001-01-01T00:00:00+00:01',
  '+010000-01-01T00:00:00Z',
];
const draft = {
  name: 'Edge',
  objective: 'traffic',
  targeting: { industry: 'retail', coverage_type: 'state', places: [{ country: 'US', state: 'CA' }] },
  budget_lifetime: 50_000,
};
const key = { name: 'Robot', scopes: ['account:read'] };
const promo = { percent: '10' };
const q = encodeURIComponent;
const campaign = () => `/campaigns/${campaignId}`;

interface Case {
  name: string;
  method: string;
  path: () => string;
  body?: (value: string) => unknown;
  at: string;
  as?: 'admin';
}
const ofDates: Case[] = [
  {
    name: 'the end of a new campaign',
    method: 'POST',
    path: () => '/campaigns',
    at: '/end_date',
    body: (end_date) => ({ ...draft, end_date }),
  },
  {
    name: 'its start',
    method: 'POST',
    path: () => '/campaigns',
    at: '/start_date',
    body: (start_date) => ({ ...draft, start_date, end_date: '2031-01-31' }),
  },
  {
    name: 'by the other address',
    method: 'POST',
    path: () => '/campaigns/create',
    at: '/end_date',
    body: (end_date) => ({ ...draft, end_date }),
  },
  {
    name: 'the end of a flight',
    method: 'POST',
    path: () => `${campaign()}/flight`,
    at: '/end_date',
    body: (end_date) => ({ end_date }),
  },
  {
    name: 'the start of a flight',
    method: 'POST',
    path: () => `${campaign()}/flight`,
    at: '/start_date',
    body: (start_date) => ({ start_date }),
  },
  ...['metrics', 'metrics/summary', 'analytics'].flatMap((what) =>
    ['from', 'to'].map((end) => ({
      name: `${end} of ${what}`,
      method: 'GET',
      path: () => `${campaign()}/${what}?${end}=`,
      at: `/${end}`,
    })),
  ),
  { name: 'from of all results', method: 'GET', path: () => '/analytics?from=', at: '/from' },
];
const ofInstants: Case[] = [
  {
    name: 'the end of an API key',
    method: 'POST',
    path: () => '/api-keys',
    at: '/expires_at',
    body: (expires_at) => ({ ...key, expires_at }),
  },
  {
    name: 'the begin of a promotion',
    method: 'POST',
    path: () => '/admin/promo-codes',
    at: '/starts_at',
    as: 'admin',
    body: (starts_at) => ({ ...promo, code: 'EDGE1', starts_at }),
  },
  {
    name: 'the end of a promotion',
    method: 'POST',
    path: () => '/admin/promo-codes',
    at: '/ends_at',
    as: 'admin',
    body: (ends_at) => ({ ...promo, code: 'EDGE2', ends_at }),
  },
  ...['/admin/audit', '/admin/audit/export'].flatMap((path) =>
    ['from', 'to'].map((end) => ({
      name: `${end} of ${path}`,
      method: 'GET',
      path: () => `${path}?${end}=`,
      at: `/${end}`,
      as: 'admin' as const,
    })),
  ),
];

describe.each([
  ...ofDates.map((one) => ({ ...one, values: dates })),
  ...ofInstants.map((one) => ({ ...one, values: instants })),
])('$name ($method)', ({ method, path, body, at, as, values }) => {
  test.each(values)('%s', async (value) => {
    const before = await written();
    const { token } = as === 'admin' ? admin : user;
    const asked = body ? { token, body: body(value) } : { token };
    const answer = await api.call(method, body ? path() : `${path()}${q(value)}`, asked);
    const { code, errors } = answer.body;
    expect([answer.status, code, errors?.[0]?.path]).toEqual([422, 'VALIDATION_FAILED', at]);
    expect(await written()).toEqual(before);
  });
});

test('the last that is taken stays readable', async () => {
  const expires_at = '9999-12-31T23:59:59Z';
  const made = await api.call('POST', '/api-keys', { token: user.token, body: { ...key, expires_at } });
  expect([made.status, made.body.expires_at]).toEqual([201, '9999-12-31T23:59:59.000Z']);
  const listed = await api.call('GET', '/api-keys', { token: user.token });
  expect([listed.status, listed.body.items.length]).toEqual([200, 1]);
  for (const query of [`from=${LAST_DATE}&to=${LAST_DATE}`, 'from=0001-01-01&to=0001-01-01']) {
    const { status } = await api.call('GET', `${campaign()}/analytics?${query}`, { token: user.token });
    expect([query, status]).toEqual([query, 200]);
  }
  for (const query of ['from=0001-01-01T00:00:00Z', 'to=9999-12-31T23:59:59.999Z']) {
    const { status } = await api.call('GET', `/admin/audit?${query}`, { token: admin.token });
    expect([query, status]).toEqual([query, 200]);
  }
});

describe('what outside systems sign', () => {
  const signed = (raw: string) => {
    const t = Math.floor(Date.now() / SECOND);
    return `t=${t},v1=${createHmac('sha256', PARTNER_SECRET).update(`${t}.${raw}`).digest('hex')}`;
  };

  test.each(instants)('the partner’s period that ends at %s', async (current_period_end) => {
    const before = await written();
    const raw = JSON.stringify({
      id: `evt_${randomUUID()}`,
      type: 'subscription.updated',
      created_at: new Date().toISOString(),
      data: { user_id: 'p-1', plan_tier: 'starter', status: 'active', current_period_end },
    });
    const headers = { 'x-platform-signature': signed(raw) };
    const { status, body } = await api.call('POST', '/webhooks/platform-events', { raw, headers });
    expect([status, body.errors?.[0].path]).toEqual([422, '/data/current_period_end']);
    expect(await written()).toEqual(before);
  });

  // It is Stripe's word, whatever it says: kept for a person to look at, and nothing is made of it.
  test.each([253_402_300_800, 8_640_000_000_001, -1])('Stripe’s event of second %d', async (created) => {
    const [campaigns, keys, codes, messages, audited] = await written();
    const raw = JSON.stringify({
      ...{ id: `evt_${randomUUID()}`, object: 'event', type: 'checkout.session.expired', created },
      data: { object: { id: 'cs_1' } },
    });
    const t = Math.floor(Date.now() / SECOND);
    const v1 = createHmac('sha256', 'whsec_test_123').update(`${t}.${raw}`).digest('hex');
    const headers = { 'stripe-signature': `t=${t},v1=${v1}` };
    expect((await api.call('POST', '/payment/webhook', { raw, headers })).status).toBe(200);
    expect(await written()).toEqual([campaigns, keys, codes, messages + 1, audited]);
    expect(() => toPaymentEvent(JSON.parse(raw))).toThrow(z.ZodError);
  });
});
