/** A payment on a clock that skips: outages of days, banks of weeks, messages in its last moment. */
import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import type { PaymentEvent } from '../../contracts/campaign';
import {
  type DisputeState,
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
  disputes: DisputeState[] = [];
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
      listDisputes: async () => this.disputes,
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

const refunded: PaymentEvent = {
  eventId: 'evt_1',
  kind: 'refunded',
  paymentId: 'p',
  sessionId: null,
  intentId: 'pi_1',
  amount: 1_000,
  currency: 'USD',
  at: 0,
};

interface Drive {
  outside: Outside;
  send(message: Parameters<typeof toPayment>[1]): Promise<void>;
  result(): Promise<PaymentState>;
  now(): Promise<number>;
  /** The milliseconds of all timers that the workflow set. */
  timers(): Promise<number>;
  /** What the payment's last run told its campaign. */
  told(): Promise<PaymentEvent[]>;
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
      async told() {
        const { events } = await handle.fetchHistory();
        return (events ?? []).flatMap(
          (event) =>
            event.signalExternalWorkflowExecutionInitiatedEventAttributes?.input?.payloads?.map((payload) =>
              defaultPayloadConverter.fromPayload<PaymentEvent>(payload),
            ) ?? [],
        );
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

test('an outage of two days: one key for a day, then another', () =>
  withPayment(async ({ outside, send, result, now }) => {
    const start = await now();
    const keys: { at: number; key: string }[] = [];
    outside.refund = async (order) => {
      const at = (await now()) - start;
      keys.push({ at, key: order.providerKey });
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
  }));

test('a failure that the provider keeps under the key: the next key is used', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = async (order) => {
      if (order.providerKey === 'k1') throw ApplicationFailure.nonRetryable('kept', 'OUTCOME_UNKNOWN');
      return done(order);
    };
    await send(request('k1'));
    await result();
    expect(outside.orders.map(({ providerKey }) => providerKey)).toEqual(['k1', 'k1:1']);
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

/** Refuses what passes `left`, as a provider does that knows of more than we do. */
const atMost = (left: number) => async (order: RefundOrder) => {
  if (order.amount > left) throw ApplicationFailure.nonRetryable('too large', 'REFUND_TOO_LARGE');
  return done(order);
};

test('a refund that others were faster than gives back what is left, under another key', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = atMost(8_000);
    outside.list = () => [{ id: 're_dashboard', key: null, amount: 2_000, status: 'succeeded' }];
    await send(request('k1', 10_000));
    await result();
    expect(outside.orders.map(({ providerKey, amount }) => [providerKey, amount])).toEqual([
      ['k1', 10_000],
      ['k1:1', 8_000],
    ]);
    expect(outside.rows.refunds.map(({ key, amount, status }) => [key, amount, status])).toEqual([
      ['k1', 8_000, 'succeeded'],
      ['stripe:re_dashboard', 2_000, 'succeeded'],
    ]);
  }));

test('a dispute that nobody told of is looked for, and what it left goes back', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = atMost(7_000);
    outside.disputes = [{ disputeId: 'du_1', amount: 3_000, fee: 1_500, status: 'lost' }];
    await send(request('k1', 10_000));
    await result();
    expect(outside.rows.refunds).toMatchObject([{ amount: 7_000, status: 'succeeded' }]);
    expect(outside.told).toContain('payment.dispute_lost');
  }));

describe('its campaign hears, in one message, what others gave back and what it can not have', () => {
  const asCampaign = (outside: Outside) => {
    outside.rows = { ...outside.rows, campaignId: 'c1' };
  };

  test('when a refund is cut to what others left', () =>
    withPayment(async ({ outside, send, result, told }) => {
      asCampaign(outside);
      outside.refund = atMost(8_000);
      outside.list = () => [{ id: 're_dashboard', key: null, amount: 2_000, status: 'succeeded' }];
      await send(request('k1', 10_000));
      await result();
      expect(await told()).toMatchObject([
        { kind: 'refunded', amount: 10_000, byOthers: 2_000, shortfall: 2_000, actor: { kind: 'stripe' } },
      ]);
    }));

  test('when the books hold less, or nothing', () =>
    withPayment(async ({ outside, send, result, told }) => {
      asCampaign(outside);
      let left = 6_000;
      outside.refund = async (order) => {
        if (order.amount <= left) return done(order);
        throw ApplicationFailure.create({
          type: 'INSUFFICIENT_FUNDS',
          nonRetryable: true,
          details: [{ left }],
        });
      };
      await send(request('k1', 7_000));
      await result();
      expect(await told()).toMatchObject([{ byOthers: 0, shortfall: 1_000 }]);
      left = 0;
      await send(request('k2', 3_000));
      const { refunds } = await result();
      expect(refunds).toMatchObject([
        { amount: 6_000 },
        { amount: 3_000, shortfall: 3_000, status: 'failed' },
      ]);
      // Started again, it says both sums whole.
      expect((await told()).at(-1)).toMatchObject({ byOthers: 0, shortfall: 4_000 });
    }));

  test('when more is asked for than is left', () =>
    withPayment(async ({ outside, send, result, told }) => {
      asCampaign(outside);
      await send({ refund: { ...request('a1', 7_000).refund, requestedBy: 'admin' } });
      await send(request('k1', 4_000));
      await send(request('k2', 500));
      await result();
      expect((await told()).at(-1)).toMatchObject({ amount: 10_000, byOthers: 7_000, shortfall: 1_500 });
    }));

  test('when a bank took what was asked for', () =>
    withPayment(async ({ outside, send, result, told }) => {
      asCampaign(outside);
      const dispute = { ...refunded, disputeId: 'du_1', amount: 8_000 };
      await send({ event: { ...dispute, eventId: 'evt_open', kind: 'disputed' } });
      await send(request('k1', 5_000));
      await send({ event: { ...dispute, eventId: 'evt_lost', kind: 'dispute_closed', won: false } });
      const { refunds } = await result();
      expect(refunds).toMatchObject([{ amount: 2_000, shortfall: 3_000, status: 'succeeded' }]);
      expect(await told()).toMatchObject([{ byOthers: 0, shortfall: 3_000 }]);
    }));

  test('and nothing where it got all that it asked for', () =>
    withPayment(async ({ outside, send, result, told }) => {
      asCampaign(outside);
      await send(request('k1', 4_000));
      await send(request('k2', null));
      await result();
      expect(await told()).toEqual([]);
    }));
});

test('a refund that nothing explains fails, and is told', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = atMost(1);
    await send(request('k1', 10_000));
    await result();
    expect(outside.orders).toHaveLength(1);
    expect(outside.told).toEqual(['refund.requested', 'refund.processing', 'refund.failed']);
  }));

