/** The refusal at a plan's limit; the caller counts in its transaction, under a lock that the next one waits for. */
import { BusinessError } from '../domain/errors';
import { isPlan, type Limit, limitOf } from '../domain/plans';

/**
 * @param use how many there are, without the one to be added.
 * @throws PLAN_LIMIT_REACHED with the limit, the use and the plan that lifts it.
 */
export function refuseAtLimit(plan: string, limit: Limit, use: number): void {
  // A plan that we no longer sell gives no more than the free one.
  const known = isPlan(plan) ? plan : 'free';
  const { max, liftedBy } = limitOf(known, limit);
  if (max === null || use < max) return;
  throw new BusinessError('PLAN_LIMIT_REACHED', { limit, max, use, plan: known, lifted_by: liftedBy });
}
