/** The refusal at a plan's limit; the caller counts in its transaction, under a lock that the next one waits for. */
import { type Limit, limitOf, limitReached, planOf } from '../domain/plans';

/**
 * @param use how many there are, without the one to be added.
 * @throws PLAN_LIMIT_REACHED with the limit, the use and the plan that lifts it.
 */
export function refuseAtLimit(plan: string, limit: Limit, use: number): void {
  const { max } = limitOf(planOf(plan), limit);
  if (max !== null && use >= max) throw limitReached(plan, limit, use);
}
