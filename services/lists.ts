/** Reads a page of a list: by offset, or from a cursor on by key, with a total that is never counted for long. */
import { BusinessError } from '../domain/errors';
import { encodePlace, NOT_OF_THIS_LIST, type Place } from '../schemas/lists';

export interface Page<Item> {
  items: Item[];
  total: number;
  /** There are more than `total`. */
  totalIsEstimate: boolean;
  offset: number;
  limit: number;
  nextCursor: string | null;
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

type Value = string | number | bigint | Date;
type Kind = 'text' | 'uuid' | 'time' | 'int' | 'bigint';
/** The columns to sort by, in turn; together they are unique. */
type Order<Column extends string> = { readonly [C in Column]?: Kind };

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
  const from = values ? ({ AND: [where, behind(columns, values, direction)] } as Where) : where;
  const skip = cursor ? 0 : offset;
  const [rows, counted] = await Promise.all([
    find({ where: from, orderBy, skip, take: limit + 1 }),
    count({ where, take: COUNTED + 1 }),
  ]);
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const place = last && { sort, values: columns.map((column) => toWire(last[column])) };
  return {
    items,
    total: Math.min(counted, COUNTED),
    totalIsEstimate: counted > COUNTED,
    offset: skip,
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
  return {
    items: items.slice(Number(from), next),
    total: items.length,
    totalIsEstimate: false,
    offset: Number(from),
    limit,
    nextCursor: next < items.length ? encodePlace({ sort, values: [next] }) : null,
  };
}

export function mapPage<From, To>({ items, ...page }: Page<From>, to: (item: From) => To): Page<To> {
  return { ...page, items: items.map(to) };
}

/** Text for `contains` and `startsWith`, in which Postgres sees no wildcard. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** (a, b) > (x, y) as `a > x or (a = x and b > y)`. */
function behind(columns: readonly string[], values: readonly Value[], direction: 'asc' | 'desc') {
  const than = direction === 'asc' ? 'gt' : 'lt';
  const alternatives = columns.map((column, n) => ({
    ...Object.fromEntries(columns.slice(0, n).map((equal, m) => [equal, values[m]])),
    [column]: { [than]: values[n] },
  }));
  return { OR: alternatives };
}

/** The values of the columns. @throws VALIDATION_FAILED when it is no place in this order */
function placeIn(place: Place, sort: string, kinds: readonly Kind[]): Value[] {
  const values = kinds.flatMap((kind, n) => fromWire(kind, place.values[n]) ?? []);
  if (place.sort === sort && place.values.length === kinds.length && values.length === kinds.length) {
    return values;
  }
  throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/cursor', message: NOT_OF_THIS_LIST }] });
}

function toWire(value: unknown): string | number {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'number' ? value : String(value);
}

/** Undefined for what cannot stand in a column of the kind. */
function fromWire(kind: Kind, value: string | number | undefined): Value | undefined {
  if (kind === 'int') return typeof value === 'number' && value >= 0 && value < 2 ** 31 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (kind === 'bigint') return /^\d{1,18}$/.test(value) ? BigInt(value) : undefined;
  if (kind === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined;
  if (kind === 'text') return /\0|\p{Surrogate}/u.test(value) ? undefined : value;
  return /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && Number.isFinite(Date.parse(value))
    ? new Date(value)
    : undefined;
}
