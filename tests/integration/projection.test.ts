/** The rows of a campaign follow its workflow: never backwards, never twice, never told before the decision is durable. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { accounts } from '../../domain/ledger';
import type { Database } from '../../infra/database';
import { readBalance } from '../../store/ledger';
import { checkLedger } from '../../store/ledger-check';
import { releaseCampaign } from '../../store/outbox';
import { projectCampaign, readStamp, reprojectCampaign } from '../../store/projection';
import { aCampaign, aDecision, aPayment, aProjection, aSnapshot, NOON } from '../fixtures/campaign';
import { freshDatabase } from './parts';

let db: Database;
let url: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, url, close } = await freshDatabase());
}, 60_000);
afterAll(() => close());

const rowOf = (id: string) => db.campaign.findUniqueOrThrow({ where: { id } });
const whysOf = async (campaignId: string) => {
  const entries = await db.timelineEntry.findMany({ where: { campaignId }, orderBy: { version: 'asc' } });
  return entries.map((entry) => entry.why);
};
const eventsOf = (campaignId: string) =>
  db.outboxEvent.findMany({ where: { campaignId }, orderBy: { version: 'asc' } });
const auditsOf = (targetId: string) => db.auditEntry.count({ where: { targetKind: 'campaign', targetId } });

test('a decision writes row, timeline, held-back event, payments, audit and ledger at once', async () => {
  const input = aCampaign();
  const { campaignId, advertiserId } = input;
  const payment = aPayment({
    status: 'paid',
    received: 10_000,
    sessionId: `cs_${campaignId}`,
    providerReference: `pi_${campaignId}`,
  });
  const decision = aDecision(1, {
    event: 'payment.received',
    from: 'awaiting_payment',
    to: 'pending_approval',
    data: { amount: 10_000 },
  });
  const movements = [
    { kind: 'charge' as const, paymentId: payment.paymentId, amount: 10_000, currency: 'USD' },
  ];
  await expect(
    projectCampaign(db, aProjection(input, decision, { payments: [payment], movements })),
  ).resolves.toBe('projected');

  await expect(rowOf(campaignId)).resolves.toMatchObject({
    version: 1,
    phase: 'pending_approval',
    status: 'pending',
    name: 'Autumn sale',
    tags: ['shoes'],
    budgetLifetime: 10_000n,
    advertiserId,
  });
  await expect(whysOf(campaignId)).resolves.toEqual(['Decision 1.']);
  const [event] = await eventsOf(campaignId);
  expect(event).toMatchObject({
    kind: 'payment.received',
    key: `campaign:${campaignId}`,
    releasedAt: null,
    payload: { decision: { ...decision } },
  });
  await expect(db.payment.findUnique({ where: { id: payment.paymentId } })).resolves.toMatchObject({
    userId: advertiserId,
    status: 'paid',
    received: 10_000n,
    intentId: `pi_${campaignId}`,
  });
  await expect(readBalance(db, accounts.campaign(campaignId))).resolves.toBe(10_000n);
  await expect(auditsOf(campaignId)).resolves.toBe(1);
  await expect(checkLedger(db)).resolves.toEqual([]);
});

test('the same decision projected again adds nothing', async () => {
  const input = aCampaign();
  const payment = aPayment({ status: 'paid', received: 500, amount: 500 });
  const movements = [{ kind: 'charge' as const, paymentId: payment.paymentId, amount: 500, currency: 'USD' }];
  const projection = aProjection(input, aDecision(1), { payments: [payment], movements });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => projectCampaign(db, projection)));
  expect(new Set(outcomes)).toEqual(new Set(['projected']));
  expect(await eventsOf(input.campaignId)).toHaveLength(1);
  await expect(whysOf(input.campaignId)).resolves.toHaveLength(1);
  await expect(auditsOf(input.campaignId)).resolves.toBe(1);
  await expect(readBalance(db, accounts.campaign(input.campaignId))).resolves.toBe(500n);
});

test('an equal version overwrites: the task that decided it first was lost', async () => {
  const input = aCampaign();
  await projectCampaign(db, aProjection(input, aDecision(1, { why: 'Lost.', event: 'campaign.approved' })));
  await projectCampaign(db, aProjection(input, aDecision(1, { why: 'Durable.', to: 'media_review' })));
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 1, phase: 'media_review' });
  await expect(whysOf(input.campaignId)).resolves.toEqual(['Durable.']);
  expect((await eventsOf(input.campaignId)).map((event) => event.kind)).toEqual(['campaign.edited']);
});

test('an equal version that was decided earlier changes nothing: a slow write of the lost task came last', async () => {
  const input = aCampaign();
  const lost = aProjection(input, aDecision(1, { why: 'Lost.' }));
  await projectCampaign(db, aProjection(input, aDecision(1, { why: 'Durable.', at: NOON + 10_000 })));
  await expect(projectCampaign(db, lost)).resolves.toBe('older');
  await expect(whysOf(input.campaignId)).resolves.toEqual(['Durable.']);
});

test('what a lost task counted further goes when its place is taken, and what took it is booked and told', async () => {
  const input = aCampaign();
  await projectCampaign(db, aProjection(input, aDecision(1)));
  await projectCampaign(db, aProjection(input, aDecision(2, { why: 'Lost 2.', event: 'campaign.approved' })));
  await projectCampaign(db, aProjection(input, aDecision(3, { why: 'Lost 3.', to: 'cancelled' })));
  const payment = aPayment({ status: 'paid', received: 10_000 });
  const movements = [
    { kind: 'charge' as const, paymentId: payment.paymentId, amount: 10_000, currency: 'USD' },
  ];
  const lived = aDecision(2, { why: 'Paid.', event: 'payment.received', at: NOON + 10_000 });
  const outcome = projectCampaign(db, aProjection(input, lived, { payments: [payment], movements }));
  await expect(outcome).resolves.toBe('projected');
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 2, phase: 'draft' });
  await expect(whysOf(input.campaignId)).resolves.toEqual(['Decision 1.', 'Paid.']);
  const events = await eventsOf(input.campaignId);
  expect(events.map(({ version, kind }) => [version, kind])).toEqual([
    [1, 'campaign.edited'],
    [2, 'payment.received'],
  ]);
  await expect(readBalance(db, accounts.campaign(input.campaignId))).resolves.toBe(10_000n);
  const late = aProjection(input, aDecision(3, { why: 'Lost 3.', to: 'cancelled' }));
  await expect(projectCampaign(db, late)).resolves.toBe('older');
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 2, phase: 'draft' });
});

/** Projects version 2, then an older version with everything that it could spoil. */
async function project2ThenOlder(client: Database) {
  const input = aCampaign();
  const payment = aPayment();
  await projectCampaign(client, aProjection(input, aDecision(2, { to: 'active' }), { payments: [payment] }));
  const late = aProjection(input, aDecision(1), {
    payments: [{ ...payment, status: 'paid', received: 10_000 }],
    movements: [{ kind: 'charge', paymentId: payment.paymentId, amount: 10_000, currency: 'USD' }],
  });
  return { input, payment, outcome: await projectCampaign(client, late) };
}

