/** Results of campaigns and placements over HTTP: sums that agree, ranges, CSV, and whose they are. */
import { randomUUID } from 'node:crypto';
import { NIL_ID } from '../../domain/delivery/count';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
const NOW = Date.UTC(2026, 10, 21, 3);

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi({ ...deps, now: () => Date.now() });
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

/** A house campaign that bought 10,000 impressions, with three days of results; the middle one is without any. */
async function campaignOf(advertiserId: string): Promise<string> {
  const id = randomUUID();
  await database.db.campaign.create({
    data: {
      id,
      advertiserId,
      adAccountId: randomUUID(),
      channel: 'house',
      name: 'Autumn sale',
      objective: 'traffic',
      phase: 'active',
      status: 'active',
      over: false,
      version: 1,
      currency: 'USD',
      timeZone: 'America/Los_Angeles',
      waitingSince: new Date(NOW),
      view: {},
      targeting: {},
      fingerprint: '',
    },
  });
  const terms = { status: 'active', revision: '', billedUnit: 'impression', timeZone: 'America/Los_Angeles' };
  const bought = {
    unitPriceMicros: 1_234n,
    currency: 'USD',
    units: 10_000n,
    total: 1_234n,
    delivered: 2_000n,
  };
  const flight = { startAt: new Date(NOW), endAt: new Date(NOW), planFrom: new Date(NOW) };
  await database.db.houseLineItem.create({ data: { campaignId: id, ...terms, ...bought, ...flight } });
  const day = (date: string, creativeId: string) => ({ campaignId: id, date: new Date(date), creativeId });
  const counts = { impressions: 1_000n, clicks: 10n, invalid: 4n, spendMicros: 1_234_000n };
  await database.db.campaignMetric.createMany({
    data: [
      { ...day('2026-11-18', NIL_ID), ...counts },
      { ...day('2026-11-18', randomUUID()), ...counts },
      { ...day('2026-11-20', NIL_ID), ...counts, conversions: 2n, revenue: 4_990n },
    ],
  });
  await database.db.invalidTraffic.createMany({
    data: [
      { campaignId: id, date: new Date('2026-11-18'), kind: 'impression', reason: 'bot', count: 3n },
      { campaignId: id, date: new Date('2026-11-18'), kind: 'impression', reason: 'duplicate', count: 1n },
      { campaignId: id, date: new Date('2026-11-20'), kind: 'click', reason: 'bot', count: 4n },
    ],
  });
  return id;
}

const RANGE = 'from=2026-11-01&to=2026-11-30';

test('the summary is the sum of its days, with ratios, and invalid traffic by reason', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user);
  const days = await api.call('GET', `/campaigns/${id}/metrics?${RANGE}`, { token });
  expectConforms(days);
  expect(days.body).toMatchObject({ campaign_id: id, currency: 'USD', time_zone: 'America/Los_Angeles' });
  const none = { conversions: 0, revenue: 0, cpa: null, roas: 0 };
  const each = { impressions: 1_000, clicks: 10, invalid: 4, spend: 123, ctr: 1, cpm: 123, cpc: 12 };
  expect(days.body.items).toEqual([
    { date: '2026-11-18', ...each, ...none },
    { date: '2026-11-20', ...each, conversions: 2, revenue: 4_990, cpa: 62, roas: 40.4376 },
  ]);
  const summary = await api.call('GET', `/campaigns/${id}/metrics/summary?${RANGE}`, { token });
  expectConforms(summary);
  expect(summary.body).toMatchObject({
    impressions: 2_000,
    clicks: 20,
    conversions: 2,
    invalid: 8,
    spend: 246,
    revenue: 4_990,
    ctr: 1,
    cpm: 123,
    cpc: 12,
    cpa: 123,
    roas: 20.2188,
    invalid_by_reason: { bot: 7, duplicate: 1 },
  });
  const one = await api.call('GET', `/campaigns/${id}/metrics?from=2026-11-19&to=2026-11-20`, { token });
  expect(one.body.items.map(({ date }: { date: string }) => date)).toEqual(['2026-11-20']);
});

