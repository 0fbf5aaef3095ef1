/** Which accounts are stopped, in memory: what changed is read each second, and all of it each minute. */
import { type Instant, MINUTE, SECOND } from '../domain/time';
import type { Database } from '../infra/database';
import { changedStops } from '../store/account-stops';

/** Longer than any transaction: what commits late is seen by a later look. */
const OVERLAP_MS = 15 * SECOND;

export function createAccountStops(db: Database) {
  const stopped = new Set<string>();
  let [seen, fullAt] = [0, -Infinity];
  return {
    has: (userId: string): boolean => stopped.has(userId),
    /** @returns whether an account was stopped, and whether one may deliver again. */
    async refresh(at: Instant): Promise<{ isAnyNew: boolean; isAnyOver: boolean }> {
      const isFull = at - fullAt >= MINUTE || at < fullAt;
      const changed = await changedStops(db, isFull ? null : seen - OVERLAP_MS);
      const known = new Set(stopped);
      if (isFull) {
        stopped.clear();
        fullAt = at;
      }
      for (const { userId, isStopped, updatedAt } of changed) {
        if (isStopped) stopped.add(userId);
        else stopped.delete(userId);
        seen = Math.max(seen, updatedAt);
      }
      return {
        isAnyNew: [...stopped].some((id) => !known.has(id)),
        isAnyOver: [...known].some((id) => !stopped.has(id)),
      };
    },
  };
}
