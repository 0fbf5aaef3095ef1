/** Campaigns and payments that can't go on, on a whole system: what people are told, what ops find, and how they are brought back. */
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { register } from 'prom-client';
import { z } from 'zod';
import { inDays, type Person, until } from '../../bin/demo/driver';
import { openDeps } from '../../bin/deps';
import { campaignWorkflowId, type DeliveryEvent } from '../../contracts/campaign';
import { paymentWorkflowId } from '../../contracts/payment';
import { loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';
import { openTemporal } from '../../infra/temporal';
import type { Deps } from '../../services/context';
import { endFromRow } from '../../services/ops/end-from-row';
import { checkLedger } from '../../store/ledger-check';
import { housekeeping } from '../../worker/housekeeping';
import { watchWorkflows } from '../../worker/watch';
import { ops } from './ops-command';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(180_000);

let whole: WholeSystem;
let deps: Deps;
let closeDeps: () => Promise<void>;
let ada: Person;
beforeAll(async () => {
  whole = await wholeSystem({}, { worker: require.resolve('./poisoned/worker') });
  ({ deps, close: closeDeps } = openDeps(loadConfig(whole.system.env), createLogger('test', 'silent')));
  ada = await whole.advertiser();
  await whole.db.user.update({ where: { id: ada.id }, data: { plan: 'business' } });
});
afterAll(async () => {
  await closeDeps?.();
  await whole?.close();
});

/** Far enough for a suite. */
const LONG = { end_date: inDays(2_000) };
const Problem = z.object({ code: z.string() });
const handleOf = (id: string) => whole.temporal.workflow.getHandle(campaignWorkflowId(id));
const lineOf = (campaignId: string) => whole.db.houseLineItem.findUniqueOrThrow({ where: { campaignId } });
const noted = (workflowId: string) => whole.db.stuckWorkflow.findUnique({ where: { workflowId } });
const told = (campaignId: string) =>
  whole.db.notification.findMany({
    where: { type: 'workflow.stuck', campaignId, userId: whole.admin.id },
    select: { message: true },
  });

async function becomes<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  return until(look, isSo, (found) =>
    JSON.stringify(found, (_, it) => (typeof it === 'bigint' ? `${it}` : it)),
  );
}

/**
 * Its task fails from now on, for good. Nothing else is under way: the poison is what it did last.
 * @param meanwhile done after the poison was taken, and before it works.
 */