test('the same days as CSV', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user);
  const csv = await api.call('GET', `/campaigns/${id}/metrics?${RANGE}&format=csv`, { token });
  expectConforms(csv);
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(csv.text.split('\n')).toEqual([
    'date,currency,impressions,clicks,conversions,invalid,spend,revenue,ctr,cpm,cpc,cpa,roas',
    '2026-11-18,USD,1000,10,0,4,123,0,1,123,12,,0',
    '2026-11-20,USD,1000,10,2,4,123,4990,1,123,12,62,40.4376',
    '',
  ]);
});

test('a campaign without results has none, and no ratios', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user);
  const { body } = await api.call('GET', `/campaigns/${id}/metrics/summary?from=2025-01-01&to=2025-01-31`, {
    token,
  });
  const ratios = { ctr: null, cpm: null, cpc: null, cpa: null, roas: null };
  expect(body).toMatchObject({ impressions: 0, spend: 0, revenue: 0, ...ratios, invalid_by_reason: {} });
});

test('results are their owner’s and the staff’s; for anyone else the campaign does not exist', async () => {
  const owner = await api.signIn();
  const id = await campaignOf(owner.id);
  for (const [role, status, secret] of [
    ['advertiser', 404, 404],
    ['support', 200, 403],
    ['admin', 200, 200],
  ] as const) {
    const { token } = await api.signIn(role);
    for (const path of ['metrics', 'metrics/summary']) {
      const answer = await api.call('GET', `/campaigns/${id}/${path}`, { token });
      expectConforms(answer);
      expect([role, answer.status]).toEqual([role, status]);
    }
    const tracking = await api.call('GET', `/campaigns/${id}/conversion-tracking`, { token });
    expectConforms(tracking);
    expect([role, tracking.status]).toEqual([role, secret]);
  }
});

test('a range that is wrong, too long or backwards is refused', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user);
  const wrong = ['from=2026-13-01', 'from=2026-02-30', 'from=2026-11-02&to=2026-11-01', 'from=2099-01-01'];
  for (const query of [...wrong, 'from=2024-01-01&to=2026-01-01', 'format=xml', 'nonsense=1']) {
    const answer = await api.call('GET', `/campaigns/${id}/metrics?${query}`, { token });
    expectConforms(answer);
    expect([query, answer.status]).toEqual([query, 422]);
  }
});

test('an admin makes, lists, changes and switches off a placement, each change in the audit log', async () => {
  const { token } = await api.signIn('admin');
  const body = { id: 'home-top', name: 'Home, top', width: 970, height: 250, formats: ['image', 'text'] };
  const made = await api.call('POST', '/admin/placements', { token, body });
  expectConforms(made);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ ...body, country: null, floor_micros: 0, is_active: true });
  const again = await api.call('POST', '/admin/placements', { token, body });
  expect([again.status, again.body.code]).toEqual([409, 'CONFLICT']);

  const changes = { country: 'US', state: 'TX', floor_micros: 2_000, is_active: false };
  const edited = await api.call('PATCH', '/admin/placements/home-top', { token, body: changes });
  expectConforms(edited);
  expect(edited.body).toMatchObject({ ...body, ...changes });
  const read = await api.call('GET', '/admin/placements/home-top', { token });
  expectConforms(read);
  expect(read.body).toEqual(edited.body);
  const listed = await api.call('GET', '/admin/placements?limit=100', { token });
  expectConforms(listed);
  expect(listed.body.items.map(({ id }: { id: string }) => id)).toEqual([
    'demo-banner',
    'demo-leaderboard',
    'demo-text',
    'demo-video',
    'home-top',
  ]);
  const audited = await database.db.auditEntry.findMany({
    where: { targetId: 'home-top' },
    orderBy: { id: 'asc' },
  });
  expect(audited.map(({ action }) => action)).toEqual(['placement.created', 'placement.edited']);
  expect(audited[1]).toMatchObject({ before: { isActive: true }, after: { isActive: false } });
});

