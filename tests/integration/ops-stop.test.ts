/** What ops and admins do to the delivery of a whole system: the kill switch, overrides of holds, workflows that are reset. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporal as proto } from '@temporalio/proto';
import { Client as Postgres } from 'pg';
import { z } from 'zod';
import { type Campaign, inDays, type Person, until } from '../../bin/demo/driver';
import { openDeps } from '../../bin/deps';
import { campaignWorkflowId } from '../../contracts/campaign';
import { loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';
import { CreateCampaign } from '../../schemas/campaigns';
import { createCampaign } from '../../services/campaigns/create';
import type { Deps } from '../../services/context';
import { ops } from './ops-command';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(120_000);

const { EventType, ResetReapplyType } = proto.api.enums.v1;

let whole: WholeSystem;
let deps: Deps;
let closeDeps: () => Promise<void>;
beforeAll(async () => {
  whole = await wholeSystem();
  ({ deps, close: closeDeps } = openDeps(loadConfig(whole.system.env), createLogger('test', 'silent')));
});
afterAll(async () => {
  await closeDeps?.();
  await whole?.close();
});

/** Far enough for a suite: a day takes 4.3 s. */
const LONG = { end_date: inDays(2_000) };
const lineOf = (campaignId: string) => whole.db.houseLineItem.findUnique({ where: { campaignId } });
const kindsOf = ({ holds }: Campaign) => holds.map(({ by }) => by);
/** Whether an ad of it is served; the ad servers learn of a change within a second. */
const isServed = async (campaignId: string) => (await whole.viewer.adsOf(campaignId, 1, 3_000)).length > 0;

/** What stays when the API dies between the reservation and the start of its workflow. */
async function reserve({ id: userId }: Person): Promise<string> {
  const died = new Error('the process died');
  // Everything else of Temporal's client is never reached.
  const temporal = {
    withDeadline: () => Promise.reject(died),
  } as unknown as Deps['temporal'];
  const caller = { userId, role: 'advertiser', address: '127.0.0.1' } as const;
  const context = { ...deps, temporal, caller, requestId: randomUUID(), idempotencyKey: randomUUID() };
  const targeting = { industry: 'retail', coverage_type: 'state', places: [{ country: 'US', state: 'CA' }] };
  const body = { name: 'Reserved', objective: 'traffic', targeting, budget_lifetime: 50_000, ...LONG };
  const known = new Set(await idsOf(userId));
  await expect(createCampaign.call(context, CreateCampaign.parse(body))).rejects.toThrow(died);
  return (await idsOf(userId)).find((id) => !known.has(id)) ?? '';
}

async function idsOf(advertiserId: string): Promise<string[]> {
  return (await whole.db.campaign.findMany({ where: { advertiserId } })).map(({ id }) => id);
}

/** Whatever would write the campaign's line item waits, until the answer is called. */
async function blockPlatform(campaignId: string): Promise<() => Promise<void>> {
  const other = new Postgres({ connectionString: whole.system.env.DATABASE_URL });
  // A test that fails leaves it to the end of the database.
  other.on('error', () => {});
  await other.connect();
  await other.query('BEGIN');
  await other.query(
    `INSERT INTO house_line_items (campaign_id, status, revision, billed_unit, unit_price_micros, units, currency,
       time_zone, start_at, end_at, plan_from)
     VALUES ($1, 'active', '', 'impression', 0, 0, '', 'UTC', now(), now(), now()) ON CONFLICT DO NOTHING`,
    [campaignId],
  );
  await other.query('SELECT 1 FROM house_line_items WHERE campaign_id = $1 FOR UPDATE', [campaignId]);
  return async () => {
    await other.query('ROLLBACK');
    await other.end();
  };
}

