/** What a payment may give back, decided without a clock or a provider. */
import fc from 'fast-check';
import type { PaymentEvent } from '../../contracts/campaign';
import type { DisputeState, PaymentState } from '../../contracts/payment';
import { leftOf } from '../../domain/payments';
import * as decide from '../../workflows/payment/decide';

const paid = (captured = 10_000): PaymentState => ({
  ...decide.unknownPayment('p1'),
  captured,
  currency: 'USD',
  intentId: 'pi_1',
});
const ask = (key: string, amount: number | null, exact = false) => ({
  key,
  amount,
  exact,
  reason: 'because',
  requestedBy: 'campaign/c1',
  requestId: 'r1',
});
const dispute = (status: DisputeState['status'], changes: Partial<DisputeState> = {}): DisputeState => ({
  ...{ disputeId: 'du_1', amount: 10_000, fee: 1_500, status },
  ...changes,
});
const event = (kind: PaymentEvent['kind'], changes: Partial<PaymentEvent> = {}): PaymentEvent => ({
  eventId: `evt_${kind}`,
  kind,
  paymentId: 'p1',
  sessionId: null,
  intentId: 'pi_1',
  amount: 10_000,
  currency: 'USD',
  disputeId: 'du_1',
  fee: 1_500,
  at: 0,
  ...changes,
});

test('a request is taken once by its key', () => {
  const state = paid();
  expect(decide.takeRefund(state, ask('k1', 4_000))?.amount).toBe(4_000);
  expect(decide.takeRefund(state, ask('k1', 4_000))).toBeNull();
  expect(leftOf(state)).toBe(6_000);
});

test('whoever asks for more than is left gets what is left', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 7_000));
  expect(decide.takeRefund(state, ask('k2', 5_000, true))).toMatchObject({
    amount: 3_000,
    status: 'requested',
  });
  expect(decide.takeRefund(state, ask('k3', 5_000))).toMatchObject({ amount: 5_000, status: 'failed' });
  expect(decide.takeRefund(state, ask('k4', null))).toBeNull();
});

test('however it is asked, never more than was received', () => {
  const request = fc.record({ amount: fc.option(fc.integer({ min: 1, max: 20_000 })), exact: fc.boolean() });
  const step = fc.oneof(
    request.map((given) => ({ ...given, lost: null })),
    fc.integer({ min: 1, max: 10_000 }).map((lost) => ({ lost })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 10_000 }), (steps, captured) => {
      const state = paid(captured);
      steps.forEach((one, index) => {
        if (one.lost === null) decide.takeRefund(state, ask(`k${index}`, one.amount, one.exact));
        else if (one.lost <= leftOf(state)) {
          decide.takeDispute(state, dispute('lost', { disputeId: `du_${index}`, amount: one.lost }));
        }
      });
      const out = state.refunds.filter(({ status }) => status !== 'failed');
      const sum = [...out, ...state.disputes].reduce((total, { amount }) => total + amount, 0);
      expect(sum).toBeLessThanOrEqual(captured);
      expect(sum + leftOf(state)).toBe(captured);
    }),
  );
});

test('an open dispute holds back what was asked, not what is on its way', () => {
  const state = paid();
  const first = decide.takeRefund(state, ask('k1', 1_000));
  decide.takeRefund(state, ask('k2', 1_000));
  if (first) first.status = 'processing';
  decide.takeDispute(state, dispute('open'));
  expect(decide.dueRefund(state, 0)?.key).toBe('k1');
  if (first) first.status = 'succeeded';
  expect(decide.dueRefund(state, 0)).toBeNull();
  expect(decide.nextLook(state)).toBeNull();
  expect(decide.isOpen(state)).toBe(true);
  decide.takeDispute(state, dispute('won'));
  expect(decide.dueRefund(state, 0)?.key).toBe('k2');
});

test('a dispute told backwards ends as it was closed', () => {
  const state = paid();
  expect(decide.takeDispute(state, dispute('lost'))?.status).toBe('lost');
  expect(decide.takeDispute(state, dispute('open'))).toBeNull();
  expect(decide.takeDispute(state, dispute('won'))).toBeNull();
  expect(leftOf(state)).toBe(0);
});

test('a lost dispute leaves to what waited what it did not take', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 1_000));
  decide.takeRefund(state, ask('k2', 9_000));
  decide.takeDispute(state, dispute('lost', { amount: 4_000 }));
  expect(decide.trim(state)).toEqual([]);
  expect(state.refunds.map(({ amount }) => amount)).toEqual([1_000, 5_000]);
  decide.takeDispute(state, dispute('lost', { disputeId: 'du_2', amount: 6_000 }));
  expect(decide.trim(state).map(({ key }) => key)).toEqual(['k2', 'k1']);
  expect(decide.isOpen(state)).toBe(false);
});

