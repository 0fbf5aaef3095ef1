/** Each money case of a payment ends exactly once: at Stripe, in the rows, in the ledger. */
import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createPaymentActivities } from '../../activities/payment';
import { createCheckoutSession } from '../../adapters/stripe/checkout';
import { listRefunds } from '../../adapters/stripe/refunds';
import type { PaymentEvent } from '../../contracts/campaign';
import { PAYMENT_WORKFLOW, paymentWorkflowId, type RefundRequest, toPayment } from '../../contracts/payment';
import { queues } from '../../contracts/queues';
import { accounts, paymentReceived } from '../../domain/ledger';
import { toPaymentEvent } from '../../schemas/stripe-events';
import { postTransaction, readBalance } from '../../store/ledger';
import { freshDatabase, stripeMock, temporalServer } from './parts';
import { type SimulatedStripe, simulatedStripe, until } from './stripe-parts';

jest.setTimeout(90_000);

/** An hour of a payment's patience passes in 36 ms. */
const TIME_SCALE = 100_000;
/** What was started, the newest first. */
const closing: (() => Promise<unknown>)[] = [];
let database: Awaited<ReturnType<typeof freshDatabase>>;
let sim: SimulatedStripe;
let client: Client;

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const mock = await stripeMock();
  closing.unshift(mock.close);
  const temporal = await temporalServer();
  closing.unshift(temporal.close);
  database = await freshDatabase();
  closing.unshift(database.close);
  sim = await simulatedStripe({ mirror: mock.url });
  closing.unshift(sim.close);
  const connection = await Connection.connect({ address: temporal.address });
  closing.unshift(() => connection.close());
  client = new Client({ connection });
  const native = await NativeConnection.connect({ address: temporal.address });
  closing.unshift(() => native.close());
  const workflowsPath = require.resolve('../../workflows/payment/life');
  const worker = await Worker.create({
    connection: native,
    taskQueue: queues.lifecycle,
    workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') }),
    activities: createPaymentActivities({ db: database.db, stripe: sim.stripe }),
  });
  const running = worker.run();
  closing.unshift(async () => {
    worker.shutdown();
    await running;
  });
});
afterAll(async () => {
  for (const close of closing) await close();
});

interface Paid {
  paymentId: string;
  campaignId: string;
  sessionId: string;
  intentId: string;
}

const AMOUNT = 10_000;
let payments = 0;

/** A payment that its campaign counted, unless `late`: then only Stripe knows that it was made. */
async function pay({
  late = false,
  row = true,
  currency = 'USD',
  campaignId = randomUUID() as string,
} = {}): Promise<Paid> {
  payments += 1;
  const [paymentId, userId] = [randomUUID(), randomUUID()];
  const { sessionId } = await createCheckoutSession(sim.stripe, {
    campaignId,
    paymentId,
    n: payments,
    amount: AMOUNT,
    currency: 'USD',
    name: 'Spring sale',
    successUrl: 'https://app.example/paid',
    cancelUrl: 'https://app.example/back',
  });
  const { payment_intent: intentId } = await sim.sim(`sessions/${sessionId}/pay`, {
    currency: currency.toLowerCase(),
  });
  await database.db.campaign.createMany({
    skipDuplicates: true,
    data: {
      id: campaignId,
      advertiserId: userId,
      adAccountId: randomUUID(),
      channel: 'house',
      name: 'Spring sale',
      objective: 'traffic',
      tags: [],
      phase: late ? 'cancelled' : 'active',
      status: late ? 'cancelled' : 'active',
      over: late,
      version: 1,
      currency: 'USD',
      timeZone: 'UTC',
      waitingSince: new Date(),
      view: {},
      targeting: {},
      fingerprint: '',
    },
  });
  if (row) {
    const received = { received: BigInt(AMOUNT), receivedCurrency: currency, held: currency !== 'USD' };
    const counted = late ? { status: 'expired' } : { status: 'paid', ...received, intentId };
    const asked = { purpose: 'campaign', method: 'checkout', n: 1, amount: BigInt(AMOUNT), currency: 'USD' };
    await database.db.payment.create({
      data: { id: paymentId, campaignId, userId, sessionId, ...asked, ...counted },
    });
  }
  if (!late)
    await postTransaction(
      database.db,
      paymentReceived({
        ...{ paymentId, campaignId, currency, walletOf: null },
        ...(currency === 'USD' ? { wanted: AMOUNT, excess: 0 } : { wanted: 0, excess: AMOUNT }),
      }),
    );
  return { paymentId, campaignId, sessionId, intentId };
}

