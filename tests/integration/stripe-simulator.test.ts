/** The Stripe simulator keeps Stripe's rules; whatever it accepts, Stripe's own mock accepts too. */

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { createCheckoutSession, expireSession } from '../../adapters/stripe/checkout';
import { openStripe } from '../../adapters/stripe/client';
import { sortStripeError } from '../../adapters/stripe/errors';
import { listEventsSince } from '../../adapters/stripe/list-events';
import { createRefund, listRefunds, retrieveRefund } from '../../adapters/stripe/refunds';
import { verifyWebhook } from '../../adapters/stripe/webhook';
import { chargeRefusal } from '../../domain/charges';
import { currencies } from '../../domain/money';
import { stripeMock } from './parts';
import {
  type SimulatedStripe,
  simulatedStripe,
  until,
  WEBHOOK_SECRET,
  webhookEndpoint,
} from './stripe-parts';

jest.setTimeout(60_000);

const order = {
  campaignId: '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d',
  paymentId: '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0e',
  n: 1,
  amount: 5_000,
  currency: 'USD',
  name: 'Spring sale',
  successUrl: 'https://app.example/paid?session={CHECKOUT_SESSION_ID}',
  cancelUrl: 'https://app.example/back',
};

let mock: Awaited<ReturnType<typeof stripeMock>>;
let sim: SimulatedStripe;

beforeAll(async () => {
  mock = await stripeMock();
});
afterAll(() => mock.close());
beforeEach(async () => {
  sim = await simulatedStripe({ mirror: mock.url });
});
afterEach(() => sim.close());

async function paidIntent(n = 1): Promise<string> {
  const { sessionId } = await createCheckoutSession(sim.stripe, { ...order, n });
  return (await sim.sim(`sessions/${sessionId}/pay`)).payment_intent;
}

const refundOf = (intentId: string, key: string, amount: number) => ({
  paymentId: order.paymentId,
  key,
  providerKey: key,
  intentId,
  amount,
});

/** The sorted failure of a call that must fail. */
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => sortStripeError(error),
  );

test('the same order opens one session, however often it is asked for', async () => {
  const first = await createCheckoutSession(sim.stripe, order);
  const second = await createCheckoutSession(sim.stripe, order);
  expect(second).toEqual(first);
  expect(await sim.sim('objects/checkout.session')).toHaveLength(1);
  expect(first.url).toBe(`${sim.url}/pay/${first.sessionId}`);
});

test('a key with other parameters is refused, and says to look first', async () => {
  await createCheckoutSession(sim.stripe, order);
  const failure = await failureOf(createCheckoutSession(sim.stripe, { ...order, amount: 1 }));
  expect(failure).toMatchObject({ remedy: 'ask', code: 'OUTCOME_UNKNOWN' });
});

test('two requests at once under one key: one is done, the other is told to try again', async () => {
  const intent = await paidIntent();
  await sim.sim('faults', { path: '/v1/refunds', mode: 'latency', delay_ms: 200 });
  const both = await Promise.allSettled([
    createRefund(sim.stripe, refundOf(intent, 'k1', 100)),
    createRefund(sim.stripe, refundOf(intent, 'k1', 100)),
  ]);
  const refused = both.flatMap((one) => (one.status === 'rejected' ? [sortStripeError(one.reason)] : []));
  expect(refused).toEqual([expect.objectContaining({ remedy: 'retry', code: 'UNAVAILABLE' })]);
  expect(await listRefunds(sim.stripe, intent)).toHaveLength(1);
});