test('refunds wait until the last of several disputes is closed', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 1_000));
  decide.takeDispute(state, dispute('open', { amount: 2_000 }));
  decide.takeDispute(state, dispute('open', { disputeId: 'du_2', amount: 3_000 }));
  decide.takeDispute(state, dispute('won', { amount: 2_000 }));
  expect(decide.dueRefund(state, 0)).toBeNull();
  decide.takeDispute(state, dispute('lost', { disputeId: 'du_2', amount: 3_000 }));
  expect(decide.dueRefund(state, 0)?.key).toBe('k1');
});

test('an inquiry holds back nothing, and becomes a dispute when the bank makes it one', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 1_000));
  expect(decide.takeDispute(state, dispute('inquiry', { fee: 0 }))?.status).toBe('inquiry');
  expect(decide.dueRefund(state, 0)?.key).toBe('k1');
  expect(leftOf(state)).toBe(9_000);
  expect(decide.takeDispute(state, dispute('open'))).toMatchObject({ status: 'open', fee: 1_500 });
  expect(decide.dueRefund(state, 0)).toBeNull();
  expect(decide.takeDispute(state, dispute('inquiry'))).toBeNull();
  expect(decide.takeDispute(state, dispute('inquiry_closed'))).toBeNull();
  expect(decide.takeDispute(state, dispute('lost'))?.status).toBe('lost');
});

test.each([
  ['inquiry', {}, 'inquiry'],
  ['inquiry_closed', {}, 'inquiry_closed'],
  ['disputed', {}, 'open'],
  ['dispute_closed', { won: true }, 'won'],
  ['dispute_closed', { won: false }, 'lost'],
] as const)('the event %s %j is of a dispute that is %s', (kind, changes, status) => {
  expect(decide.disputeOf(event(kind, changes))).toEqual(dispute(status));
});

test('a refund may fail after it succeeded, and never succeeds again', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 1_000));
  const found = (status: 'succeeded' | 'failed') => [{ id: 're_1', key: 'k1', amount: 1_000, status }];
  decide.adopt(state, found('succeeded'));
  const refund = { id: 're_1', status: 'failed' as const };
  expect(decide.isRefundNews(state, event('refund_updated', { refund }))).toBe(true);
  expect(decide.adopt(state, found('failed')).map(({ status }) => status)).toEqual(['failed']);
  expect(leftOf(state)).toBe(10_000);
  expect(decide.isRefundNews(state, event('refund_updated', { refund }))).toBe(false);
  expect(decide.adopt(state, found('succeeded'))).toEqual([]);
});

test('the list of the provider is adopted once', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 1_000));
  const found = [
    { id: 're_1', key: 'k1', amount: 1_000, status: 'succeeded' as const },
    { id: 're_2', key: null, amount: 500, status: 'succeeded' as const },
    { id: 're_3', key: null, amount: 700, status: 'pending' as const },
    { id: 're_4', key: null, amount: 900, status: 'failed' as const },
  ];
  expect(decide.adopt(state, found).map(({ key, origin, status }) => [key, origin, status])).toEqual([
    ['k1', 'adflight', 'succeeded'],
    ['stripe:re_2', 'provider', 'succeeded'],
    ['stripe:re_3', 'provider', 'processing'],
  ]);
  expect(decide.adopt(state, found)).toEqual([]);
  expect(decide.knownAtProvider(state)).toBe(2_200);
  expect(leftOf(state)).toBe(7_800);
});

test('what somebody else gave back is taken from what waits, the newest first', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 6_000));
  decide.takeRefund(state, ask('k2', 4_000));
  decide.adopt(state, [{ id: 're_1', key: null, amount: 5_000, status: 'succeeded' }]);
  expect(decide.trim(state).map(({ key }) => key)).toEqual(['k2']);
  expect(state.refunds.map(({ amount, status }) => [amount, status])).toEqual([
    [5_000, 'requested'],
    [4_000, 'failed'],
    [5_000, 'succeeded'],
  ]);
  expect(decide.trim(state)).toEqual([]);
  expect(leftOf(state)).toBe(0);
});

test('an event is news once', () => {
  const state = paid();
  expect(decide.isNews(state, event('disputed'))).toBe(true);
  expect(decide.isNews(state, event('disputed'))).toBe(false);
});
