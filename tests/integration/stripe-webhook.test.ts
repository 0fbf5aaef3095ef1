/** Webhooks and receipts at the API: proved, stored once, shown to whom they belong. */
import { randomUUID } from 'node:crypto';
import { disputeLost, paymentReceived, refundSucceeded } from '../../domain/ledger';
import { sign } from '../../simulators/stripe/webhooks';
import { postTransaction } from '../../store/ledger';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(60_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
});
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});
const event = (id: string) =>
  JSON.stringify({
    id,
    object: 'event',
    type: 'checkout.session.completed',
    created: 1,
    data: { object: { id: 'cs_1', payment_intent: 'pi_1' } },
  });
const send = (path: string, raw: string | Buffer, signature?: string) =>
  api.call('POST', path, {
    raw,
    headers: { 'content-type': 'application/json', ...(signature && { 'stripe-signature': signature }) },
  });
const now = () => Math.floor(Date.now() / 1_000);
const signed = (raw: string, secret = 'whsec_test_123', at = now()) => sign(raw, secret, at);

test.each(['/payment/webhook', '/webhooks/stripe'])(
  '%s stores an event once and acknowledges it each time',
  async (path) => {
    const raw = event(`evt_${path}`);
    for (let i = 0; i < 3; i += 1) {
      const answer = await send(path, raw, signed(raw));
      expect([answer.status, answer.body]).toEqual([200, { received: true }]);
    }
    const rows = await database.db.inboxMessage.findMany({ where: { externalId: `evt_${path}` } });
    expect(rows).toEqual([
      expect.objectContaining({ source: 'stripe', key: 'pi_1', payload: JSON.parse(raw) }),
    ]);
  },
);

test.each<[string, object, string]>([
  ['of another shape', { object: 'v9.event', data: { object: 5 } }, 'evt_strange'],
  [
    'with text that Postgres cannot keep',
    { data: { object: { payment_intent: 'pi_7', name: 'a\0b\ud800' } } },
    'pi_7',
  ],
])('a signed event %s is stored all the same: the relay judges it', async (_name, changes, key) => {
  await database.db.inboxMessage.deleteMany({ where: { externalId: 'evt_strange' } });
  const raw = JSON.stringify({ ...JSON.parse(event('evt_strange')), ...changes });
  expect((await send('/payment/webhook', raw, signed(raw))).status).toBe(200);
  expect(await database.db.inboxMessage.findMany({ where: { externalId: 'evt_strange' } })).toMatchObject([
    { key },
  ]);
});

test.each([
  ['no signature', (_raw: string) => undefined],
  ['a malformed one', (_raw: string) => 'nonsense'],
  ['another secret', (raw: string) => signed(raw, 'whsec_other')],
  ['one over another body', (raw: string) => signed(`${raw} `)],
  ['one of six minutes ago', (raw: string) => signed(raw, undefined, now() - 360)],
  ['one of six minutes ahead', (raw: string) => signed(raw, undefined, now() + 360)],
])('%s: 400, and no row', async (_name, signature) => {
  const before = await database.db.inboxMessage.count();
  const raw = event('evt_forged');
  const answer = await send('/payment/webhook', raw, signature(raw));
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ code: 'SIGNATURE_INVALID' });
  expect(await database.db.inboxMessage.count()).toBe(before);
});

async function payment(userId: string, changes: object = {}): Promise<string> {
  const id = randomUUID();
  const base = { purpose: 'campaign', method: 'checkout', n: 1, amount: 10_000n, currency: 'USD' };
  const received = { received: 10_000n, receivedCurrency: 'USD' };
  const paid = { status: 'paid', ...received, sessionId: `cs_${id}`, intentId: `pi_${id}` };
  await database.db.payment.create({ data: { id, userId, ...base, ...paid, ...changes } });
  await postTransaction(
    database.db,
    paymentReceived({ ...booked(id), wanted: 0, excess: 10_000, walletOf: null }),
  );
  return id;
}

const booked = (paymentId: string) => ({ paymentId, campaignId: randomUUID(), currency: 'USD' });

test('a receipt shows each refund and how far it is, to its owner and to staff', async () => {
  const [owner, other, support] = [await api.signIn(), await api.signIn(), await api.signIn('support')];
  const id = await payment(owner.id, { refunded: 4_000n });
  const refund = {
    paymentId: id,
    currency: 'USD',
    reason: 'test',
    origin: 'adflight',
    requestedBy: 'campaign/c1',
  };
  await database.db.refund.createMany({
    data: [
      { ...refund, key: `${id}:1`, amount: 3_000n, status: 'succeeded' },
      { ...refund, key: `${id}:2`, amount: 1_000n, status: 'processing' },
    ],
  });
  const gone = { ...booked(id), key: `${id}:1`, amount: 3_000, origin: 'adflight' } as const;
  await postTransaction(database.db, refundSucceeded(gone));
  for (const { token } of [owner, support]) {
    const answer = await api.call('GET', `/payments/${id}`, { token });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'partially_refunded',
      received: 10_000,
      received_currency: 'USD',
      refunded: 3_000,
      refundable: 6_000,
      refunds: [{ status: 'succeeded' }, { status: 'processing' }],
    });
  }
  expect((await api.call('GET', `/payments/${id}`, { token: other.token })).status).toBe(404);
  expect((await api.call('GET', '/payments', { token: other.token })).body.total).toBe(0);
  expect((await api.call('GET', '/payments', { token: owner.token })).body.items).toHaveLength(1);
});

