/** What the payment provider takes: the table is the one of https://docs.stripe.com/currencies, written by hand once more. */
import fc from 'fast-check';
import { chargeRefusal, requireChargeable } from '../../domain/charges';
import { deliveredValue } from '../../domain/delivery/billing';
import { BusinessError } from '../../domain/errors';
import { currencies, downToStep } from '../../domain/money';

const table = [
  ['USD', 50, 99_999_999],
  ['EUR', 50, 99_999_999],
  ['GBP', 30, 99_999_999],
  ['INR', 50, 999_999_999],
  ['JPY', 50, 9_999_999_999],
  ['KWD', 200, 99_999_990],
] as const;

test('every currency that we sell in has its limits', () => {
  expect(table.map(([currency]) => currency).sort()).toEqual([...currencies].sort());
});

test.each(table)('%s: from %d to %d', (currency, least, most) => {
  const step = currency === 'KWD' ? 10 : 1;
  expect([least, least + step, most].map((amount) => chargeRefusal(amount, currency))).toEqual([
    null,
    null,
    null,
  ]);
  expect(chargeRefusal(least - step, currency)).toContain('at least');
  expect(chargeRefusal(0, currency)).toContain('at least');
  expect(chargeRefusal(most + step, currency)).toContain('at most');
});

test('the last digit of a currency with three decimals is 0', () => {
  expect(chargeRefusal(5_124, 'KWD')).toBe('An amount in KWD must be a multiple of 0.010 KWD.');
  expect([chargeRefusal(5_120, 'KWD'), chargeRefusal(5_130, 'KWD')]).toEqual([null, null]);
  expect(downToStep(5_129, 'KWD')).toBe(5_120);
  expect(downToStep(5_129, 'USD')).toBe(5_129);
});

test('a refusal names the field and the amounts as people write them', () => {
  const refused = (amount: number, currency: string) => {
    try {
      requireChargeable(amount, currency);
      return null;
    } catch (error) {
      return error instanceof BusinessError ? [error.code, error.details.errors] : error;
    }
  };
  expect(refused(50, 'USD')).toBeNull();
  expect(refused(49, 'USD')).toEqual([
    'VALIDATION_FAILED',
    [
      {
        path: '/budget_lifetime',
        message: 'A payment of 0.49 USD cannot be made: it takes at least 0.50 USD.',
      },
    ],
  ]);
});

test('what is delivered in a currency with three decimals leaves an amount that can be refunded', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 1, max: 1e7 }), (units, price) => {
      const bought = { units: BigInt(units) + 1n, unitPriceMicros: BigInt(price), total: 10n ** 15n };
      const delivered = deliveredValue(BigInt(units), { ...bought, currency: 'KWD' });
      const exact = (units * price) / 1_000;
      return delivered % 10 === 0 && delivered <= exact && exact - delivered < 10;
    }),
  );
});