test('an account stops within two seconds in every phase, whatever its workflows do, until it is released', async () => {
  const { driver, admin, db, temporal, viewer } = whole;
  const [ada, neighbour] = [await whole.advertiser(), await whole.advertiser()];
  await db.user.updateMany({ where: { id: { in: [ada.id, neighbour.id] } }, data: { plan: 'business' } });
  const approved = async (over: Record<string, unknown>) =>
    driver.decide(admin, (await driver.paid(ada, admin, over)).id);
  const [theirs, active, mute, gone, scheduled, pending] = await Promise.all([
    driver.active(neighbour, admin, LONG),
    driver.active(ada, admin, LONG),
    driver.active(ada, admin, LONG),
    driver.active(ada, admin, LONG),
    approved({ start_date: inDays(1_500), ...LONG }),
    driver.paid(ada, admin, LONG),
  ]);
  const draft = await driver.draft(ada, LONG);
  const reserved = await reserve(ada);
  for (const { id } of [active, mute, gone]) expect(await isServed(id)).toBe(true);
  await temporal.workflow.getHandle(campaignWorkflowId(gone.id)).terminate('by hand');
  const release = await blockPlatform(mute.id);

  const told = ops(whole, 'stop-account', ada.id);
  await until(
    () => db.accountStop.count({ where: { userId: ada.id } }),
    (count) => count === 1,
    () => 'the account is not stopped',
  );
  await sleep(2_000);
  const ads = await Promise.all(Array.from({ length: 60 }, () => viewer.ask()));
  const shown = new Set(ads.map((ad) => ad?.campaign_id));
  for (const { id } of [active, mute, gone]) expect(shown.has(id)).toBe(false);
  expect(await isServed(theirs.id)).toBe(true);

  const held = [active.id, mute.id, scheduled.id, pending.id, draft.id, reserved];
  for (const id of held) await driver.until(ada, id, (one) => kindsOf(one).includes('account_stopped'));
  await release();
  for (const { id } of [active, mute]) await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
  expect(await driver.read(ada, active.id)).toMatchObject({
    status: 'paused',
    holds: [{ by: 'account_stopped', reason: 'All campaigns of this account were stopped.' }],
  });
  const { code, output } = await told;
  expect(output).toContain('no ad server serves an ad of this account');
  expect(output).toContain(`${gone.id}  active, has not taken the hold yet: There is no open workflow yet.`);
  // It waits for 15 seconds: the reserved one may be started later than that.
  expect(output).toMatch(/7 campaigns, (6 hold, 1|5 hold, 2) are still to be told/);
  expect(code).toBe(0);

  // Nobody lifts it by the way, and what is created meanwhile is held too.
  const resume = await driver.call('POST', `/campaigns/${active.id}/resume`, { token: admin.token });
  expect(resume).toMatchObject({ status: 409, body: { code: 'NOT_HELD' } });
  const late = await driver.draft(ada, LONG);
  await driver.until(ada, late.id, (one) => kindsOf(one).includes('account_stopped'));
  await driver.decide(admin, pending.id);
  await driver.until(ada, pending.id, ({ phase }) => phase === 'active');
  expect(await lineOf(pending.id)).toMatchObject({ status: 'paused' });
  expect(await driver.read(neighbour, theirs.id)).toMatchObject({ holds: [], delivery: 'delivering' });

  expect(await ops(whole, 'release-account', ada.id)).toMatchObject({ code: 0 });
  for (const { id } of [active, mute, pending]) {
    await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
    expect(await isServed(id)).toBe(true);
  }
  for (const id of [draft.id, late.id, reserved])
    await driver.until(ada, id, ({ holds }) => holds.length === 0);
  // Its workflow is gone: that is for `stuck` and `revive` to mend.
  await db.workflowMessage.deleteMany({ where: { target: campaignWorkflowId(gone.id) } });
});

test('an account without campaigns is stopped too; one that is nobody’s, or not stopped, is told so', async () => {
  const ada = await whole.advertiser();
  const stopped = await ops(whole, 'stop-account', ada.id);
  expect(stopped.output).toMatch(/^stopped since .*\n0 campaigns, 0 hold, 0 are still to be told\n$/);
  expect((await ops(whole, 'stop-account', randomUUID())).output).toContain('There is no such user.');
  const other = await whole.advertiser();
  expect((await ops(whole, 'release-account', other.id)).code).toBe(1);
});

