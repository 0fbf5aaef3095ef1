/** Money as integers of minor units with a currency; micros (1e-6 of the unit) where one event is priced. */

/** ISO 4217 exponents that differ from 2; the list Stripe and Meta use. */
const exponents: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  MGA: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  JOD: 3,
  KWD: 3,
  OMR: 3,
  TND: 3,
};

/** Currencies Adflight sells in. */
export const currencies = ['USD', 'EUR', 'GBP', 'INR', 'JPY', 'KWD'] as const;
export type Currency = (typeof currencies)[number];

/** Largest amount of minor units that a request may name: far above any campaign, far below 2^53. */
export const MAX_AMOUNT = 100_000_000_000;

/** Decimal places of the currency's minor unit (ISO 4217): USD 2, JPY 0, KWD 3. */
function exponent(currency: string): number {
  return exponents[currency] ?? 2;
}

/**
 * Minor units that every charge and refund is a multiple of: 10 where the currency has three decimals, whose last digit is
 * always 0 at Stripe (https://docs.stripe.com/currencies#three-decimal), else 1.
 */
export function chargeStep(currency: string): number {
  return exponent(currency) === 3 ? 10 : 1;
}

/** The most that can be charged or refunded of an amount of minor units. */
export function downToStep(amount: number, currency: string): number {
  return amount - (amount % chargeStep(currency));
}

/** How many micros one minor unit holds: 10,000 for USD, 1,000,000 for JPY, 1,000 for KWD. */
export function microsPerMinor(currency: string): bigint {
  return 10n ** BigInt(6 - exponent(currency));
}

/** Rounds micros to minor units half-even (IEEE 754 roundTiesToEven): how a sum is shown. */
export function microsToMinor(micros: bigint, currency: string): number {
  const unit = microsPerMinor(currency);
  const floor = micros >= 0n ? micros / unit : -((-micros + unit - 1n) / unit);
  const twice = (micros - floor * unit) * 2n;
  const up = twice > unit || (twice === unit && floor % 2n !== 0n);
  return Number(up ? floor + 1n : floor);
}

/** Rounds micros to minor units in the customer's favour (down): how delivered value is charged. */
export function microsToMinorDown(micros: bigint, currency: string): number {
  return Number(micros / microsPerMinor(currency));
}

/** "120.00 EUR": for summaries, mails and timelines. */
export function formatMoney(amount: number, currency: string): string {
  const places = exponent(currency);
  const digits = String(Math.abs(amount)).padStart(places + 1, '0');
  const whole = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return `${amount < 0 ? '-' : ''}${whole} ${currency}`;
}
