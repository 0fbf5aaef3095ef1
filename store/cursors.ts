/** How far a sweep has got; kept so that a restart goes on from there. */
import type { Queryable } from '../infra/database';

/** Null before the first sweep. */
export async function readCursor(db: Queryable, name: string): Promise<string | null> {
  return (await db.cursor.findUnique({ where: { name } }))?.value ?? null;
}

export async function writeCursor(db: Queryable, name: string, value: string): Promise<void> {
  await db.cursor.upsert({ where: { name }, create: { name, value }, update: { value } });
}
