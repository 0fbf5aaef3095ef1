/** Plan limits: the last place goes to one, whoever asks at once and through whichever process. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { pino } from 'pino';
import type { CampaignInput } from '../../contracts/campaign';
import { type Limit, limitName, plans } from '../../domain/plans';
import { DAY, MINUTE } from '../../domain/time';
import { openDatabase } from '../../infra/database';
import { startReservations } from '../../worker/relay/reservations';
import type { WorkflowClient } from '../../worker/relay/workflow-client';
import { aCampaign, aDecision, aSnapshot } from '../fixtures/campaign';
import { expectConforms } from './conforms';
import { type Answered, type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(30_000);

type User = Awaited<ReturnType<Api['signIn']>>;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let ada: User;
/** Two API processes as far as the database can tell: each with a pool of its own. */
const processes: { api: Api; close(): Promise<void> }[] = [];

/** Starts every campaign at once, as Temporal would. */
const temporal = {
  withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
  workflow: {
    executeUpdateWithStart: async (
      _update: string,
      {
        startWorkflowOperation: { options },
      }: { startWorkflowOperation: { options: { args: [CampaignInput] } } },
    ) => aSnapshot(options.args[0], [aDecision(1)]).view,
  },
} as unknown as Client;

beforeAll(async () => {
  database = await freshDatabase();
  for (let i = 0; i < 2; i += 1) {
    const db = openDatabase({ url: database.url, pool: 10, statementTimeoutMs: 10_000 });
    const deps = testDeps(db, { temporal });
    const api = await startApi(deps);
    const close = async () => {
      await api.close();
      await deps.close();
      await db.$disconnect();
    };
    processes.push({ api, close });
  }
}, 60_000);
afterAll(async () => {
  await Promise.all(processes.map(({ close }) => close()));
  await database.close();
});

const api = (i = 0): Api => {
  const { api: chosen } = processes[i % processes.length] ?? {};
  if (!chosen) throw new Error('no process');
  return chosen;
};
beforeEach(async () => {
  ada = await api().signIn();
});

const campaignBody = {
  name: 'Autumn sale',
  objective: 'traffic',
  targeting: { industry: 'retail', coverage_type: 'state', places: [{ country: 'US', state: 'CA' }] },
  budget_lifetime: 10_000,
  end_date: '2099-11-30',
};

/** A campaign's row as its workflow would have written it. */
async function campaign(changes: { over?: boolean } = {}): Promise<string> {
  const input = aCampaign({ advertiserId: ada.id });
  const { view } = aSnapshot(input, [aDecision(1)]);
  const { phase, status, version } = view;
  await database.db.campaign.create({
    data: {
      ...{ id: input.campaignId, advertiserId: ada.id, adAccountId: input.adAccountId, channel: 'house' },
      ...{ name: 'x', objective: 'traffic', tags: [], phase, status, over: false, version, currency: 'USD' },
      ...{ timeZone: 'UTC', waitingSince: new Date(), view: JSON.parse(JSON.stringify(view)) },
      ...{ targeting: { industry: 'retail', places: [] }, fingerprint: '', ...changes },
    },
  });
  return input.campaignId;
}

async function post(path: string, body: object, { process = 0, key = randomUUID() as string } = {}) {
  const headers = { 'idempotency-key': key };
  const answer = await api(process).call('POST', path, { token: ada.token, body, headers });
  expectConforms(answer);
  return answer;
}

interface Kind {
  limit: Limit;
  count(): Promise<number>;
  /** Where one more is asked for, and with which body; made once a test. */
  prepare(): Promise<{ path: string; body: object }>;
}

const kinds: Kind[] = [
  {
    limit: 'campaigns',
    count: () => database.db.campaign.count({ where: { advertiserId: ada.id } }),
    prepare: async () => ({ path: '/campaigns', body: campaignBody }),
  },
  {
    limit: 'adGroupsPerCampaign',
    count: () => database.db.adGroup.count(),
    prepare: async () => ({ path: `/campaigns/${await campaign()}/ad-groups`, body: { name: 'Runners' } }),
  },
  {
    limit: 'creatives',
    count: () => database.db.creative.count(),
    prepare: async () => {
      const group = await post(`/campaigns/${await campaign()}/ad-groups`, { name: 'Runners' });
      const body = {
        headline: 'Shoes',
        description: 'Half price.',
        destination_url: 'https://shop.example/',
      };
      return { path: `/ad-groups/${group.body.id}/creatives`, body };
    },
  },
  {
    limit: 'apiKeys',
    count: () => database.db.apiKey.count({ where: { userId: ada.id } }),
    prepare: async () => ({ path: '/api-keys', body: { name: 'ci', scopes: ['campaigns:read'] } }),
  },
];

