/** What happens to one campaign's money, as data made from a seed: it can be run again, alone or with less in it. */
import { seeded } from '../integration/house';

/** How the webhooks of what happens at Stripe travel. */
export const ways = ['normal', 'dropped', 'late', 'twice', 'held'] as const;
export type Way = (typeof ways)[number];

/** Which of several things, and how much of one: numbers in [0, 1), whatever is there when it is their turn. */
interface Chosen {
  which: number;
}
interface Part {
  part: number;
}
interface Told {
  way: Way;
}

export type Act =
  | ({ act: 'pay'; how: 'right' | 'other_amount' | 'stale'; part: number } & Told)
  | ({ act: 'pay'; how: 'other_currency'; currency: string } & Told)
  | { act: 'debit'; arrives: boolean }
  | { act: 'open_checkout' }
  | { act: 'budget'; factor: number }
  | ({ act: 'admin_refunds'; held: boolean; all: boolean } & Chosen & Part)
  | ({ act: 'dashboard_refunds'; all: boolean } & Chosen & Part & Told)
  | ({ act: 'dispute'; all: boolean } & Chosen & Part & Told)
  | ({ act: 'inquiry'; all: boolean } & Chosen & Part & Told)
  | ({ act: 'answer' } & Chosen & Told)
  | ({ act: 'escalate' } & Chosen & Told)
  | ({ act: 'close'; won: boolean } & Chosen & Told)
  /** Every other one is won, or the others are. */
  | ({ act: 'close_all' } & Chosen & Told)
  | ({ act: 'refund_fails' } & Chosen & Told)
  | ({ act: 'refund_is_canceled' } & Chosen & Told)
  | { act: 'pause' | 'resume'; by: 'advertiser' | 'admin' }
  /** An admin lifts what money holds, before its cause has ended. */
  | { act: 'override' }
  | ({ act: 'deliver'; all: boolean } & Part)
  | { act: 'approve' | 'reject' | 'cancel' | 'end_flight' }
  | { act: 'flush'; reversed: boolean }
  /** Nothing for a while; or until what was told is heard. */
  | { act: 'wait'; ms: number }
  | { act: 'settle' | 'paid' };

export interface Plan {
  n: number;
  /** Of the advertiser's account. */
  currency: 'USD' | 'INR';
  /** Minor units. */
  budget: number;
  acts: Act[];
}

const OTHERS = ['EUR', 'GBP', 'JPY', 'USD', 'INR'];

