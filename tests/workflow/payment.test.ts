/** A payment on a clock that skips: outages of days, banks of weeks, messages in its last moment. */
import { ApplicationFailure } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { PaymentEvent } from '../../contracts/campaign';
import {
  type FoundRefund,
  PAYMENT_WORKFLOW,
  type PaymentProjection,
  type PaymentState,
  paymentWorkflowId,
  type RefundOrder,
  toPayment,
} from '../../contracts/payment';
import { DAY, HOUR, SECOND } from '../../domain/time';
import { unknownPayment } from '../../workflows/payment/decide';
import { openStage, type Stage } from './environment';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());
jest.setTimeout(60_000);

let payments = 0;

/** The rows and the provider of one payment, as its activities see them. */
class Outside {
  rows: PaymentState;
  orders: RefundOrder[] = [];
  told: string[] = [];
  looks = 0;
  reads = 0;
  atOnce = 0;
  mostAtOnce = 0;
  /** What the provider answers. */
  refund: (order: RefundOrder) => Promise<FoundRefund> = async (order) => done(order);
  look: (id: string) => Promise<FoundRefund> = async (id) => ({ ...done({ key: 'k1', amount: 1 }), id });
  list: () => FoundRefund[] = () => [];
  afterTold: (kind: string) => Promise<void> = async () => {};

  constructor(paymentId: string) {
    this.rows = { ...unknownPayment(paymentId), captured: 10_000, currency: 'USD', intentId: 'pi_1' };
  }

  activities() {
    return {
      readPayment: async () => {
        this.reads += 1;
        return this.rows;
      },
      noteLateEvent: async () => this.rows,
      projectPayment: async ({ state, told }: PaymentProjection) => {
        this.rows = state;
        if (!told) return;
        this.told.push(told.kind);
        await this.afterTold(told.kind);
      },
      createRefund: async (order: RefundOrder) => {
        this.orders.push(order);
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        return this.refund(order).finally(() => {
          this.atOnce -= 1;
        });
      },
      lookAtRefund: async (id: string) => {
        this.looks += 1;
        return this.look(id);
      },
      listRefunds: async () => this.list(),
    };
  }
}

const done = ({ key, amount }: Pick<RefundOrder, 'key' | 'amount'>): FoundRefund => ({
  id: `re_${key}`,
  key,
  amount,
  status: 'succeeded',
});
const request = (key: string, amount: number | null = 1_000) => ({
  refund: { key, amount, reason: 'test', requestedBy: 'campaign/c1', requestId: 'r1' },
});

interface Drive {
  outside: Outside;
  send(message: Parameters<typeof toPayment>[1]): Promise<void>;
  result(): Promise<PaymentState>;
  now(): Promise<number>;
  /** The milliseconds of all timers that the workflow set. */
  timers(): Promise<number>;
}

async function withPayment(play: (drive: Drive) => Promise<void>): Promise<void> {
  payments += 1;
  const [paymentId, taskQueue] = [`p${payments}`, `payment-${payments}`];
  const outside = new Outside(paymentId);
  const { client, nativeConnection } = stage.env;
  const handle = client.workflow.getHandle(paymentWorkflowId(paymentId));
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue,
    workflowBundle: stage.bundle,
    activities: outside.activities(),
  });
  await worker.runUntil(() =>
    play({
      outside,
      async send(message) {
        const options = toPayment({ paymentId, timeScale: 1 }, message);
        await client.workflow.signalWithStart(PAYMENT_WORKFLOW, { ...options, taskQueue });
      },
      result: () => handle.result(),
      now: () => stage.env.currentTimeMs(),
      async timers() {
        const { events } = await handle.fetchHistory();
        const seconds =
          events?.map((e) => Number(e.timerStartedEventAttributes?.startToFireTimeout?.seconds ?? 0)) ?? [];
        return SECOND * seconds.reduce((sum, each) => sum + each, 0);
      },
    }),
  );
  const history = await handle.fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: stage.bundle }, history);
}

