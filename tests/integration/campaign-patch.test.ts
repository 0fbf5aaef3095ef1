/** What a PATCH and a DELETE of a campaign mean to its workflow. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { CampaignBrief, CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { StoredEdits } from '../../services/campaigns/configuration';
import { aCampaign, aDecision, aSnapshot } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let view: CampaignView;
let ada: Awaited<ReturnType<Api['signIn']>>;
/** What reached the workflow. */
let told: { kind: string; message: object }[] = [];
let isAway = false;

interface Told {
  changes?: Partial<CampaignBrief>;
}

/** An edit as the workflow would decide and project it. */
async function decide(changes: Partial<CampaignBrief>): Promise<void> {
  view = { ...view, version: view.version + 1, brief: { ...view.brief, ...changes } };
  const data = { version: view.version, view: JSON.parse(JSON.stringify(view)) };
  await database.db.campaign.update({ where: { id: view.campaignId }, data });
}

const temporal = {
  withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
  workflow: {
    getHandle: () => ({
      executeUpdate: async (kind: string, { args: [message] }: { args: [Told] }) => {
        if (isAway) throw new BusinessError('UNAVAILABLE');
        told.push({ kind, message });
        if (kind === 'editCampaign') await decide(message.changes ?? {});
        return view;
      },
    }),
  },
} as unknown as Client;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db, { temporal });
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
beforeEach(() => {
  told = [];
  isAway = false;
});

const created = {
  industry: 'retail',
  coverageType: 'state',
  places: [{ country: 'US', state: 'CA', city: null, radiusKm: null }],
  ...{ objective: 'traffic', billedUnit: 'impression', promoCode: null },
};
const oregon = { industry: 'food', coverage_type: 'state', places: [{ country: 'US', state: 'OR' }] };

async function campaign(changes: Partial<CampaignView> = {}) {
  ada = await api.signIn();
  const { token: own } = ada;
  const input = aCampaign({ advertiserId: ada.id });
  view = { ...aSnapshot(input, [aDecision(3)]).view, ...changes };
  const { phase, status, over, version } = view;
  await database.db.campaign.create({
    data: {
      ...{ id: input.campaignId, advertiserId: ada.id, adAccountId: input.adAccountId, channel: 'house' },
      ...{ name: 'x', objective: 'traffic', tags: [], phase, status, over, version, currency: 'USD' },
      ...{ timeZone: 'UTC', waitingSince: new Date(), view: JSON.parse(JSON.stringify(view)) },
      ...{ targeting: created, fingerprint: '' },
    },
  });
  return async (method: string, body?: object, headers: Record<string, string> = {}, token: string = own) => {
    const path = `/campaigns/${input.campaignId}`;
    const answer = await api.call(method, path, { token, headers, ...(body && { body }) });
    expectConforms(answer);
    return answer;
  };
}

test.each([
  ['paused', 'pause'],
  ['active', 'resume'],
])('a PATCH with status %s means %s', async (status, kind) => {
  const ask = await campaign();
  const answer = await ask('PATCH', { status }, { 'if-match': '"3"' });
  expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"3"']);
  expect(told).toMatchObject([{ kind, message: { expectedVersion: 3 } }]);
});

test('a PATCH of words is an edit; status stands alone; no other status is one', async () => {
  const ask = await campaign();
  expect((await ask('PATCH', { name: 'Winter sale' })).status).toBe(200);
  expect(told).toMatchObject([{ kind: 'editCampaign', message: { changes: { name: 'Winter sale' } } }]);
  for (const body of [{ status: 'paused', name: 'x' }, { status: 'completed' }, {}])
    expect((await ask('PATCH', body)).status).toBe(422);
  expect(told).toHaveLength(1);
});

test('a DELETE of a draft cancels it', async () => {
  const ask = await campaign();
  expect((await ask('DELETE', undefined, { 'if-match': '"3"' })).status).toBe(204);
  expect(told).toMatchObject([{ kind: 'cancel', message: { expectedVersion: 3 } }]);
});

