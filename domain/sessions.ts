/** What becomes of a refresh token that is presented: rotation, reuse, and the grace for a lost answer. */
import { DAY, type Instant, SECOND } from './time';

/** A token presented again within this time gets its successor again, unless that was used. */
export const REFRESH_GRACE = 10 * SECOND;
/** However often it is refreshed, a sign-in ends after this. */
export const SESSION_LIMIT = 90 * DAY;

export interface SessionState {
  /** Hash of the newest refresh token, and of the one that it replaced. */
  refreshHash: string;
  previousHash: string | null;
  createdAt: Instant;
  rotatedAt: Instant;
  expiresAt: Instant;
  revokedAt: Instant | null;
  userIsActive: boolean;
}

/** `repeat`: the answer was lost, give it again. `reused`: someone else has the token, end the sign-in. */
type RefreshDecision = 'rotate' | 'repeat' | 'reused' | 'ended';

export function decideRefresh(session: SessionState, presentedHash: string, now: Instant): RefreshDecision {
  if (session.revokedAt !== null || session.expiresAt <= now || !session.userIsActive) return 'ended';
  if (presentedHash === session.refreshHash) return 'rotate';
  // The successor is unused exactly while the presented token is still the one before the newest.
  const inGrace = now - session.rotatedAt <= REFRESH_GRACE;
  return inGrace && presentedHash === session.previousHash ? 'repeat' : 'reused';
}

/** When a sign-in that is refreshed now ends by itself. */
export function sessionEnd(createdAt: Instant, now: Instant, refreshLifetime: number): Instant {
  return Math.min(now + refreshLifetime, createdAt + SESSION_LIMIT);
}
