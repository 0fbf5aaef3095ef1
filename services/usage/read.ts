/** How much of his plan a user has used: what is counted by period, and what is there now. */
import { type Limit, limitName, limitOf, type Plan } from '../../domain/plans';
import { type Meter, meters, type Period } from '../../domain/usage';
import type { Queryable } from '../../infra/database';
import { readPeriod, readUsed } from '../../store/usage';
import { verb } from '../verb';
import { type CountedLimit, counted } from './counts';

interface MeterUse {
  /** As the wire calls it. */
  meter: string;
  byPeriod: boolean;
  used: number;
  /** Null: unlimited. */
  limit: number | null;
}

interface Usage {
  userId: string;
  plan: Plan;
  period: Period;
  meters: MeterUse[];
}

export const getUsage = verb<undefined, Usage>('usage.read', async ({ db, caller: { userId }, now }) => {
  const { plan, period } = await readPeriod(db, userId, now());
  const use = await Promise.all([...byPeriod(db, userId, period), ...standing(db, userId, now())]);
  const max = (limit: Limit) => limitOf(plan, limit).max;
  return { userId, plan, period, meters: use.map(({ limit, ...one }) => ({ ...one, limit: max(limit) })) };
});

type Use = Omit<MeterUse, 'limit'> & { limit: Limit };

function byPeriod(db: Queryable, userId: string, period: Period): Promise<Use>[] {
  const all = Object.entries(meters) as [Meter, (typeof meters)[Meter]][];
  return all.map(async ([meter, limit]) => {
    const used = await readUsed(db, { userId, meter, periodStart: period.start });
    return { meter, limit, byPeriod: true, used };
  });
}

function standing(db: Queryable, userId: string, now: number): Promise<Use>[] {
  const all = Object.entries(counted) as [CountedLimit, (typeof counted)[CountedLimit]][];
  return all.map(async ([limit, count]) => {
    return { meter: limitName(limit), limit, byPeriod: false, used: await count(db, userId, now) };
  });
}