test.each([
  [{ status: 'pending', received: 0n, url: 'https://pay.example/1' }, 'pending'],
  [{ status: 'processing', received: 0n }, 'processing'],
  [{ status: 'expired', received: 0n }, 'expired'],
  [{}, 'paid'],
  [{ disputed: true }, 'disputed'],
  [{ lost: 10_000n }, 'disputed'],
])('a payment with %j reads as %s', async (changes, status) => {
  const { id: userId, token } = await api.signIn();
  const { body } = await api.call('GET', `/payments/${await payment(userId, changes)}`, { token });
  expect(body.status).toBe(status);
  expect(body.checkout_url).toBe(status === 'pending' ? 'https://pay.example/1' : null);
});

describe('a refund by an admin', () => {
  const body = (amount?: number) => ({ reason: 'sold twice', ...(amount && { amount }) });

  const asked = (paymentId: string) =>
    database.db.workflowMessage.findMany({ where: { target: `payment/${paymentId}` } });

  test('is promised, then asked of the payment, and the same key asks for the same refund', async () => {
    const { id: userId } = await api.signIn();
    const { token, id: adminId } = await api.signIn('admin');
    const id = await payment(userId);
    const headers = { 'idempotency-key': 'one' };
    const first = await api.call('POST', `/payments/${id}/refund`, { token, body: body(4_000), headers });
    const second = await api.call('POST', `/payments/${id}/refund`, { token, body: body(4_000), headers });
    expect(first.status).toBe(202);
    expect(first.body).toMatchObject({ payment_id: id, amount: 4_000, currency: 'USD', status: 'requested' });
    expect(second.body).toEqual(first.body);
    expect(await asked(id)).toMatchObject([
      { payload: { key: first.body.id, amount: 4_000, requestedBy: adminId, reason: 'sold twice' } },
    ]);
    const { body: shown } = await api.call('GET', `/payments/${id}`, { token });
    expect(shown).toMatchObject({ refundable: 6_000, refunds: [{ amount: 4_000, status: 'requested' }] });
  });

  test('takes the last of it once, whoever asks at once', async () => {
    const { id: userId } = await api.signIn();
    const { token } = await api.signIn('admin');
    const path = `/payments/${await payment(userId)}/refund`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => api.call('POST', path, { token, body: body(3_000) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 422, 422, 422, 422, 422]);
  });

  test('gives what the books hold, not what was delivered', async () => {
    const { id: userId } = await api.signIn();
    const { token } = await api.signIn('admin');
    const id = await payment(userId);
    // A bank took it, and no row says so: the books do.
    const lost = { ...booked(id), disputeId: 'du_1', amount: 9_000, fee: 0 };
    await postTransaction(database.db, disputeLost(lost));
    const answer = await api.call('POST', `/payments/${id}/refund`, { token, body: body() });
    expect(answer.body).toMatchObject({ amount: 1_000 });
  });

  test.each<[string, object, number | undefined, number, string]>([
    ['more than is left', { refunded: 7_000n }, 3_001, 422, 'REFUND_TOO_LARGE'],
    ['all of nothing', { refunded: 10_000n }, undefined, 422, 'REFUND_TOO_LARGE'],
    ['of a payment that never came', { status: 'pending', received: 0n }, 1, 422, 'REFUND_TOO_LARGE'],
    ['while a dispute is open', { disputed: true }, 1, 409, 'PAYMENT_DISPUTED'],
  ])('%s is refused and asks nothing', async (_name, changes, amount, status, code) => {
    const { id: userId } = await api.signIn();
    const { token } = await api.signIn('admin');
    const id = await payment(userId, changes);
    const path = `/payments/${id}/refund`;
    const answer = await api.call('POST', path, { token, body: body(amount) });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await asked(id)).toEqual([]);
  });

  test('is no one else’s to make', async () => {
    const { id: userId, token } = await api.signIn();
    const support = await api.signIn('support');
    const id = await payment(userId);
    const path = `/payments/${id}/refund`;
    for (const one of [token, support.token])
      expect((await api.call('POST', path, { token: one, body: body(1) })).status).toBe(403);
    expect(await asked(id)).toEqual([]);
  });
});
