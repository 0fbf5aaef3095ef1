/** Everything that can be edited has a version: an edit of what was changed meanwhile is refused and changes nothing. */
import { randomUUID } from 'node:crypto';
import { routes } from '../../api/routes';
import { aCampaign, aDecision, aSnapshot } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Api, type Asked, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

type User = Awaited<ReturnType<Api['signIn']>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let ada: User;
let admin: User;

beforeAll(async () => {
  database = await freshDatabase();
  const storage = { downloadUrl: async (key: string) => `https://files.example/${key}` };
  deps = testDeps(database.db, { storage: storage as unknown as ReturnType<typeof testDeps>['storage'] });
  api = await startApi(deps);
  [ada, admin] = [await api.signIn(), await api.signIn('admin')];
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

async function ask(user: User, method: string, path: string, asked: Asked = {}) {
  const answer = await api.call(method, path, { token: user.token, ...asked });
  expectConforms(answer);
  return answer;
}

async function campaign(): Promise<string> {
  const input = aCampaign({ advertiserId: ada.id });
  const { view } = aSnapshot(input, [aDecision(1)]);
  await database.db.campaign.create({
    data: {
      ...{ id: input.campaignId, advertiserId: ada.id, adAccountId: input.adAccountId, channel: 'house' },
      ...{ name: 'x', objective: 'traffic', tags: [], phase: view.phase, status: view.status, over: false },
      ...{ version: 1, currency: 'USD', timeZone: 'UTC', waitingSince: new Date(), targeting: {} },
      ...{ view: JSON.parse(JSON.stringify(view)), fingerprint: '' },
    },
  });
  return input.campaignId;
}

const made = async (user: User, path: string, body: object): Promise<string> =>
  (await ask(user, 'POST', path, { body })).body.id;
const adGroup = async () => made(ada, `/campaigns/${await campaign()}/ad-groups`, { name: 'Runners' });

interface Editable {
  /** As the table of routes has it. */
  path: string;
  by: () => User;
  /** Its address, once it is there. */
  make: () => Promise<string>;
  /** Two edits, each of which changes it. */
  edits: [object, object];
  /** What both change. */
  field: string;
}

const creative = { headline: 'Shoes', description: 'Half price.', destination_url: 'https://shop.example/' };
const editable: Editable[] = [
  {
    path: '/users/me',
    by: () => ada,
    make: async () => '/users/me',
    edits: [{ full_name: 'Countess' }, { full_name: 'Lovelace' }],
    field: 'full_name',
  },
  {
    path: '/ad-groups/{id}',
    by: () => ada,
    make: async () => `/ad-groups/${await adGroup()}`,
    edits: [{ name: 'Walkers' }, { name: 'Sitters' }],
    field: 'name',
  },
  {
    path: '/creatives/{id}',
    by: () => ada,
    make: async () => `/creatives/${await made(ada, `/ad-groups/${await adGroup()}/creatives`, creative)}`,
    edits: [{ headline: 'Boots' }, { headline: 'Slippers' }],
    field: 'headline',
  },
  {
    path: '/media/{id}',
    by: () => ada,
    make: async () => {
      const id = randomUUID();
      const file = { contentType: 'image/webp', fileName: 'shoe.webp', sha256: '0'.repeat(64), bytes: 1n };
      await database.db.media.create({
        data: { id, userId: ada.id, state: 'visible', kind: 'image', width: 1, height: 1, ...file },
      });
      return `/media/${id}`;
    },
    // Filled in below: the ids of two campaigns.
    edits: [{}, {}],
    field: 'campaign_id',
  },
  {
    path: '/api-keys/{id}',
    by: () => ada,
    make: async () => `/api-keys/${await made(ada, '/api-keys', { name: 'ci', scopes: ['campaigns:read'] })}`,
    edits: [{ name: 'cd' }, { name: 'ce' }],
    field: 'name',
  },
  {
    path: '/admin/placements/{id}',
    by: () => admin,
    make: async () => {
      const size = { width: 300, height: 250, formats: ['image'] };
      return `/admin/placements/${await made(admin, '/admin/placements', { id: 'sidebar', name: 'Side', ...size })}`;
    },
    edits: [{ name: 'Left' }, { name: 'Right' }],
    field: 'name',
  },
];

/** Edited elsewhere under If-Match: a campaign by its workflow, endpoints, and the price tables. */
const elsewhere = [
  '/campaigns/{id}',
  '/webhook-endpoints/{id}',
  '/admin/pricing-matrix/{industry}/{coverage_type}/{currency}',
  '/admin/geodata/{country}/{state}',
  '/admin/geodata/{country}/{state}/{city}',
];

test('every route that edits takes If-Match and answers the new ETag', () => {
  const edits = routes.filter(({ method }) => method === 'patch' || method === 'put');
  for (const { path, errors, sends } of edits) {
    expect([path, errors.includes('VERSION_CONFLICT'), sends.includes('ETag')]).toEqual([path, true, true]);
  }
  const known = [...editable.map(({ path }) => path), ...elsewhere];
  expect(edits.map(({ path }) => path).sort()).toEqual(known.sort());
});

test.each(editable)('$path', async ({ by, make, edits, field, path: spelled }) => {
  const path = await make();
  const [first, second] =
    spelled === '/media/{id}'
      ? [{ campaign_id: await campaign() }, { campaign_id: await campaign() }]
      : edits;
  const edit = (body: object, tag?: string | null) =>
    ask(by(), 'PATCH', path, { body, ...(tag && { headers: { 'if-match': tag } }) });
  const read = await ask(by(), 'GET', path);
  const tag = read.headers.get('etag');
  expect(tag).toMatch(/^"\d+"$/);

  const changed = await edit(first, tag);
  expect([changed.status, changed.body]).toEqual([200, expect.objectContaining(first)]);
  const newTag = changed.headers.get('etag');
  expect(newTag).not.toBe(tag);

  const stale = await edit(second, tag);
  expect([stale.status, stale.body.code]).toEqual([409, 'VERSION_CONFLICT']);
  const after = await ask(by(), 'GET', path);
  expect([after.body[field], after.headers.get('etag')]).toEqual([changed.body[field], newTag]);

  expect((await edit(second, 'W/"x"')).status).toBe(409);
  const [one, other] = await Promise.all([edit(second, newTag), edit({ ...second }, newTag)]);
  expect([one.status, other.status].sort()).toEqual([200, 409]);
  expect((await edit(first, '*')).status).toBe(200);
  expect((await edit(second)).status).toBe(200);
});

test('the last use of a key makes no edit of it stale', async () => {
  const bob = await api.signIn();
  const body = { name: 'ci', scopes: ['account:read'] };
  const { body: key, headers } = await ask(bob, 'POST', '/api-keys', { body });
  expect(headers.get('location')).toBe(`/api/v1/api-keys/${key.id}`);
  const before = await database.db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
  await database.db.apiKey.update({ where: { id: key.id }, data: { lastUsedAt: new Date() } });
  const after = await database.db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
  expect(after.version).toBe(before.version);
});