test('a placement that makes no sense is refused and changes nothing', async () => {
  const { token } = await api.signIn('admin');
  const good = { id: 'odd', name: 'Odd', width: 300, height: 250, formats: ['image'] };
  const wrong = [{ width: 0 }, { formats: [] }, { formats: ['flash'] }, { formats: ['image', 'image'] }];
  const places = [{ state: 'CA' }, { country: 'usa' }, { id: 'Not A Slug' }, { floor_micros: -1 }];
  for (const part of [...wrong, ...places, { name: ' ' }, { extra: 1 }]) {
    const answer = await api.call('POST', '/admin/placements', { token, body: { ...good, ...part } });
    expectConforms(answer);
    expect([part, answer.status]).toEqual([part, 422]);
  }
  const patch = (path: string, body: object) =>
    api.call('PATCH', `/admin/placements/${path}`, { token, body });
  expect((await patch('demo-text', {})).status).toBe(422);
  expect((await patch('demo-text', { country: null })).status).toBe(422);
  expect((await patch('nowhere', { name: 'x' })).status).toBe(404);
  expect(await database.db.placement.count({ where: { id: 'odd' } })).toBe(0);
  expect(await database.db.placement.count({ where: { id: 'demo-text', country: 'US', state: 'CA' } })).toBe(
    1,
  );
});

test('analytics of a campaign compare a range with as many days before it', async () => {
  const { id: user, token } = await api.signIn();
  const id = await campaignOf(user);
  const path = `/campaigns/${id}/analytics?from=2026-11-19&to=2026-11-21`;
  const answer = await api.call('GET', path, { token });
  expectConforms(answer);
  expect(answer.body).toMatchObject({
    campaign_id: id,
    currency: 'USD',
    total: { impressions: 1_000, clicks: 10, spend: 123, revenue: 4_990, ctr: 1 },
    before: { from: '2026-11-16', to: '2026-11-18', impressions: 1_000, conversions: 0, roas: 0 },
    items: [{ date: '2026-11-20', impressions: 1_000 }],
  });
  const other = await api.signIn();
  expect((await api.call('GET', path, { token: other.token })).status).toBe(404);
});

test('analytics of an account add all campaigns of its owner, each currency for itself, and nobody else’s', async () => {
  const [ada, bob] = [await api.signIn(), await api.signIn('support')];
  const ids = [await campaignOf(ada.id), await campaignOf(ada.id), await campaignOf(ada.id)];
  await database.db.campaign.update({ where: { id: ids[2] ?? '' }, data: { currency: 'EUR' } });
  await campaignOf(bob.id);
  const answer = await api.call('GET', '/analytics?from=2026-11-19&to=2026-11-21', { token: ada.token });
  expectConforms(answer);
  expect(answer.body).toMatchObject({
    from: '2026-11-19',
    currencies: [
      { currency: 'EUR', total: { impressions: 1_000 }, before: { impressions: 1_000 } },
      {
        currency: 'USD',
        total: { impressions: 2_000, clicks: 20, spend: 246, revenue: 9_980 },
        before: { from: '2026-11-16', impressions: 2_000 },
        items: [{ date: '2026-11-20', impressions: 2_000 }],
      },
    ],
  });
  const theirs = await api.call('GET', `/analytics?${RANGE}`, { token: bob.token });
  expect(theirs.body.currencies).toMatchObject([{ currency: 'USD', total: { impressions: 2_000 } }]);
});

test.each(['/analytics', '/analytics?from=0001-01-03&to=0001-01-04'])(
  '%s of someone without campaigns is empty',
  async (path) => {
    const { token } = await api.signIn();
    const answer = await api.call('GET', path, { token });
    expectConforms(answer);
    expect([answer.status, answer.body.currencies]).toEqual([200, []]);
  },
);
