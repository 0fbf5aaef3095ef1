/** One damaged row fails no list: it is left out and named, logged and counted, and paging goes on past it. */
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { pino } from 'pino';
import { register } from 'prom-client';
import { z } from 'zod';
import { routes } from '../../api/routes';
import { iso } from '../../domain/time';
import { memoryShelf, openAnswerCache } from '../../infra/answer-cache';
import type { Deps } from '../../services/context';
import { aCampaign, aDecision, aSnapshot, NOON } from '../fixtures/campaign';
import { type Actor, anActor } from './actors';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let sql: Client;
let lines: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const downloadUrl = async (key: string) => `https://files.example/${key}`;
  deps = testDeps(database.db, {
    storage: { downloadUrl } as unknown as Deps['storage'],
    log: pino({ level: 'error' }, { write: (line) => lines.push(line) }),
    // What is kept of public lists is not looked at here.
    cache: { ...openAnswerCache(database.db, memoryShelf()), read: async (_of, _key, _for, make) => make() },
  });
  api = await startApi(deps);
  sql = new Client({ connectionString: database.url });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await api.close();
  await sql.end();
  await deps.close();
  await database.close();
});
beforeEach(() => {
  lines = [];
});

const at = (n: number) => new Date(NOON + n * 1_000);
const three = <T>(make: (n: number) => T) => [0, 1, 2].map(make);

async function aCampaignOf(user: Actor, n = 0): Promise<string> {
  const input = aCampaign({ advertiserId: user.id });
  const { view } = aSnapshot(input, [aDecision(1)]);
  await database.db.campaign.create({
    data: {
      ...{ id: input.campaignId, advertiserId: user.id, adAccountId: input.adAccountId, channel: 'house' },
      ...{ name: `No. ${n}`, objective: 'traffic', phase: 'draft', status: 'draft', over: false, version: 1 },
      ...{ currency: 'USD', timeZone: 'UTC', waitingSince: at(n), targeting: {}, fingerprint: '' },
      ...{ tags: ['shoes'], createdAt: at(n), view: JSON.parse(JSON.stringify(view)) },
    },
  });
  return input.campaignId;
}

async function anAdGroupOf(campaignId: string, n = 0): Promise<string> {
  const data = { campaignId, name: `Group ${n}`, targeting: {}, createdAt: at(n) };
  return (await database.db.adGroup.create({ data })).id;
}

async function anEndpointOf(user: Actor, n = 0): Promise<string> {
  const data = {
    userId: user.id,
    url: 'https://hooks.example.com/',
    events: ['campaign.*'],
    secret: '',
    createdAt: at(n),
  };
  return (await database.db.webhookEndpoint.create({ data })).id;
}

interface Plant {
  path: string;
  /** Adds three rows that the user sees; answers their names, and the address of the list. */
  rows(user: Actor): Promise<{ names: string[]; of?: string }>;
  /** What spoils the row whose name is $1: a time that no client of Postgres knows, and what its columns let through. */
  spoils: string[];
  /** For admins alone. */
  isStaffs?: true;
}

const created = (table: string, key = 'id::text') =>
  ["'10000-01-01'", "'infinity'", "'-infinity'"].map(
    (time) => `UPDATE ${table} SET created_at = ${time} WHERE ${key} = $1`,
  );