const ask = ({ paymentId }: Paid, key: string, amount: number | null, exact = false) => {
  const by = { requestedBy: exact ? randomUUID() : 'campaign/c1', requestId: 'r1' };
  const refund: RefundRequest = { key: `${paymentId}:${key}`, amount, exact, reason: 'test', ...by };
  return client.workflow.signalWithStart(
    PAYMENT_WORKFLOW,
    toPayment({ paymentId, timeScale: TIME_SCALE }, { refund }),
  );
};

/** Tells the payment the newest event of a type that Stripe has for it, as the relay would. */
async function tell({ paymentId, intentId }: Paid, type: string): Promise<void> {
  const events: { type: string; data: { object: { payment_intent: string } } }[] =
    await sim.sim('objects/event');
  const found = events.filter((one) => one.type === type && one.data.object.payment_intent === intentId);
  const fact = toPaymentEvent(found.at(-1));
  if (!fact) throw new Error(`no ${type}`);
  const event: PaymentEvent = { ...fact.event, paymentId };
  await client.workflow.signalWithStart(
    PAYMENT_WORKFLOW,
    toPayment({ paymentId, timeScale: TIME_SCALE }, { event }),
  );
}

const closed = ({ paymentId }: Paid) => client.workflow.getHandle(paymentWorkflowId(paymentId)).result();
const atStripe = ({ intentId }: Paid) => listRefunds(sim.stripe, intentId);
const balance = async (account: string) => Number(await readBalance(database.db, account));
const refundedAtStripe = async (paid: Paid) =>
  (await atStripe(paid))
    .filter(({ status }) => status !== 'failed')
    .reduce((sum, { amount }) => sum + amount, 0);
const rowOf = ({ paymentId }: Paid) =>
  database.db.payment.findUniqueOrThrow({
    where: { id: paymentId },
    include: { refunds: { orderBy: { createdAt: 'asc' } }, disputes: true },
  });
const told = async ({ paymentId }: Paid) =>
  (
    await database.db.outboxEvent.findMany({ where: { key: `payment:${paymentId}` }, orderBy: { id: 'asc' } })
  ).map(({ kind }) => kind);

afterEach(async () => {
  await sim.sim('faults/clear');
  await sim.sim('refunds/next', { status: 'succeeded' });
  const sums = await database.db.$queryRaw`SELECT coalesce(sum(amount), 0)::int AS sum FROM ledger_entries`;
  expect(sums).toEqual([{ sum: 0 }]);
});

test('a refund goes out once, and the books follow', async () => {
  const paid = await pay();
  await ask(paid, 'k1', 4_000);
  await ask(paid, 'k1', 4_000);
  await closed(paid);
  await ask(paid, 'k1', 4_000);
  await closed(paid);
  expect(await atStripe(paid)).toEqual([expect.objectContaining({ amount: 4_000, status: 'succeeded' })]);
  expect(await rowOf(paid)).toMatchObject({ refunded: 4_000n, lost: 0n, disputed: false });
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(6_000);
  expect(await told(paid)).toEqual(['refund.requested', 'refund.processing', 'refund.succeeded']);
});

test('refunds asked for at once never pass what was received', async () => {
  const paid = await pay();
  await Promise.all([ask(paid, 'k1', 6_000), ask(paid, 'k2', 6_000), ask(paid, 'k3', 6_000, true)]);
  await closed(paid);
  const sum = (await atStripe(paid)).reduce((total, { amount }) => total + amount, 0);
  expect(sum).toBe(AMOUNT);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  const failed = (await rowOf(paid)).refunds.filter(({ status }) => status === 'failed');
  expect(failed.length + (await atStripe(paid)).length).toBeLessThanOrEqual(3);
});

