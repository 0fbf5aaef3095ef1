/** What the simulator remembers: objects by kind and id, appended to a file so that a killed process finds them again. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Kind, Kinds } from './objects';

const kinds = [
  'checkout.session',
  'payment_intent',
  'charge',
  'refund',
  'dispute',
  'customer',
  'event',
  'answer',
  'intent_plan',
] as const satisfies readonly Kind[];
const line = z.object({ kind: z.enum(kinds), object: z.looseObject({ id: z.string() }) });

export class Memory {
  private readonly shelves: { [K in Kind]: Map<string, Kinds[K]> } = {
    'checkout.session': new Map(),
    payment_intent: new Map(),
    charge: new Map(),
    refund: new Map(),
    dispute: new Map(),
    customer: new Map(),
    event: new Map(),
    answer: new Map(),
    intent_plan: new Map(),
  };

  /** Reads the file at `path` when there is one; without a path nothing outlives the process. */
  constructor(private readonly path?: string) {
    if (path && existsSync(path)) for (const text of readFileSync(path, 'utf8').split('\n')) this.load(text);
  }

  /** Stores an object, new or changed, before anyone is told of it. */
  put<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
    this.shelves[kind].set(object.id, object);
    if (this.path) appendFileSync(this.path, `${JSON.stringify({ kind, object })}\n`);
    return object;
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | null {
    return this.shelves[kind].get(id) ?? null;
  }

  /** Every object of a kind, oldest first. */
  all<K extends Kind>(kind: K): Kinds[K][] {
    return [...this.shelves[kind].values()];
  }

  private load(text: string): void {
    try {
      const { kind, object } = line.parse(JSON.parse(text));
      // The line was written by `put`, which knew the type.
      (this.shelves[kind] as Map<string, unknown>).set(object.id, object);
    } catch {
      // The last line of a killed process may be cut off: what it said was never answered.
    }
  }
}