test('an older version changes nothing at all', async () => {
  const { input, payment, outcome } = await project2ThenOlder(db);
  expect(outcome).toBe('older');
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 2, phase: 'active' });
  await expect(whysOf(input.campaignId)).resolves.toEqual(['Decision 2.']);
  expect(await eventsOf(input.campaignId)).toHaveLength(1);
  await expect(db.payment.findUnique({ where: { id: payment.paymentId } })).resolves.toMatchObject({
    status: 'pending',
    received: 0n,
  });
  await expect(readBalance(db, accounts.campaign(input.campaignId))).resolves.toBe(0n);
});

test('without the version guard, planted away, the same steps do go backwards', async () => {
  const own = await freshDatabase();
  const owner = new Client({ connectionString: own.url });
  try {
    await owner.connect();
    const { rows } = await owner.query("SELECT pg_get_functiondef('write_campaign'::regproc) AS source");
    const { source } = z.object({ source: z.string() }).parse(rows[0]);
    const planted = source.replace(/WHERE NOT only_newer OR [^;]+/, '');
    expect(planted).not.toBe(source);
    await owner.query(planted);
    const { input, outcome } = await project2ThenOlder(own.db);
    expect(outcome).toBe('projected');
    await expect(
      own.db.campaign.findUniqueOrThrow({ where: { id: input.campaignId } }),
    ).resolves.toMatchObject({ version: 1 });
  } finally {
    await owner.end();
    await own.close();
  }
}, 60_000);

test('versions projected at once in any order end at the newest', async () => {
  const input = aCampaign();
  const versions = Array.from({ length: 12 }, (_, n) => n + 1).reverse();
  await Promise.all(versions.map((version) => projectCampaign(db, aProjection(input, aDecision(version)))));
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 12 });
});

test("a payment's status never moves back, and what was given back is not the campaign's to write", async () => {
  const input = aCampaign();
  const payment = aPayment();
  const statusAfter = async (version: number, status: typeof payment.status, received = 0) => {
    const written = { ...payment, status, received };
    await projectCampaign(db, aProjection(input, aDecision(version), { payments: [written] }));
    return db.payment.findUniqueOrThrow({ where: { id: payment.paymentId } });
  };
  await expect(statusAfter(1, 'pending')).resolves.toMatchObject({ status: 'pending' });
  await expect(statusAfter(2, 'processing')).resolves.toMatchObject({ status: 'processing' });
  await expect(statusAfter(3, 'pending')).resolves.toMatchObject({ status: 'processing' });
  await expect(statusAfter(4, 'expired')).resolves.toMatchObject({ status: 'expired' });
  await expect(statusAfter(5, 'failed')).resolves.toMatchObject({ status: 'expired' });
  await expect(statusAfter(6, 'paid', 900)).resolves.toMatchObject({ status: 'paid', received: 900n });
  await db.payment.update({ where: { id: payment.paymentId }, data: { refunded: 400n, disputed: true } });
  await expect(statusAfter(7, 'expired')).resolves.toMatchObject({
    status: 'paid',
    received: 900n,
    refunded: 400n,
    disputed: true,
  });
});

