/** Discounts: which ones hold for a quote, and what each is worth. */
import type { Ratio } from './ratio';

/** What a row of the matrix may grant; a promotion code comes after these. */
export const discountKinds = ['volume', 'duration', 'first_campaign'] as const;

/** A hundredth of a percent: 10,000 is the whole price. */
const WHOLE = 10_000n;

export interface Discount {
  /** How the quote names it: "Volume from 1,000 USD". */
  name: string;
  kind: (typeof discountKinds)[number];
  /** Holds from this on: minor units (volume) or days (duration); 0 for the first campaign. */
  threshold: number;
  basisPoints: number;
}

export interface AppliedDiscount {
  name: string;
  kind: Discount['kind'] | 'promo_code';
  basisPoints: number;
}

export interface Buyer {
  /** Minor units. */
  budgetLifetime: number;
  /** Days of the flight, both ends counted; null where it has no end or no start yet. */
  durationDays: number | null;
  firstCampaign: boolean;
  promo: { code: string; basisPoints: number } | null;
}

/** The discounts that hold, in the row's order, the promotion code last. Each whose condition is met counts. */
export function applicable(discounts: readonly Discount[], buyer: Buyer): AppliedDiscount[] {
  const granted: AppliedDiscount[] = discounts
    .filter(({ kind, threshold }) => {
      if (kind === 'first_campaign') return buyer.firstCampaign;
      const reached = kind === 'volume' ? buyer.budgetLifetime : buyer.durationDays;
      return reached !== null && reached >= threshold;
    })
    .map(({ name, kind, basisPoints }) => ({ name, kind, basisPoints }));
  return buyer.promo
    ? [...granted, { name: buyer.promo.code, kind: 'promo_code', basisPoints: buyer.promo.basisPoints }]
    : granted;
}

/** What is left of the price after one discount: at least a hundredth of a percent, so that no price is 0. */
export function remainder({ basisPoints }: AppliedDiscount): Ratio {
  const left = WHOLE - BigInt(basisPoints);
  return { n: left > 0n ? left : 1n, d: WHOLE };
}
