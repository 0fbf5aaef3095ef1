/** The plans with their limits, for everyone. */
import { limitName, type Plan, plans } from '../../domain/plans';
import { type Page, type PageInput, slicePage } from '../lists';
import { publicVerb } from '../verb';

export interface SoldPlan {
  name: Plan;
  /** From the least, 1, to the best. */
  rank: number;
  /** By the limit's name on the wire; null is unlimited. */
  limits: Record<string, number | null>;
}

const sold = (Object.keys(plans) as Plan[]).map((name, index): SoldPlan => {
  const limits = Object.entries(plans[name]) as [keyof (typeof plans)[Plan], number | null][];
  return {
    name,
    rank: index + 1,
    limits: Object.fromEntries(limits.map(([limit, max]) => [limitName(limit), max])),
  };
});

export const listPlans = publicVerb<PageInput, Page<SoldPlan>>(async (_ctx, page) => slicePage(sold, page));