describe('an amount that Stripe does not take', () => {
  test.each<[string, number, string, string]>([
    ['USD', 49, 'AMOUNT_NOT_CHARGEABLE', 'amount_too_small'],
    ['GBP', 29, 'AMOUNT_NOT_CHARGEABLE', 'amount_too_small'],
    ['JPY', 49, 'AMOUNT_NOT_CHARGEABLE', 'amount_too_small'],
    ['KWD', 150, 'AMOUNT_NOT_CHARGEABLE', 'amount_too_small'],
    ['USD', 100_000_000, 'AMOUNT_NOT_CHARGEABLE', 'amount_too_large'],
    ['INR', 1_000_000_000, 'AMOUNT_NOT_CHARGEABLE', 'amount_too_large'],
    ['KWD', 5_124, 'PROVIDER_REFUSED', 'parameter_invalid_integer'],
  ])('%s %d opens no session', async (currency, amount, code, stripes) => {
    const failure = await failureOf(createCheckoutSession(sim.stripe, { ...order, currency, amount }));
    expect(failure).toMatchObject({ remedy: 'give_up', code, message: expect.stringContaining(stripes) });
    expect(await sim.sim('objects/checkout.session')).toEqual([]);
  });

  test('whatever our own rules take is taken, to the last', async () => {
    let n = 0;
    for (const currency of currencies) {
      const amounts = [...Array(9).keys()].flatMap((digits) =>
        [1, 3, 5].map((first) => first * 10 ** (digits + 1)),
      );
      const chargeable = [...amounts, 99_999_990].filter(
        (amount) => chargeRefusal(amount, currency) === null,
      );
      expect(chargeable.length).toBeGreaterThan(10);
      for (const amount of chargeable) {
        n += 1;
        await createCheckoutSession(sim.stripe, { ...order, n, currency, amount });
      }
    }
  });

  test('of a currency with three decimals gives back nothing but tens', async () => {
    const { sessionId } = await createCheckoutSession(sim.stripe, { ...order, currency: 'KWD' });
    const { payment_intent } = await sim.sim(`sessions/${sessionId}/pay`);
    const failure = await failureOf(createRefund(sim.stripe, refundOf(payment_intent, 'k1', 1_234)));
    expect(failure).toMatchObject({ remedy: 'give_up', code: 'REFUND_TOO_LARGE' });
    await expect(createRefund(sim.stripe, refundOf(payment_intent, 'k2', 1_230))).resolves.toMatchObject({
      status: 'succeeded',
    });
    await expect(sim.sim(`intents/${payment_intent}/refund`, { amount: 15 })).rejects.toThrow(
      'divisible by 10',
    );
  });
});

test('a wrong API key waits for a person', async () => {
  const stranger = openStripe({ secretKey: 'sk_test_other', apiUrl: sim.url });
  expect(await failureOf(createCheckoutSession(stranger, order))).toMatchObject({
    remedy: 'wait',
    code: 'UNAVAILABLE',
  });
});

test('a paid session cannot be expired, and says what was paid', async () => {
  const { sessionId } = await createCheckoutSession(sim.stripe, order);
  await sim.sim(`sessions/${sessionId}/pay`);
  const end = await expireSession(sim.stripe, sessionId);
  expect(end).toMatchObject({ outcome: 'paid', amount: 5_000, currency: 'USD' });
  expect(end.intentId).toMatch(/^pi_/);
});

test('an open session expires once, and stays expired', async () => {
  const { sessionId } = await createCheckoutSession(sim.stripe, order);
  await sim.sim(`sessions/${sessionId}/decline`);
  expect((await expireSession(sim.stripe, sessionId)).outcome).toBe('expired');
  expect((await expireSession(sim.stripe, sessionId)).outcome).toBe('expired');
  await expect(sim.sim(`sessions/${sessionId}/pay`)).rejects.toThrow('expired');
});

test('a bank debit is processing until the bank decides', async () => {
  const { sessionId } = await createCheckoutSession(sim.stripe, order);
  await sim.sim(`sessions/${sessionId}/pay`, { method: 'bank_debit' });
  expect(await expireSession(sim.stripe, sessionId)).toMatchObject({ outcome: 'processing', amount: 0 });
  await sim.sim(`sessions/${sessionId}/settle`, { succeeded: true });
  expect(await expireSession(sim.stripe, sessionId)).toMatchObject({ outcome: 'paid', amount: 5_000 });
});

