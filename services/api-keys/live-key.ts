/** Who is behind an API key now, looked up at most once a second a process; and when it was last used. */
import { z } from 'zod';
import { isScope, roles } from '../../domain/permissions';
import { type Instant, MINUTE } from '../../domain/time';
import { fresh, type Live } from '../auth/live-session';
import type { Deps } from '../context';
import { hashKey, isKey } from './secret';

/** How exact `last_used_at` is. */
const USE_NOTED = MINUTE;

const Rows = z.array(
  z.object({
    id: z.string(),
    user_id: z.string(),
    role: z.enum(roles),
    scopes: z.array(z.string()),
    expires_at: z.date().nullable(),
    last_used_at: z.date().nullable(),
  }),
);

/** Its owner with his present role; null for what is no key of ours, is revoked or expired, or whose owner is disabled. */
export async function liveKey(deps: Deps, key: string): Promise<Required<Live> | null> {
  if (!isKey(key)) return null;
  const hash = hashKey(key);
  const live = await fresh(deps.db, `key:${hash}`, () => lookUp(deps, hash));
  if (!live?.apiKey) return null;
  const { apiKey } = live;
  return apiKey.expiresAt !== null && apiKey.expiresAt <= deps.now() ? null : { ...live, apiKey };
}

async function lookUp(deps: Deps, hash: string): Promise<Live | null> {
  const rows = await deps.db.$queryRaw`
    SELECT k.id, k.user_id, u.role, k.scopes, k.expires_at, k.last_used_at
    FROM api_keys k JOIN users u ON u.id = k.user_id
    WHERE k.hash = ${hash} AND k.revoked_at IS NULL AND u.is_active`;
  const [row] = Rows.parse(rows);
  if (!row) return null;
  const [now, expiresAt] = [deps.now(), row.expires_at?.getTime() ?? null];
  const isNoted = row.last_used_at !== null && row.last_used_at.getTime() > now - USE_NOTED;
  if (!isNoted && (expiresAt === null || expiresAt > now)) noteUse(deps, row.id, now);
  return {
    userId: row.user_id,
    role: row.role,
    apiKey: { id: row.id, scopes: row.scopes.filter(isScope), expiresAt },
  };
}

/** Nobody waits for it: of several processes one writes, and a request is answered although none can. */
function noteUse({ db, log }: Deps, id: string, now: Instant): void {
  const at = new Date(now);
  db.apiKey
    .updateMany({
      where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: new Date(now - USE_NOTED) } }] },
      data: { lastUsedAt: at },
    })
    .catch((error: unknown) => log.warn({ err: error, api_key_id: id }, 'the use of a key was not noted'));
}
