/** What every list takes and answers: a page by offset or cursor, sorted and filtered by named fields, showing chosen ones. */
import { z } from 'zod';
import { queryInt } from './common';

/**
 * The place in a list behind which a page begins: what it is sorted by, the last row's values (none: the beginning), and how
 * many rows after it are left out.
 */
const Place = z.strictObject({
  sort: z.string(),
  values: z.array(z.union([z.string(), z.int()])),
  skip: z.int().min(1).max(1_000_000).optional(),
});
export type Place = z.output<typeof Place>;

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}

export function encodePlace(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

export const NOT_OF_THIS_LIST = 'Must be the next_cursor of an answer of this list, in the same order.';

const Cursor = z
  .string()
  // Room for a name of 255 characters, each of them three bytes.
  .max(2_000)
  .regex(/^[A-Za-z0-9_-]+$/)
  .refine((cursor) => Place.safeParse(decode(cursor)).success, { error: NOT_OF_THIS_LIST, abort: true })
  .transform((cursor) => Place.parse(decode(cursor)))
  .optional()
  .meta({ description: 'The next_cursor of an answer: goes on from there, in place of an offset' });

const paging = {
  total: z.int().min(0).meta({ description: 'How many there are in all' }),
  total_is_estimate: z
    .boolean()
    .meta({ description: 'There are more than total says: counting ended there' }),
  offset: z.int().min(0),
  limit: z.int().min(1).max(100),
  next_cursor: z.string().nullable().meta({ description: 'For `cursor`; null on the last page' }),
  unreadable: z
    .array(
      z.strictObject({ id: z.string().nullable().meta({ description: 'Null: not even this can be read' }) }),
    )
    .optional()
    .meta({ description: 'What of this page is damaged and so not among the items; absent when nothing is' }),
};

type Both<Sort extends string> = Sort | `-${Sort}`;

/** Say in the document which items they are, and which members they have, when all of their fields are shown. */
const [SPARSE, REQUIRED] = ['x-sparse', 'x-required'];

/**
 * The query and the answer of a list.
 * `Whole` is what `Answer` is to those who ask for no `fields`.
 * @param item an object with an id for the document; `fields` chooses among its members.
 * @param sorts the fields that it can be sorted by, a dash in front for descending; the first is the default.
 */
export function listing<
  Shape extends z.ZodRawShape,
  const Sort extends string,
  Filters extends z.ZodRawShape = Record<never, never>,
>(
  item: z.ZodObject<Shape, z.core.$strict>,
  { sorts, filters }: { sorts: readonly [Both<Sort>, ...Both<Sort>[]]; filters?: Filters },
) {
  const columns = [...new Set(sorts.map((sort) => sort.replace(/^-/, '')))] as Sort[];
  const both = columns.flatMap((sort): Both<Sort>[] => [sort, `-${sort}`]);
  const names = z.enum(Object.keys(item.shape) as [keyof Shape & string, ...(keyof Shape & string)[]]);
  const Query = z.strictObject({
    offset: queryInt(0, 1_000_000).default(0),
    limit: queryInt(1, 100).default(20),
    cursor: Cursor,
    // The first of the names: the type of a default is beyond what TypeScript works out for a generic one.
    sort: z.enum(both).default(sorts[0] as never),
    fields: z
      .preprocess((value) => (typeof value === 'string' ? value.split(',') : value), z.array(names).min(1))
      .optional()
      .meta({ description: 'Shows these alone', param: { style: 'form', explode: false } }),
    ...(filters ?? ({} as Filters)),
  });
  const { id } = item.meta() ?? {};
  const Whole = z.strictObject({ items: z.array(item), ...paging });
  const required = Object.entries(item.shape).flatMap(([name, member]) =>
    z.safeParse(member, undefined).success ? [] : [name],
  );
  const sparse = item.partial().meta({ [SPARSE]: id, [REQUIRED]: required });
  const Answer = Whole.extend({ items: z.array(sparse) });
  return { Query, Answer, Whole };
}
