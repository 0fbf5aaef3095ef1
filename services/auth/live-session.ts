/** Who is behind an access token now: its sign-in and its user, looked up at most once a second a process. */
import { z } from 'zod';
import { type Role, roles } from '../../domain/permissions';
import { SECOND } from '../../domain/time';
import type { Database } from '../../infra/database';
import type { TokenSubject } from '../../infra/tokens';
import type { Deps } from '../context';

/** Below one second, within which a disabled user or an ended sign-in must be out. */
const FRESH = 0.8 * SECOND;
const MOST = 10_000;

interface Entry {
  role: Promise<Role | null>;
  /** Monotonic: a step of the clock must not keep an ended sign-in alive. */
  at: number;
}

const caches = new WeakMap<Database, Map<string, Entry>>();

function cacheOf(db: Database): Map<string, Entry> {
  const known = caches.get(db);
  if (known) return known;
  const cache = new Map<string, Entry>();
  caches.set(db, cache);
  return cache;
}

const Rows = z.array(z.object({ role: z.enum(roles) }));

async function lookUp({ db, now }: Deps, { userId, sessionId }: TokenSubject): Promise<Role | null> {
  const rows = await db.$queryRaw`
    SELECT u.role FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = ${sessionId}::uuid AND s.user_id = ${userId}::uuid
      AND s.revoked_at IS NULL AND s.expires_at > ${new Date(now())} AND u.is_active`;
  return Rows.parse(rows)[0]?.role ?? null;
}

/** The user's present role; null when the sign-in has ended or the user is disabled. */
export async function liveRole(deps: Deps, subject: TokenSubject): Promise<Role | null> {
  const cache = cacheOf(deps.db);
  const key = `${subject.sessionId}/${subject.userId}`;
  const known = cache.get(key);
  if (known && performance.now() - known.at < FRESH) return known.role;
  const entry = { role: lookUp(deps, subject), at: performance.now() };
  cache.delete(key);
  cache.set(key, entry);
  const [oldest] = cache.keys();
  if (cache.size > MOST && oldest !== undefined) cache.delete(oldest);
  try {
    return await entry.role;
  } catch (error) {
    if (cache.get(key) === entry) cache.delete(key);
    throw error;
  }
}

/** After a change of sign-ins, users or roles: this process asks again at once, others within a second. */
export function forgetSessions(db: Database): void {
  caches.delete(db);
}
