/** Where pages of ours live. */
import type { Config } from './config';

/** Scheme, host and port of each, as browsers send them: those of PUBLIC_URL, then CORS_ORIGINS. */
export function ownOrigins({
  PUBLIC_URL,
  CORS_ORIGINS,
}: Pick<Config, 'PUBLIC_URL' | 'CORS_ORIGINS'>): string[] {
  return [new URL(PUBLIC_URL).origin, ...CORS_ORIGINS];
}