test('an admin overrides a hold of money by its name: audited, and no unit beyond what is paid is delivered', async () => {
  const { driver, admin, db } = whole;
  const ada = await whole.advertiser();
  const { id } = await driver.active(ada, admin, LONG);
  await db.houseLineItem.update({ where: { campaignId: id }, data: { delivered: 20n } });
  await whole.sim(z.unknown(), `intents/${await intentOf(id)}/refund`, { amount: 50_000 });
  await driver.until(ada, id, (one) => kindsOf(one).includes('refund'));
  await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
  const asks = (token: string, body: object) =>
    driver.call('POST', `/campaigns/${id}/resume`, { token, body });
  const override = { holds: ['refund'], reason: 'The buyer pays by invoice.' };
  expect(await asks(ada.token, { override })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(await asks(admin.token, {})).toMatchObject({ status: 409, body: { code: 'NOT_HELD' } });
  for (const wrong of [
    { holds: ['admin'], reason: 'x' },
    { holds: ['account_stopped'], reason: 'x' },
    { holds: ['refund', 'refund'], reason: 'x' },
    { holds: [], reason: 'x' },
    { holds: ['refund'], reason: '' },
    { holds: ['refund'] },
  ])
    expect(await asks(admin.token, { override: wrong })).toMatchObject({ status: 422 });
  const absent = { override: { ...override, holds: ['refund', 'dispute'] } };
  expect(await asks(admin.token, absent)).toMatchObject({ status: 409, body: { code: 'NOT_HELD' } });

  expect(await driver.act(admin, id, 'resume', { override })).toMatchObject({ holds: [], amount_paid: 0 });
  await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
  expect(await lineOf(id)).toMatchObject({ status: 'active', delivered: 20n, units: 20n });
  expect(await isServed(id)).toBe(false);
  const [entry] = await db.auditEntry.findMany({ where: { targetId: id, action: 'campaign.resumed' } });
  expect(entry).toMatchObject({
    actorKind: 'admin',
    actorId: admin.id,
    before: { holds: ['refund'] },
    after: { holds: [], overridden: 'refund', reason: 'The buyer pays by invoice.' },
  });
  await db.houseLineItem.update({ where: { campaignId: id }, data: { delivered: 0n } });
  await driver.act(ada, id, 'cancel');
  await driver.until(ada, id, ({ phase }) => phase === 'cancelled');
});

async function intentOf(campaignId: string): Promise<string> {
  const { intentId } = await whole.db.payment.findFirstOrThrow({ where: { campaignId } });
  return intentId ?? '';
}

/** Resets a campaign's workflow to before an update of this name, and reapplies nothing. */
async function resetBefore(campaignId: string, update: string): Promise<void> {
  const { temporal } = whole;
  const workflowId = campaignWorkflowId(campaignId);
  const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
  const completed = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
  const accepted = events?.findIndex(
    (event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name === update,
  );
  // The task that took the update came after the one that is gone back to.
  const tasks = events?.slice(0, accepted).filter(({ eventType }) => eventType === completed) ?? [];
  await temporal.workflowService.resetWorkflowExecution({
    namespace: temporal.options.namespace,
    workflowExecution: { workflowId },
    reason: 'a test',
    requestId: randomUUID(),
    workflowTaskFinishEventId: tasks.at(-2)?.eventId ?? null,
    resetReapplyType: ResetReapplyType.RESET_REAPPLY_TYPE_NONE,
  });
}

test('after a reset to before its activation a campaign delivers nothing that it has not begun again', async () => {
  const { driver, admin } = whole;
  const ada = await whole.advertiser();
  const [ended, again] = await Promise.all([
    driver.active(ada, admin, LONG),
    driver.active(ada, admin, LONG),
  ]);
  for (const { id } of [ended, again]) {
    for (const ad of await whole.viewer.adsOf(id, 3)) await whole.viewer.show(ad);
    await resetBefore(id, 'reviewCampaign');
  }
  // One ends unbegun: whatever its undone life left on the ad server goes with it, and all of its money back.
  expect(await driver.act(ada, ended.id, 'cancel')).toMatchObject({ phase: 'cancelled', amount_paid: 0 });
  expect(await lineOf(ended.id)).toMatchObject({ status: 'stopped', isFinal: true });
  await sleep(2_000);
  expect(await isServed(ended.id)).toBe(false);

  // The other waits for its admin once more, and then begins the next generation.
  const renamed = { token: ada.token, body: { name: 'Once more' } };
  expect(await driver.call('PATCH', `/campaigns/${again.id}`, renamed)).toMatchObject({
    body: { phase: 'pending_approval' },
  });
  expect(await lineOf(again.id)).toMatchObject({ status: 'stopped', isFinal: false });
  expect(await isServed(again.id)).toBe(false);
  await driver.decide(admin, again.id);
  await driver.until(ada, again.id, ({ phase }) => phase === 'active');
  expect(await lineOf(again.id)).toMatchObject({ status: 'active', generation: 2 });
  expect(await isServed(again.id)).toBe(true);
  await driver.act(ada, again.id, 'pause', { reason: 'Sold out' });
  await driver.until(ada, again.id, ({ delivery }) => delivery === 'paused');
  expect(await lineOf(again.id)).toMatchObject({ status: 'paused' });
});

test('rows, workflows, ledger and the books of Stripe agree afterwards', async () => {
  expect(await whole.contradictions()).toEqual([]);
});