test.each<[string, Partial<CampaignView>, string]>([
  ['in review', { phase: 'media_review' }, 'WRONG_PHASE'],
  ['running', { phase: 'active', status: 'active' }, 'WRONG_PHASE'],
  ['over', { phase: 'completed', status: 'completed', over: true }, 'CAMPAIGN_CLOSED'],
])(
  'a DELETE of a campaign that is %s is refused, and tells its workflow nothing',
  async (_name, changes, code) => {
    const ask = await campaign(changes);
    const answer = await ask('DELETE');
    expect([answer.status, answer.body.code]).toEqual([409, code]);
    expect(told).toEqual([]);
  },
);

const rowOf = () => database.db.campaign.findUniqueOrThrow({ where: { id: view.campaignId } });
const auditOf = () => database.db.auditEntry.findMany({ where: { targetId: view.campaignId } });

describe('what a draft is priced for', () => {
  test('is shown, and changed together with words, in one decision', async () => {
    const ask = await campaign();
    const before = await ask('GET');
    expect(before.body).toMatchObject({
      targeting: { industry: 'retail', coverage_type: 'state', billed_unit: 'impression' },
      promo_code: null,
    });
    const body = { name: 'Westwards', purpose: 'sales', targeting: oregon, promo_code: 'spring-24' };
    const answer = await ask('PATCH', body, { 'if-match': '"3"' });
    const shown = { name: 'Westwards', objective: 'sales', promo_code: 'SPRING-24' };
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"4"']);
    expect(answer.body).toMatchObject({
      ...shown,
      targeting: { industry: 'food', places: [{ state: 'OR' }] },
    });
    expect((await ask('GET')).body).toEqual(answer.body);
    const changes = {
      name: 'Westwards',
      objective: 'sales',
      targeting: expect.stringMatching(/^[0-9a-f]{64}$/),
    };
    expect(told).toMatchObject([{ kind: 'editCampaign', message: { expectedVersion: 3, changes } }]);
    const { items } = (await api.call('GET', '/campaigns', { token: ada.token })).body;
    expect(items).toEqual([answer.body]);
    expect(await auditOf()).toMatchObject([
      {
        action: 'campaign.targeting_written',
        before: { industry: 'retail', objective: 'traffic', promo_code: null },
        after: { industry: 'food', objective: 'sales', promo_code: 'SPRING-24' },
      },
    ]);
  });

  test('keeps what the PATCH leaves out', async () => {
    const ask = await campaign();
    await ask('PATCH', { targeting: oregon, promo_code: 'SPRING' });
    await ask('PATCH', { objective: 'awareness' });
    const { body } = await ask('PATCH', { promo_code: null });
    expect(body).toMatchObject({ objective: 'awareness', targeting: oregon, promo_code: null });
    await ask('PATCH', { objective: 'traffic' });
    const { targeting } = (await ask('PATCH', { targeting: { ...oregon, industry: 'retail' } })).body;
    expect(targeting).toMatchObject({ ...oregon, industry: 'retail' });
  });

  test('is as it was until the workflow decides, and the same PATCH again completes it', async () => {
    const ask = await campaign();
    const before = await ask('GET');
    isAway = true;
    for (const industry of ['food', 'health', 'fitness', 'finance', 'travel', 'legal'])
      expect((await ask('PATCH', { targeting: { ...oregon, industry } })).status).toBe(503);
    expect((await ask('GET')).body).toEqual(before.body);
    isAway = false;
    expect((await ask('PATCH', { targeting: oregon })).body).toMatchObject({ targeting: oregon, version: 4 });
    // What waited for a decision that never came does not pile up; what counts stays.
    for (const industry of ['food', 'health', 'fitness', 'finance', 'travel', 'legal']) {
      isAway = true;
      await ask('PATCH', { targeting: { ...oregon, industry, places: [{ country: 'US', state: 'WA' }] } });
      expect((await ask('GET')).body).toMatchObject({ targeting: oregon });
    }
    const { targeting } = await rowOf();
    expect(targeting).toMatchObject(created);
    expect(StoredEdits.parse(targeting).edits).toHaveLength(5);
  });

  test('is not decided anew when it is so already, but only for who saw the present version', async () => {
    const ask = await campaign();
    const same = { targeting: { ...oregon, industry: 'retail', places: [{ country: 'US', state: 'CA' }] } };
    expect((await ask('PATCH', { ...same, objective: 'traffic' })).headers.get('etag')).toBe('"3"');
    expect((await ask('PATCH', same, { 'if-match': '"2"' })).body.code).toBe('VERSION_CONFLICT');
    expect([told, await auditOf()]).toEqual([[], []]);
    await ask('PATCH', { ...same, name: 'Only a name' });
    expect(told).toMatchObject([{ message: { changes: { name: 'Only a name' } } }]);
  });

  test.each<[string, Partial<CampaignView>, string]>([
    ['in review', { phase: 'media_review' }, 'WRONG_PHASE'],
    ['running', { phase: 'active', status: 'active' }, 'WRONG_PHASE'],
    ['over', { phase: 'completed', status: 'completed', over: true }, 'CAMPAIGN_CLOSED'],
  ])('of a campaign that is %s is refused whole, and changes nothing', async (_name, changes, code) => {
    const ask = await campaign(changes);
    const before = [(await ask('GET')).body, await rowOf()];
    for (const body of [{ targeting: oregon, name: 'x' }, { objective: 'sales' }, { promo_code: null }]) {
      const answer = await ask('PATCH', body);
      expect([answer.status, answer.body.code]).toEqual([409, code]);
    }
    expect([(await ask('GET')).body, await rowOf()]).toEqual(before);
    expect([told, await auditOf()]).toEqual([[], []]);
  });

  test.each<[string, object]>([
    ['no industry', { targeting: { coverage_type: 'state', places: oregon.places } }],
    ['no places', { targeting: { ...oregon, places: [] } }],
    ['a country in words', { targeting: { ...oregon, places: [{ country: 'Oregon' }] } }],
    ['a city without its state', { targeting: { ...oregon, places: [{ country: 'US', city: 'salem' }] } }],
    ['a coverage that its places are not', { targeting: { ...oregon, coverage_type: 'city' } }],
    ['a member that is none', { targeting: { ...oregon, colour: 'red' } }],
    ['its objective inside', { targeting: { ...oregon, objective: 'sales' } }],
    ['nothing', { targeting: null }],
    ['an objective that is none', { objective: 'fame' }],
    ['an objective twice', { objective: 'sales', purpose: 'sales' }],
    ['a code that is none', { promo_code: '!' }],
    ['a status beside it', { status: 'paused', targeting: oregon }],
  ])('is refused with %s', async (_name, body) => {
    const ask = await campaign();
    const before = await rowOf();
    const answer = await ask('PATCH', body);
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_FAILED']);
    expect([told, await rowOf()]).toEqual([[], before]);
  });

  test("is nobody else's to change", async () => {
    const ask = await campaign();
    const before = await rowOf();
    const [eve, support] = [await api.signIn(), await api.signIn('support')];
    const answers = [
      await ask('PATCH', { targeting: oregon }, {}, eve.token),
      await ask('PATCH', { targeting: oregon }, {}, support.token),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 403]);
    const nowhere = await api.call('PATCH', `/campaigns/${randomUUID()}`, {
      token: eve.token,
      body: { targeting: oregon },
    });
    expect(nowhere.body).toMatchObject({ code: 'NOT_FOUND', detail: answers[0]?.body.detail });
    expect([told, await rowOf(), await auditOf()]).toEqual([[], before, []]);
  });

  test('that a rebuilt row does not know is set anew, all of it', async () => {
    const ask = await campaign();
    await database.db.campaign.update({ where: { id: view.campaignId }, data: { targeting: {} } });
    expect((await ask('GET')).body).not.toHaveProperty('targeting');
    expect((await ask('PATCH', { objective: 'sales' })).body.code).toBe('CONFLICT');
    expect((await ask('PATCH', { targeting: oregon })).body).toMatchObject({ targeting: oregon });
  });
});