test('refunds never pass the charge', async () => {
  const intent = await paidIntent();
  await createRefund(sim.stripe, refundOf(intent, 'k1', 3_000));
  const failure = await failureOf(createRefund(sim.stripe, refundOf(intent, 'k2', 2_001)));
  expect(failure).toMatchObject({ remedy: 'give_up', code: 'REFUND_TOO_LARGE' });
  await createRefund(sim.stripe, refundOf(intent, 'k3', 2_000));
  expect(await failureOf(createRefund(sim.stripe, refundOf(intent, 'k4', 1)))).toMatchObject({
    code: 'REFUND_TOO_LARGE',
  });
  expect((await listRefunds(sim.stripe, intent)).map(({ key }) => key)).toEqual(['k1', 'k3']);
});

test('a disputed charge is not refunded until the dispute is won', async () => {
  const intent = await paidIntent();
  const dispute = await sim.sim(`intents/${intent}/dispute`);
  expect(await failureOf(createRefund(sim.stripe, refundOf(intent, 'k1', 100)))).toMatchObject({
    remedy: 'give_up',
    code: 'PAYMENT_DISPUTED',
  });
  await sim.sim(`disputes/${dispute.id}/close`, { won: true });
  expect((await createRefund(sim.stripe, refundOf(intent, 'k2', 100))).status).toBe('succeeded');
});

test('a pending refund that the bank refuses gives the amount free again', async () => {
  const intent = await paidIntent();
  await sim.sim('refunds/next', { status: 'pending' });
  const { id, status } = await createRefund(sim.stripe, refundOf(intent, 'k1', 5_000));
  expect(status).toBe('pending');
  await sim.sim(`refunds/${id}/settle`, { succeeded: false });
  expect((await retrieveRefund(sim.stripe, id)).status).toBe('failed');
  await sim.sim('refunds/next', { status: 'succeeded' });
  expect((await createRefund(sim.stripe, refundOf(intent, 'k2', 5_000))).status).toBe('succeeded');
});

const ToldEvents = z.array(
  z.object({
    type: z.string(),
    data: z.object({
      object: z.object({
        payment_intent: z.string().nullish(),
        status: z.string().nullish(),
        amount_refunded: z.int().optional(),
      }),
    }),
  }),
);

/** The types of the events about a payment, oldest first, with the status or sum that each shows. */
async function told(intent: string): Promise<string[]> {
  return ToldEvents.parse(await sim.sim('objects/event'))
    .filter(({ data: { object } }) => object.payment_intent === intent)
    .map(({ type, data: { object } }) =>
      type === 'charge.refunded' ? `${type} ${object.amount_refunded}` : `${type} ${object.status ?? ''}`,
    )
    .filter((line) => !line.startsWith('checkout.'));
}

/** The charge of a payment, as an application finds it. */
async function chargeOf(intent: string) {
  const { latest_charge } = await sim.stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
  if (!latest_charge || typeof latest_charge === 'string') throw new Error('the charge was not expanded');
  const { amount_captured, amount_refunded, refunded, disputed } = latest_charge;
  return { captured: amount_captured, refunds: amount_refunded, refunded, disputed };
}

test('a refund that succeeded can fail weeks later, and its amount is free again', async () => {
  const intent = await paidIntent();
  const { id } = await createRefund(sim.stripe, refundOf(intent, 'k1', 5_000));
  expect(await chargeOf(intent)).toEqual({
    captured: 5_000,
    refunds: 5_000,
    refunded: true,
    disputed: false,
  });
  await sim.sim(`refunds/${id}/fail`);
  expect(await sim.stripe.refunds.retrieve(id)).toMatchObject({
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: expect.stringMatching(/^txn_/),
  });
  expect(await chargeOf(intent)).toEqual({ captured: 5_000, refunds: 0, refunded: false, disputed: false });
  expect(await told(intent)).toEqual([
    'refund.created succeeded',
    'charge.refunded 5000',
    'refund.updated failed',
    'refund.failed failed',
  ]);
  await expect(sim.sim(`refunds/${id}/fail`)).rejects.toThrow('is failed');
  expect((await createRefund(sim.stripe, refundOf(intent, 'k2', 5_000))).status).toBe('succeeded');
});

