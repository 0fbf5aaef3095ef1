/** Every column that holds sealed secrets, and how a slice of its rows is put under the newest key. */
import { z } from 'zod';
import type { ServiceConfig } from '../infra/config';
import type { Database } from '../infra/database';
import { SealBroken, sealerOf } from '../infra/sealing';
import { Prisma } from '../prisma/generated/client';

/** In SQL. The text of `id` stands in the place that a value is sealed for, `table/id/column`. */
interface SealedColumn {
  table: string;
  column: string;
  id: string;
  idType: 'uuid' | 'text';
  /** Where only some rows are sealed: which. */
  when?: string;
  /** Of very many rows few are sealed, and no index gives the order of `id`: they are picked out first. */
  isSparse?: true;
  /** A JSON string in a column of JSON. */
  isJson?: true;
}

/** In the order of a rotation. A new sealed column belongs here: a test looks for sealed text in any other. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'second_factors', column: 'secret', id: 'user_id', idType: 'uuid' },
  { table: 'webhook_endpoints', column: 'secret', id: 'id', idType: 'uuid' },
  { table: 'webhook_endpoints', column: 'previous_secret', id: 'id', idType: 'uuid' },
  { table: 'deliveries', column: 'text', id: 'id', idType: 'uuid', when: 'is_sealed' },
  { table: 'deliveries', column: 'html', id: 'id', idType: 'uuid', when: 'is_sealed' },
  // Answers that show a secret, for whoever repeats the request.
  {
    table: 'idempotency_keys',
    column: 'body',
    id: `user_id || ' ' || operation || ' ' || key`,
    idType: 'text',
    when: `body #>> '{}' LIKE 'v1.%'`,
    isSparse: true,
    isJson: true,
  },
];

interface Position {
  /** `table.column`. */
  column: string;
  after: string | null;
}

interface Slice {
  next: Position | null;
  examined: number;
  rewrapped: number;
  missed: number;
  broken: string[];
}

/** Before every id. */
const START = { uuid: '00000000-0000-0000-0000-000000000000', text: '' } as const;
const Ids = z.array(z.object({ id: z.string(), count: z.int() }));
const Rows = z.array(z.object({ id: z.string(), sealed: z.string() }));

/**
 * Puts the next `limit` rows under the newest key, those that are not yet. Reads go on meanwhile: a row opens before
 * and after. A value that was changed since it was read is left to the next pass.
 * @param position null: from the first column on.
 */
export async function rewrapSlice(
  db: Database,
  config: ServiceConfig,
  position: Position | null,
  limit: number,
): Promise<Slice> {
  const nameOf = ({ table, column }: SealedColumn) => `${table}.${column}`;
  const at = position ? sealedColumns.findIndex((it) => nameOf(it) === position.column) : 0;
  const column = sealedColumns[at];
  if (!column) throw new Error(`no sealed column ${position?.column}`);
  const after = position?.after ?? START[column.idType];
  const { last, examined } = await endOfSlice(db, column, after, limit);
  const following = sealedColumns[at + 1];
  const next =
    last !== null && examined === limit
      ? { column: nameOf(column), after: last }
      : following
        ? { column: nameOf(following), after: null }
        : null;
  const done = last === null ? nothing : await rewrapRows(db, config, column, after, last);
  return { next, examined, ...done };
}

const nothing = { rewrapped: 0, missed: 0, broken: [] };
const { raw, sql, empty } = Prisma;
const pick = ({ when }: SealedColumn) => (when ? sql`AND ${raw(when)}` : empty);

async function endOfSlice(db: Database, column: SealedColumn, after: string, limit: number) {
  const id = raw(column.id);
  const found = await db.$queryRaw`
    SELECT id::text, count(*) OVER ()::int AS count FROM (
      SELECT ${id} AS id FROM ${raw(column.table)}
      WHERE ${id} > ${after}::${raw(column.idType)} ${column.isSparse ? pick(column) : empty}
      ORDER BY ${id} LIMIT ${limit}
    ) slice ORDER BY slice.id DESC LIMIT 1`;
  const [row] = Ids.parse(found);
  return { last: row?.id ?? null, examined: row?.count ?? 0 };
}

async function rewrapRows(
  db: Database,
  config: ServiceConfig,
  column: SealedColumn,
  after: string,
  last: string,
) {
  const sealer = sealerOf(config);
  const [table, id, idType] = [raw(column.table), raw(column.id), raw(column.idType)];
  const value = raw(column.isJson ? `(${column.column} #>> '{}')` : column.column);
  const found = await db.$queryRaw`
    SELECT (${id})::text AS id, ${value} AS sealed FROM ${table}
    WHERE ${id} > ${after}::${idType} AND ${id} <= ${last}::${idType} AND ${value} <> '' ${pick(column)}
    ORDER BY ${id}`;
  const rows = Rows.parse(found).filter(({ sealed }) => !sealer.isCurrent(sealed));
  const [changed, broken]: [{ id: string; old: string; renewed: string }[], string[]] = [[], []];
  for (const row of rows) {
    const place = `${column.table}/${row.id}/${column.column}`;
    try {
      changed.push({ id: row.id, old: row.sealed, renewed: sealer.rewrap(row.sealed, place) });
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      broken.push(place);
    }
  }
  if (changed.length === 0) return { ...nothing, broken };
  const renewed = column.isJson ? sql`to_jsonb(v.renewed)` : sql`v.renewed`;
  const rewrapped = await db.$executeRaw`
    UPDATE ${table} SET ${raw(column.column)} = ${renewed}
    FROM unnest(${changed.map((it) => it.id)}::text[], ${changed.map(({ old }) => old)}::text[],
      ${changed.map((it) => it.renewed)}::text[]) AS v (place, old, renewed)
    WHERE ${id} = v.place::${idType} AND ${value} = v.old`;
  return { rewrapped, missed: changed.length - rewrapped, broken };
}
