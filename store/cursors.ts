/** How far a sweep has got; kept so that a restart goes on from there. */
import type { Queryable } from '../infra/database';

/** Null before the first sweep. */
export async function readCursor(db: Queryable, name: string): Promise<string | null> {
  return (await db.cursor.findUnique({ where: { name } }))?.value ?? null;
}

export async function writeCursor(db: Queryable, name: string, value: string): Promise<void> {
  await db.cursor.upsert({ where: { name }, create: { name, value }, update: { value } });
}

/** Takes the turn to do `name`, once in `every` milliseconds over all processes; false when another had it. */
export async function takeTurn(db: Queryable, name: string, every: number, now: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    INSERT INTO cursors (name, value, updated_at) VALUES (${name}, ${String(now)}, ${new Date(now)})
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    WHERE cursors.value::bigint <= ${now - every}`;
  return taken > 0;
}
