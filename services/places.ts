/** Where a page of a list begins: what a cursor holds, as a condition on the columns that the list is sorted by. */
import { BusinessError } from '../domain/errors';
import { FIRST_INSTANT, LAST_INSTANT } from '../domain/time';
import { NOT_OF_THIS_LIST, type Place } from '../schemas/lists';
import type { FoundRow } from './readable';

type Value = string | number | bigint | Date;
export type Kind = 'text' | 'uuid' | 'time' | 'int' | 'bigint';
/** The columns to sort by, in turn; together they are unique. */
export type Order<Column extends string> = { readonly [C in Column]?: Kind };

/** (a, b) > (x, y) as `a > x or (a = x and b > y)`. */
export function behind(columns: readonly string[], values: readonly Value[], direction: 'asc' | 'desc') {
  const than = direction === 'asc' ? 'gt' : 'lt';
  const alternatives = columns.map((column, n) => ({
    ...Object.fromEntries(columns.slice(0, n).map((equal, m) => [equal, values[m]])),
    [column]: { [than]: values[n] },
  }));
  return { OR: alternatives };
}

/** The values of the columns. @throws VALIDATION_FAILED when it is no place in this order */
export function placeIn(place: Place, sort: string, kinds: readonly Kind[]): Value[] {
  const values = kinds.flatMap((kind, n) => fromWire(kind, place.values[n]) ?? []);
  const isWhole = place.values.length === kinds.length && values.length === kinds.length;
  // Behind rows at the very beginning whose place cannot be said.
  const isCounted = place.values.length === 0 && place.skip !== undefined;
  if (place.sort === sort && (isWhole || isCounted)) return values;
  throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/cursor', message: NOT_OF_THIS_LIST }] });
}

/** Null for what is no place: a time beyond what JavaScript reads of Postgres. */
function toWire(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return typeof value === 'number' ? value : String(value);
}

/** Undefined for what cannot stand in a column of the kind. */
function fromWire(kind: Kind, value: string | number | undefined): Value | undefined {
  if (kind === 'int') return typeof value === 'number' && value >= 0 && value < 2 ** 31 ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (kind === 'bigint') return /^\d{1,18}$/.test(value) ? BigInt(value) : undefined;
  if (kind === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined;
  if (kind === 'text') return /\0|\p{Surrogate}/u.test(value) ? undefined : value;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) ? Date.parse(value) : Number.NaN;
  return at >= FIRST_INSTANT && at <= LAST_INSTANT ? new Date(at) : undefined;
}

/**
 * Where the next page begins: behind the last row whose place can be said, and behind those that follow it on this page.
 * @param before where this page began.
 */
export function placeBehind<Row>(
  page: readonly FoundRow<Row>[],
  columns: readonly (keyof Row & string)[],
  before: { sort: string; values: Place['values']; skip: number },
): Place {
  const places = page.map(({ key }) => (key ? columns.map((column) => toWire(key[column])) : [null]));
  const last = places.findLastIndex((values) => values.every((value) => value !== null));
  const values = places[last]?.flatMap((value) => value ?? []) ?? before.values;
  const skip = page.length - 1 - last + (last < 0 ? before.skip : 0);
  return { sort: before.sort, values, ...(skip > 0 && { skip }) };
}

/** What makes a row unique, which every order ends with: its id; of a price, its industry, coverage and currency. */
export function namedBy(orders: Readonly<Record<string, Order<string>>>): string[] {
  const [first = {}, ...others] = Object.values(orders);
  const common = Object.keys(first).filter((column) => others.every((order) => column in order));
  return common.filter((column) => first[column] !== 'time');
}

export function nameIn(
  key: Readonly<Record<string, unknown>> | null,
  columns: readonly string[],
): string | null {
  const parts = columns.map((column) => toWire(key?.[column]));
  return parts.every((part) => part !== null) ? parts.join('/') : null;
}
