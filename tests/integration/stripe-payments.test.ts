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

/** A payment that its campaign counted, unless `late`: then only Stripe knows that it was made. */
async function pay({ late = false, row = true }: { late?: boolean; row?: boolean } = {}): Promise<Paid> {
  const [paymentId, campaignId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  const { sessionId } = await createCheckoutSession(sim.stripe, {
    campaignId,
    paymentId,
    n: 1,
    amount: AMOUNT,
    currency: 'USD',
    name: 'Spring sale',
    successUrl: 'https://app.example/paid',
    cancelUrl: 'https://app.example/back',
  });
  const { payment_intent: intentId } = await sim.sim(`sessions/${sessionId}/pay`);
  await database.db.campaign.create({
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
    const counted = late ? { status: 'expired' } : { status: 'paid', received: BigInt(AMOUNT), intentId };
    const asked = { purpose: 'campaign', method: 'checkout', n: 1, amount: BigInt(AMOUNT), currency: 'USD' };
    await database.db.payment.create({
      data: { id: paymentId, campaignId, userId, sessionId, ...asked, ...counted },
    });
  }
  if (!late)
    await postTransaction(
      database.db,
      paymentReceived({ paymentId, campaignId, currency: 'USD', wanted: AMOUNT, excess: 0, walletOf: null }),
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

test('a refund that meets the dispute at Stripe first waits for its event, and is not lost', async () => {
  const paid = await pay();
  const { id } = await sim.sim(`intents/${paid.intentId}/dispute`);
  await ask(paid, 'k1', 1_000);
  await until('Stripe refused it once', async () => (await rowOf(paid)).refunds[0]?.status === 'requested');
  await sim.sim(`disputes/${id}/close`, { won: true });
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
  expect((await rowOf(paid)).refunds.at(-1)).toMatchObject({ status: 'failed' });
  expect(await atStripe(paid)).toHaveLength(1);
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

test('money that the campaign has spent is not given back by us', async () => {
  const paid = await pay();
  await spend(paid, 9_000);
  await ask(paid, 'k1', 2_000);
  await closed(paid);
  expect(await atStripe(paid)).toEqual([]);
  expect((await rowOf(paid)).refunds).toEqual([expect.objectContaining({ status: 'failed' })]);
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