test.each(['fail_before', 'fail_after', 'hang_before', 'hang_after', 'rate_limit'])(
  '%s at Stripe: the refund goes out once all the same',
  async (mode) => {
    const paid = await pay();
    await sim.sim('faults', {
      method: 'POST',
      path: '/v1/refunds',
      mode,
      times: mode.startsWith('hang') ? 2 : 1,
    });
    await ask(paid, 'k1', null);
    await closed(paid);
    expect(await atStripe(paid)).toEqual([
      expect.objectContaining({ amount: AMOUNT, key: `${paid.paymentId}:k1` }),
    ]);
    expect((await rowOf(paid)).refunds).toEqual([expect.objectContaining({ status: 'succeeded' })]);
    expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  },
);

test('money that comes for a closed campaign is booked apart and goes back, once', async () => {
  const paid = await pay({ late: true });
  await tell(paid, 'checkout.session.completed');
  await tell(paid, 'checkout.session.completed');
  await closed(paid);
  await tell(paid, 'checkout.session.completed');
  await closed(paid);
  expect(await atStripe(paid)).toEqual([expect.objectContaining({ amount: AMOUNT })]);
  expect(await rowOf(paid)).toMatchObject({ status: 'paid', received: 10_000n, refunded: 10_000n });
  expect(await balance(accounts.suspense(paid.paymentId))).toBe(0);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  expect((await told(paid))[0]).toBe('payment.excess');
});

test('so does a payment of a session that nobody recorded', async () => {
  const paid = await pay({ late: true, row: false });
  await tell(paid, 'checkout.session.completed');
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({ status: 'paid', refunded: 10_000n, campaignId: paid.campaignId });
  expect(await atStripe(paid)).toHaveLength(1);
});

test('what came for a payment of nobody is dropped', async () => {
  const paid = await pay({ late: true, row: false });
  await database.db.campaign.delete({ where: { id: paid.campaignId } });
  await tell(paid, 'checkout.session.completed');
  await closed(paid);
  expect(await atStripe(paid)).toEqual([]);
});

test('an open dispute holds refunds back; won, they go on', async () => {
  const paid = await pay();
  const { id } = await sim.sim(`intents/${paid.intentId}/dispute`);
  await tell(paid, 'charge.dispute.created');
  await ask(paid, 'k1', 1_000);
  await until('the refund is there', async () => (await rowOf(paid)).refunds.length === 1);
  expect(await rowOf(paid)).toMatchObject({ disputed: true, refunds: [{ status: 'requested' }] });
  await sim.sim(`disputes/${id}/close`, { won: true });
  await tell(paid, 'charge.dispute.closed');
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({ disputed: false, lost: 0n, refunded: 1_000n });
  expect(await atStripe(paid)).toHaveLength(1);
});

test('a refund that meets the dispute at Stripe first finds it there, and waits for its end', async () => {
  const paid = await pay();
  const { id } = await sim.sim(`intents/${paid.intentId}/dispute`);
  await ask(paid, 'k1', 1_000);
  await until('the dispute is found', async () => (await rowOf(paid)).disputed);
  expect(await rowOf(paid)).toMatchObject({ disputes: [{ id, status: 'open' }] });
  await sim.sim(`disputes/${id}/close`, { won: true });
  await tell(paid, 'charge.dispute.closed');
  await closed(paid);
  expect(await atStripe(paid)).toEqual([expect.objectContaining({ amount: 1_000 })]);
});

