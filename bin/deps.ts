/** The parts that every use case gets, opened from the configuration. */
import { openStorage } from '../adapters/storage';
import type { Config } from '../infra/config';
import { openDatabase } from '../infra/database';
import type { Logger } from '../infra/log';
import { openTemporal } from '../infra/temporal';
import type { Deps } from '../services/context';

/** Connects to nothing before the first use. */
export function openDeps(config: Config, log: Logger): { deps: Deps; close(): Promise<void> } {
  const db = openDatabase({
    url: config.DATABASE_URL,
    pool: config.DATABASE_POOL,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
  });
  const temporal = openTemporal(config);
  const storage = openStorage(config, Date.now);
  const deps = { config, db, temporal: temporal.client, storage, log, now: Date.now };
  const close = async () => {
    await Promise.all([db.$disconnect(), temporal.close()]);
  };
  return { deps, close };
}