const plants: Plant[] = [
  {
    path: '/campaigns',
    rows: async (user) => ({ names: await Promise.all(three((n) => aCampaignOf(user, n))) }),
    spoils: [
      `UPDATE campaigns SET view = '{}' WHERE id::text = $1`,
      `UPDATE campaigns SET view = '[null]' WHERE id::text = $1`,
      `UPDATE campaigns SET view = jsonb_set(view, '{brief,endDate}', '"9999-12-31"') WHERE id::text = $1`,
      `UPDATE campaigns SET tags = ARRAY['a', NULL] WHERE id::text = $1`,
      `UPDATE campaigns SET tags = ARRAY[NULL], view = '{}', created_at = 'infinity', waiting_since = '10000-01-01'
        WHERE id::text = $1`,
    ],
  },
  {
    path: '/campaigns/{id}/timeline',
    rows: async (user) => {
      const campaignId = await aCampaignOf(user);
      await database.db.timelineEntry.createMany({
        data: three((n) => {
          const { version, actor, from, to, data: _data, at: _at, ...same } = aDecision(n + 1);
          return {
            ...{ ...same, campaignId, version, at: at(n), data: {} },
            ...{ actorKind: actor.kind, actorId: actor.id, fromPhase: from, toPhase: to },
          };
        }),
      });
      return { names: ['1', '2', '3'], of: campaignId };
    },
    spoils: [
      `UPDATE campaign_timeline SET at = '10000-01-01' WHERE version::text = $1`,
      `UPDATE campaign_timeline SET to_phase = 'nowhere' WHERE version::text = $1`,
      `UPDATE campaign_timeline SET data = '{"a": {"b": 1}}' WHERE version::text = $1`,
    ],
  },
  {
    path: '/campaigns/{id}/ad-groups',
    rows: async (user) => {
      const of = await aCampaignOf(user);
      return { of, names: await Promise.all(three((n) => anAdGroupOf(of, n))) };
    },
    spoils: [
      ...created('ad_groups'),
      `UPDATE ad_groups SET targeting = '{"genders": ["x"]}' WHERE id::text = $1`,
    ],
  },
  {
    path: '/campaigns/{id}/creatives',
    rows: async (user) => {
      const campaignId = await aCampaignOf(user);
      const adGroupId = await anAdGroupOf(campaignId);
      const words = { headline: 'Bread', description: 'At seven', destinationUrl: 'https://bread.example' };
      const rows = three((n) =>
        database.db.creative.create({ data: { ...words, campaignId, adGroupId, createdAt: at(n) } }),
      );
      return { of: campaignId, names: (await Promise.all(rows)).map(({ id }) => id) };
    },
    spoils: [...created('creatives'), `UPDATE creatives SET status = 'nonsense' WHERE id::text = $1`],
  },
  {
    path: '/media',
    rows: async (user) => {
      const file = { state: 'visible', kind: 'image', contentType: 'image/png', sha256: 'x', bytes: 1n };
      const rows = three((n) =>
        database.db.media.create({
          data: { ...file, width: 1, height: 1, userId: user.id, fileName: `${n}.png`, createdAt: at(n) },
        }),
      );
      return { names: (await Promise.all(rows)).map(({ id }) => id) };
    },
    spoils: [...created('media'), `UPDATE media SET width = NULL, renditions = '[1]' WHERE id::text = $1`],
  },
  {
    path: '/notifications',
    rows: async (user) => {
      const names = three(() => randomUUID());
      const words = { userId: user.id, type: 'payment.received', title: 'Paid', message: 'So it is.' };
      await database.db.notification.createMany({
        data: names.map((id, n) => ({ ...words, id, createdAt: at(n) })),
      });
      return { names };
    },
    spoils: created('notifications'),
  },
  {
    path: '/payments',
    rows: async (user) => {
      const names = three(() => randomUUID());
      const terms = { userId: user.id, purpose: 'campaign', method: 'checkout', currency: 'USD' };
      await database.db.payment.createMany({
        data: names.map((id, n) => ({ ...terms, id, n, amount: 500n, createdAt: at(n) })),
      });
      return { names };
    },
    spoils: [...created('payments'), `UPDATE payments SET currency = '' WHERE id::text = $1`],
  },
  {
    path: '/geodata',
    rows: async () => {
      const names = three((n) => `Z${n}`);
      await database.db.geoRow.createMany({
        data: names.map((state) => ({ country: 'ZZ', state, name: state, population: 1n, areaKm2: 1 })),
        skipDuplicates: true,
      });
      await sql.query(`UPDATE geodata SET updated_at = now(), area_km2 = 1`);
      return { names: names.map((state) => `ZZ/${state}/`) };
    },
    spoils: [
      `UPDATE geodata SET updated_at = '10000-01-01' WHERE country || '/' || state || '/' = $1`,
      `UPDATE geodata SET area_km2 = 'NaN' WHERE country || '/' || state || '/' = $1`,
    ],
  },
  {
    path: '/admin/pricing-matrix',
    isStaffs: true,
    rows: async () => {
      const names = three((n) => `trade-${n}`);
      const terms = { coverageType: 'state', currency: 'USD', baseRate: 1_000n, multiplier: 1 };
      await database.db.pricingRow.createMany({
        data: names.map((industry) => ({ ...terms, industry })),
        skipDuplicates: true,
      });
      await sql.query(`UPDATE pricing_matrix SET updated_at = now(), discounts = '[]'`);
      return { names: names.map((industry) => `${industry}/state/USD`) };
    },
    spoils: [
      `UPDATE pricing_matrix SET updated_at = 'infinity' WHERE industry || '/state/USD' = $1`,
      `UPDATE pricing_matrix SET discounts = '[{"name": 1}]' WHERE industry || '/state/USD' = $1`,
    ],
  },
  {
    path: '/admin/promo-codes',
    isStaffs: true,
    rows: async () => {
      const names = three((n) => `EDGE${n}-${randomUUID().slice(0, 4).toUpperCase()}`);
      await database.db.promoCode.createMany({
        data: names.map((code, n) => ({ code, percent: 10, createdAt: at(n) })),
      });
      return { names };
    },
    spoils: [
      ...created('promo_codes', 'code'),
      `UPDATE promo_codes SET ends_at = '10000-01-01' WHERE code = $1`,
    ],
  },
  {
    path: '/admin/placements',
    isStaffs: true,
    rows: async () => {
      const names = three((n) => `edge-${n}-${randomUUID().slice(0, 4)}`);
      await database.db.placement.createMany({
        data: names.map((id, n) => ({
          ...{ id, name: id, width: 1, height: 1, formats: ['image'], createdAt: at(n) },
        })),
      });
      return { names };
    },
    spoils: [...created('placements', 'id'), `UPDATE placements SET floor_currency = '?' WHERE id = $1`],
  },
  {
    path: '/users/me/sessions',
    rows: async (user) => {
      const terms = { userId: user.id, refreshHash: '', expiresAt: new Date(Date.now() + 1e9) };
      const rows = three((n) =>
        database.db.session.create({ data: { ...terms, createdAt: at(n), rotatedAt: at(n) } }),
      );
      return { names: (await Promise.all(rows)).map(({ id }) => id) };
    },
    spoils: [...created('sessions'), `UPDATE sessions SET rotated_at = '10000-01-01' WHERE id::text = $1`],
  },
  {
    path: '/users',
    isStaffs: true,
    rows: async () => {
      const rows = three((n) =>
        database.db.user.create({
          data: { email: `${randomUUID()}@x.co`, fullName: `Ada ${n}`, createdAt: at(n) },
        }),
      );
      return { names: (await Promise.all(rows)).map(({ id }) => id) };
    },
    spoils: created('users'),
  },
  {
    path: '/ad-accounts',
    rows: async (user) => {
      const rows = three((n) =>
        database.db.adAccount.create({
          data: {
            ...{ userId: user.id, platform: 'house', externalId: `${n}`, name: `No. ${n}` },
            ...{ currency: 'USD', timeZone: 'UTC', createdAt: at(n) },
          },
        }),
      );
      return { names: (await Promise.all(rows)).map(({ id }) => id) };
    },
    spoils: [...created('ad_accounts'), `UPDATE ad_accounts SET currency = '?' WHERE id::text = $1`],
  },
  {
    path: '/api-keys',
    rows: async (user) => {
      const rows = three((n) =>
        database.db.apiKey.create({
          data: { userId: user.id, name: `No. ${n}`, prefix: 'afk_', hash: randomUUID(), createdAt: at(n) },
        }),
      );
      return { names: (await Promise.all(rows)).map(({ id }) => id) };
    },
    spoils: [
      ...created('api_keys'),
      `UPDATE api_keys SET expires_at = '10000-01-01 00:59:59+00' WHERE id::text = $1`,
      `UPDATE api_keys SET scopes = ARRAY[NULL, 'account:read'] WHERE id::text = $1`,
    ],
  },
  {
    path: '/webhook-endpoints',
    rows: async (user) => ({ names: await Promise.all(three((n) => anEndpointOf(user, n))) }),
    spoils: [
      ...created('webhook_endpoints'),
      `UPDATE webhook_endpoints SET events = '{{a},{b}}' WHERE id::text = $1`,
    ],
  },
  {
    path: '/webhook-endpoints/{id}/deliveries',
    rows: async (user) => {
      const endpointId = await anEndpointOf(user);
      const names = three(() => randomUUID());
      await database.db.webhookDelivery.createMany({
        data: names.map((id, n) => ({ id, endpointId, type: 'webhook.test', body: '{}', createdAt: at(n) })),
      });
      return { names, of: endpointId };
    },
    spoils: [
      ...created('webhook_deliveries'),
      `INSERT INTO webhook_attempts (delivery_id, n, at, duration_ms) VALUES ($1::uuid, 1, 'infinity', 1)`,
    ],
  },
  {
    path: '/admin/parked-events',
    isStaffs: true,
    rows: async () => {
      await database.db.inboxMessage.deleteMany();
      const message = { source: 'stripe', kind: 'charge.refunded', payload: {}, outcome: 'parked: /amount' };
      const rows = three((n) =>
        database.db.inboxMessage.create({
          data: { ...message, externalId: randomUUID(), key: randomUUID(), parkedAt: at(n) },
        }),
      );
      return { names: (await Promise.all(rows)).map(({ id }) => String(id)) };
    },
    spoils: ["'10000-01-01'", "'infinity'", "'-infinity'"].map(
      (time) => `UPDATE inbox SET received_at = ${time}, parked_at = ${time} WHERE id::text = $1`,
    ),
  },
  {
    path: '/admin/audit',
    isStaffs: true,
    rows: async () => {
      const entry = {
        actorKind: 'user',
        actorId: 'x',
        action: 'x.y',
        targetKind: 'x',
        targetId: 'x',
        requestId: 'x',
      };
      const rows = three((n) => database.db.auditEntry.create({ data: { ...entry, at: at(n) } }));
      return { names: (await Promise.all(rows)).map(({ id }) => String(id)) };
    },
    spoils: [],
  },
];

