/** What admins do to the price tables: one row at a time, or a whole file, and reading it out again. */
import type { GeoArea } from '../../domain/pricing/coverage';
import type { MatrixRow } from '../../domain/pricing/quote';
import { type Verb, verb } from '../verb';
import { readCsv, writeCsv } from './csv';
import { geoTable } from './geo-table';
import { matrixTable } from './matrix-table';
import type { Versioned } from './rows';
import { deleteRow, type Saved, saveLines, saveRow } from './save-rows';
import type { PriceTable } from './table';

interface TableVerbs<Row> {
  put: Verb<{ row: Row; expectedVersion: number | null }, Row & Versioned>;
  remove: Verb<{ id: string; expectedVersion: number | null }, void>;
  /** Adds and replaces; rows that the file does not name stay. */
  importCsv: Verb<{ bytes: Buffer; dryRun: boolean }, Saved & { dryRun: boolean }>;
  exportCsv: Verb<void, string>;
}

function verbsOf<Row>(table: PriceTable<Row>): TableVerbs<Row> {
  return {
    put: verb('pricing.manage', (ctx, { row, expectedVersion }) => saveRow(ctx, table, row, expectedVersion)),
    remove: verb('pricing.manage', (ctx, { id, expectedVersion }) =>
      deleteRow(ctx, table, id, expectedVersion),
    ),
    importCsv: verb('pricing.manage', async (ctx, { bytes, dryRun }) => ({
      dryRun,
      ...(await saveLines(ctx, table, readCsv(bytes, table), dryRun)),
    })),
    exportCsv: verb('pricing.manage', async ({ db }) =>
      writeCsv(table.columns, (await table.all(db)).map(table.toCells)),
    ),
  };
}

export const editMatrix = verbsOf<MatrixRow>(matrixTable);
export const editGeodata = verbsOf<GeoArea>(geoTable);
