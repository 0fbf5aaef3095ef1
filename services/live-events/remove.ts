/** Removes live events that are too old to come back for, and notes how far the log now begins. */
import { DAY, type Instant } from '../../domain/time';
import type { Database } from '../../infra/database';
import { writeCursor } from '../../store/cursors';
import { inTransaction } from '../../store/transaction';
import { REMOVED } from './listen';

const KEPT = 7 * DAY;
/** Rows of one transaction. */
const BATCH = 5_000;

/** @returns how many there were. */
export async function removeOldEvents(db: Database, now: Instant): Promise<number> {
  for (let removed = 0; ; ) {
    const count = await inTransaction(db, async (tx) => {
      // Without a gap from the beginning, so that the note holds.
      const oldest = await tx.liveEvent.findMany({
        orderBy: { id: 'asc' },
        take: BATCH,
        select: { id: true, createdAt: true },
      });
      const firstKept = oldest.findIndex(({ createdAt }) => createdAt.getTime() >= now - KEPT);
      const last = oldest.at((firstKept === -1 ? oldest.length : firstKept) - 1);
      if (!last || firstKept === 0) return 0;
      await writeCursor(tx, REMOVED, String(last.id));
      return (await tx.liveEvent.deleteMany({ where: { id: { lte: last.id } } })).count;
    });
    removed += count;
    if (count < BATCH) return removed;
  }
}
