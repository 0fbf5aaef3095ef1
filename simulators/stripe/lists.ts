/** Lists as Stripe pages them: newest first, `starting_after` and `ending_before` cursors, `has_more`. */
import { z } from 'zod';
import { missing } from './refusal';

export const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: z
    .object({ gte: z.coerce.number(), gt: z.coerce.number(), lte: z.coerce.number(), lt: z.coerce.number() })
    .partial()
    .optional(),
});

/** `oldestFirst` are all that match the list's own filters; the page is cut from them. */
export function paged<T extends { id: string; created: number }>(
  url: string,
  oldestFirst: T[],
  query: z.output<typeof page>,
) {
  const { gte = 0, gt = -1, lte = Infinity, lt = Infinity } = query.created ?? {};
  const rows = oldestFirst
    .filter(({ created }) => created >= gte && created > gt && created <= lte && created < lt)
    .reverse();
  const position = (id: string) => {
    const index = rows.findIndex((row) => row.id === id);
    if (index < 0) throw missing('object', id);
    return index;
  };
  const before = query.ending_before === undefined ? rows.length : position(query.ending_before);
  const start =
    query.starting_after !== undefined
      ? position(query.starting_after) + 1
      : query.ending_before !== undefined
        ? Math.max(0, before - query.limit) // the page that touches the cursor
        : 0;
  const data = rows.slice(start, Math.min(before, start + query.limit));
  const more = query.ending_before === undefined ? start + data.length < rows.length : start > 0;
  return { object: 'list' as const, url, has_more: more, data };
}