describe.each(kinds)('$limit', ({ limit, count, prepare }) => {
  const max = plans.free[limit];

  beforeEach(async () => {
    await database.db.creative.deleteMany();
    await database.db.adGroup.deleteMany();
  });

  test('the last place goes to exactly one of fifty over two processes', async () => {
    const { path, body } = await prepare();
    for (let i = 1; i < max; i += 1) expect((await post(path, body)).status).toBe(201);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, process) => post(path, body, { process })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const answer of refused) {
      const name = limitName(limit);
      const details = { limit: name, max, use: max, plan: 'free', lifted_by: 'starter' };
      expect([answer.status, answer.body]).toEqual([
        403,
        expect.objectContaining({ code: 'PLAN_LIMIT_REACHED', ...details }),
      ]);
    }
    expect(await count()).toBe(max);
  }, 20_000);

  test('fifty repeats of one request take one place and get one answer', async () => {
    const { path, body } = await prepare();
    for (let i = 1; i < max; i += 1) expect((await post(path, body)).status).toBe(201);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, process) => post(path, body, { process, key })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await count()).toBe(max);
  }, 20_000);

  test('a larger plan lifts it, one that is unknown gives what the free one gives', async () => {
    const { path, body } = await prepare();
    const key = randomUUID();
    await database.db.user.update({ where: { id: ada.id }, data: { plan: 'of the past' } });
    for (let i = 0; i < max; i += 1) expect((await post(path, body)).status).toBe(201);
    expect((await post(path, body, { key })).body).toMatchObject({ plan: 'free', max });
    await database.db.user.update({ where: { id: ada.id }, data: { plan: 'starter' } });
    // The refusal changed nothing, so the same request under the same key is decided anew.
    expect((await post(path, body, { key })).status).toBe(201);
  });
});

test('what is over has left its place', async () => {
  for (let i = 0; i < 3; i += 1) await campaign();
  const refused = await post('/campaigns', campaignBody);
  expect(refused.body).toMatchObject({ code: 'PLAN_LIMIT_REACHED', use: 3 });
  const [one] = await database.db.campaign.findMany({ where: { advertiserId: ada.id } });
  await database.db.campaign.update({ where: { id: one?.id ?? '' }, data: { over: true } });
  expect((await post('/campaigns', campaignBody)).status).toBe(201);
});

test('a smaller plan stops nothing that is there, and lets nothing more in', async () => {
  for (let i = 0; i < 5; i += 1) await campaign();
  expect((await post('/campaigns', campaignBody)).body).toMatchObject({ max: 3, use: 5 });
  expect(await database.db.campaign.count({ where: { advertiserId: ada.id, over: false } })).toBe(5);
});

test('POST /campaigns/create is POST /campaigns', async () => {
  const answer: Answered = await post('/campaigns/create', campaignBody);
  expect([answer.status, answer.body.status]).toEqual([201, 'draft']);
  expect(answer.headers.get('location')).toBe(`/api/v1/campaigns/${answer.body.id}`);
});

test('an id that a client chose is its user’s: another’s is another campaign, another body is refused', async () => {
  const body = { ...campaignBody, id: randomUUID() };
  const first = await post('/campaigns', body);
  expect((await post('/campaigns', body)).body.id).toBe(first.body.id);
  const changed = await post('/campaigns', { ...body, name: 'Spring sale' });
  expect([changed.status, changed.body.code]).toEqual([422, 'CAMPAIGN_EXISTS']);
  ada = await api().signIn();
  const theirs = await post('/campaigns', body);
  expect(theirs.status).toBe(201);
  expect(theirs.body.id).not.toBe(first.body.id);
});

describe('a reservation whose workflow never started', () => {
  const now = Date.now();
  const started: string[] = [];
  let canStart = false;
  let answer: () => Promise<unknown> = async () => null;

  const sweep = (at: number) =>
    startReservations({
      db: database.db,
      workflows: { readCampaign: () => answer() } as unknown as WorkflowClient,
      startCampaign: async ({ id }) => {
        if (!canStart) throw new Error('it cannot be started');
        started.push(id);
      },
      timeScale: 1,
      log: pino({ level: 'silent' }),
      now: () => at,
      random: () => 0.5,
    })();
  const reservation = async () => {
    const id = await campaign();
    await database.db.campaign.update({ where: { id }, data: { version: 0, createdAt: new Date(now) } });
    await database.db.adGroup.create({ data: { campaignId: id, name: 'x', targeting: {} } });
    return id;
  };
  const exists = async (id: string) => (await database.db.campaign.count({ where: { id } })) === 1;

  beforeEach(async () => {
    await database.db.campaign.deleteMany();
    started.length = 0;
    canStart = false;
    answer = async () => null;
  });

  test('is started after a minute', async () => {
    const id = await reservation();
    canStart = true;
    await sweep(now + MINUTE / 2);
    expect(started).toEqual([]);
    await sweep(now + 2 * MINUTE);
    expect(started).toEqual([id]);
  });

  test('is freed after a day of tries, with all that is in it, and its place with it', async () => {
    const id = await reservation();
    await sweep(now + DAY - MINUTE);
    expect(await exists(id)).toBe(true);
    await sweep(now + DAY + MINUTE);
    expect(await exists(id)).toBe(false);
    expect(await database.db.adGroup.count({ where: { campaignId: id } })).toBe(0);
    expect(await database.db.auditEntry.findFirst({ where: { targetId: id } })).toMatchObject({
      action: 'campaign.reservation_freed',
      actorKind: 'system',
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['Temporal is away', () => Promise.reject(new Error('14 UNAVAILABLE'))],
    ['there is a workflow after all', async () => aSnapshot(aCampaign(), [aDecision(1)])],
  ])('is kept while %s', async (_name, says) => {
    const id = await reservation();
    answer = says;
    await sweep(now + 2 * DAY);
    expect(await exists(id)).toBe(true);
  });

  test('is kept once its workflow has written to it', async () => {
    const id = await reservation();
    answer = async () => {
      await database.db.campaign.update({ where: { id }, data: { version: 1 } });
      return null;
    };
    await sweep(now + 2 * DAY);
    expect(await exists(id)).toBe(true);
  });
});
