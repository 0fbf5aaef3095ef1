/** Measures files of versions that kept no count of what they store. For a schedule. */
import type { Deps } from '../context';
import { keysOf } from './media';

const BATCH = 100;

/** Safe to run twice, and beside anything: what a row stores changes only with its end. @returns how many files. */
export async function measureStored({ db, storage }: Pick<Deps, 'db' | 'storage'>): Promise<number> {
  const unmeasured = { state: 'visible', storedBytes: null };
  for (let measured = 0; ; measured += BATCH) {
    const rows = await db.media.findMany({ where: unmeasured, take: BATCH });
    for (const row of rows) {
      const objects = await Promise.all(keysOf(row).map((key) => storage.head(key)));
      const storedBytes = objects.reduce((sum, object) => sum + BigInt(object?.bytes ?? 0), 0n);
      const { id, updatedAt } = row;
      await db.media.updateMany({ where: { id, ...unmeasured }, data: { storedBytes, updatedAt } });
    }
    if (rows.length < BATCH) return measured + rows.length;
  }
}