test('refunds go one after the other', () =>
  withPayment(async ({ outside, send, result }) => {
    for (const key of ['k1', 'k2', 'k3']) await send(request(key));
    await result();
    expect(outside.orders.map(({ key, providerKey }) => [key, providerKey])).toEqual([
      ['k1', 'k1'],
      ['k2', 'k2'],
      ['k3', 'k3'],
    ]);
    expect(outside.mostAtOnce).toBe(1);
    expect(outside.rows.refunds.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  }));

test('an outage of two days: one key for a day, then another, and never without a look before', () =>
  withPayment(async ({ outside, send, result, now }) => {
    const start = await now();
    const keys: { at: number; key: string; again: boolean }[] = [];
    outside.refund = async (order) => {
      const at = (await now()) - start;
      keys.push({ at, key: order.providerKey, again: order.again });
      if (at < 2 * DAY) throw ApplicationFailure.retryable('away', 'UNAVAILABLE');
      return done(order);
    };
    await send(request('k1'));
    const { refunds } = await result();
    expect(refunds[0]?.status).toBe('succeeded');
    expect([...new Set(keys.map(({ key }) => key))]).toEqual(['k1', 'k1:1', 'k1:2']);
    for (const name of new Set(keys.map(({ key }) => key))) {
      const times = keys.filter(({ key }) => key === name).map(({ at }) => at);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(22 * HOUR);
    }
    expect(keys.filter(({ key }) => key !== 'k1').every(({ again }) => again)).toBe(true);
  }));

test('a failure that the provider keeps under the key: the next key is used after a look', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = async (order) => {
      if (order.providerKey === 'k1') throw ApplicationFailure.nonRetryable('kept', 'OUTCOME_UNKNOWN');
      return done(order);
    };
    await send(request('k1'));
    await result();
    expect(outside.orders.map(({ providerKey, again }) => [providerKey, again])).toEqual([
      ['k1', false],
      ['k1:1', true],
    ]);
  }));

test('a refusal for good fails the refund and tells', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = async () => {
      throw ApplicationFailure.nonRetryable('no', 'PROVIDER_REFUSED');
    };
    await send(request('k1'));
    await result();
    expect(outside.rows.refunds[0]?.status).toBe('failed');
    expect(outside.told).toEqual(['refund.requested', 'refund.processing', 'refund.failed']);
  }));

test('a bank that takes ten days is asked seldom', () =>
  withPayment(async ({ outside, send, result, now }) => {
    const start = await now();
    outside.refund = async (order) => ({ ...done(order), status: 'pending' });
    outside.look = async (id) => ({
      ...done({ key: 'k1', amount: 1_000 }),
      id,
      status: (await now()) - start > 10 * DAY ? 'succeeded' : 'pending',
    });
    await send(request('k1'));
    await result();
    expect(outside.rows.refunds[0]?.status).toBe('succeeded');
    expect(outside.orders).toHaveLength(1);
    expect(outside.looks).toBeLessThan(20);
  }));

test('a request that comes in its last moment is not lost', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.afterTold = async (kind) => {
      if (kind === 'refund.succeeded' && outside.orders.length === 1) await send(request('k2'));
    };
    await send(request('k1'));
    const { refunds } = await result();
    expect(refunds.map(({ key, status }) => [key, status])).toEqual([
      ['k1', 'succeeded'],
      ['k2', 'succeeded'],
    ]);
  }));

test('started again, it remembers by its rows', () =>
  withPayment(async ({ outside, send, result }) => {
    await send(request('k1', 9_000));
    await result();
    await send(request('k1', 9_000));
    await result();
    await send(request('k2', 9_000));
    await result();
    expect(outside.orders.map(({ key, amount }) => [key, amount])).toEqual([
      ['k1', 9_000],
      ['k2', 1_000],
    ]);
  }));

test('what concerns a payment that never comes is dropped within a day', () =>
  withPayment(async ({ outside, send, result, timers }) => {
    outside.rows = { ...outside.rows, captured: 0 };
    const event: PaymentEvent = {
      eventId: 'evt_1',
      kind: 'refunded',
      paymentId: 'p',
      sessionId: null,
      intentId: 'pi_1',
      amount: 1_000,
      currency: 'USD',
      at: 0,
    };
    await send({ event });
    await result();
    expect(await timers()).toBeLessThan(DAY);
    expect(outside.told).toEqual([]);
    expect(outside.reads).toBeLessThan(20);
  }));