test('a pending refund can be canceled in the dashboard, one that succeeded cannot', async () => {
  const intent = await paidIntent();
  await sim.sim('refunds/next', { status: 'pending' });
  const { id } = await createRefund(sim.stripe, refundOf(intent, 'k1', 2_000));
  await sim.sim(`refunds/${id}/cancel`);
  expect((await sim.stripe.refunds.retrieve(id)).status).toBe('canceled');
  expect((await chargeOf(intent)).refunds).toBe(0);
  await sim.sim('refunds/next', { status: 'succeeded' });
  const second = await createRefund(sim.stripe, refundOf(intent, 'k2', 2_000));
  await expect(sim.sim(`refunds/${second.id}/cancel`)).rejects.toThrow('is succeeded');
  expect(await told(intent)).toEqual([
    'refund.created pending',
    'charge.refunded 2000',
    'refund.updated canceled',
    'refund.created succeeded',
    'charge.refunded 2000',
  ]);
});

test('a refund that the bank refuses at once takes nothing', async () => {
  const intent = await paidIntent();
  await sim.sim('refunds/next', { status: 'failed' });
  expect((await createRefund(sim.stripe, refundOf(intent, 'k1', 5_000))).status).toBe('failed');
  expect((await chargeOf(intent)).refunds).toBe(0);
  expect(await told(intent)).toEqual(['refund.created failed', 'refund.failed failed']);
});

test('a payment has several disputes, and refunds wait for the last; a lost one takes its part', async () => {
  const intent = await paidIntent();
  const first = await sim.sim(`intents/${intent}/dispute`, { amount: 1_500 });
  const second = await sim.sim(`intents/${intent}/dispute`, { amount: 2_000 });
  await expect(sim.sim(`intents/${intent}/dispute`, { amount: 1_501 })).rejects.toThrow('At most 1500');
  const refund = (key: string, amount: number) => createRefund(sim.stripe, refundOf(intent, key, amount));
  await sim.sim(`disputes/${first.id}/close`, { won: false });
  expect(await failureOf(refund('k1', 100))).toMatchObject({ code: 'PAYMENT_DISPUTED' });
  await sim.sim(`disputes/${second.id}/respond`);
  expect(await failureOf(refund('k2', 100))).toMatchObject({ code: 'PAYMENT_DISPUTED' });
  await sim.sim(`disputes/${second.id}/close`, { won: true });
  expect(await failureOf(refund('k3', 3_501))).toMatchObject({ code: 'REFUND_TOO_LARGE' });
  expect((await refund('k4', 3_500)).status).toBe('succeeded');
  expect(await failureOf(refund('k5', 1))).toMatchObject({ code: 'PAYMENT_DISPUTED' });
  expect(await told(intent)).toEqual([
    'charge.dispute.created needs_response',
    'charge.dispute.funds_withdrawn needs_response',
    'charge.dispute.created needs_response',
    'charge.dispute.funds_withdrawn needs_response',
    'charge.dispute.closed lost',
    'charge.dispute.updated under_review',
    'charge.dispute.funds_reinstated won',
    'charge.dispute.closed won',
    'refund.created succeeded',
    'charge.refunded 3500',
  ]);
});

