/** Stripe's events become facts about our payments; what is not ours or means nothing becomes nothing. */
import { orderingKey, StripeEnvelope, toPaymentEvent } from '../../schemas/stripe-events';

const CAMPAIGN = '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d';
const PAYMENT = '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0e';
const metadata = { campaign_id: CAMPAIGN, payment_id: PAYMENT, n: '1' };

const envelope = (type: string, object: object) => ({
  id: 'evt_1',
  object: 'event',
  type,
  created: 1_795_000_000,
  data: { object },
});
const session = (changes: object = {}) => ({
  id: 'cs_1',
  payment_intent: 'pi_1',
  amount_total: 5_000,
  currency: 'usd',
  payment_status: 'paid',
  metadata,
  ...changes,
});
const dispute = (changes: object = {}) => ({
  id: 'du_1',
  payment_intent: 'pi_1',
  amount: 5_000,
  currency: 'usd',
  status: 'needs_response',
  balance_transactions: [{ amount: -5_000, currency: 'usd', fee: 1_500 }],
  ...changes,
});

test.each([
  ['checkout.session.completed', session(), 'paid'],
  ['checkout.session.completed', session({ payment_status: 'unpaid' }), 'processing'],
  ['checkout.session.completed', session({ payment_status: 'no_payment_required' }), 'paid'],
  ['checkout.session.async_payment_succeeded', session(), 'paid'],
  ['checkout.session.async_payment_failed', session({ payment_status: 'unpaid' }), 'failed'],
  ['checkout.session.expired', session({ payment_status: 'unpaid', payment_intent: null }), 'expired'],
] as const)('%s is told as it is', (type, object, kind) => {
  expect(toPaymentEvent(envelope(type, object))).toEqual({
    campaignId: CAMPAIGN,
    paymentId: PAYMENT,
    intentId: object.payment_intent,
    event: {
      eventId: 'evt_1',
      at: 1_795_000_000_000,
      kind,
      sessionId: 'cs_1',
      intentId: object.payment_intent,
      amount: 5_000,
      currency: 'USD',
    },
  });
});

test('a refund tells all that was given back so far', () => {
  const charge = { payment_intent: { id: 'pi_1' }, amount_refunded: 700, currency: 'usd', metadata };
  expect(toPaymentEvent(envelope('charge.refunded', charge))).toMatchObject({
    paymentId: PAYMENT,
    intentId: 'pi_1',
    event: { kind: 'refunded', amount: 700, currency: 'USD' },
  });
});

test('a dispute names but its intent, its amount and its fee', () => {
  expect(toPaymentEvent(envelope('charge.dispute.created', dispute()))).toEqual({
    campaignId: null,
    paymentId: null,
    intentId: 'pi_1',
    event: expect.objectContaining({ kind: 'disputed', disputeId: 'du_1', amount: 5_000, fee: 1_500 }),
  });
});

test.each([
  [
    'won',
    true,
    0,
    [
      { currency: 'usd', fee: 1_500 },
      { currency: 'usd', fee: -1_500 },
    ],
  ],
  ['lost', false, 1_500, [{ currency: 'usd', fee: 1_500 }]],
])('a dispute closed as %s', (status, won, fee, balance_transactions) => {
  const fact = toPaymentEvent(envelope('charge.dispute.closed', dispute({ status, balance_transactions })));
  expect(fact?.event).toMatchObject({ kind: 'dispute_closed', won, fee });
});

test.each([
  ['created', 'warning_needs_response', { kind: 'inquiry' }],
  ['updated', 'warning_under_review', { kind: 'inquiry' }],
  ['closed', 'warning_closed', { kind: 'inquiry_closed' }],
  ['updated', 'needs_response', { kind: 'disputed' }],
  ['funds_withdrawn', 'needs_response', { kind: 'disputed' }],
  ['updated', 'under_review', { kind: 'disputed' }],
  ['funds_reinstated', 'won', { kind: 'dispute_closed', won: true }],
])('charge.dispute.%s of one that is %s', (what, status, expected) => {
  const fact = toPaymentEvent(envelope(`charge.dispute.${what}`, dispute({ status })));
  expect(fact?.event).toMatchObject({ ...expected, disputeId: 'du_1', amount: 5_000, currency: 'USD' });
});

test.each([
  ['refund.updated', 'succeeded', 'succeeded'],
  ['refund.updated', 'requires_action', 'pending'],
  ['refund.updated', 'canceled', 'failed'],
  ['refund.failed', 'failed', 'failed'],
])('%s with the status %s is news of one refund', (type, status, is) => {
  const refund = { id: 're_1', payment_intent: 'pi_1', amount: 700, currency: 'eur', status };
  expect(toPaymentEvent(envelope(type, refund))).toMatchObject({
    intentId: 'pi_1',
    event: { kind: 'refund_updated', amount: 700, currency: 'EUR', refund: { id: 're_1', status: is } },
  });
});

test.each([
  ['an event that means nothing here', envelope('customer.created', { id: 'cus_1' })],
  ['a type that is a word of JavaScript', envelope('constructor', {})],
  ['the checkout of a plan', envelope('checkout.session.completed', session({ metadata: {} }))],
  [
    'ids that are not ours',
    envelope('checkout.session.completed', session({ metadata: { payment_id: '7' } })),
  ],
  ['a charge without an intent', envelope('charge.refunded', { amount_refunded: 1, currency: 'usd' })],
])('%s is nothing', (_name, payload) => {
  expect(toPaymentEvent(payload)).toBeNull();
});

test.each([
  ['no event', {}],
  [
    'a session without an amount that is a number',
    envelope('checkout.session.completed', session({ amount_total: '5' })),
  ],
  ['a negative amount', envelope('checkout.session.completed', session({ amount_total: -1 }))],
])('%s is refused, and not taken for nothing', (_name, payload) => {
  expect(() => toPaymentEvent(payload)).toThrow();
});

test('all events of a payment travel in one order', () => {
  const key = (type: string, object: object) => orderingKey(StripeEnvelope.parse(envelope(type, object)));
  expect(key('checkout.session.completed', session())).toBe('pi_1');
  expect(key('charge.dispute.created', dispute())).toBe('pi_1');
  expect(key('checkout.session.expired', session({ payment_intent: null }))).toBe('cs_1');
});
