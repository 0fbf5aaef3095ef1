/** Public answers, made once and kept until what they are made of changes: in this process, or in Redis when it is configured. */
import { z } from 'zod';
import { SECOND } from '../domain/time';
import type { Database } from './database';
import type { Logger } from './log';
import type { Redis } from './redis';

/** What answers are made of: tables whose triggers count their changes in `editions`, or the program alone. */
export type Topic = 'pricing' | 'geodata' | 'program';

export interface AnswerCache {
  /**
   * The text kept under the key, else what `make` returns now. A change in the database is heard of within
   * {@link STALE_MS}, in this process at once after `forget`.
   */
  read(topic: Topic, key: string, seconds: number, make: () => Promise<string>): Promise<string>;
  /** After a change that this process made: nothing made before it is answered again. */
  forget(): void;
}

/** For so long at most, another process answers what was before a change. */
export const STALE_MS = 1 * SECOND;

/** Where texts are kept; losing one costs only making it again. */
interface Shelf {
  get(place: string): Promise<string | null>;
  put(place: string, text: string, seconds: number): Promise<void>;
}

const Editions = z.array(z.object({ topic: z.string(), number: z.bigint() }));

export function openAnswerCache(db: Database, shelf: Shelf): AnswerCache {
  /** One caller makes an answer, all others who want it wait for him. */
  const making = new Map<string, Promise<string>>();
  let known: { at: number; numbers: Promise<ReadonlyMap<string, bigint>> } | null = null;

  async function ask(): Promise<ReadonlyMap<string, bigint>> {
    const rows = Editions.parse(await db.$queryRaw`SELECT topic, number FROM editions`);
    return new Map(rows.map(({ topic, number }) => [topic, number]));
  }

  /** Learnt before the answer is made: rows that are newer than the number only make it be made once more. */
  async function editionOf(topic: Topic): Promise<bigint> {
    if (topic === 'program') return 0n;
    if (known === null || performance.now() - known.at >= STALE_MS) {
      const asked = { at: performance.now(), numbers: ask() };
      known = asked;
      asked.numbers.catch(() => {
        if (known === asked) known = null;
      });
    }
    return (await known.numbers).get(topic) ?? 0n;
  }

  return {
    async read(topic, key, seconds, make) {
      const place = `${topic}/${await editionOf(topic)}/${key}`;
      const begun = making.get(place);
      if (begun) return begun;
      const text = (async () => {
        const kept = await shelf.get(place);
        if (kept !== null) return kept;
        const made = await make();
        await shelf.put(place, made, seconds);
        return made;
      })().finally(() => making.delete(place));
      making.set(place, text);
      return text;
    },
    forget() {
      known = null;
    },
  };
}

/** Texts kept in one process at most; the longest unused goes first. */
const MOST = 500;

export function memoryShelf(): Shelf {
  const texts = new Map<string, { text: string; until: number }>();
  return {
    async get(place) {
      const found = texts.get(place);
      texts.delete(place);
      if (!found || found.until <= performance.now()) return null;
      texts.set(place, found);
      return found.text;
    },
    async put(place, text, seconds) {
      texts.set(place, { text, until: performance.now() + seconds * SECOND });
      const [oldest] = texts.keys();
      if (texts.size > MOST && oldest !== undefined) texts.delete(oldest);
    },
  };
}

/** A Redis that is away is one that holds nothing. */
export function redisShelf(redis: Redis, log: Logger): Shelf {
  const away = (error: unknown) => {
    log.debug({ err: error }, 'no cached answers');
    return null;
  };
  return {
    get: (place) => redis.get(`answer:${place}`).catch(away),
    async put(place, text, seconds) {
      await redis.set(`answer:${place}`, text, { expiration: { type: 'EX', value: seconds } }).catch(away);
    },
  };
}
