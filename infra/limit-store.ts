/** Where points are counted: Postgres, Redis when it is configured, or this process alone. */
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import { type Database, poolOf } from './database';
import type { Redis } from './redis';

/** A count that all who share the store add to. */
export interface LimitStore {
  /**
   * Adds points to a count that is forgotten some time after `seconds`; returns the sum with them.
   * @throws when the store is away.
   */
  add(key: string, points: number, seconds: number): Promise<number>;
}

/** The counts alone are the library's part: how many are allowed, and for how long, is decided by whoever adds. */
type Counter = Pick<RateLimiterMemory, 'penalty'>;

const options = { keyPrefix: 'limit', points: 1, duration: 1 };

function storeOf(counter: Counter): LimitStore {
  return {
    async add(key, points, seconds) {
      return (await counter.penalty(key, points, { customDuration: seconds })).consumedPoints;
    },
  };
}

/** Shared by nobody. */
export const memoryStore = (): LimitStore => storeOf(new RateLimiterMemory(options));

/** The table `rate_limits`; worker/housekeeping.ts removes what expired. */
export function postgresStore(db: Database): LimitStore {
  const [storeClient, tableName] = [poolOf(db), 'rate_limits'];
  const table = { storeType: 'pool', tableName, tableCreated: true, clearExpiredByTimeout: false };
  return storeOf(new RateLimiterPostgres({ ...options, ...table, storeClient }));
}

export function redisStore(storeClient: Redis): LimitStore {
  const client = { storeClient, useRedisPackage: true, rejectIfRedisNotReady: true };
  return storeOf(new RateLimiterRedis({ ...options, ...client }));
}
