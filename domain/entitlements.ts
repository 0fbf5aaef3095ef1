/** What plan a user has: the best of what his live entitlements give. */
import { betterPlan, type Plan, planOf } from './plans';
import type { Instant } from './time';

export interface Entitlement {
  plan: string;
  isActive: boolean;
  /** Null: until its source says otherwise. */
  validUntil: Instant | null;
}

/** A subscription's statuses (Stripe's words) in which it still gives its plan; a late payment is reminded of first. */
const giving: readonly string[] = ['active', 'trialing', 'past_due'];

export function givesPlan(status: string): boolean {
  return giving.includes(status);
}

/** Free when nothing is live. */
export function bestPlan(entitlements: readonly Entitlement[], now: Instant): Plan {
  return entitlements
    .filter(({ isActive, validUntil }) => isActive && (validUntil === null || validUntil > now))
    .map(({ plan }) => planOf(plan))
    .reduce(betterPlan, 'free');
}
