/** The parts that every use case gets, opened from the configuration. */
import { openInspector } from '../adapters/media/inspect';
import { openStorage } from '../adapters/storage';
import { memoryShelf, openAnswerCache, redisShelf } from '../infra/answer-cache';
import type { ServiceConfig } from '../infra/config';
import { databaseOptions, openDatabase } from '../infra/database';
import { postgresStore, redisStore } from '../infra/limit-store';
import { openLimits } from '../infra/limits';
import type { Logger } from '../infra/log';
import { openRedis } from '../infra/redis';
import { openTemporal } from '../infra/temporal';
import type { Deps } from '../services/context';

/** Connects to nothing before the first use, but to Redis where it is configured: `connected` says when. */
export function openDeps<Config extends ServiceConfig>(
  config: Config,
  log: Logger,
): { deps: Deps<Config>; connected: Promise<unknown>; close(): Promise<void> } {
  const db = openDatabase(databaseOptions(config));
  const temporal = openTemporal(config);
  const redis = config.REDIS_URL === undefined ? null : openRedis(config.REDIS_URL, log);
  const storage = openStorage(config, Date.now);
  const inspector = openInspector();
  const store = redis ? redisStore(redis.client) : postgresStore(db);
  const limits = openLimits({ config, store, log, now: Date.now });
  const cache = openAnswerCache(db, redis ? redisShelf(redis.client, log) : memoryShelf());
  const deps = {
    config,
    db,
    temporal: temporal.client,
    storage,
    inspector,
    limits,
    cache,
    log,
    now: Date.now,
  };
  const close = async () => {
    redis?.close();
    await Promise.all([db.$disconnect(), temporal.close(), inspector.close()]);
  };
  return { deps, connected: redis?.connected ?? Promise.resolve(), close };
}
