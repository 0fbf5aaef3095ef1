/** What the two price tables, matrix and geodata, have in common, so that one save, one import and one export serve both. */
import type { z } from 'zod';
import type { Json } from '../../domain/json';
import type { Queryable, Transaction } from '../../infra/database';
import type { Versioned } from './rows';

export interface PriceTable<Row> {
  /** Names the table in the audit log and in its lock. */
  kind: 'pricing_row' | 'geodata';
  /** Columns of the CSV. */
  columns: readonly string[];
  /** A line's cells as the JSON that `schema` checks; what cannot be read is left as text, for the schema to refuse. */
  fromCells(cells: Readonly<Record<string, string>>): unknown;
  toCells(row: Row): string[];
  schema: z.ZodType<Row>;
  /** As the wire and the audit log show it. */
  toWire(row: Row): { [key: string]: Json };
  /** The key's parts with slashes between: `retail/city/USD`. */
  idOf(row: Row): string;
  /** In the order of their keys. */
  all(db: Queryable): Promise<(Row & Versioned)[]>;
  insert(tx: Transaction, rows: readonly Row[], now: Date): Promise<void>;
  update(tx: Transaction, row: Row, version: number, now: Date): Promise<void>;
  remove(tx: Transaction, row: Row): Promise<void>;
  /** Why the rows, once saved, would not fit together with each other; null when they do. */
  misfit(row: Row, saved: ReadonlyMap<string, Row>): { column: string; message: string } | null;
  /** Whether other rows need this one. */
  needed(row: Row, saved: ReadonlyMap<string, Row>): boolean;
}

/** A cell of digits as a number. */
export function integerCell(cell: string | undefined): unknown {
  return cell !== undefined && /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
}
