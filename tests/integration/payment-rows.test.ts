/** What a payment gives back: never more than it brought, told once, booked once, whoever records it first. */
import { randomUUID } from 'node:crypto';
import type { PaymentState, RefundState } from '../../contracts/payment';
import { accounts, disputeLost, paymentReceived, refundReturned, refundSucceeded } from '../../domain/ledger';
import type { Database, Transaction } from '../../infra/database';
import { postTransaction, readBalance } from '../../store/ledger';
import { checkLedger } from '../../store/ledger-check';
import { type PaymentFact, projectPayment } from '../../store/payments';
import { projectCampaign } from '../../store/projection';
import { aCampaign, aDecision, aPayment, aProjection, NOON } from '../fixtures/campaign';
import { freshDatabase } from './parts';

let db: Database;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
}, 60_000);
afterEach(() => expect(checkLedger(db)).resolves.toEqual([]));
afterAll(() => close());

function aRefund(amount: number, status: RefundState['status'] = 'requested'): RefundState {
  const by = { requestedBy: 'campaign/x', requestId: 'r', usedKeys: 0, triedAt: null, lookAt: null };
  return {
    key: randomUUID(),
    amount,
    reason: 'test',
    status,
    providerRefundId: null,
    origin: 'adflight',
    ...by,
  };
}

/** A campaign's payment of 100.00, counted by the campaign unless it was left unpaid; and its workflow's first state. */
async function aPaid(into = db, { paid = true } = {}) {
  const input = aCampaign();
  const payment = aPayment(paid ? { status: 'paid', received: 10_000 } : { status: 'expired' });
  const { paymentId } = payment;
  const movements = paid ? [{ kind: 'charge' as const, paymentId, amount: 10_000, currency: 'USD' }] : [];
  await projectCampaign(into, aProjection(input, aDecision(1), { payments: [payment], movements }));
  const base = { paymentId, campaignId: input.campaignId, currency: 'USD' };
  const state: PaymentState = {
    schema: 1,
    version: 1,
    paymentId,
    campaignId: input.campaignId,
    method: 'checkout',
    captured: 10_000,
    currency: 'USD',
    intentId: `pi_${paymentId}`,
    refunds: [],
    disputes: [],
    seenEvents: [],
    updatedAt: NOON,
  };
  return { input, base, state };
}

const fact = (event: string): PaymentFact => ({
  event,
  why: 'A test.',
  actor: { kind: 'system', id: 'payment' },
  requestId: 'r',
  data: { amount: 1 },
});
const rowOf = (id: string) =>
  db.payment.findUniqueOrThrow({ where: { id }, include: { refunds: true, disputes: true } });
const toldOf = (id: string) =>
  db.outboxEvent.findMany({ where: { key: `payment:${id}` }, orderBy: { id: 'asc' } });

test('a refund is recorded, told and booked once, however often its activity is tried', async () => {
  const { base, state } = await aPaid();
  const refund = aRefund(4_000, 'succeeded');
  const projection = {
    state: { ...state, refunds: [refund] },
    facts: [fact('refund.succeeded')],
    postings: [refundSucceeded({ ...base, key: refund.key, amount: 4_000, origin: 'adflight' })],
  };
  const tries = Array.from({ length: 10 }, () => projectPayment(db, projection));
  await expect(Promise.all(tries)).resolves.toEqual(Array(10).fill('projected'));
  await expect(rowOf(base.paymentId)).resolves.toMatchObject({
    refunded: 4_000n,
    refunds: [{ status: 'succeeded' }],
  });
  const told = await toldOf(base.paymentId);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ kind: 'refund.succeeded', campaignId: null });
  expect(told[0]?.releasedAt).not.toBeNull();
  await expect(readBalance(db, accounts.campaign(base.campaignId))).resolves.toBe(6_000n);
  await expect(db.auditEntry.count({ where: { targetId: base.paymentId } })).resolves.toBe(1);
});

