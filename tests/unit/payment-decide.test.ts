/** What a payment may give back, decided without a clock or a provider. */
import fc from 'fast-check';
import type { PaymentEvent } from '../../contracts/campaign';
import type { PaymentState } from '../../contracts/payment';
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
  expect(decide.left(state)).toBe(6_000);
});

test('a campaign that asks for more than is left gets what is left; a person gets nothing', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 7_000));
  expect(decide.takeRefund(state, ask('k2', 5_000, true))).toMatchObject({ amount: 5_000, status: 'failed' });
  expect(decide.takeRefund(state, ask('k3', 5_000))).toMatchObject({ amount: 3_000, status: 'requested' });
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
        else if (one.lost <= decide.left(state)) {
          const lost = { disputeId: `du_${index}`, amount: one.lost, won: false };
          decide.takeDispute(state, event('dispute_closed', lost));
        }
      });
      const out = state.refunds.filter(({ status }) => status !== 'failed');
      const sum = [...out, ...state.disputes].reduce((total, { amount }) => total + amount, 0);
      expect(sum).toBeLessThanOrEqual(captured);
      expect(sum + decide.left(state)).toBe(captured);
    }),
  );
});

test('an open dispute holds back what was asked, not what is on its way', () => {
  const state = paid();
  const first = decide.takeRefund(state, ask('k1', 1_000));
  decide.takeRefund(state, ask('k2', 1_000));
  if (first) first.status = 'processing';
  decide.takeDispute(state, event('disputed'));
  expect(decide.dueRefund(state, 0)?.key).toBe('k1');
  if (first) first.status = 'succeeded';
  expect(decide.dueRefund(state, 0)).toBeNull();
  expect(decide.nextLook(state)).toBeNull();
  expect(decide.isOpen(state)).toBe(true);
  decide.takeDispute(state, event('dispute_closed', { won: true }));
  expect(decide.dueRefund(state, 0)?.key).toBe('k2');
});

test('a dispute told backwards ends as it was closed', () => {
  const state = paid();
  expect(decide.takeDispute(state, event('dispute_closed', { won: false }))?.status).toBe('lost');
  expect(decide.takeDispute(state, event('disputed'))).toBeNull();
  expect(decide.takeDispute(state, event('dispute_closed', { won: true }))).toBeNull();
  expect(decide.left(state)).toBe(0);
});

test('after a lost dispute what waited is refused', () => {
  const state = paid();
  decide.takeRefund(state, ask('k1', 1_000));
  decide.takeDispute(state, event('dispute_closed', { won: false, amount: 9_000 }));
  expect(decide.refuseWaiting(state).map(({ key }) => key)).toEqual(['k1']);
  expect(decide.isOpen(state)).toBe(false);
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
  expect(decide.left(state)).toBe(7_800);
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
  expect(decide.left(state)).toBe(0);
});

test('an event is news once', () => {
  const state = paid();
  expect(decide.isNews(state, event('disputed'))).toBe(true);
  expect(decide.isNews(state, event('disputed'))).toBe(false);
});