test('a lost dispute books amount and fee, and refuses what waited', async () => {
  const paid = await pay();
  const fees = await balance(accounts.fees('USD'));
  const { id } = await sim.sim(`intents/${paid.intentId}/dispute`);
  await tell(paid, 'charge.dispute.created');
  await ask(paid, 'k1', 1_000);
  await sim.sim(`disputes/${id}/close`, { won: false });
  await tell(paid, 'charge.dispute.closed');
  await tell(paid, 'charge.dispute.closed');
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({
    lost: 10_000n,
    refunded: 0n,
    disputed: false,
    refunds: [{ status: 'failed' }],
    disputes: [{ id, status: 'lost', fee: 1_500n }],
  });
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  expect((await balance(accounts.fees('USD'))) - fees).toBe(-1_500);
  expect(await atStripe(paid)).toEqual([]);
  expect((await told(paid)).at(-1)).toBe('refund.failed');
});

test("a refund made in Stripe's dashboard is booked, and lowers what is left", async () => {
  const paid = await pay();
  await sim.sim(`intents/${paid.intentId}/refund`, { amount: 3_000 });
  await tell(paid, 'charge.refunded');
  await tell(paid, 'charge.refunded');
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({
    refunded: 3_000n,
    refunds: [{ origin: 'provider', status: 'succeeded', requestedBy: 'stripe' }],
  });
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(7_000);
  await ask(paid, 'k1', 8_000, true);
  await closed(paid);
  expect((await rowOf(paid)).refunds.at(-1)).toMatchObject({ amount: 7_000n, status: 'succeeded' });
  expect(await refundedAtStripe(paid)).toBe(AMOUNT);
});

test("a refund in Stripe's dashboard that nobody told of: ours gives back what is left, once", async () => {
  const paid = await pay();
  await sim.sim(`intents/${paid.intentId}/refund`, { amount: 3_000 });
  await ask(paid, 'k1', AMOUNT);
  await closed(paid);
  await tell(paid, 'charge.refunded');
  await closed(paid);
  expect((await atStripe(paid)).map(({ amount }) => amount).sort()).toEqual([3_000, 7_000]);
  expect(await rowOf(paid)).toMatchObject({ refunded: 10_000n });
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  expect(await told(paid)).not.toContain('refund.failed');
});

test('what the dashboard gave back is not given back again of what was not delivered', async () => {
  const paid = await pay();
  await spend(paid, 6_000);
  await sim.sim(`intents/${paid.intentId}/refund`, { amount: 1_000 });
  await ask(paid, 'k1', 4_000);
  await closed(paid);
  expect(await refundedAtStripe(paid)).toBe(4_000);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
});

test('of two payments of a campaign, each refund leaves the other its part', async () => {
  const first = await pay();
  const second = await pay({ campaignId: first.campaignId });
  await spend(first, 5_000);
  await sim.sim(`intents/${first.intentId}/refund`, { amount: 2_000 });
  await Promise.all([ask(second, 'k1', AMOUNT), ask(first, 'k1', 5_000)]);
  await Promise.all([closed(first), closed(second)]);
  expect((await refundedAtStripe(first)) + (await refundedAtStripe(second))).toBe(15_000);
  expect(await balance(accounts.campaign(first.campaignId))).toBe(0);
});

test('a payment of another currency goes back in its own, and not out of the campaign', async () => {
  const paid = await pay();
  const held = await pay({ campaignId: paid.campaignId, currency: 'EUR' });
  await ask(held, 'k1', null, true);
  await closed(held);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(AMOUNT);
  expect(await balance(accounts.suspense(held.paymentId))).toBe(0);
  expect((await rowOf(held)).refunds).toMatchObject([{ currency: 'EUR', status: 'succeeded' }]);
  await ask(paid, 'k1', null);
  await closed(paid);
  expect((await rowOf(paid)).refunds).toMatchObject([{ currency: 'USD', status: 'succeeded' }]);
});

