/** Who is behind an access token now: its sign-in and its user, looked up at most once a second a process. */
import { z } from 'zod';
import { type Role, roles, type Scope } from '../../domain/permissions';
import { type Instant, SECOND } from '../../domain/time';
import { type Database, runDirectly } from '../../infra/database';
import type { TokenSubject } from '../../infra/tokens';
import type { Deps } from '../context';

/** Below one second, within which a disabled user, an ended sign-in or a revoked key must be out. */
const FRESH = 0.8 * SECOND;
const MOST = 10_000;

/** The user as of now, and the key that speaks for him. */
export interface Live {
  userId: string;
  role: Role;
  apiKey?: { id: string; scopes: readonly Scope[]; expiresAt: Instant | null };
}

interface Entry {
  found: Promise<Live | null>;
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

/** What `lookUp` found under a name less than a second ago, or finds now. */
export async function fresh(
  db: Database,
  name: string,
  lookUp: () => Promise<Live | null>,
): Promise<Live | null> {
  const cache = cacheOf(db);
  const known = cache.get(name);
  if (known && performance.now() - known.at < FRESH) return known.found;
  const entry = { found: lookUp(), at: performance.now() };
  cache.delete(name);
  cache.set(name, entry);
  const [oldest] = cache.keys();
  if (cache.size > MOST && oldest !== undefined) cache.delete(oldest);
  try {
    return await entry.found;
  } catch (error) {
    if (cache.get(name) === entry) cache.delete(name);
    throw error;
  }
}

const Rows = z.array(z.object({ role: z.enum(roles) }));

async function lookUp({ db, now }: Deps, { userId, sessionId }: TokenSubject): Promise<Live | null> {
  const statement = `
    SELECT u.role FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND u.is_active`;
  const [row] = Rows.parse(await runDirectly(db, statement, [sessionId, userId, new Date(now())]));
  return row ? { userId, role: row.role } : null;
}

/** The user's present role; null when the sign-in has ended or the user is disabled. */
export async function liveRole(deps: Deps, subject: TokenSubject): Promise<Role | null> {
  const name = `session:${subject.sessionId}/${subject.userId}`;
  return (await fresh(deps.db, name, () => lookUp(deps, subject)))?.role ?? null;
}

/** After a change of sign-ins, keys, users or roles: this process asks again at once, others within a second. */
export function forgetSessions(db: Database): void {
  caches.delete(db);
}
