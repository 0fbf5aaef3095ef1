/** What keeps every campaign of an account from delivering: one row, which ad servers look at each second. */
import type { Instant } from '../domain/time';
import type { Queryable, Transaction } from '../infra/database';

/** `disabled`: the user is shut out; `stopped`: ops pulled the kill switch. Each ends by itself. */
export type StopCause = 'disabled' | 'stopped';

const columns = { disabled: 'disabledAt', stopped: 'stoppedAt' } as const;

/** Stops an account; one that is stopped for this cause stays so since then. @returns whether it was not. */
export async function stopAccount(
  tx: Transaction,
  userId: string,
  cause: StopCause,
  now: Instant,
): Promise<boolean> {
  const since = { [columns[cause]]: new Date(now) };
  // The empty update locks what is there, and returns it.
  const row = await tx.accountStop.upsert({ where: { userId }, create: { userId }, update: { userId } });
  if (row[columns[cause]] !== null) return false;
  await tx.accountStop.update({ where: { userId }, data: since });
  return true;
}

/** Ends a cause. @returns whether it was there. */
export async function releaseAccount(tx: Transaction, userId: string, cause: StopCause): Promise<boolean> {
  const { count } = await tx.accountStop.updateMany({
    where: { userId, [columns[cause]]: { not: null } },
    data: { [columns[cause]]: null },
  });
  return count > 0;
}

/** Since when an account is stopped, by cause. */
export async function readAccountStop(
  db: Queryable,
  userId: string,
): Promise<Record<StopCause, Instant | null>> {
  const row = await db.accountStop.findUnique({ where: { userId } });
  return { disabled: row?.disabledAt?.getTime() ?? null, stopped: row?.stoppedAt?.getTime() ?? null };
}

export interface ChangedStop {
  userId: string;
  isStopped: boolean;
  updatedAt: Instant;
}

/** The accounts whose stop changed after an instant, or all that are stopped. */
export async function changedStops(db: Queryable, since: Instant | null): Promise<ChangedStop[]> {
  const rows = await db.accountStop.findMany({
    where:
      since === null
        ? { OR: [{ disabledAt: { not: null } }, { stoppedAt: { not: null } }] }
        : { updatedAt: { gt: new Date(since) } },
  });
  return rows.map(({ userId, disabledAt, stoppedAt, updatedAt }) => ({
    userId,
    isStopped: disabledAt !== null || stoppedAt !== null,
    updatedAt: updatedAt.getTime(),
  }));
}