describe('a refund that the bank returns after it succeeded', () => {
  async function bankReturns(paid: Paid): Promise<void> {
    const [refund] = await atStripe(paid);
    await sim.sim(`refunds/${refund?.id}/fail`);
    await tell(paid, 'refund.failed');
    await tell(paid, 'refund.updated');
    await closed(paid);
  }

  test('waits to be given back again, and is told', async () => {
    const paid = await pay();
    await ask(paid, 'k1', 4_000);
    await closed(paid);
    await bankReturns(paid);
    expect(await rowOf(paid)).toMatchObject({ refunded: 0n, refunds: [{ status: 'failed' }] });
    expect(await balance(accounts.suspense(paid.paymentId))).toBe(4_000);
    expect((await told(paid)).filter((kind) => kind === 'refund.failed')).toHaveLength(1);
    await ask(paid, 'k2', 4_000, true);
    await closed(paid);
    expect(await balance(accounts.suspense(paid.paymentId))).toBe(0);
    expect(await balance(accounts.campaign(paid.campaignId))).toBe(6_000);
  });

  test('makes good first the loss that it was', async () => {
    const before = await balance(accounts.loss('USD'));
    const paid = await pay();
    await spend(paid, 9_000);
    await ask(paid, 'k1', 4_000, true);
    await closed(paid);
    expect((await balance(accounts.loss('USD'))) - before).toBe(-3_000);
    await bankReturns(paid);
    expect((await balance(accounts.loss('USD'))) - before).toBe(0);
    expect(await balance(accounts.suspense(paid.paymentId))).toBe(1_000);
  });
});

describe('several disputes of one payment', () => {
  test('hold refunds back until the last is closed, and leave what they did not take', async () => {
    const paid = await pay();
    const one = await sim.sim(`intents/${paid.intentId}/dispute`, { amount: 2_000 });
    await tell(paid, 'charge.dispute.created');
    const other = await sim.sim(`intents/${paid.intentId}/dispute`, { amount: 3_000 });
    await tell(paid, 'charge.dispute.created');
    await ask(paid, 'k1', AMOUNT);
    await sim.sim(`disputes/${one.id}/close`, { won: true });
    await tell(paid, 'charge.dispute.closed');
    const isSo = async () => {
      const { refunds, disputes } = await rowOf(paid);
      return refunds.length === 1 && disputes.some(({ status }) => status === 'won');
    };
    await until('one is won, and a refund waits', isSo);
    expect(await rowOf(paid)).toMatchObject({ disputed: true, refunds: [{ status: 'requested' }] });
    await sim.sim(`disputes/${other.id}/close`, { won: false });
    await tell(paid, 'charge.dispute.closed');
    await closed(paid);
    expect(await refundedAtStripe(paid)).toBe(7_000);
    expect(await rowOf(paid)).toMatchObject({ disputed: false, lost: 3_000n, refunded: 7_000n });
    expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  });

  test('one that was lost without a word is found when a refund does not fit', async () => {
    const paid = await pay();
    const { id } = await sim.sim(`intents/${paid.intentId}/dispute`, { amount: 3_000 });
    await sim.sim(`disputes/${id}/close`, { won: false });
    await ask(paid, 'k1', AMOUNT);
    await closed(paid);
    expect(await rowOf(paid)).toMatchObject({ lost: 3_000n, refunded: 7_000n });
    expect(await refundedAtStripe(paid)).toBe(7_000);
  });
});

test('an inquiry lets refunds go on; escalated, it is a dispute', async () => {
  const paid = await pay();
  const { id } = await sim.sim(`intents/${paid.intentId}/dispute`, { inquiry: true });
  await tell(paid, 'charge.dispute.created');
  await ask(paid, 'k1', 1_000);
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({ disputed: false, disputes: [{ status: 'inquiry' }] });
  expect(await refundedAtStripe(paid)).toBe(1_000);
  await sim.sim(`disputes/${id}/escalate`);
  await tell(paid, 'charge.dispute.updated');
  await tell(paid, 'charge.dispute.funds_withdrawn');
  await until('it is disputed', async () => (await rowOf(paid)).disputed);
  await sim.sim(`disputes/${id}/close`, { won: false });
  await tell(paid, 'charge.dispute.closed');
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({ lost: 9_000n, disputes: [{ status: 'lost', fee: 1_500n }] });
  expect(await told(paid)).toContain('payment.inquiry');
});

