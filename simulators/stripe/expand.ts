/** Stripe's `expand[]`: ids in an answer become the objects that they name. */
import { z } from 'zod';
import type { Desk } from './desk';
import type { Kind } from './objects';
import { badParameter } from './refusal';

/** The fields that can be expanded, and what is found behind each. */
const expandable = {
  latest_charge: 'charge',
  charge: 'charge',
  payment_intent: 'payment_intent',
  customer: 'customer',
} as const satisfies Record<string, Kind>;

const Field = z.enum(Object.keys(expandable) as [keyof typeof expandable]);
const Asked = z.looseObject({ expand: z.array(z.string()).max(20).optional() });
const Plain = z.record(z.string(), z.unknown());

export interface Expansion {
  /** The parameters without `expand`. */
  rest: unknown;
  paths: string[][];
}

/** Takes `expand` out of a request's parameters. @throws Refusal for a field that can't be expanded. */
export function expansionOf(input: unknown): Expansion {
  const asked = Asked.safeParse(input ?? {});
  if (!asked.success) throw badParameter('expand', 'Invalid array');
  const { expand = [], ...rest } = asked.data;
  const paths = expand.map((path) => path.split('.'));
  for (const path of paths)
    for (const [index, name] of path.entries())
      if (!Field.safeParse(name).success && !(index === 0 && name === 'data' && path.length > 1))
        throw badParameter('expand', `This property cannot be expanded (${path.join('.')}).`);
  return { rest, paths };
}

/** The answer with each path's id replaced by its object; what is null or gone stays as it is. */
export function expanded(desk: Desk, body: unknown, paths: string[][]): unknown {
  return paths.reduce((answer, path) => along(desk, answer, path), body);
}

function along(desk: Desk, value: unknown, path: string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => along(desk, item, path));
  const object = Plain.safeParse(value);
  if (!object.success) return value;
  const field = Field.safeParse(name);
  const part = object.data[name];
  const found =
    field.success && typeof part === 'string' ? desk.memory.get(expandable[field.data], part) : null;
  return { ...object.data, [name]: along(desk, found ?? part, rest) };
}