/** The plan of one sequence: the same for the same seed and number. */
export function planOf(seed: number, n: number): Plan {
  const random = seeded(seed * 1_000_003 + n);
  const chance = (of: number) => random() < of;
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0];
  const currency = chance(0.75) ? 'USD' : 'INR';
  // An amount with odd cents: what is rounded wrongly shows.
  const budget = (currency === 'USD' ? 5_000 : 400_000) + Math.floor(random() * 50_000);
  const way = (): Way => (chance(0.45) ? 'normal' : pick(ways));
  const some = () => ({ which: random(), part: random() * 0.7, all: chance(0.25), way: way() });
  const pause = (): Act =>
    chance(0.5) ? { act: 'settle' } : { act: 'wait', ms: Math.floor(random() * 900) };

  const wrong = (): Act =>
    chance(0.6)
      ? { act: 'pay', how: 'other_currency', currency: pick(['EUR', 'GBP', 'JPY', other()]), way: way() }
      : { act: 'pay', how: 'other_amount', part: 0.1 + random(), way: way() };
  const other = () => OTHERS.find((one) => one !== currency) ?? 'EUR';
  const right = (): Act => ({ act: 'pay', how: 'right', part: 1, way: way() });
  const paying = (): Act[] => {
    if (chance(0.2)) return [wrong(), { act: 'flush', reversed: false }, { act: 'settle' }, right()];
    if (chance(0.2)) return [{ act: 'debit', arrives: true }];
    if (chance(0.05)) return [{ act: 'debit', arrives: false }, { act: 'settle' }, right()];
    return [right()];
  };
  /** Two sessions are paid, the older one for what was due before. */
  const twice = (): Act[] => [
    { act: 'budget', factor: 1.2 },
    { act: 'open_checkout' },
    { act: 'budget', factor: 1.5 },
    { act: 'pay', how: 'stale', part: 1, way: way() },
    right(),
  ];

  /** Of one payment, mostly, and the first of them closed. */
  const pair = (): Act[] => {
    const which = random();
    return [
      { act: 'dispute', ...some(), which, all: false },
      { act: 'dispute', ...some(), which, all: false },
      pause(),
      { act: 'close', which: random(), won: chance(0.6), way: way() },
    ];
  };

  /** Weighted: what troubles money most comes most. */
  const middle: readonly [() => Act[], ...(() => Act[])[]] = [
    () => [{ act: 'dashboard_refunds', ...some() }],
    () => [{ act: 'dashboard_refunds', ...some() }],
    () => [{ act: 'dashboard_refunds', ...some() }],
    () => [{ act: 'admin_refunds', held: chance(0.3), ...some() }],
    () => [{ act: 'admin_refunds', held: false, ...some() }],
    () => [{ act: 'dispute', ...some() }],
    () => [{ act: 'dispute', ...some() }],
    pair,
    pair,
    pair,
    () => [{ act: 'close', which: random(), won: chance(0.6), way: way() }],
    () => [{ act: 'close', which: random(), won: chance(0.6), way: way() }],
    () => [{ act: 'inquiry', ...some() }],
    () => [
      { act: 'inquiry', ...some() },
      pause(),
      { act: 'escalate', which: random(), way: way() },
      pause(),
      { act: 'close', which: random(), won: chance(0.6), way: way() },
    ],
    () => [{ act: 'escalate', which: random(), way: way() }],
    () => [{ act: 'answer', which: random(), way: way() }],
    () => [{ act: 'refund_fails', which: random(), way: way() }],
    () => [
      { act: 'admin_refunds', held: false, ...some() },
      { act: 'settle' },
      { act: 'refund_fails', which: random(), way: way() },
    ],
    () => [{ act: 'pause', by: pick(['advertiser', 'admin']) }],
    () => [
      { act: 'pause', by: pick(['advertiser', 'admin']) },
      pause(),
      { act: 'resume', by: pick(['advertiser', 'admin']) },
    ],
    () => [{ act: 'resume', by: 'admin' }],
    () => [
      { act: 'dashboard_refunds', ...some(), all: chance(0.5) },
      { act: 'settle' },
      { act: 'override' },
      deliverSome(),
    ],
    () => [{ act: 'dispute', ...some() }, { act: 'settle' }, { act: 'override' }, deliverSome()],
    () => [{ act: 'deliver', part: random(), all: chance(0.15) }],
    () => [{ act: 'deliver', part: random() * 0.6, all: false }],
    () => [{ act: 'budget', factor: 0.3 + random() * 1.2 }, ...(chance(0.5) ? [right()] : [])],
    () => [wrong()],
    twice,
    () => [{ act: 'flush', reversed: chance(0.5) }],
  ];
  const someOf = (count: number): Act[] =>
    Array.from({ length: count }, () => [...pick(middle)(), ...(chance(0.55) ? [pause()] : [])]).flat();

  const acts = paying();
  const isDebit = acts[0]?.act === 'debit';
  const far = random();
  if (far < 0.92) acts.push({ act: 'paid' });
  if (far < 0.05) acts.push({ act: 'reject' });
  else if (far < 0.8) acts.push({ act: 'approve' }, ...(chance(0.6) ? [deliverSome()] : []));
  acts.push(...someOf(1 + Math.floor(random() * 4)));
  if (isDebit && chance(0.4))
    acts.push(
      { act: 'admin_refunds', held: false, ...some() },
      { act: 'refund_is_canceled', which: random(), way: way() },
    );
  // Nobody has heard of it yet when the campaign ends.
  if (chance(0.25))
    acts.push({ act: 'dashboard_refunds', ...some(), all: false, way: pick(['dropped', 'late', 'held']) });
  const end = random();
  if (end < 0.5) acts.push({ act: 'cancel' });
  else if (end < 0.85) acts.push({ act: 'end_flight' });
  acts.push(...someOf(Math.floor(random() * 4)));
  // Most disputes are decided; some are open for longer than anyone looks.
  if (chance(0.85)) acts.push({ act: 'close_all', which: random(), way: way() });
  if (chance(0.25)) acts.push({ act: 'settle' }, { act: 'refund_fails', which: random(), way: way() });
  acts.push({ act: 'flush', reversed: chance(0.5) });
  return { n, currency, budget, acts };

  function deliverSome(): Act {
    return { act: 'deliver', part: random() * 0.8, all: chance(0.1) };
  }
}
