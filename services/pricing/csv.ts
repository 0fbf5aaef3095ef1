/** CSV of the price tables: read with every fault named by its line and column, written so that it can be read back. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { z } from 'zod';
import { BusinessError } from '../../domain/errors';

const MOST_ROWS = 5_000;
const MOST_ERRORS = 200;

interface LineError {
  line: number;
  /** Null where the whole line is meant. */
  column: string | null;
  message: string;
}

export interface Line<Row> {
  line: number;
  row: Row;
}

interface Format<Row> {
  columns: readonly string[];
  /** The cells as the JSON that `schema` checks. */
  fromCells(cells: Readonly<Record<string, string>>): unknown;
  schema: z.ZodType<Row>;
}

/**
 * Reads a file whose first line names the columns, in any order; lines beginning with # are comments.
 * @throws BusinessError VALIDATION_FAILED with a report of every faulty line.
 */
export function readCsv<Row>(bytes: Buffer, { columns, fromCells, schema }: Format<Row>): Line<Row>[] {
  const [header, ...records] = readRecords(bytes);
  if (!header) throw refusal([{ line: 1, column: null, message: 'The file is empty.' }]);
  if (records.length > MOST_ROWS) {
    throw refusal([{ line: 1, column: null, message: `A file holds at most ${MOST_ROWS} rows.` }]);
  }
  const names = header.cells;
  const misnamed = [
    ...columns.filter((name) => !names.includes(name)).map((name) => ({ column: name, message: 'Missing.' })),
    ...names
      .filter((name, index) => !columns.includes(name) || names.indexOf(name) !== index)
      .map((name) => ({ column: name, message: 'Unknown, or named twice.' })),
  ];
  if (misnamed.length > 0) throw refusal(misnamed.map((fault) => ({ line: header.line, ...fault })));
  const errors: LineError[] = [];
  const lines = records.flatMap(({ line, cells }): Line<Row>[] => {
    if (cells.length !== names.length) {
      errors.push({ line, column: null, message: `Has ${cells.length} cells, not ${names.length}.` });
      return [];
    }
    const record = Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
    const parsed = schema.safeParse(fromCells(record));
    if (parsed.success) return [{ line, row: parsed.data }];
    errors.push(
      ...parsed.error.issues.map(({ path, message }) => ({ line, column: String(path[0] ?? ''), message })),
    );
    return [];
  });
  if (errors.length > 0) throw refusal(errors);
  return lines;
}

/** All-or-nothing: one faulty line refuses the file, and says so for each. */
export function refusal(errors: readonly LineError[]): BusinessError {
  const shown = errors.slice(0, MOST_ERRORS);
  return new BusinessError('VALIDATION_FAILED', {
    detail: `The file has ${errors.length} fault(s); nothing was changed.`,
    errors: shown.map(({ line, column, message }) => ({
      path: column === null ? `/lines/${line}` : `/lines/${line}/${column}`,
      message,
    })),
    lines: shown,
  });
}

export function writeCsv(columns: readonly string[], records: readonly (readonly string[])[]): string {
  // Escaped, so that a spreadsheet does not run a name that begins as a formula.
  return stringify([[...columns], ...records.map((cells) => [...cells])], { escape_formulas: true });
}

function readRecords(bytes: Buffer): { line: number; cells: string[] }[] {
  if (!isUtf8(bytes) || bytes.includes(0)) {
    throw refusal([{ line: 1, column: null, message: 'The file is not text in UTF-8.' }]);
  }
  try {
    const found: { line: number; cells: string[] }[] = [];
    parse(bytes, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        found.push({ line: lines, cells });
        return null;
      },
    });
    return found;
  } catch (error) {
    if (error instanceof CsvError) {
      throw refusal([
        { line: Number(error.lines ?? 1), column: null, message: 'A quotation mark is wrong or missing.' },
      ]);
    }
    throw error;
  }
}
