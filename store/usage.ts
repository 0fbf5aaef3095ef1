/** What users have used of each meter, counted so that no two requests at once pass a plan's limit. */
import { limitOf, limitReached, type Plan, planOf } from '../domain/plans';
import type { Instant } from '../domain/time';
import { type Meter, meters, type Period, periodAt } from '../domain/usage';
import type { Queryable, Transaction } from '../infra/database';

/** What was reserved: proof for giving it back, though another period may have begun. */
export interface Reserved {
  userId: string;
  meter: Meter;
  n: number;
  periodStart: Instant;
}

/** A user's plan and present period. */
export async function readPeriod(
  db: Queryable,
  userId: string,
  now: Instant,
): Promise<{ plan: Plan; period: Period }> {
  const [{ plan }, reset] = await Promise.all([
    db.user.findUniqueOrThrow({ where: { id: userId }, select: { plan: true } }),
    db.usageReset.findUnique({ where: { userId } }),
  ]);
  return { plan: planOf(plan), period: periodAt(now, reset?.resetAt.getTime() ?? null) };
}

export async function readUsed(
  db: Queryable,
  { userId, meter, periodStart }: Omit<Reserved, 'n'>,
): Promise<number> {
  const key = { userId, meter, periodStart: new Date(periodStart) };
  const counter = await db.usageCounter.findUnique({ where: { userId_meter_periodStart: key } });
  return Number(counter?.used ?? 0n);
}

/**
 * Takes `n` of the meter in the transaction of what they are used for: it counts if that commits. Who repeats a request
 * finds the first one's row there, and reserves nothing.
 * @throws PLAN_LIMIT_REACHED when fewer are left; none is taken then.
 */
export async function reserveUsage(
  tx: Transaction,
  userId: string,
  meter: Meter,
  n: number,
  now: Instant,
): Promise<Reserved> {
  const { plan, period } = await readPeriod(tx, userId, now);
  const { max } = limitOf(plan, meters[meter]);
  const most = max ?? Number.MAX_SAFE_INTEGER;
  const [start, at] = [new Date(period.start), new Date(now)];
  // The row's lock makes a second reservation wait, and then count on the first one's sum.
  const taken: unknown[] = await tx.$queryRaw`
    INSERT INTO usage_counters AS c (user_id, meter, period_start, used, updated_at)
    SELECT ${userId}::uuid, ${meter}, ${start}, ${n}::bigint, ${at} WHERE ${n}::bigint <= ${most}::bigint
    ON CONFLICT (user_id, meter, period_start) DO UPDATE
    SET used = c.used + excluded.used, updated_at = excluded.updated_at
    WHERE c.used + excluded.used <= ${most}::bigint
    RETURNING c.used`;
  const reserved = { userId, meter, n, periodStart: period.start };
  if (taken.length === 0) throw limitReached(plan, meters[meter], await readUsed(tx, reserved));
  return reserved;
}

/** Gives back what was reserved and not used; at most once, in the transaction that notes so. */
export async function giveBack(
  tx: Transaction,
  { userId, meter, n, periodStart }: Reserved,
  now: Instant,
): Promise<void> {
  await tx.usageCounter.update({
    where: { userId_meter_periodStart: { userId, meter, periodStart: new Date(periodStart) } },
    data: { used: { decrement: n }, updatedAt: new Date(now) },
  });
}

/** Begins a new period at `at`; an older reset than the last one changes nothing. @returns whether it did. */
export async function resetUsage(tx: Transaction, userId: string, at: Instant): Promise<boolean> {
  const changed = await tx.$executeRaw`
    INSERT INTO usage_resets AS r (user_id, reset_at) VALUES (${userId}::uuid, ${new Date(at)})
    ON CONFLICT (user_id) DO UPDATE SET reset_at = excluded.reset_at WHERE r.reset_at < excluded.reset_at`;
  return changed > 0;
}
