/** Shows a page of a list, of each item the fields that were asked for, and names what cannot be shown. */
import { Counter } from 'prom-client';
import { mapPage, type Page } from '../services/lists';
import type { Showing } from './route';

interface Wire<Item> {
  items: Partial<Item>[];
  total: number;
  total_is_estimate: boolean;
  offset: number;
  limit: number;
  next_cursor: string | null;
  unreadable?: { id: string | null }[];
}

const unreadableRows = new Counter({
  name: 'adflight_unreadable_rows_total',
  help: 'Rows that a list left out because they could not be read.',
  labelNames: ['list'],
});

/** One that could not be read: for the log and the metric. */
export function noteUnreadable({ log, requestId, path }: Showing, id: string | null, error: unknown): void {
  unreadableRows.inc({ list: path });
  log.error({ err: error, list: path, id, request_id: requestId }, 'a row of a list cannot be read');
}

/** To be used as a route's `present`. */
export function presentList<Row, Item extends object>(present: (row: Row) => Item) {
  return (
    page: Page<Row>,
    { query: { fields } }: { query: { fields?: readonly string[] | undefined } },
    showing: Showing,
  ): Wire<Item> => {
    const { items, unreadable, total, totalIsEstimate, offset, limit, nextCursor } = mapPage(page, (row) =>
      select(present(row), fields),
    );
    for (const { name, error } of unreadable) noteUnreadable(showing, name, error);
    return {
      items,
      total,
      total_is_estimate: totalIsEstimate,
      offset,
      limit,
      next_cursor: nextCursor,
      ...(unreadable.length > 0 && { unreadable: unreadable.map(({ name }) => ({ id: name })) }),
    };
  };
}

function select<Item extends object>(item: Item, fields: readonly string[] | undefined): Partial<Item> {
  if (!fields) return item;
  const chosen = Object.entries(item).filter(([name]) => fields.includes(name));
  return Object.fromEntries(chosen) as Partial<Item>;
}
