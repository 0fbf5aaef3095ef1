/** An API key as use cases return it: never with its hash. */
import { z } from 'zod';
import { isScope } from '../../domain/permissions';
import type { Instant } from '../../domain/time';

const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  // One that we no longer know gives nothing and is not shown.
  scopes: z.array(z.string()).transform((names) => names.filter(isScope)),
  lastUsedAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
  version: z.int(),
  createdAt: z.date(),
});
export type ApiKey = z.output<typeof ApiKey>;

/** Reads a row of `api_keys`; drops what nobody may see. */
export function toApiKey(row: unknown): ApiKey {
  return ApiKey.parse(row);
}

/** Those that count against the plan: neither revoked nor expired. */
export function usable(userId: string, now: Instant) {
  return { userId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] };
}