async function poison(workflowId: string, meanwhile?: () => Promise<unknown>): Promise<void> {
  const handle = whole.temporal.workflow.getHandle(workflowId);
  await becomes(
    async () => (await handle.describe()).raw,
    ({ pendingWorkflowTask, pendingActivities }) => !pendingWorkflowTask && !pendingActivities?.length,
  );
  await handle.startUpdate('poison', { waitForStage: 'ACCEPTED', args: [meanwhile ? 3_000 : 1] });
  await meanwhile?.();
  await becomes(
    async () => (await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0,
    (attempt) => attempt > 1,
  );
}

/** As after the loss of Temporal's database. */
async function lose(workflowId: string): Promise<void> {
  const { TEMPORAL_NAMESPACE: namespace } = deps.config;
  const workflowExecution = { workflowId };
  await whole.temporal.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
  const handle = whole.temporal.workflow.getHandle(workflowId);
  await becomes(
    () =>
      handle.describe().then(
        () => 'there',
        (error: Error) => error.name,
      ),
    (found) => found === 'WorkflowNotFoundError',
  );
}

/** What an order to a campaign is answered. */
async function order(id: string, verb: string, body: object = {}) {
  const answer = await whole.driver.call('POST', `/campaigns/${id}/${verb}`, { token: ada.token, body });
  const problem = Problem.safeParse(answer.body);
  return { status: answer.status, code: problem.data?.code, wait: Number(answer.headers.get('retry-after')) };
}

describe('a campaign whose task fails', () => {
  let id = '';
  beforeAll(async () => {
    ({ id } = await whole.driver.active(ada, whole.admin, LONG));
    await whole.driver.act(ada, id, 'pause', { reason: 'Sold out' });
    await whole.driver.until(ada, id, ({ delivery }) => delivery === 'paused');
    await whole.driver.act(ada, id, 'resume');
    await whole.driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
    await poison(campaignWorkflowId(id));
  });

  test('answers every order with 503 and when to come again, never 500', async () => {
    // The first may have been sent on before the failure was known.
    const first = await order(id, 'pause', { reason: 'Sold out' });
    expect(first).toMatchObject({ status: 503, wait: expect.any(Number) });
    const stuck = { status: 503, code: 'CAMPAIGN_STUCK', wait: 60 };
    await becomes(
      () => order(id, 'pause', { reason: 'Sold out' }),
      ({ code }) => code === 'CAMPAIGN_STUCK',
    );
    expect(await order(id, 'pause', { reason: 'Sold out' })).toEqual(stuck);
    expect(await order(id, 'cancel', { reason: 'Enough.' })).toEqual(stuck);
    expect(await order(id, 'flight', { end_date: inDays(1_000) })).toEqual(stuck);
    expect(await order(id, 'budget', { budget_daily: 2_000 })).toEqual(stuck);
    // What was decided can be read.
    expect(await whole.driver.read(ada, id)).toMatchObject({ status: 'active' });
  });

  test('is found by ops, by the relay and by the nightly audit, with its cause', async () => {
    const cause = 'Its task fails: The code is wrong. (workflow_worker_unhandled_failure).';
    const { code, output } = await ops(whole, 'stuck');
    expect(output).toContain(`campaign/${id}  ${cause}\n`);
    expect([code, output]).toEqual([1, expect.stringMatching(/, 1 stuck\n/)]);
    // Nobody is woken for a task that may succeed a moment later.
    const row = await becomes(
      () => noted(campaignWorkflowId(id)),
      (found) => found !== null,
    );
    expect(row).toMatchObject({ trouble: 'failing', cause });
    const [message] = await becomes(
      () => told(id),
      (found) => found.length > 0,
    );
    expect(message?.message).toBe(`“Bread at seven” can't go on by itself. ${cause}`);
    await watchWorkflows(deps)();
    const { values = [] } = (await register.getSingleMetric('adflight_stuck_workflows')?.get()) ?? {};
    expect(Object.fromEntries(values.map(({ labels, value }) => [labels.trouble, value]))).toEqual({
      ...{ failing: 1, closed: 0, missing: 0 },
    });
    // The system's own worker takes turns as well: one of the next is ours.
    const error = jest.fn();
    const chores = housekeeping({ ...deps, log: Object.assign(createLogger('test', 'silent'), { error }) });
    await becomes(
      async () => {
        await whole.db.cursor.deleteMany({ where: { name: { in: ['audit', 'audit:claim'] } } });
        await chores();
        return error.mock.calls;
      },
      (calls) => calls.length > 0,
    );
    const stuck = { workflowId: campaignWorkflowId(id), trouble: 'failing', cause };
    expect(error).toHaveBeenCalledWith(stuck, 'a workflow is stuck');
    // Its delivery is what was decided, and goes on.
    expect(await lineOf(id)).toMatchObject({ status: 'active', withheld: false });
  });

  test('revive says first what it would do, then goes back, and nothing is done twice', async () => {
    const disabled: DeliveryEvent = {
      ...{ eventId: randomUUID(), kind: 'account_disabled', reason: 'Disabled meanwhile.', at: Date.now() },
    };
    await handleOf(id).signal('deliveryEvent', disabled);
    const { runId } = await handleOf(id).describe();
    const dry = await ops(whole, 'revive', id);
    expect(dry.code).toBe(0);
    expect(dry.output).toContain(`campaign/${id}: Its task fails: The code is wrong.`);
    expect(dry.output).toMatch(new RegExp(`run ${runId} goes back to event \\d+; \\d+ later events`));
    expect(dry.output).toMatch(/update poison \(.*\) IS NOT HEARD AGAIN/);
    expect(dry.output).toMatch(/\d signals after it, .* are heard again/);
    expect(dry.output).toContain('nothing was done: --yes does it');
    expect((await handleOf(id).describe()).runId).toBe(runId);

    const done = await ops(whole, 'revive', id, '--yes');
    expect([done.code, done.output]).toEqual([
      0,
      expect.stringMatching(/it goes on, and its row says version \d+/),
    ]);
    expect((await handleOf(id).describe()).runId).not.toBe(runId);
    await whole.driver.until(ada, id, ({ holds }) => holds.some(({ by }) => by === 'account_disabled'));
    expect(await order(id, 'pause', { reason: 'Sold out' })).toMatchObject({ status: 200 });
    const events = (await whole.db.timelineEntry.findMany({ where: { campaignId: id } })).map(
      (one) => one.event,
    );
    const count = (event: string) => events.filter((one) => one === event).length;
    expect([count('campaign.paused') > 0, count('campaign.resumed'), count('campaign.activated')]).toEqual([
      true,
      1,
      1,
    ]);
    expect(
      await becomes(
        () => noted(campaignWorkflowId(id)),
        (found) => found === null,
      ),
    ).toBeNull();
    expect(await ops(whole, 'revive', id)).toEqual({
      code: 0,
      output: `campaign/${id}: It goes on by itself.\n`,
    });
    const audit = await whole.db.auditEntry.findMany({ where: { action: 'workflow.revived', targetId: id } });
    expect(audit).toMatchObject([{ actorId: 'ops', after: { trouble: 'failing', updates_heard: false } }]);
  });
});

test('where a revival did not help, the next goes further back, and names what it undoes', async () => {
  const { driver } = whole;
  const { id } = await driver.draft(ada, LONG);
  const unheard = { eventId: randomUUID(), kind: 'account_enabled', reason: 'Enabled.', at: Date.now() };
  await poison(campaignWorkflowId(id), () => handleOf(id).signal('deliveryEvent', unheard));
  const dry = await ops(whole, 'revive', id);
  expect(dry.output).not.toContain('update poison');
  const first = await ops(whole, 'revive', id, '--yes');
  expect([first.code, first.output]).toEqual([1, expect.stringContaining('--further goes back')]);
  const second = await ops(whole, 'revive', id, '--further', '--yes');
  expect([second.code, second.output]).toEqual([0, expect.stringContaining('update poison')]);
  expect(second.output).toContain('it goes on, and its row says version 1');
  expect(await order(id, 'cancel', { reason: 'Enough.' })).toMatchObject({ status: 200 });
});

test('a payment whose task fails is found as well, and revived', async () => {
  const { driver, db } = whole;
  const { id } = await driver.active(ada, whole.admin, LONG);
  const [payment] = await driver.payments(ada, id);
  const { intentId } = await db.payment.findUniqueOrThrow({ where: { id: payment?.id ?? '' } });
  const dispute = await whole.sim(z.object({ id: z.string() }), `intents/${intentId}/dispute`);
  await driver.until(ada, id, ({ payment: state }) => state === 'disputed');
  const workflowId = paymentWorkflowId(payment?.id ?? '');
  await poison(workflowId);
  expect((await ops(whole, 'stuck')).output).toContain(`${workflowId}  Its task fails: The code is wrong.`);
  await becomes(
    () => noted(workflowId),
    (found) => found !== null,
  );
  const [message] = await becomes(
    () => told(id),
    (found) => found.length > 0,
  );
  expect(message?.message).toMatch(/^A payment of “Bread at seven” can't go on by itself\./);
  const done = await ops(whole, 'revive', payment?.id ?? '', '--yes');
  expect([done.code, done.output]).toEqual([0, expect.stringContaining('it goes on')]);
  await whole.sim(z.unknown(), `disputes/${dispute.id}/close`, { won: true });
  await driver.until(ada, id, ({ payment: state }) => state === 'paid');
});

test('a payment that Temporal no longer knows begins anew from its rows; one with nothing open needs no workflow', async () => {
  const { driver, db } = whole;
  const { id } = await driver.active(ada, whole.admin, LONG);
  const [payment] = await driver.payments(ada, id);
  const paymentId = payment?.id ?? '';
  const idle = await ops(whole, 'revive', paymentId, '--yes');
  expect(idle).toEqual({
    code: 0,
    output: `payment/${paymentId}: Nothing of it is open: it needs no workflow.\n`,
  });
  const { intentId } = await db.payment.findUniqueOrThrow({ where: { id: paymentId } });
  const dispute = await whole.sim(z.object({ id: z.string() }), `intents/${intentId}/dispute`);
  await driver.until(ada, id, ({ payment: state }) => state === 'disputed');
  await becomes(
    () => db.payment.findUniqueOrThrow({ where: { id: paymentId }, select: { disputed: true } }),
    ({ disputed }) => disputed,
  );
  await lose(paymentWorkflowId(paymentId));
  const row = await becomes(
    () => noted(paymentWorkflowId(paymentId)),
    (found) => found !== null,
  );
  expect(row).toMatchObject({ trouble: 'missing' });
  const done = await ops(whole, 'revive', paymentId, '--yes');
  expect([done.code, done.output]).toEqual([0, expect.stringContaining('it begins anew from its rows')]);
  await whole.sim(z.unknown(), `disputes/${dispute.id}/close`, { won: true });
  await driver.until(ada, id, ({ payment: state }) => state === 'paid');
  await becomes(
    () => db.payment.findUniqueOrThrow({ where: { id: paymentId }, select: { disputed: true } }),
    ({ disputed }) => !disputed,
  );
});

describe('a campaign whose workflow was terminated', () => {
  test('is no longer served, says so to who orders it, and comes back as it was', async () => {
    const { driver, viewer } = whole;
    const { id } = await driver.active(ada, whole.admin, LONG);
    expect(await viewer.adsOf(id, 1)).toHaveLength(1);
    await handleOf(id).terminate('by hand');
    await becomes(
      () => lineOf(id),
      ({ withheld }) => withheld,
    );
    // The ad server follows within its refresh.
    await becomes(
      () => viewer.adsOf(id, 1, 1_000),
      (ads) => ads.length === 0,
    );
    expect(await lineOf(id)).toMatchObject({ status: 'active' });
    expect(await order(id, 'pause', { reason: 'Sold out' })).toEqual({
      status: 503,
      code: 'CAMPAIGN_STUCK',
      wait: 60,
    });
    const row = await becomes(
      () => noted(campaignWorkflowId(id)),
      (found) => found !== null,
    );
    expect(row).toMatchObject({ trouble: 'closed', cause: 'Its workflow is terminated: by hand.' });
    await becomes(
      () => told(id),
      (found) => found.length === 1,
    );

    const dry = await ops(whole, 'revive', id);
    expect([dry.code, dry.output]).toEqual([0, expect.stringContaining('nothing was done')]);
    const done = await ops(whole, 'revive', id, '--yes');
    expect([done.code, done.output]).toEqual([0, expect.stringContaining('it goes on, and its row says')]);
    expect(await lineOf(id)).toMatchObject({ status: 'active', withheld: false });
    await becomes(
      () => viewer.adsOf(id, 1, 1_000),
      (ads) => ads.length > 0,
    );
    expect(await order(id, 'pause', { reason: 'Sold out' })).toMatchObject({ status: 200 });
    await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
    await becomes(
      () => noted(campaignWorkflowId(id)),
      (found) => found === null,
    );
  });

  test('has not forgotten the last thing that it was asked for and answered', async () => {
    const { driver } = whole;
    const { id } = await driver.active(ada, whole.admin, LONG);
    await driver.act(ada, id, 'pause', { reason: 'Sold out' });
    await handleOf(id).terminate('by hand');
    expect((await ops(whole, 'revive', id, '--yes')).code).toBe(0);
    const paused = await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
    expect(paused.holds).toMatchObject([{ by: 'advertiser', reason: 'Sold out' }]);
  });

  test('is served on while Temporal only says nothing', async () => {
    const { driver } = whole;
    const { id } = await driver.active(ada, whole.admin, LONG);
    const { connection, options } = whole.temporal;
    /** Of a gRPC status: deadline, permission, too much, away. */
    const failing = (code: number) => {
      const error = Object.assign(new Error('no'), { code, details: 'no', metadata: {} });
      const describe = () => Promise.reject(error);
      return new Client({ ...options, connection, interceptors: { workflow: [{ describe }] } });
    };
    const away = openTemporal({ ...deps.config, TEMPORAL_ADDRESS: '127.0.0.1:1' });
    for (const temporal of [away.client, ...[4, 7, 8, 14].map(failing)]) {
      // A turn of its own each, whatever the system's relay does.
      await whole.db.cursor.deleteMany({ where: { name: 'watch' } });
      await watchWorkflows({ ...deps, temporal })().catch(() => {});
      expect(await lineOf(id)).toMatchObject({ status: 'active', withheld: false });
      expect(await noted(campaignWorkflowId(id))).toBeNull();
    }
    await away.close();
  });

  test('and one that went back to before its activation delivers nothing of the life that was undone', async () => {
    const { driver } = whole;
    const { id } = await driver.active(ada, whole.admin, LONG);
    const { events } = await handleOf(id).fetchHistory();
    const first = events?.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId;
    await whole.temporal.workflowService.resetWorkflowExecution({
      namespace: deps.config.TEMPORAL_NAMESPACE,
      workflowExecution: { workflowId: campaignWorkflowId(id) },
      reason: 'a test',
      requestId: randomUUID(),
      ...(first && { workflowTaskFinishEventId: first }),
      resetReapplyExcludeTypes: [1, 2],
    });
    await driver.until(ada, id, ({ phase }) => phase === 'draft');
    await becomes(
      () => lineOf(id),
      ({ withheld, status }) => withheld || status === 'stopped',
    );
  });
});

describe('a campaign whose history is gone', () => {
  test('is stopped, can only be ended from its row, and what was not delivered goes back once', async () => {
    const { driver, db } = whole;
    const { id } = await driver.active(ada, whole.admin, LONG);
    await db.$executeRaw`UPDATE house_line_items SET delivered = 1000 WHERE campaign_id = ${id}::uuid`;
    const { unitPriceMicros } = await lineOf(id);
    const spendMicros = 1_000n * unitPriceMicros;
    await db.campaignMetric.create({
      data: { campaignId: id, date: new Date(), impressions: 1_000, spendMicros },
    });
    await lose(campaignWorkflowId(id));
    await becomes(
      () => lineOf(id),
      ({ withheld }) => withheld,
    );
    expect(await noted(campaignWorkflowId(id))).toMatchObject({ trouble: 'missing' });
    const gone = await ops(whole, 'revive', id, '--yes');
    expect(gone.code).toBe(1);
    expect(gone.output).toContain('Its history is gone');
    expect(gone.output).toContain('--end-and-refund ends it once it is closed');

    const [payment] = await driver.payments(ada, id);
    const delivered = Math.floor((1_000 * Number(unitPriceMicros)) / 10_000);
    const back = (payment?.amount ?? 0) - delivered;
    expect(delivered).toBeGreaterThan(0);
    const dry = await ops(whole, 'revive', id, '--end-and-refund');
    expect(dry.output).toContain(`would go back, as ${id}:refund:1`);
    expect(dry.output).toContain('nothing was done');
    expect(await driver.read(ada, id)).toMatchObject({ status: 'active' });
    expect(await lineOf(id)).toMatchObject({ status: 'active' });

    for (let times = 1; times <= 2; times += 1) {
      const done = await ops(whole, 'revive', id, '--end-and-refund', '--yes');
      expect([done.code, done.output]).toEqual([0, expect.stringContaining(`goes back, as ${id}:refund:1`)]);
    }
    const ended = await driver.read(ada, id);
    expect(ended).toMatchObject({ status: 'cancelled', phase: 'cancelled' });
    expect(await lineOf(id)).toMatchObject({ status: 'stopped' });
    const [refunded] = await becomes(
      () => driver.payments(ada, id),
      ([one]) => one?.refunded === back,
    );
    expect(refunded?.refunds).toHaveLength(1);
    expect(refunded?.refunds[0]).toMatchObject({ amount: back, status: 'succeeded' });
    const report = await whole.driver.ask(
      z.object({ delivered: z.int() }),
      'GET',
      `/campaigns/${id}/report`,
      ada,
    );
    expect(report.delivered).toBe(delivered);
    expect(await checkLedger(db)).toEqual([]);
    const audit = await db.auditEntry.findMany({ where: { action: 'campaign.cancelled', targetId: id } });
    expect(audit).toMatchObject([
      { actorKind: 'ops', after: { refunded: back, refunds: [{ amount: back }] } },
    ]);
    await becomes(
      () => noted(campaignWorkflowId(id)),
      (found) => found === null,
    );
    expect((await ops(whole, 'revive', id)).output).toContain('It is over: cancelled.');
    expect(await order(id, 'pause', { reason: 'x' })).toMatchObject({ status: 409, code: 'CAMPAIGN_CLOSED' });
  });

  test('an end that broke off after the row was closed gives the money back when it is done again', async () => {
    const { driver, db } = whole;
    const { id } = await driver.paid(ada, whole.admin, LONG);
    await lose(campaignWorkflowId(id));
    const away = { value: () => Promise.reject(new Error('Temporal went away')) };
    const workflow = { value: Object.create(deps.temporal.workflow, { signalWithStart: away }) };
    const temporal = Object.create(deps.temporal, { workflow });
    await expect(endFromRow({ ...deps, temporal }, id)).rejects.toThrow('went away');
    expect(await driver.read(ada, id)).toMatchObject({ status: 'cancelled' });
    const again = await ops(whole, 'revive', id, '--end-and-refund', '--yes');
    expect([again.code, again.output]).toEqual([0, expect.stringContaining(`as ${id}:refund:1`)]);
    await becomes(
      () => driver.payments(ada, id),
      ([one]) => one?.status === 'refunded',
    );
    expect(await checkLedger(db)).toEqual([]);
  });

  test('one that was never paid ends without a refund, and one that runs is not ended from its row', async () => {
    const { driver } = whole;
    const [lost, runs] = await Promise.all([driver.draft(ada, LONG), driver.draft(ada, LONG)]);
    const refused = await ops(whole, 'revive', runs.id, '--end-and-refund', '--yes');
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining('Its workflow is open, and decides'),
    ]);
    await lose(campaignWorkflowId(lost.id));
    expect((await ops(whole, 'revive', lost.id, '--end-and-refund', '--yes')).code).toBe(0);
    expect(await driver.read(ada, lost.id)).toMatchObject({ status: 'cancelled' });
    expect((await ops(whole, 'revive', randomUUID())).output).toMatch(/There is no campaign and no payment/);
  });
});