test('disputes are found by their payment, and say whether it can be refunded now', async () => {
  const intent = await paidIntent(1);
  const other = await paidIntent(2);
  await sim.sim(`intents/${other}/dispute`);
  const { id } = await sim.sim(`intents/${intent}/dispute`, { amount: 1_000 });
  const found = async () =>
    (await sim.stripe.disputes.list({ payment_intent: intent })).data.map((dispute) => ({
      id: dispute.id,
      refundable: dispute.is_charge_refundable,
      moves: dispute.balance_transactions.map(({ amount, fee }) => [amount, fee]),
    }));
  expect(await found()).toEqual([{ id, refundable: false, moves: [[-1_000, 1_500]] }]);
  await sim.sim(`disputes/${id}/close`, { won: true });
  const moves = [
    [-1_000, 1_500],
    [1_000, -1_500],
  ];
  expect(await found()).toEqual([{ id, refundable: true, moves }]);
  expect((await chargeOf(intent)).disputed).toBe(true);
  await createRefund(sim.stripe, refundOf(intent, 'k1', 5_000));
  expect(await found()).toEqual([{ id, refundable: false, moves }]);
});

test('an inquiry takes nothing and hinders nothing, and a whole refund ends it', async () => {
  const intent = await paidIntent();
  const { id } = await sim.sim(`intents/${intent}/dispute`, { inquiry: true });
  expect(await sim.stripe.disputes.retrieve(id)).toMatchObject({
    status: 'warning_needs_response',
    is_charge_refundable: true,
    balance_transactions: [],
    amount: 5_000,
  });
  await createRefund(sim.stripe, refundOf(intent, 'k1', 2_000));
  expect((await sim.stripe.disputes.retrieve(id)).status).toBe('warning_needs_response');
  await createRefund(sim.stripe, refundOf(intent, 'k2', 3_000));
  expect((await sim.stripe.disputes.retrieve(id)).status).toBe('warning_closed');
  await expect(sim.sim(`disputes/${id}/escalate`)).rejects.toThrow('warning_closed');
  expect((await told(intent)).filter((line) => line.includes('dispute'))).toEqual([
    'charge.dispute.created warning_needs_response',
    'charge.dispute.closed warning_closed',
  ]);
});

test('an inquiry can be closed by the bank, or become a dispute of what is left', async () => {
  const intent = await paidIntent();
  const dropped = await sim.sim(`intents/${intent}/dispute`, { inquiry: true, amount: 1_000 });
  expect((await sim.sim(`disputes/${dropped.id}/close`)).status).toBe('warning_closed');
  const { id } = await sim.sim(`intents/${intent}/dispute`, { inquiry: true });
  await sim.sim(`disputes/${id}/respond`);
  await createRefund(sim.stripe, refundOf(intent, 'k1', 2_000));
  await sim.sim(`disputes/${id}/escalate`);
  expect(await failureOf(createRefund(sim.stripe, refundOf(intent, 'k2', 1)))).toMatchObject({
    code: 'PAYMENT_DISPUTED',
  });
  await expect(sim.sim(`disputes/${id}/close`)).rejects.toThrow('Missing required param: won');
  await sim.sim(`disputes/${id}/close`, { won: false });
  expect(await sim.stripe.disputes.retrieve(id)).toMatchObject({
    status: 'lost',
    amount: 3_000,
    balance_transactions: [{ amount: -3_000, fee: 1_500 }],
  });
  expect((await told(intent)).filter((line) => line.includes('dispute'))).toEqual([
    'charge.dispute.created warning_needs_response',
    'charge.dispute.closed warning_closed',
    'charge.dispute.created warning_needs_response',
    'charge.dispute.updated warning_under_review',
    'charge.dispute.updated needs_response',
    'charge.dispute.funds_withdrawn needs_response',
    'charge.dispute.closed lost',
  ]);
});

test('a customer may pay another amount in another currency than was asked', async () => {
  const { sessionId } = await createCheckoutSession(sim.stripe, order);
  const paid = await sim.sim(`sessions/${sessionId}/pay`, { amount: 4_321, currency: 'eur' });
  const { data } = await sim.stripe.charges.list({ payment_intent: paid.payment_intent });
  expect(data).toMatchObject([{ amount_captured: 4_321, currency: 'eur' }]);
  expect(await sim.stripe.charges.retrieve(data[0]?.id ?? '')).toMatchObject({ amount_captured: 4_321 });
  expect(await expireSession(sim.stripe, sessionId)).toMatchObject({ amount: 4_321, currency: 'EUR' });
});

