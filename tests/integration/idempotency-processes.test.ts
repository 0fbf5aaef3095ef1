/** One effect per key and per last place, over two real API processes and the death of one of them in the middle. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Child } from '../../bin/system/child';
import { startNodeProcess } from '../../bin/system/node-process';
import { freePort } from '../../bin/system/ports';
import { aCampaign, aDecision, aSnapshot } from '../fixtures/campaign';
import { freshDatabase } from './parts';

jest.setTimeout(120_000);

const PASSWORD = 'correct horse battery';
let database: Awaited<ReturnType<typeof freshDatabase>>;
let logDir: string;
let ports: [number, number];
const children: Child[] = [];

async function startApi(port: number): Promise<Child> {
  const child = await startNodeProcess({
    name: 'api',
    logDir: path.join(logDir, String(port)),
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', LOG_LEVEL: 'warn' },
      ...{ PORT: String(port), DATABASE_URL: database.url, TEMPORAL_ADDRESS: '127.0.0.1:1' },
      ...{ JWT_SECRET: 'j'.repeat(32), TRACKING_SECRET: 't'.repeat(32), BCRYPT_ROUNDS: '4' },
      ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      ...{ STRIPE_SECRET_KEY: 'sk_test_123', STRIPE_WEBHOOK_SECRET: 'whsec_test_123' },
      ...{ RATE_LIMIT_SCALE: '10000', STORAGE_DIR: logDir, MAIL_DIR: logDir },
    },
  });
  children.push(child);
  return child;
}

let first: Child;
beforeAll(async () => {
  logDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-keys-'));
  database = await freshDatabase();
  ports = [await freePort(), await freePort()];
  [first] = await Promise.all([startApi(ports[0]), startApi(ports[1])]);
});
afterAll(async () => {
  await Promise.all(children.map((child) => child.kill()));
  await database.close();
  await rm(logDir, { recursive: true, force: true });
});

async function call(
  port: number,
  method: string,
  where: string,
  asked: { token?: string; key?: string; body: object },
) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${where}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(asked.token && { authorization: `Bearer ${asked.token}` }),
      ...(asked.key && { 'idempotency-key': asked.key }),
    },
    body: JSON.stringify(asked.body),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: answer.status, text: await answer.text() };
}

async function signIn(): Promise<{ id: string; token: string }> {
  const body = { email: `${randomUUID()}@example.com`, password: PASSWORD };
  const made = await call(ports[0], 'POST', '/auth/register', { body: { ...body, full_name: 'Ada' } });
  const { text } = await call(ports[0], 'POST', '/auth/login', { body });
  return { id: JSON.parse(made.text).id, token: JSON.parse(text).access_token };
}

/** A campaign's row as its workflow would have written it. */
async function campaign(advertiserId: string): Promise<string> {
  const input = aCampaign({ advertiserId });
  const { view } = aSnapshot(input, [aDecision(1)]);
  await database.db.campaign.create({
    data: {
      ...{ id: input.campaignId, advertiserId, adAccountId: input.adAccountId, channel: 'house' },
      ...{ name: 'x', objective: 'traffic', tags: [], phase: view.phase, status: view.status, over: false },
      ...{ version: 1, currency: 'USD', timeZone: 'UTC', waitingSince: new Date(), targeting: {} },
      ...{ view: JSON.parse(JSON.stringify(view)), fingerprint: '' },
    },
  });
  return input.campaignId;
}

test('the last place goes to exactly one of fifty over two processes', async () => {
  const { id, token } = await signIn();
  const where = `/campaigns/${await campaign(id)}/ad-groups`;
  const ask = (i: number) =>
    call(i % 2 === 0 ? ports[0] : ports[1], 'POST', where, { token, key: randomUUID(), body: { name: 'x' } });
  expect((await ask(0)).status).toBe(201);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(i)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 403)).toHaveLength(49);
});

test('a hundred under one key make one row and get one answer, though the process of the first is killed', async () => {
  const { id, token } = await signIn();
  const campaignId = await campaign(id);
  const key = randomUUID();
  const ask = (port: number) =>
    call(port, 'POST', `/campaigns/${campaignId}/ad-groups`, { token, key, body: { name: 'Runners' } });
  /** As clients do: a broken connection or a "come back" is asked again, now of the process that lives. */
  const insist = async (port: number) => {
    for (let answer = await ask(port).catch(() => null); ; answer = await ask(ports[1])) {
      if (answer && ![409, 503].includes(answer.status)) return answer;
    }
  };

  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  try {
    // The first one is held in the middle of its transaction, in the first process.
    await owner.query('BEGIN');
    await owner.query('SELECT 1 FROM campaigns WHERE id = $1 FOR UPDATE', [campaignId]);
    const asked = [insist(ports[0])];
    while ((await database.db.idempotencyKey.count({ where: { userId: id } })) === 0) await sleep(5);
    for (let i = 1; i < 100; i += 1) asked.push(insist(i % 2 === 0 ? ports[0] : ports[1]));
    await sleep(100);
    await first.kill();
    await owner.query('COMMIT');
    // Half a minute goes by, after which the key of a dead process is free.
    await sleep(200);
    await database.db.idempotencyKey.updateMany({
      where: { userId: id, status: null },
      data: { lockedUntil: new Date(0) },
    });
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await database.db.adGroup.count({ where: { campaignId } })).toBe(1);
    expect(await database.db.auditEntry.count({ where: { actorId: id, action: 'ad_group.created' } })).toBe(
      1,
    );

    await startApi(ports[0]);
    expect((await ask(ports[0])).text).toBe(answers[0]?.text);
  } finally {
    await owner.end();
  }
});