/** Of code, or of keys alone: there is nothing to be damaged. */
const made = ['/billing/plans', '/pricing/industries', '/pricing/coverage-types'];

const lists = routes.filter(
  ({ method, answer }) => method === 'get' && answer instanceof z.ZodObject && 'next_cursor' in answer.shape,
);

test('every list has a plant', () => {
  const known = [...plants.map(({ path }) => path), ...made];
  expect(known.toSorted()).toEqual(lists.map(({ path }) => path).toSorted());
});

type Item = Record<string, unknown>;

/** As a row of the list is named. */
function nameOf(item: Item): string {
  const { id, code, version, country, industry } = item;
  if (country !== undefined && id === undefined) return [country, item.state, item.city ?? ''].join('/');
  if (industry !== undefined) return [industry, item.coverage_type, item.currency].join('/');
  return String(id ?? code ?? version);
}

interface Seen {
  names: string[];
  unreadable: (string | null)[];
  total: number;
}

async function walk(path: string, query: string, token: string): Promise<Seen> {
  const seen: Seen = { names: [], unreadable: [], total: 0 };
  for (let [cursor, pages] = ['', 0]; pages < 200; pages += 1) {
    const { status, body } = await api.call('GET', `${path}?${query}${cursor && `&cursor=${cursor}`}`, {
      token,
    });
    expect([query, status]).toEqual([query, 200]);
    seen.names.push(...body.items.map(nameOf));
    seen.unreadable.push(...(body.unreadable ?? []).map(({ id }: { id: string | null }) => id));
    seen.total = body.total;
    if (body.next_cursor === null) return seen;
    cursor = body.next_cursor;
  }
  throw new Error(`${path}?${query} does not end`);
}

