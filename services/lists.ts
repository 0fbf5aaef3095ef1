/**
 * Reads a page of a list: by offset, or from a cursor on by key, with a total that is never counted for long. A row that
 * cannot be read is left out and named: it fails neither its page nor the pages behind it.
 */
import { BusinessError } from '../domain/errors';
import { encodePlace, type Place } from '../schemas/lists';
import { behind, type Kind, namedBy, nameIn, type Order, placeBehind, placeIn } from './places';
import { type FoundRow, findRows } from './readable';

export interface Page<Item> {
  items: Item[];
  /** By what each of the items is known, in their order. */
  names: readonly (string | null)[];
  /** Rows of the page that could not be made items. */
  unreadable: readonly Unreadable[];
  total: number;
  /** There are more than `total`. */
  totalIsEstimate: boolean;
  offset: number;
  limit: number;
  nextCursor: string | null;
}

/** A row that could not be read, or not be shown. */
export interface Unreadable {
  /** Its id, or its key; null where not even that can be read. */
  name: string | null;
  error: unknown;
}

/** What the query of a list holds besides its filters. */
export interface PageInput<Sort extends string = string> {
  offset: number;
  limit: number;
  sort: Sort | `-${Sort}`;
  cursor?: Place | undefined;
}

/** Counting stops here. */
const COUNTED = 10_000;

interface Source<Where, Row, Column extends string> {
  /** By the name of the sort on the wire. */
  orders: Readonly<Record<string, Order<Column>>>;
  where: Where;
  find(slice: {
    where: Where;
    orderBy: { [C in Column]?: 'asc' | 'desc' }[];
    skip: number;
    take: number;
  }): Promise<Row[]>;
  count(slice: { where: Where; take: number }): Promise<number>;
}

/** @throws VALIDATION_FAILED for a cursor of another list or order. */
export async function readPage<Where, Column extends string, Row extends { [C in Column]?: unknown }>(
  { offset, limit, sort, cursor }: PageInput,
  { orders, where, find, count }: Source<Where, Row, Column>,
): Promise<Page<Row>> {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const order = orders[sort.replace(/^-/, '')];
  if (!order) throw new Error(`no order ${sort}`);
  const kinds = Object.entries(order) as [Column, Kind][];
  const columns = kinds.map(([column]) => column);
  const orderBy = columns.map((column) => ({ [column]: direction }) as { [C in Column]?: typeof direction });
  const values =
    cursor &&
    placeIn(
      cursor,
      sort,
      kinds.map(([, kind]) => kind),
    );
  // The columns are the table's own: the condition is one that `find` takes.
  const isBehind = values !== undefined && values.length > 0;
  const from = isBehind ? ({ AND: [where, behind(columns, values, direction)] } as Where) : where;
  const skip = cursor ? (cursor.skip ?? 0) : offset;
  const [found, counted] = await Promise.all([
    findRows(find, { where: from, orderBy, skip, take: limit + 1 }, columns),
    count({ where, take: COUNTED + 1 }),
  ]);
  const page = found.slice(0, limit);
  const place =
    found.length > limit ? placeBehind(page, columns, { sort, values: cursor?.values ?? [], skip }) : null;
  const known = namedBy(orders);
  const nameOf = ({ key }: FoundRow<Row>) => nameIn(key, known);
  const read = page.filter(({ row }) => row !== null);
  return {
    items: read.flatMap(({ row }) => row ?? []),
    names: read.map(nameOf),
    unreadable: page.flatMap((one) => (one.row === null ? [{ name: nameOf(one), error: one.error }] : [])),
    total: Math.min(counted, COUNTED),
    totalIsEstimate: counted > COUNTED,
    offset: cursor ? 0 : offset,
    limit,
    nextCursor: place ? encodePlace(place) : null,
  };
}

/** A page of a list that is short by nature and at hand whole, in its ascending order. */
export function slicePage<Item>(
  all: readonly Item[],
  { offset, limit, sort, cursor }: PageInput,
): Page<Item> {
  const items = sort.startsWith('-') ? all.toReversed() : all;
  const [from = offset] = cursor ? placeIn(cursor, sort, ['int']) : [];
  const next = Number(from) + limit;
  const shown = items.slice(Number(from), next);
  return {
    items: shown,
    names: shown.map((_item, n) => String(Number(from) + n)),
    unreadable: [],
    total: items.length,
    totalIsEstimate: false,
    offset: Number(from),
    limit,
    nextCursor: next < items.length ? encodePlace({ sort, values: [next] }) : null,
  };
}

/** Each item as something else; one that cannot be, for what it holds, is named as unreadable. */
export function mapPage<From, To>(page: Page<From>, to: (item: From) => To): Page<To> {
  return sorted(
    page,
    page.items.map((item) => {
      try {
        return { value: to(item) };
      } catch (error) {
        return { error };
      }
    }),
  );
}

/** As {@link mapPage}, all at once. @throws BusinessError where something else than the row is to blame */
export async function mapPageAsync<From, To>(
  page: Page<From>,
  to: (item: From) => Promise<To>,
): Promise<Page<To>> {
  const settled = await Promise.allSettled(page.items.map(to));
  return sorted(
    page,
    settled.map((one) => (one.status === 'fulfilled' ? { value: one.value } : { error: one.reason })),
  );
}

function sorted<From, To>(
  { names, unreadable, ...page }: Page<From>,
  made: readonly ({ value: To } | { error: unknown })[],
): Page<To> {
  const named = made.map((one, n) => ({ ...one, name: names[n] ?? null }));
  const failed = named.flatMap((one) => ('error' in one ? [{ name: one.name, error: one.error }] : []));
  // A part that is away is no fault of the row.
  const refusal = failed.find(({ error }) => error instanceof BusinessError);
  if (refusal) throw refusal.error;
  const items = named.filter((one) => 'value' in one);
  return {
    ...page,
    items: items.map(({ value }) => value),
    names: items.map(({ name }) => name),
    unreadable: [...unreadable, ...failed],
  };
}

/** Text for `contains` and `startsWith`, in which Postgres sees no wildcard. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
