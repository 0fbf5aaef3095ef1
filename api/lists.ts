/** Shows a page of a list, of each item the fields that were asked for. */
import type { Page } from '../services/lists';

interface Wire<Item> {
  items: Partial<Item>[];
  total: number;
  total_is_estimate: boolean;
  offset: number;
  limit: number;
  next_cursor: string | null;
}

/** To be used as a route's `present`. */
export function presentList<Row, Item extends object>(present: (row: Row) => Item) {
  return (
    { items, total, totalIsEstimate, offset, limit, nextCursor }: Page<Row>,
    { query: { fields } }: { query: { fields?: readonly string[] | undefined } },
  ): Wire<Item> => ({
    items: items.map((row) => select(present(row), fields)),
    total,
    total_is_estimate: totalIsEstimate,
    offset,
    limit,
    next_cursor: nextCursor,
  });
}

function select<Item extends object>(item: Item, fields: readonly string[] | undefined): Partial<Item> {
  if (!fields) return item;
  const chosen = Object.entries(item).filter(([name]) => fields.includes(name));
  return Object.fromEntries(chosen) as Partial<Item>;
}
