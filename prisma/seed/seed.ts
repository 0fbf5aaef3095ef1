/** Fills an empty installation with the price list and the geodata that stand beside this file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '../../infra/database';
import { readCsv } from '../../services/pricing/csv';
import { geoTable } from '../../services/pricing/geo-table';
import { matrixTable } from '../../services/pricing/matrix-table';
import type { PriceTable } from '../../services/pricing/table';

/** Marks that it was done, so that a row which an admin changed or deleted does not come back. */
const MARK = 'seed:pricing';

/** The rows of a file of this folder. @throws BusinessError naming each line that is not valid. */
export function seedRows<Row>(table: PriceTable<Row>, file: string): Row[] {
  return readCsv(readFileSync(path.join(__dirname, file)), table).map(({ row }) => row);
}

/** Runs after the migrations, at every start; writes once, in one transaction, all or nothing. */
export async function seed(db: Database): Promise<void> {
  await db.$transaction(
    async (tx) => {
      const { count } = await tx.cursor.createMany({
        data: { name: MARK, value: '1' },
        skipDuplicates: true,
      });
      if (count === 0) return;
      const now = new Date();
      await matrixTable.insert(tx, seedRows(matrixTable, 'pricing-matrix.csv'), now);
      const areas = ['geodata.us.csv', 'geodata.in.csv'].flatMap((file) => seedRows(geoTable, file));
      await geoTable.insert(tx, areas, now);
    },
    { timeout: 30_000 },
  );
}