function sortsOf(path: string): string[] {
  const query = lists.find((route) => route.path === path)?.query;
  const sort = query instanceof z.ZodObject ? query.shape.sort : undefined;
  const names = sort instanceof z.ZodDefault ? sort.unwrap() : sort;
  return names instanceof z.ZodEnum ? names.options.map(String) : [];
}

async function countOf(list: string): Promise<number> {
  const metric = await register.getSingleMetric('adflight_unreadable_rows_total')?.get();
  return metric?.values.find(({ labels }) => labels.list === list)?.value ?? 0;
}

const cases = plants.flatMap(({ spoils, ...plant }) => spoils.map((spoil) => ({ ...plant, spoil })));

test.each(cases)('$path: $spoil', async ({ path, rows, spoil, isStaffs }) => {
  const owner = await anActor(deps, isStaffs ? { role: 'admin' } : {});
  const { names, of } = await rows(owner);
  const address = path.replace('{id}', of ?? '');
  const [, bad = ''] = names;
  await sql.query(spoil, [bad]);
  for (const sort of sortsOf(path)) {
    const whole = await walk(address, `limit=100&sort=${sort}`, owner.token);
    expect(whole.unreadable).toEqual([bad]);
    expect(whole.names).toEqual(expect.arrayContaining(names.filter((name) => name !== bad)));
    expect(whole.names).not.toContain(bad);
    expect(whole.total).toBe(whole.names.length + 1);
    // Page by page, of every length: each is met once, in the same order.
    for (const limit of [1, 2]) {
      const paged = await walk(address, `limit=${limit}&sort=${sort}`, owner.token);
      expect(paged).toEqual(whole);
    }
  }
  // It is told, and counted.
  const before = await countOf(path);
  lines = [];
  await api.call('GET', `${address}?limit=100`, { token: owner.token });
  expect(await countOf(path)).toBe(before + 1);
  const told = lines.map((line) => JSON.parse(line));
  expect(told).toMatchObject([
    { list: path, id: bad, request_id: expect.any(String), err: expect.anything() },
  ]);
  await sql.query(cleanUp(path), [names]).catch(() => {});
});