test('a refund that the books no longer hold is cut to what they do', () =>
  withPayment(async ({ outside, send, result }) => {
    outside.refund = async (order) => {
      if (order.amount <= 6_000) return done(order);
      throw ApplicationFailure.create({
        type: 'INSUFFICIENT_FUNDS',
        nonRetryable: true,
        details: [{ left: 6_000 }],
      });
    };
    await send(request('k1', 10_000));
    await result();
    expect(outside.rows.refunds).toMatchObject([{ amount: 6_000, status: 'succeeded' }]);
  }));

test('what is promised to a person comes before what a campaign asks for', () =>
  withPayment(async ({ outside, send, result }) => {
    // The row knows of the promise before the workflow does.
    outside.afterTold = async () => {
      const { refunds } = outside.rows;
      if (refunds.length > 1 || refunds[0]?.key !== 'k1') return;
      throw ApplicationFailure.nonRetryable('promised', 'REFUND_TOO_LARGE');
    };
    await send(request('k1', 10_000));
    const promised = {
      key: 'a1',
      amount: 4_000,
      exact: true,
      reason: 'test',
      requestedBy: 'admin',
      requestId: 'r',
    };
    await send({ refund: promised });
    await result();
    expect(outside.rows.refunds.map(({ key, amount, status }) => [key, amount, status])).toEqual([
      ['a1', 4_000, 'succeeded'],
      ['k1', 6_000, 'succeeded'],
    ]);
    expect(outside.orders.map(({ key, reserved }) => [key, reserved])).toEqual([
      ['a1', true],
      ['k1', false],
    ]);
  }));

test('a refund that the bank returns days later has failed, and can be asked for again', () =>
  withPayment(async ({ outside, send, result }) => {
    await send(request('k1', 4_000));
    await result();
    outside.list = () => [{ id: 're_k1', key: 'k1', amount: 4_000, status: 'failed' }];
    const event = { ...refunded, kind: 'refund_updated', refund: { id: 're_k1', status: 'failed' } } as const;
    await send({ event });
    await result();
    await send({ event: { ...event, eventId: 'evt_again' } });
    await result();
    expect(outside.told.filter((kind) => kind === 'refund.failed')).toHaveLength(1);
    await send(request('k2', 10_000));
    expect((await result()).refunds.map(({ key, amount, status }) => [key, amount, status])).toEqual([
      ['k1', 4_000, 'failed'],
      ['k2', 10_000, 'succeeded'],
    ]);
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
    await send({ event: refunded });
    await result();
    expect(await timers()).toBeLessThan(DAY);
    expect(outside.told).toEqual([]);
    expect(outside.reads).toBeLessThan(20);
  }));
