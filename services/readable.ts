/** Finds the rows of a page, also where some of them are such that the database's client cannot read them. */
import { BusinessError } from '../domain/errors';
import { classify } from '../store/transaction';

export interface FoundRow<Row> {
  /** Null: it could not be read, for `error`. */
  row: Row | null;
  /** What it is sorted and known by; null where not even that can be read. */
  key: Partial<Row> | null;
  error?: unknown;
}

interface Slice {
  skip: number;
  take: number;
}

/**
 * A row with, say, nothing in a list of texts fails the whole query: the page is then halved until it stands alone, so
 * that a broken row costs a few queries more, and none otherwise.
 * @param columns what a row is known by.
 * @throws what `find` does, where no row is to blame.
 */
export async function findRows<Row, S extends Slice>(
  find: (slice: S) => Promise<Row[]>,
  slice: S,
  columns: readonly string[],
): Promise<FoundRow<Row>[]> {
  try {
    return (await find(slice)).map((row) => ({ row, key: row }));
  } catch (error) {
    if (!isOfRows(error)) throw error;
    if (slice.take === 1) return [{ row: null, key: await keyOf(find, slice, columns), error }];
    const half = Math.floor(slice.take / 2);
    const first = await findRows(find, { ...slice, take: half }, columns);
    if (first.length < half) return first;
    const rest = { ...slice, skip: slice.skip + half, take: slice.take - half };
    return [...first, ...(await findRows(find, rest, columns))];
  }
}

/** Reads nothing but what a row is known by. Some `find` bring other rows along, and cannot be asked for less. */
async function keyOf<Row, S extends Slice>(
  find: (slice: S) => Promise<Row[]>,
  slice: S,
  columns: readonly string[],
): Promise<Row | null> {
  const select = Object.fromEntries(columns.map((column) => [column, true]));
  const found = await find({ ...slice, ...{ select } }).catch(() => []);
  return found[0] ?? null;
}

/** Whether the client read an answer that it did not understand: Prisma's "inconsistent column data". */
function isOfRows(error: unknown): boolean {
  if (error instanceof BusinessError || classify(error).kind !== 'other') return false;
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'P2023';
}
