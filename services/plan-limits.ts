/** The refusal at a plan's limit; the caller counts in its transaction, under a lock that the next one waits for. */
import { type Limit, limitOf, limitReached, planOf } from '../domain/plans';

/**
 * @param use how many there are, without those to be added.
 * @throws PLAN_LIMIT_REACHED with the limit, the use and the plan that lifts it.
 */
export function refuseAtLimit(plan: string, limit: Limit, use: number, added = 1): void {
  const { max } = limitOf(planOf(plan), limit);
  if (max !== null && use + added > max) throw limitReached(plan, limit, use);
}
