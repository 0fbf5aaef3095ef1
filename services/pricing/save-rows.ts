/** The one way in which rows of a price table change: under the table's lock, versioned, each change in the audit log. */
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed } from '../context';
import { type Line, refusal } from './csv';
import type { Versioned } from './rows';
import type { PriceTable } from './table';

export interface Saved {
  created: number;
  updated: number;
  unchanged: number;
}

interface Change<Row> {
  row: Row;
  before: (Row & Versioned) | null;
}

/** Writes all of the lines or, for a fault between them, none; `dryRun` only counts. */
export function saveLines<Row>(
  ctx: Allowed,
  table: PriceTable<Row>,
  lines: readonly Line<Row>[],
  dryRun: boolean,
): Promise<Saved> {
  return inTable(ctx, table, async (tx, rows) => {
    const saved = new Map<string, Row>([...rows, ...lines.map(({ row }) => [table.idOf(row), row] as const)]);
    const seen = new Map<string, number>();
    const faults = lines.flatMap(({ line, row }) => {
      const id = table.idOf(row);
      const first = seen.get(id);
      if (first === undefined) seen.set(id, line);
      const twice =
        first === undefined ? null : { column: null, message: `The same row as in line ${first}.` };
      const fault = twice ?? table.misfit(row, saved);
      return fault ? [{ line, ...fault }] : [];
    });
    if (faults.length > 0) throw refusal(faults);
    const changes = lines.map(({ row }) => ({ row, before: rows.get(table.idOf(row)) ?? null }));
    const changed = changes.filter((change) => !isSame(table, change));
    if (!dryRun) await write(ctx, tx, table, changed);
    const created = changed.filter(({ before }) => before === null).length;
    return { created, updated: changed.length - created, unchanged: lines.length - changed.length };
  });
}

/**
 * Creates or replaces one row; one that is the same already keeps its version.
 * @throws BusinessError VERSION_CONFLICT when `expectedVersion` is given and is not its version.
 */
export function saveRow<Row>(
  ctx: Allowed,
  table: PriceTable<Row>,
  row: Row,
  expectedVersion: number | null,
): Promise<Row & Versioned> {
  return inTable(ctx, table, async (tx, rows) => {
    const id = table.idOf(row);
    const before = rows.get(id) ?? null;
    if (expectedVersion !== null && before?.version !== expectedVersion)
      throw new BusinessError('VERSION_CONFLICT');
    const fault = table.misfit(row, new Map<string, Row>([...rows, [id, row]]));
    if (fault) {
      const errors = [{ path: `/${fault.column}`, message: fault.message }];
      throw new BusinessError('VALIDATION_FAILED', { errors });
    }
    const change = { row, before };
    if (before && isSame(table, change)) return before;
    await write(ctx, tx, table, [change]);
    return { ...row, version: (before?.version ?? 0) + 1, updatedAt: new Date(ctx.now()) };
  });
}

/** @throws BusinessError NOT_FOUND, VERSION_CONFLICT, or CONFLICT when other rows need it. */
export function deleteRow<Row>(
  ctx: Allowed,
  table: PriceTable<Row>,
  id: string,
  expectedVersion: number | null,
): Promise<void> {
  return inTable(ctx, table, async (tx, rows) => {
    const before = rows.get(id);
    if (!before) throw new BusinessError('NOT_FOUND');
    if (expectedVersion !== null && before.version !== expectedVersion)
      throw new BusinessError('VERSION_CONFLICT');
    if (table.needed(before, rows))
      throw new BusinessError('CONFLICT', { detail: 'Other rows need this one.' });
    await table.remove(tx, before);
    await record(ctx, tx, table, id, before, null);
  });
}

/** A file of 5,000 rows takes seconds: two statements a row. */
const LONGEST_MS = 60_000;

/** Runs under the table's lock with all its rows by id, so that what is compared is what is changed. */
function inTable<Row, T>(
  ctx: Allowed,
  table: PriceTable<Row>,
  run: (tx: Transaction, rows: Map<string, Row & Versioned>) => Promise<T>,
): Promise<T> {
  return inTransaction(
    ctx.db,
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${table.kind}, 0))`;
      return run(tx, new Map((await table.all(tx)).map((row) => [table.idOf(row), row])));
    },
    { timeoutMs: LONGEST_MS },
  );
}

function isSame<Row>(table: PriceTable<Row>, { row, before }: Change<Row>): boolean {
  return before !== null && JSON.stringify(table.toWire(before)) === JSON.stringify(table.toWire(row));
}

async function write<Row>(
  ctx: Allowed,
  tx: Transaction,
  table: PriceTable<Row>,
  changes: readonly Change<Row>[],
): Promise<void> {
  const now = new Date(ctx.now());
  const created = changes.flatMap(({ row, before }) => (before === null ? [row] : []));
  if (created.length > 0) await table.insert(tx, created, now);
  for (const { row, before } of changes) {
    const version = (before?.version ?? 0) + 1;
    if (before) await table.update(tx, row, version, now);
    await record(ctx, tx, table, table.idOf(row), before, { ...row, version });
  }
}

async function record<Row>(
  ctx: Allowed,
  tx: Transaction,
  table: PriceTable<Row>,
  id: string,
  before: (Row & { version: number }) | null,
  after: (Row & { version: number }) | null,
): Promise<void> {
  const verb = after === null ? 'deleted' : before === null ? 'created' : 'updated';
  const shown = (row: Row & { version: number }) => ({ ...table.toWire(row), version: row.version });
  await audit(tx, ctx, {
    action: `${table.kind}.${verb}`,
    target: { kind: table.kind, id },
    before: before && shown(before),
    after: after && shown(after),
  });
}
