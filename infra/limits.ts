/** Rate limits that all API processes share: never more than the limit is let through, whichever process is asked. */
import { createHmac } from 'node:crypto';
import { BusinessError } from '../domain/errors';
import { type LimitName, pointsAhead, pointsGranted, rateLimit, windowAt } from '../domain/limits';
import { type Instant, SECOND } from '../domain/time';
import type { Config } from './config';
import { type LimitStore, memoryStore } from './limit-store';
import type { Logger } from './log';

/** How a limit stands after a point was asked of it. */
export interface Taken {
  name: LimitName;
  points: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
}

/** RATE_LIMITED, and how the limit stands, for the headers of the answer. */
export class RateLimited extends BusinessError {
  constructor(readonly taken: Taken) {
    super('RATE_LIMITED', { retryAfterSeconds: taken.resetSeconds, violated_policies: [taken.name] });
  }
}

export interface Limits {
  /**
   * Takes one point from the limit of this name for `key`, which the store sees only as a keyed hash.
   * @throws RateLimited; of a strict limit also UNAVAILABLE while the store is away.
   */
  take(name: LimitName, key: string): Promise<Taken>;
}

interface Parts {
  config: Pick<Config, 'JWT_SECRET' | 'RATE_LIMIT_SCALE'>;
  store: LimitStore;
  log: Logger;
  now(): Instant;
}

/** What this process knows of one limit of one caller, in one window. */
interface Bucket {
  id: string;
  end: Instant;
  /** Reserved in the store and not used yet. */
  held: number;
  /** Let through here. */
  used: number;
  /** Counted by the store, when last heard of. */
  taken: number;
  waiting: { pass(): void; fail(error: unknown): void }[];
  isAsking: boolean;
}

/** Callers remembered at most; one that is forgotten costs no more than another question to the store. */
const MOST = 50_000;

export function openLimits({ config, store, log, now }: Parts): Limits {
  const insurance = memoryStore();
  const buckets = new Map<string, Bucket>();
  let told = Number.NEGATIVE_INFINITY;

  function bucketOf(name: LimitName, key: string): Bucket {
    const place = `${name}/${key}`;
    const known = buckets.get(place);
    if (known && known.end > now()) return known;
    const hash = createHmac('sha256', config.JWT_SECRET).update(place).digest();
    const { seconds } = rateLimit(name, 1);
    const { start, end } = windowAt(seconds, hash.readUInt32BE(), now());
    const id = `${name}:${hash.toString('base64url')}:${start / SECOND}`;
    const bucket: Bucket = { id, end, held: 0, used: 0, taken: 0, waiting: [], isAsking: false };
    buckets.delete(place);
    buckets.set(place, bucket);
    const [oldest] = buckets.keys();
    if (buckets.size > MOST && oldest !== undefined) buckets.delete(oldest);
    return bucket;
  }

  /** Asks the store for all who wait in one go, until nobody waits: what one question grants is never split between two. */
  async function ask(name: LimitName, bucket: Bucket): Promise<void> {
    const limit = rateLimit(name, config.RATE_LIMIT_SCALE);
    bucket.isAsking = true;
    while (bucket.waiting.length > 0) {
      const batch = bucket.waiting.splice(0);
      const asked = batch.length + pointsAhead(limit, bucket.taken, bucket.used);
      try {
        bucket.taken = await add(name, bucket.id, asked, limit);
        const granted = pointsGranted(limit.points, asked, bucket.taken);
        const passed = Math.min(granted, batch.length);
        bucket.held += granted - passed;
        bucket.used += passed;
        for (const [index, { pass, fail }] of batch.entries())
          index < passed ? pass() : fail(new RateLimited(state(name, bucket)));
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    bucket.isAsking = false;
  }

  async function add(
    name: LimitName,
    id: string,
    points: number,
    { seconds, isStrict }: { seconds: number; isStrict?: true },
  ) {
    try {
      return await store.add(id, points, seconds);
    } catch (error) {
      // Once for an outage, not for each of its requests.
      if (now() - told > 10 * SECOND) log.warn({ err: error, limit: name }, 'rate limits cannot be shared');
      told = now();
      if (isStrict) throw new BusinessError('UNAVAILABLE', { retryAfterSeconds: 1 });
      return insurance.add(id, points, seconds);
    }
  }

  function state(name: LimitName, { end, taken, held }: Bucket): Taken {
    const { points, seconds } = rateLimit(name, config.RATE_LIMIT_SCALE);
    return {
      name,
      points,
      windowSeconds: seconds,
      remaining: Math.max(0, points - taken) + held,
      resetSeconds: Math.max(1, Math.ceil((end - now()) / SECOND)),
    };
  }

  return {
    async take(name, key) {
      const bucket = bucketOf(name, key);
      const { points } = rateLimit(name, config.RATE_LIMIT_SCALE);
      if (bucket.held > 0) {
        bucket.held -= 1;
        bucket.used += 1;
      } else if (bucket.taken >= points) {
        throw new RateLimited(state(name, bucket));
      } else {
        await new Promise<void>((pass, fail) => {
          bucket.waiting.push({ pass, fail });
          if (!bucket.isAsking) void ask(name, bucket);
        });
      }
      return state(name, bucket);
    },
  };
}
