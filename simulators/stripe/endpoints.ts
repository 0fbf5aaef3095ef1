/** The part of Stripe's API that the simulator answers, as a table of method, path and rule. */
import { z } from 'zod';
import { type Desk, thing } from './desk';
import { page, paged } from './lists';
import type { Kind, Kinds } from './objects';
import { createRefund, refund } from './refunds';
import { badParameter, missing } from './refusal';
import { createSession, expireSession, metadata, openSession, readSession } from './sessions';

export interface Endpoint {
  method: 'GET' | 'POST';
  /** As Express writes it; one parameter at most, named `id`. */
  path: string;
  run(desk: Desk, id: string, input: unknown): unknown;
}

const nothing = z.strictObject({});
const createCustomer = z.strictObject({
  email: z.string().optional(),
  name: z.string().optional(),
  metadata,
});

export const endpoints: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/v1/checkout/sessions',
    run: (desk, _id, input) => openSession(desk, parse(createSession, input)),
  },
  listOf('/v1/checkout/sessions', 'checkout.session', {
    payment_intent: (session, value) => session.payment_intent === value,
    status: (session, value) => session.status === value,
  }),
  { method: 'GET', path: '/v1/checkout/sessions/:id', run: (desk, id) => readSession(desk, id) },
  {
    method: 'POST',
    path: '/v1/checkout/sessions/:id/expire',
    run: (desk, id, input) => {
      parse(nothing, input);
      return expireSession(desk, id);
    },
  },
  listOf('/v1/payment_intents', 'payment_intent', {
    customer: (intent, value) => intent.customer === value,
  }),
  one('/v1/payment_intents/:id', 'payment_intent'),
  listOf('/v1/charges', 'charge', {
    payment_intent: (charge, value) => charge.payment_intent === value,
  }),
  one('/v1/charges/:id', 'charge'),
  {
    method: 'POST',
    path: '/v1/refunds',
    run: (desk, _id, input) => refund(desk, parse(createRefund, input), desk.nextRefund()),
  },
  listOf('/v1/refunds', 'refund', {
    payment_intent: (item, value) => item.payment_intent === value,
    charge: (item, value) => item.charge === value,
  }),
  one('/v1/refunds/:id', 'refund'),
  listOf('/v1/disputes', 'dispute', {
    payment_intent: (item, value) => item.payment_intent === value,
    charge: (item, value) => item.charge === value,
  }),
  one('/v1/disputes/:id', 'dispute'),
  listOf('/v1/events', 'event', {
    type: (event, value) => event.type === value,
    types: (event, value) => Array.isArray(value) && value.includes(event.type),
  }),
  one('/v1/events/:id', 'event'),
  {
    method: 'POST',
    path: '/v1/customers',
    run: (desk, _id, input) => {
      const { email = null, name = null, metadata } = parse(createCustomer, input);
      const customer = { ...thing(desk, 'cus', 'customer'), email, name, metadata };
      desk.raise('customer.created', desk.memory.put('customer', customer));
      return customer;
    },
  },
  one('/v1/customers/:id', 'customer'),
];

function one(path: string, kind: Kind): Endpoint {
  return {
    method: 'GET',
    path,
    run(desk, id) {
      const found = desk.memory.get(kind, id);
      if (!found) throw missing(kind, id);
      return found;
    },
  };
}

type Listed = Exclude<Kind, 'answer' | 'intent_plan'>;

function listOf<K extends Listed>(
  url: string,
  kind: K,
  filters: Record<string, (object: Kinds[K], value: unknown) => boolean>,
): Endpoint {
  return {
    method: 'GET',
    path: url,
    run(desk, _id, input) {
      const query = parse(page.loose(), input);
      const unknown = Object.keys(query).find((name) => !(name in page.shape) && !(name in filters));
      if (unknown) throw badParameter(unknown, `Received unknown parameter: ${unknown}`, 'parameter_unknown');
      const wanted = Object.entries(filters).filter(([name]) => query[name] !== undefined);
      const rows = desk.memory
        .all(kind)
        .filter((object) => wanted.every(([name, matches]) => matches(object, query[name])));
      return paged<Kinds[K] & { id: string; created: number }>(url, rows, query);
    },
  };
}

/** Parses a request's parameters; the first that is wrong is named as Stripe names it. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const name = bracketed([...issue.path, issue.keys[0] ?? '']);
    throw badParameter(name, `Received unknown parameter: ${name}`, 'parameter_unknown');
  }
  const name = bracketed(issue?.path ?? []);
  if (issue?.code === 'invalid_type' && issue.message.endsWith('undefined'))
    throw badParameter(name, `Missing required param: ${name}.`, 'parameter_missing');
  throw badParameter(name, `Invalid ${name}: ${issue?.message}`);
}

function bracketed(path: readonly PropertyKey[]): string {
  const [first = '', ...rest] = path.map(String);
  return first + rest.map((part) => `[${part}]`).join('');
}