test('what cannot be expanded is refused, and lists expand what is in them', async () => {
  const intent = await paidIntent();
  await expect(sim.stripe.paymentIntents.retrieve(intent, { expand: ['nothing'] })).rejects.toThrow(
    'This property cannot be expanded (nothing).',
  );
  await createRefund(sim.stripe, refundOf(intent, 'k1', 5));
  const { data } = await sim.stripe.refunds.list({ payment_intent: intent, expand: ['data.charge'] });
  expect(data).toMatchObject([{ amount: 5, charge: { object: 'charge', amount_refunded: 5 } }]);
});

test("one control's events travel their own way: dropped, twice, late, or turned round", async () => {
  const endpoint = await webhookEndpoint();
  try {
    await sim.sim('webhooks', { endpoint: { url: endpoint.url, secret: WEBHOOK_SECRET } });
    const intent = await paidIntent(1);
    const other = await paidIntent(2);
    await until('the payments were told', () => endpoint.heard.length === 4);
    const heard = () =>
      endpoint.heard
        .slice(4)
        .map(({ event }) => event)
        .filter(({ type }) => type === 'charge.refunded')
        .map(({ data }) => data.object.amount_refunded);
    await sim.sim(`intents/${intent}/refund?mode=drop`, { amount: 100 });
    await sim.sim(`intents/${intent}/refund?mode=duplicate`, { amount: 100 });
    await until('it was told twice', () => heard().length === 2);
    await sim.sim(`intents/${intent}/refund?mode=hold`, { amount: 100 });
    await sim.sim(`intents/${other}/refund?mode=hold`, { amount: 50 });
    await sim.sim(`intents/${intent}/refund?mode=hold`, { amount: 100 });
    expect(await sim.sim('webhooks/flush', { reversed: true, intent })).toEqual({ sent: 4 });
    expect(heard()).toEqual([200, 200, 400, 300]);
    await sim.sim(`intents/${intent}/refund?delay_ms=150`, { amount: 100 });
    await sim.sim(`intents/${intent}/refund`, { amount: 100 });
    await until('the late one came, after a younger one', () => heard().length === 6);
    expect(heard()).toEqual([200, 200, 400, 300, 600, 500]);
    expect(await sim.sim('webhooks/flush')).toEqual({ sent: 2 });
  } finally {
    await endpoint.close();
  }
});

// The client itself tries a cut connection once more, under the same key.
test.each([
  ['hang_after', 2],
  ['hang_before', 2],
  ['fail_before', 1],
] as const)('%s: the same key again is safe, and refunds once', async (mode, times) => {
  const intent = await paidIntent();
  await sim.sim('faults', { method: 'POST', path: '/v1/refunds', mode, times });
  const refund = () => createRefund(sim.stripe, refundOf(intent, 'k1', 100));
  expect(await failureOf(refund())).toMatchObject({ remedy: 'retry' });
  expect((await refund()).status).toBe('succeeded');
  expect(await listRefunds(sim.stripe, intent)).toHaveLength(1);
});

test('fail_after: Stripe keeps its 500 under the key, and the list tells what was done', async () => {
  const intent = await paidIntent();
  await sim.sim('faults', { method: 'POST', path: '/v1/refunds', mode: 'fail_after' });
  const call = () => failureOf(createRefund(sim.stripe, refundOf(intent, 'k1', 100)));
  expect(await call()).toMatchObject({ remedy: 'retry' });
  expect(await call()).toMatchObject({ remedy: 'ask', code: 'OUTCOME_UNKNOWN' });
  expect(await listRefunds(sim.stripe, intent)).toEqual([
    { id: expect.stringMatching(/^re_/), key: 'k1', amount: 100, status: 'succeeded' },
  ]);
});