test('an older version of a payment changes nothing', async () => {
  const { state } = await aPaid();
  const refund = aRefund(100);
  await projectPayment(db, { state: { ...state, version: 5, refunds: [refund] }, facts: [], postings: [] });
  const older = { ...state, version: 4, refunds: [] };
  await expect(
    projectPayment(db, { state: older, facts: [fact('refund.failed')], postings: [] }),
  ).resolves.toBe('older');
  await expect(rowOf(state.paymentId)).resolves.toMatchObject({ version: 5, refunded: 100n });
  expect(await toldOf(state.paymentId)).toEqual([]);
});

test('refunds that would pass what was received are refused by the database, and nothing of them stays', async () => {
  const { state } = await aPaid();
  const too = { ...state, refunds: [aRefund(6_000), aRefund(4_001)] };
  await expect(
    projectPayment(db, { state: too, facts: [fact('refund.requested')], postings: [] }),
  ).rejects.toMatchObject({
    code: 'REFUND_TOO_LARGE',
  });
  await expect(rowOf(state.paymentId)).resolves.toMatchObject({ refunded: 0n, version: 0, refunds: [] });
  expect(await toldOf(state.paymentId)).toEqual([]);
});

test('what was refunded at the provider meanwhile is recorded as far as there was anything left', async () => {
  const { base, state } = await aPaid();
  const unknown = aRefund(8_000, 'processing');
  const outside = { ...aRefund(10_000, 'succeeded'), origin: 'provider' as const };
  const booked = refundSucceeded({ ...base, key: outside.key, amount: 10_000, origin: 'provider' });
  const both = { ...state, refunds: [unknown, outside] };
  await projectPayment(db, { state: both, facts: [], postings: [booked] });
  await expect(rowOf(base.paymentId)).resolves.toMatchObject({ refunded: 10_000n });
});

test('a failed refund counts no more', async () => {
  const { state } = await aPaid();
  const refund = aRefund(10_000);
  await projectPayment(db, { state: { ...state, refunds: [refund] }, facts: [], postings: [] });
  const failed = {
    ...state,
    version: 2,
    refunds: [{ ...refund, status: 'failed' as const }, aRefund(10_000)],
  };
  await projectPayment(db, { state: failed, facts: [], postings: [] });
  await expect(rowOf(state.paymentId)).resolves.toMatchObject({ refunded: 10_000n });
});

test('a payment that came too late is received into suspense and given back from there', async () => {
  const { base, state } = await aPaid(db, { paid: false });
  const late = paymentReceived({ ...base, wanted: 0, excess: 10_000, walletOf: null });
  await projectPayment(db, { state, facts: [fact('payment.excess')], postings: [late] });
  await expect(rowOf(base.paymentId)).resolves.toMatchObject({ status: 'paid', received: 10_000n });
  await expect(readBalance(db, accounts.suspense(base.paymentId))).resolves.toBe(10_000n);
  const refund = aRefund(10_000, 'succeeded');
  const back = refundSucceeded({ ...base, key: refund.key, amount: 10_000, origin: 'adflight' });
  await projectPayment(db, {
    state: { ...state, version: 2, refunds: [refund] },
    facts: [],
    postings: [back],
  });
  await expect(readBalance(db, accounts.suspense(base.paymentId))).resolves.toBe(0n);
});

test('a receipt that the campaign has counted is not received a second time as a late one', async () => {
  const { base, state } = await aPaid();
  const late = paymentReceived({ ...base, wanted: 0, excess: 10_000, walletOf: null });
  await expect(projectPayment(db, { state, facts: [], postings: [late] })).resolves.toBe('projected');
  await expect(readBalance(db, accounts.suspense(base.paymentId))).resolves.toBe(0n);
  await expect(readBalance(db, accounts.campaign(base.campaignId))).resolves.toBe(10_000n);
});

