/** Nothing that a search attribute, a summary, details or a timer refuses fails a workflow task: values beyond all bounds. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from '@temporalio/worker';
import type { CampaignBrief } from '../../contracts/campaign';
import { PAYMENT_WORKFLOW, type PaymentState, paymentWorkflowId, toPayment } from '../../contracts/payment';
import { searchAttributes } from '../../contracts/search-attributes';
import { DAY } from '../../domain/time';
import { unknownPayment } from '../../workflows/payment/decide';
import type { Drive } from './drive';
import { openStage, type Stage, withCampaign } from './environment';
import { RotationOutside, rotate } from './rotation';

let stage: Stage;
beforeAll(async () => {
  // The dev server refuses what the skipping one takes.
  stage = await openStage({ server: 'real' });
}, 60_000);
afterAll(() => stage.close());
jest.setTimeout(30_000);

/** The year 275760: the last instant of JavaScript. */
const LAST = 8.64e15;
const LONG = `${'🎈"\\\n'.repeat(5_000)}end`;

type Handle = Drive['handle'];

/** Why workflow tasks failed, if any did. */
async function failures(handle: Handle): Promise<unknown[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap((event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? []);
}

async function details(handle: Handle): Promise<string> {
  const metadata = await handle.query<{ currentDetails?: string }>('__temporal_workflow_metadata');
  return metadata.currentDetails ?? '';
}

/** Every summary of the history, in bytes of its payload. */
async function summaries(handle: Handle): Promise<number[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ userMetadata }) => userMetadata?.summary?.data?.length ?? []);
}

const flightEnd = async (handle: Handle) =>
  (await handle.describe()).typedSearchAttributes.get(searchAttributes.flightEnd)?.toISOString();

async function sound(handle: Handle): Promise<void> {
  expect(await failures(handle)).toEqual([]);
  expect(Math.max(...(await summaries(handle)))).toBeLessThanOrEqual(400);
  expect(Buffer.byteLength(await details(handle))).toBeLessThanOrEqual(20_000);
  await Worker.runReplayHistory({ workflowBundle: stage.bundle }, await handle.fetchHistory());
}

test('a flight that ends in the year 275760 leaves pause and cancel at work', () =>
  withCampaign(stage, async (drive) => {
    await drive.toActive();
    const endDate = '275760-09-13';
    const moved = await drive.update('changeFlight', { endAt: LAST, endDate });
    expect(moved.brief).toMatchObject({ endAt: LAST, endDate });
    expect(await flightEnd(drive.handle)).toBe('9999-12-31T23:59:59.999Z');
    expect(await details(drive.handle)).toContain('to 9999-12-31T23:59:59.999Z');
    expect((await drive.update('pause', { reason: LONG })).holds).toHaveLength(1);
    expect(await details(drive.handle)).toContain('…');
    await drive.cancel(LONG);
    await drive.reaches('cancelled');
    await sound(drive.handle);
  }));

test.each<[string, Partial<CampaignBrief>]>([
  ['an end beyond every year', { endAt: LAST, endDate: '+275760-09-13' }],
  ['a start before the first and a name without end', { startAt: -LAST, name: LONG }],
  ['a start beyond every year', { startAt: LAST - 1, endAt: LAST, startDate: 'nonsense', endDate: '' }],
])('a campaign with %s can be created, edited, submitted and cancelled', (_what, brief) =>
  withCampaign(
    stage,
    async (drive) => {
      await drive.edit(LONG);
      await drive.toApproval();
      await drive.review('approved');
      await drive.cancel(LONG);
      await drive.reaches('cancelled');
      await sound(drive.handle);
    },
    { brief },
  ),
);

test('a flight that is extended from a date that is none keeps it', () =>
  withCampaign(
    stage,
    async (drive) => {
      drive.outside.reading = { billedUnits: 1, delivered: 10 };
      await drive.toActive();
      const endAt = (await stage.env.currentTimeMs()) + 1_000;
      await drive.update('changeFlight', { endAt, endDate: 'one day' });
      await drive.until((view) => (view.brief.endAt ?? 0) > endAt);
      expect((await drive.state()).view.brief).toMatchObject({
        endAt: endAt + 30 * DAY,
        endDate: 'one day',
      });
      await sound(drive.handle);
    },
    { brief: { makeGood: 'extend' } },
  ));

test('a payment with a thousand refunds, of which one is looked at in the year 275760', async () => {
  const paymentId = randomUUID();
  const refunds: PaymentState['refunds'] = Array.from({ length: 1_000 }, (_, n) => ({
    ...{
      key: `${'k'.repeat(100)}${n}`,
      amount: 1,
      reason: LONG.slice(0, 200),
      requestedBy: 'x',
      requestId: 'x',
    },
    ...{ status: 'succeeded' as const, origin: 'adflight' as const, providerRefundId: `re_${n}` },
    ...{ usedKeys: 0, triedAt: null, lookAt: null },
  }));
  const late = {
    ...refunds[0],
    key: 'late',
    status: 'processing',
    lookAt: LAST,
  } as PaymentState['refunds'][0];
  const rows = {
    ...unknownPayment(paymentId),
    ...{ captured: 10_000, currency: 'USD', intentId: LONG, refunds: [...refunds, late] },
  };
  const asked: string[] = [];
  stage.outsides.set(paymentWorkflowId(paymentId), {
    call: async (name) => {
      asked.push(name);
      return name === 'readPayment' ? rows : undefined;
    },
  });
  const { client } = stage.env;
  const event = { ...settled(paymentId), kind: 'disputed' as const, disputeId: LONG, fee: 1 };
  const handle = await client.workflow.signalWithStart(
    PAYMENT_WORKFLOW,
    toPayment({ paymentId, timeScale: 1 }, { event }),
  );
  while (!asked.includes('projectPayment')) await pause(20);
  expect(await details(handle)).toContain('**100.00 USD** received');
  await sound(handle);
  await handle.terminate();
});

const settled = (paymentId: string) => ({
  ...{ eventId: 'evt_1', paymentId, sessionId: null, intentId: 'pi_1', amount: 1, currency: 'USD', at: 0 },
});

test('a key rotation names what no key opens as far as there is room', async () => {
  const outside = new RotationOutside(['broken']);
  const call = outside.call.bind(outside);
  outside.call = async (...args) => ({
    ...(await call(...args)),
    broken: Array.from({ length: 20 }, () => LONG),
  });
  const { workflowId, result } = await rotate(stage, outside);
  expect(result).toMatchObject({ isOver: true, broken: 20 });
  await sound(stage.env.client.workflow.getHandle(workflowId));
});