test('429 says how long to wait', async () => {
  await sim.sim('faults', { mode: 'rate_limit', retry_after_seconds: 7 });
  expect(await failureOf(createCheckoutSession(sim.stripe, order))).toMatchObject({
    remedy: 'wait',
    waitMs: 7_000,
  });
});

test('events are listed oldest first over more than a page, and only those that matter', async () => {
  for (let n = 1; n <= 102; n += 1) await createCheckoutSession(sim.stripe, { ...order, n });
  const sessions = await sim.sim('objects/checkout.session');
  for (const { id } of sessions) await sim.sim(`sessions/${id}/pay`);
  const events = await listEventsSince(sim.stripe, Date.now() - 60_000);
  expect(events).toHaveLength(102);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['checkout.session.completed']));
  expect(events).toMatchObject(sessions.map(({ id }: { id: string }) => ({ data: { object: { id } } })));
});

test('the customer pays, is declined, or walks away on a page that is plainly a test', async () => {
  const { url } = await createCheckoutSession(sim.stripe, { ...order, name: '<script>' });
  const page = await (await fetch(url)).text();
  expect(page).toContain('This is a test page');
  expect(page).toContain('$50.00');
  const press = (act: string) => fetch(`${url}/${act}`, { method: 'POST', redirect: 'manual' });
  expect((await press('decline')).status).toBe(402);
  expect((await press('abandon')).headers.get('location')).toBe('https://app.example/back');
  const paid = await press('pay');
  expect(paid.status).toBe(303);
  expect(paid.headers.get('location')).toMatch(/^https:\/\/app\.example\/paid\?session=cs_test_/);
  expect((await press('pay')).status).toBe(400);
});

test('a webhook is signed, and sent again until it is acknowledged', async () => {
  const endpoint = await webhookEndpoint();
  await sim.sim('webhooks', { endpoint: { url: endpoint.url, secret: WEBHOOK_SECRET } });
  await sim.close();
  sim = await simulatedStripe({ webhook: { url: endpoint.url, secret: WEBHOOK_SECRET }, timeScale: 1_000 });
  try {
    endpoint.refuse = 2;
    await paidIntent();
    const heard = await until('both events came', () => (endpoint.heard.length >= 2 ? endpoint.heard : null));
    for (const { raw, signature } of heard)
      expect(verifyWebhook(raw, signature, [WEBHOOK_SECRET], Date.now()).object).toBe('event');
    expect(heard.map(({ event }) => event.type).sort()).toEqual([
      'checkout.session.completed',
      'payment_intent.succeeded',
    ]);
  } finally {
    await endpoint.close();
  }
});

test('what it knew survives a kill, and unacknowledged events go out again', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-stripe-'));
  const dataPath = path.join(folder, 'stripe.jsonl');
  const endpoint = await webhookEndpoint();
  try {
    const before = await simulatedStripe({ dataPath });
    const session = await createCheckoutSession(before.stripe, order);
    await before.sim(`sessions/${session.sessionId}/pay`);
    await before.close();
    const after = await simulatedStripe({ dataPath, webhook: { url: endpoint.url, secret: WEBHOOK_SECRET } });
    expect(await createCheckoutSession(after.stripe, order)).toEqual(session);
    expect((await expireSession(after.stripe, session.sessionId)).outcome).toBe('paid');
    await until('both events came', () => endpoint.heard.length >= 2);
    await after.close();
  } finally {
    await endpoint.close();
    await rm(folder, { recursive: true });
  }
});

test('what stripe-mock refuses, the simulator refuses', async () => {
  const answer = await fetch(`${sim.url}/v1/customers`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer sk_test_simulated',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'email=a@example.com&surname=Lovelace',
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'parameter_unknown', param: 'surname' } });
});