test('a lost dispute is marked and booked with its fee, beside a partial refund', async () => {
  const { base, state } = await aPaid();
  const refund = aRefund(3_000, 'succeeded');
  const dispute = { disputeId: `dp_${base.paymentId}`, amount: 7_000, fee: 1_500, status: 'open' as const };
  const open = { ...state, refunds: [refund], disputes: [dispute] };
  const back = refundSucceeded({ ...base, key: refund.key, amount: 3_000, origin: 'adflight' });
  await projectPayment(db, { state: open, facts: [], postings: [back] });
  await expect(rowOf(base.paymentId)).resolves.toMatchObject({ disputed: true, lost: 0n });
  const lost = { ...open, version: 2, disputes: [{ ...dispute, status: 'lost' as const }] };
  await projectPayment(db, { state: lost, facts: [], postings: [disputeLost({ ...base, ...dispute })] });
  await expect(rowOf(base.paymentId)).resolves.toMatchObject({
    disputed: false,
    lost: 7_000n,
    refunded: 3_000n,
  });
  await expect(readBalance(db, accounts.campaign(base.campaignId))).resolves.toBe(0n);
  await expect(readBalance(db, accounts.fees('USD'))).resolves.toBe(-1_500n);
});

test('an unknown payment is said to be unknown', async () => {
  const { state } = await aPaid();
  const unknown = projectPayment(db, {
    state: { ...state, paymentId: randomUUID() },
    facts: [],
    postings: [],
  });
  await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('the ledger check finds', () => {
  /** What it finds of a fault that is planted, and taken back. */
  async function found(
    plant: (tx: Transaction, base: { paymentId: string; campaignId: string }) => Promise<unknown>,
  ) {
    const own = await freshDatabase();
    try {
      const { base } = await aPaid(own.db);
      await plant(own.db, base);
      return (await checkLedger(own.db)).map(({ rule }) => rule);
    } finally {
      await own.close();
    }
  }

  test('a refund that is booked in another currency than it came in', async () => {
    const rules = await found(async (tx, { paymentId }) => {
      const refund = { key: 'r1', amount: 100n, reason: 'x', status: 'requested', origin: 'adflight' };
      await tx.refund.create({ data: { ...refund, paymentId, currency: 'EUR', requestedBy: 'campaign/x' } });
      await tx.payment.update({ where: { id: paymentId }, data: { refunded: 100n } });
    });
    expect(rules).toEqual(['refunds and disputes are in the currency of their payment']);
  });

  test('a receipt of another currency than its row says', async () => {
    const rules = await found((tx, { paymentId }) =>
      tx.payment.update({ where: { id: paymentId }, data: { receivedCurrency: 'EUR' } }),
    );
    expect(rules).toEqual([
      'a paid payment has one receipt, of what was received, in the currency in which it came',
    ]);
  });

  test('money that stays with a campaign that is over, where we gave a refund up', async () => {
    const rules = await found(async (tx, { paymentId, campaignId }) => {
      await tx.campaign.update({ where: { id: campaignId }, data: { over: true } });
      const refund = { key: 'r1', amount: 10_000n, reason: 'x', status: 'failed', origin: 'adflight' };
      await tx.refund.create({ data: { ...refund, paymentId, currency: 'USD', requestedBy: 'campaign/x' } });
    });
    expect(rules).toEqual(['a campaign that is over keeps nothing, but for what a bank would not take']);
  });

  test('a refund that came back and is still called succeeded', async () => {
    const rules = await found(async (tx, { paymentId, campaignId }) => {
      const refund = { key: 'r1', amount: 100n, reason: 'x', status: 'succeeded', origin: 'adflight' };
      await tx.refund.create({ data: { ...refund, paymentId, currency: 'USD', requestedBy: 'campaign/x' } });
      await tx.payment.update({ where: { id: paymentId }, data: { refunded: 100n } });
      const base = { key: 'r1', paymentId, campaignId, currency: 'USD', amount: 100 };
      await postTransaction(tx, refundSucceeded({ ...base, origin: 'adflight' }));
      await postTransaction(tx, refundReturned({ ...base, kept: 100, from: accounts.stripe('USD') }));
    });
    expect(rules).toContain(
      'a refund that succeeded left once, whole and in its currency; any other left never, or came back',
    );
  });
});
