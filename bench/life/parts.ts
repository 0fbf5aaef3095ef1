/** Database, Temporal and secrets as the use cases get them, for lives that no process of ours serves. */
import { openDeps } from '../../bin/deps';
import { type Config, loadConfig } from '../../infra/config';
import { createLogger } from '../../infra/log';

export interface Where {
  databaseUrl: string;
  temporalAddress: string;
  /** Divides every duration. */
  timeScale: number;
}

/** The environment of our processes on these parts; its secrets guard nothing but this run. */
export function environment({ databaseUrl, temporalAddress, timeScale }: Where): Record<string, string> {
  const secret = 'a secret of one run on one machine';
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    ADFLIGHT_TIME_SCALE: String(timeScale),
    // Load from one address is measured, not refused.
    RATE_LIMIT_SCALE: '1000000',
    JWT_SECRET: secret,
    TRACKING_SECRET: secret,
    ENCRYPTION_KEY: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_constant',
    STRIPE_WEBHOOK_SECRET: 'whsec_constant',
  };
}

export function openParts(where: Where): ReturnType<typeof openDeps<Config>> {
  const config = loadConfig(environment(where));
  return openDeps(config, createLogger('bench', config.LOG_LEVEL));
}