test('an inquiry that is closed leaves nothing behind', async () => {
  const paid = await pay();
  const { id } = await sim.sim(`intents/${paid.intentId}/dispute`, { inquiry: true });
  await tell(paid, 'charge.dispute.created');
  await sim.sim(`disputes/${id}/close`);
  await tell(paid, 'charge.dispute.closed');
  await closed(paid);
  expect(await rowOf(paid)).toMatchObject({
    disputed: false,
    lost: 0n,
    disputes: [{ status: 'inquiry_closed' }],
  });
});

test('our own refund, told by Stripe, is not booked a second time', async () => {
  const paid = await pay();
  await ask(paid, 'k1', 4_000);
  await closed(paid);
  await tell(paid, 'charge.refunded');
  await closed(paid);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(6_000);
  expect((await rowOf(paid)).refunds).toHaveLength(1);
});

test('a refund whose event overtook the payment waits until that is booked', async () => {
  const paid = await pay({ late: true });
  await sim.sim(`intents/${paid.intentId}/refund`, { amount: 2_000 });
  await tell(paid, 'charge.refunded');
  await tell(paid, 'checkout.session.completed');
  await closed(paid);
  const refunds = (await atStripe(paid)).map(({ amount }) => amount);
  expect(refunds.reduce((sum, amount) => sum + amount, 0)).toBe(AMOUNT);
  expect(await rowOf(paid)).toMatchObject({ refunded: 10_000n });
  expect(await balance(accounts.suspense(paid.paymentId))).toBe(0);
});

test.each([
  [true, 'succeeded', 6_000],
  [false, 'failed', AMOUNT],
])('a refund in the hands of the bank: succeeded %s', async (succeeded, status, left) => {
  const paid = await pay();
  await sim.sim('refunds/next', { status: 'pending' });
  await ask(paid, 'k1', 4_000);
  const id = await until('Stripe has it', async () => (await atStripe(paid))[0]?.id);
  await sim.sim(`refunds/${id}/settle`, { succeeded });
  await closed(paid);
  expect((await rowOf(paid)).refunds).toEqual([expect.objectContaining({ status })]);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(left);
});

test('money that the campaign has spent is not given back by us, but the rest is', async () => {
  const paid = await pay();
  await spend(paid, 9_000);
  await ask(paid, 'k1', 2_000);
  await closed(paid);
  expect(await refundedAtStripe(paid)).toBe(1_000);
  expect((await rowOf(paid)).refunds).toMatchObject([{ amount: 1_000n, status: 'succeeded' }]);
  await ask(paid, 'k2', 2_000);
  await closed(paid);
  expect((await rowOf(paid)).refunds.at(-1)).toMatchObject({ status: 'failed' });
});

test('but what a person was promised goes out, and the loss is ours', async () => {
  const paid = await pay();
  const before = await balance(accounts.loss('USD'));
  await spend(paid, 9_000);
  await ask(paid, 'k1', 2_000, true);
  await closed(paid);
  expect(await refundedAtStripe(paid)).toBe(2_000);
  expect((await balance(accounts.loss('USD'))) - before).toBe(-1_000);
});

test('and where Stripe gave it back, the loss is ours', async () => {
  const paid = await pay();
  const before = await balance(accounts.loss('USD'));
  await spend(paid, 9_000);
  await sim.sim(`intents/${paid.intentId}/refund`);
  await tell(paid, 'charge.refunded');
  await closed(paid);
  expect(await balance(accounts.campaign(paid.campaignId))).toBe(0);
  expect((await balance(accounts.loss('USD'))) - before).toBe(-9_000);
});

async function spend({ campaignId }: Paid, amount: number): Promise<void> {
  const [currency, description] = ['USD', 'Advertising delivered'];
  await postTransaction(database.db, {
    key: `spend:${campaignId}`,
    kind: 'spend',
    referenceType: 'campaign',
    referenceId: campaignId,
    description,
    entries: [
      { account: accounts.campaign(campaignId), currency, amount: -amount },
      { account: accounts.revenue(currency), currency, amount },
    ],
  });
}
