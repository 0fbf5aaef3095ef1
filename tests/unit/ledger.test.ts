/** Postings: every builder balances, and money ends in the same place in whatever order it moves. */
import fc from 'fast-check';
import {
  campaignPostings,
  disputeLost,
  type Entry,
  type Posting,
  paymentReceived,
  refundSucceeded,
  walletCharged,
} from '../../domain/ledger';

const base = { paymentId: 'p1', campaignId: 'c1', currency: 'USD' };
const amount = fc.integer({ min: 1, max: 1_000_000 });
const total = (entries: Entry[]) => entries.reduce((sum, entry) => sum + entry.amount, 0);
const byAccount = (posting: Posting) =>
  Object.fromEntries(posting.entries.map((entry) => [entry.account, entry.amount]));

test('every posting balances and moves something', () => {
  fc.assert(
    fc.property(amount, fc.nat(1_000_000), fc.nat(5_000), (wanted, excess, fee) => {
      const postings = [
        paymentReceived({ ...base, wanted, excess, walletOf: null }),
        paymentReceived({ ...base, wanted: 0, excess: wanted, walletOf: null }),
        refundSucceeded({ ...base, key: 'r1', amount: wanted, origin: 'adflight' }),
        disputeLost({ ...base, disputeId: 'd1', amount: wanted, fee }),
        ...campaignPostings({ campaignId: 'c1', userId: 'u1' }, [
          { kind: 'spend', paymentId: null, amount: wanted, currency: 'USD' },
        ]),
      ];
      for (const { entries } of postings) {
        expect(entries.length).toBeGreaterThanOrEqual(2);
        expect(total(entries)).toBe(0);
        expect(entries.every((entry) => entry.amount !== 0)).toBe(true);
      }
    }),
  );
});

test('what a campaign wants goes to it, the excess waits in suspense, in one transaction a payment', () => {
  const [posting, ...others] = campaignPostings({ campaignId: 'c1', userId: 'u1' }, [
    { kind: 'charge', paymentId: 'p1', amount: 80, currency: 'USD' },
    { kind: 'excess', paymentId: 'p1', amount: 20, currency: 'USD' },
  ]);
  expect(others).toEqual([]);
  expect(posting).toMatchObject({ key: 'received:p1', kind: 'charge', referenceId: 'p1' });
  expect(posting && byAccount(posting)).toEqual({ 'campaign:c1': 80, 'suspense:p1': 20, 'stripe:USD': -100 });
});

test('a payment that nobody wants is an excess under the same key, so that it cannot be received twice', () => {
  const late = paymentReceived({ ...base, wanted: 0, excess: 100, walletOf: null });
  expect(late).toMatchObject({ key: 'received:p1', kind: 'excess' });
  expect(byAccount(late)).toEqual({ 'suspense:p1': 100, 'stripe:USD': -100 });
});

test('a wallet pays a campaign in the same words whether an activity or a decision posts it', () => {
  const charged = walletCharged({ ...base, advertiserId: 'u1', amount: 50 });
  expect(byAccount(charged)).toEqual({ 'wallet:u1:USD': -50, 'campaign:c1': 50 });
  expect(
    campaignPostings({ campaignId: 'c1', userId: 'u1' }, [
      { kind: 'wallet_charge', paymentId: 'p1', amount: 50, currency: 'USD' },
    ]),
  ).toEqual([charged]);
});

test('a held payment in another currency is booked in its own', () => {
  const [posting] = campaignPostings({ campaignId: 'c1', userId: 'u1' }, [
    { kind: 'excess', paymentId: 'p1', amount: 70, currency: 'EUR' },
  ]);
  expect(posting && byAccount(posting)).toEqual({ 'suspense:p1': 70, 'stripe:EUR': -70 });
});

test('our own refund may not reach the loss account; one made at the provider may', () => {
  const chain = (origin: 'adflight' | 'provider') =>
    refundSucceeded({ ...base, key: 'r', amount: 5, origin }).entries[0]?.otherwise;
  expect(chain('adflight')).toEqual(['campaign:c1']);
  expect(chain('provider')).toEqual(['campaign:c1', 'dispute_loss:USD']);
});

test('a lost dispute without a campaign takes from suspense, and books the fee', () => {
  const lost = disputeLost({ ...base, campaignId: null, disputeId: 'd1', amount: 100, fee: 15 });
  expect(lost.entries[0]).toEqual({
    account: 'suspense:p1',
    currency: 'USD',
    amount: -100,
    otherwise: ['dispute_loss:USD'],
  });
  expect(byAccount(lost)).toEqual({ 'suspense:p1': -100, 'fees:USD': -15, 'stripe:USD': 115 });
});