/** So that one plant is not met by the next. */
function cleanUp(path: string): string {
  if (path === '/users') return `DELETE FROM users WHERE id::text = ANY($1)`;
  if (path === '/admin/placements') return `DELETE FROM placements WHERE id = ANY($1)`;
  if (path === '/admin/promo-codes') return `DELETE FROM promo_codes WHERE code = ANY($1)`;
  if (path === '/campaigns') return `DELETE FROM campaigns WHERE id::text = ANY($1)`;
  if (path === '/media') return `DELETE FROM media WHERE id::text = ANY($1)`;
  if (path === '/payments') return `DELETE FROM payments WHERE id::text = ANY($1)`;
  return `SELECT $1::text[]`;
}

test('an admin sees what is damaged of others', async () => {
  const [owner, admin] = [await anActor(deps), await anActor(deps, { role: 'admin' })];
  const [first, bad, last] = await Promise.all(three((n) => aCampaignOf(owner, n)));
  await sql.query(`UPDATE campaigns SET view = '{}' WHERE id::text = $1`, [bad]);
  const { body } = await api.call('GET', '/campaigns?limit=100', { token: admin.token });
  const ids = body.items.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(expect.arrayContaining([first, last]));
  expect(body.unreadable).toContainEqual({ id: bad });
});

describe('the audit log', () => {
  test('shows the rest on its pages and in its file', async () => {
    const admin = await anActor(deps, { role: 'admin' });
    const { rows } = await sql.query<{ id: string }>(
      `INSERT INTO audit_entries (at, actor_kind, actor_id, action, target_kind, target_id, request_id)
      SELECT at::timestamptz, 'user', 'x', 'edge.audit', 'x', 'x', 'x'
      FROM unnest(ARRAY['2026-01-01', '10000-01-01', '2026-01-02']) AS at RETURNING id::text`,
    );
    const [first, bad, last] = rows.map(({ id }) => id);
    for (const sort of ['at', '-at']) {
      const query = `action=edge.audit&sort=${sort}&limit=`;
      const whole = await walk('/admin/audit', `${query}100`, admin.token);
      expect(whole.unreadable).toEqual([bad]);
      expect(whole.names).toEqual(sort === 'at' ? [first, last] : [last, first]);
      expect(await walk('/admin/audit', `${query}1`, admin.token)).toEqual(whole);
    }
    const file = await api.call('GET', '/admin/audit/export?action=edge.audit', { token: admin.token });
    const entries = file.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.map(({ id, unreadable }) => [id, unreadable])).toEqual([
      [first, undefined],
      [bad, true],
      [last, undefined],
    ]);
    const table = await api.call('GET', '/admin/audit/export?action=edge.audit&format=csv', {
      token: admin.token,
    });
    expect(table.text.trim().split('\n')[2]).toMatch(new RegExp(`^${bad},.*unreadable`));
  });
});

test('nothing but a damaged row is passed over: what is away is said', async () => {
  const user = await anActor(deps);
  const away = {
    downloadUrl: async () => {
      throw new Error('away');
    },
  };
  const broken = await startApi({
    ...deps,
    db: failing(deps.db),
    storage: away as unknown as Deps['storage'],
  });
  const { status } = await broken.call('GET', '/notifications', { token: user.token });
  expect(status).toBe(500);
  await broken.close();
});

/** A database whose query is wrong: no row of it is to blame. */
function failing(db: Deps['db']): Deps['db'] {
  const notification = {
    findMany: async () => {
      throw new Error('column does not exist');
    },
    count: async () => 0,
  };
  return new Proxy(db, {
    get: (target, name) => (name === 'notification' ? notification : Reflect.get(target, name)),
  });
}

test('a name of 255 characters is a place, too', async () => {
  const user = await anActor(deps);
  for (const n of [0, 1, 2]) {
    const id = await aCampaignOf(user, n);
    await database.db.campaign.update({ where: { id }, data: { name: '広'.repeat(255) } });
  }
  expect((await walk('/campaigns', 'sort=name&limit=1', user.token)).names).toHaveLength(3);
});

test('a place that is only counted belongs to its list, and to rows whose place cannot be said', async () => {
  const user = await anActor(deps);
  const cursor = (place: object) => Buffer.from(JSON.stringify(place)).toString('base64url');
  const sort = '-created_at';
  for (const wrong of [
    { sort, values: [] },
    { sort, values: [], skip: 0 },
    { sort, values: [], skip: -1 },
    { sort, values: [], skip: 1e9 },
    { sort: 'created_at', values: [], skip: 1 },
    { sort, values: [iso(0)], skip: 1 },
  ]) {
    const { status } = await api.call('GET', `/notifications?cursor=${cursor(wrong)}`, { token: user.token });
    expect([wrong, status]).toEqual([wrong, 422]);
  }
});