test('an event that was released stays as it was told', async () => {
  const input = aCampaign();
  await projectCampaign(db, aProjection(input, aDecision(1, { why: 'Told.' })));
  await releaseCampaign(db, input.campaignId, 1);
  await projectCampaign(db, aProjection(input, aDecision(1, { why: 'Again.' })));
  const [event] = await eventsOf(input.campaignId);
  expect(event?.payload).toMatchObject({ decision: { why: 'Told.' } });
  expect(event?.releasedAt).not.toBeNull();
});

test('an answer releases its own version and those before it, and none after', async () => {
  const input = aCampaign();
  for (const version of [1, 2, 3]) await projectCampaign(db, aProjection(input, aDecision(version)));
  await releaseCampaign(db, input.campaignId, 2);
  expect((await eventsOf(input.campaignId)).map((event) => event.releasedAt !== null)).toEqual([
    true,
    true,
    false,
  ]);
});

test('rows of a lost task are rewritten from the workflow, and what it never decided is forgotten', async () => {
  const input = aCampaign();
  const one = aDecision(1, { why: 'Durable 1.' });
  await projectCampaign(db, aProjection(input, one));
  await projectCampaign(db, aProjection(input, aDecision(2, { why: 'Lost 2.', event: 'campaign.approved' })));
  await projectCampaign(db, aProjection(input, aDecision(3, { why: 'Lost 3.', to: 'cancelled' })));
  const two = aDecision(2, { why: 'Durable 2.' });
  const stamp = await readStamp(db, input.campaignId);
  await expect(reprojectCampaign(db, aSnapshot(input, [one, two]), stamp)).resolves.toBe('reprojected');
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 2, phase: 'draft' });
  await expect(whysOf(input.campaignId)).resolves.toEqual(['Durable 1.', 'Durable 2.']);
  const events = await eventsOf(input.campaignId);
  expect(events.map((event) => [event.version, event.kind, event.releasedAt !== null])).toEqual([
    [1, 'campaign.edited', true],
    [2, 'campaign.edited', true],
  ]);
});

test('an answer older than the row rewrites nothing', async () => {
  const input = aCampaign();
  const one = aDecision(1);
  await projectCampaign(db, aProjection(input, one));
  const stamp = await readStamp(db, input.campaignId);
  await projectCampaign(db, aProjection(input, aDecision(2)));
  await expect(reprojectCampaign(db, aSnapshot(input, [one]), stamp)).resolves.toBe('changed');
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 2 });
  expect(await eventsOf(input.campaignId)).toHaveLength(2);
});

test('a row that was lost with a restored database comes back', async () => {
  const input = aCampaign();
  const snapshot = aSnapshot(input, [aDecision(4)], {
    payments: [aPayment({ status: 'paid', received: 10 })],
  });
  await expect(reprojectCampaign(db, snapshot, null)).resolves.toBe('reprojected');
  await expect(rowOf(input.campaignId)).resolves.toMatchObject({ version: 4 });
  await expect(db.payment.count({ where: { campaignId: input.campaignId, status: 'paid' } })).resolves.toBe(
    1,
  );
});

test('connections killed in the middle of projections neither lose nor double anything', async () => {
  const input = aCampaign();
  const killer = new Client({ connectionString: url });
  await killer.connect();
  let kills = 0;
  let running = true;
  const killing = (async () => {
    while (running) {
      const { rowCount } = await killer.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE state = 'active' AND query LIKE '%project_campaign%' AND pid <> pg_backend_pid() LIMIT 1`,
      );
      kills += rowCount ?? 0;
      await sleep(kills < 20 ? 2 : 50);
    }
  })();
  try {
    for (let version = 1; version <= 60; version += 1) {
      const payment = aPayment({ status: 'paid', received: 5, amount: 5, n: version });
      const movements = [
        { kind: 'charge' as const, paymentId: payment.paymentId, amount: 5, currency: 'USD' },
      ];
      const projection = aProjection(input, aDecision(version), { payments: [payment], movements });
      await patiently(() => projectCampaign(db, projection));
    }
  } finally {
    running = false;
    await killing;
    await killer.end();
  }
  expect(kills).toBeGreaterThan(0);
  expect(await eventsOf(input.campaignId)).toHaveLength(60);
  await expect(auditsOf(input.campaignId)).resolves.toBe(60);
  await expect(readBalance(db, accounts.campaign(input.campaignId))).resolves.toBe(300n);
}, 30_000);

/** As the retries of an activity do when those of one call were not enough. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries >= 10) throw error;
      await sleep(50);
    }
  }
}
