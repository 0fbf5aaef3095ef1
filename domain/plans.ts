/** The plans and their limits, in one place; null is unlimited. */
import { BusinessError } from './errors';

const GIGABYTE = 1024 ** 3;

export const plans = {
  free: {
    campaigns: 3,
    adGroupsPerCampaign: 2,
    creatives: 5,
    storageBytes: GIGABYTE,
    generationsPerMonth: 20,
    connectedAccounts: 1,
    apiKeys: 1,
    rules: 2,
  },
  starter: {
    campaigns: 10,
    adGroupsPerCampaign: 5,
    creatives: 50,
    storageBytes: 10 * GIGABYTE,
    generationsPerMonth: 100,
    connectedAccounts: 3,
    apiKeys: 3,
    rules: 10,
  },
  professional: {
    campaigns: 50,
    adGroupsPerCampaign: 20,
    creatives: 500,
    storageBytes: 100 * GIGABYTE,
    generationsPerMonth: 1_000,
    connectedAccounts: 10,
    apiKeys: 10,
    rules: 50,
  },
  business: {
    campaigns: null,
    adGroupsPerCampaign: null,
    creatives: null,
    storageBytes: 1_000 * GIGABYTE,
    generationsPerMonth: 10_000,
    connectedAccounts: null,
    apiKeys: 50,
    rules: null,
  },
} as const;

export type Plan = keyof typeof plans;
export type Limit = keyof (typeof plans)['free'];

export function isPlan(value: string): value is Plan {
  return Object.hasOwn(plans, value);
}

/** A plan as it counts: one that we no longer sell gives no more than the free one. */
export function planOf(value: string): Plan {
  return isPlan(value) ? value : 'free';
}

/** The better of two plans: the table goes from the least to the best. */
export function betterPlan(a: Plan, b: Plan): Plan {
  const names = Object.keys(plans);
  return names.indexOf(a) >= names.indexOf(b) ? a : b;
}

/** A limit as the wire calls it: `ad_groups_per_campaign`. */
export function limitName(limit: Limit): string {
  return limit.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The limit of a plan, and the cheapest plan that lifts it (null when none does). */
export function limitOf(plan: Plan, limit: Limit): { max: number | null; liftedBy: Plan | null } {
  const max: number | null = plans[plan][limit];
  const names = Object.keys(plans).filter(isPlan);
  const larger = names.slice(names.indexOf(plan) + 1).find((name) => {
    const other: number | null = plans[name][limit];
    return max !== null && (other === null || other > max);
  });
  return { max, liftedBy: larger ?? null };
}

/** The refusal at a limit: says the limit, the use and the plan that lifts it. */
export function limitReached(plan: string, limit: Limit, use: number): BusinessError {
  const known = planOf(plan);
  const { max, liftedBy } = limitOf(known, limit);
  const details = { limit: limitName(limit), max, use, plan: known, lifted_by: liftedBy };
  return new BusinessError('PLAN_LIMIT_REACHED', details);
}
