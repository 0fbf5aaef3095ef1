/** What a PATCH and a DELETE of a campaign mean to its workflow. */
import type { Client } from '@temporalio/client';
import type { CampaignView } from '../../contracts/campaign';
import { aCampaign, aDecision, aSnapshot } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let view: CampaignView;
/** What reached the workflow. */
let told: { kind: string; message: object }[] = [];

const temporal = {
  connection: { withDeadline: (_deadline: number, call: () => Promise<unknown>) => call() },
  workflow: {
    getHandle: () => ({
      executeUpdate: async (kind: string, { args: [message] }: { args: [object] }) => {
        told.push({ kind, message });
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
});

async function campaign(changes: Partial<CampaignView> = {}) {
  const ada = await api.signIn();
  const input = aCampaign({ advertiserId: ada.id });
  view = { ...aSnapshot(input, [aDecision(3)]).view, ...changes };
  const { phase, status, over, version } = view;
  await database.db.campaign.create({
    data: {
      ...{ id: input.campaignId, advertiserId: ada.id, adAccountId: input.adAccountId, channel: 'house' },
      ...{ name: 'x', objective: 'traffic', tags: [], phase, status, over, version, currency: 'USD' },
      ...{ timeZone: 'UTC', waitingSince: new Date(), view: JSON.parse(JSON.stringify(view)) },
      ...{ targeting: {}, fingerprint: '' },
    },
  });
  return async (method: string, body?: object, headers: Record<string, string> = {}) => {
    const path = `/campaigns/${input.campaignId}`;
    const answer = await api.call(method, path, { token: ada.token, headers, ...(body && { body }) });
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
