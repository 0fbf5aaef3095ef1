/** What the ad server is put together from. */
import { type Instant, MINUTE, SECOND } from '../domain/time';
import type { Database } from '../infra/database';
import type { Logger } from '../infra/log';

export interface AdServerDeps {
  db: Database;
  log: Logger;
  now(): Instant;
  /** In [0, 1): decides between creatives; seeded in tests. */
  random(): number;
  /** TRACKING_SECRET, then those before it. */
  secrets: readonly [string, ...string[]];
  /** Where browsers reach this server: ADSERVER_URL. */
  url: string;
  /** A URL that reads an object of the storage for at least five minutes. */
  mediaUrl(key: string): Promise<string>;
  /** Whose forwarded addresses count, as Express's `trust proxy`. */
  trustProxy: string;
  /** Divides durations; 1 in production. */
  timeScale: number;
  /** Networks (CIDR) of data centres. */
  dataCenters: readonly string[];
  /** Shows the example publisher page at /example: not in production. */
  example: boolean;
}

export interface Timing {
  /** How often line items and placements are read again. */
  refreshMs: number;
  leaseMs: number;
  /** A lease is given back this long after its last ad, when its campaign no longer serves: the beacons' time. */
  drainMs: number;
  /** Nothing is served from what is older than this. */
  staleMs: number;
}

/** The lengths above, shortened with the time scale to what a process can still keep to. */
export function timing(timeScale: number): Timing {
  return {
    refreshMs: SECOND,
    leaseMs: Math.max(3 * SECOND, MINUTE / timeScale),
    drainMs: Math.max(SECOND, (5 * SECOND) / timeScale),
    staleMs: 10 * SECOND,
  };
}
