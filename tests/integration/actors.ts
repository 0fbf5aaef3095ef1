/** Users who are signed in already, for tests that are not about signing in. */
import { randomUUID } from 'node:crypto';
import type { Role } from '../../domain/permissions';
import { DAY } from '../../domain/time';
import { issueTokens } from '../../services/auth/tokens';
import type { Deps } from '../../services/context';

export interface Actor {
  id: string;
  email: string;
  sessionId: string;
  /** An access token. */
  token: string;
}

/** A user with a sign-in, as registering and signing in would leave them. */
export async function anActor(
  deps: Deps,
  { role = 'advertiser', plan = 'business' }: { role?: Role; plan?: string } = {},
): Promise<Actor> {
  const { db, now } = deps;
  const [email, sessionId] = [`${randomUUID()}@example.com`, randomUUID()];
  const { id } = await db.user.create({ data: { email, fullName: 'Ada', role, plan } });
  const expiresAt = new Date(now() + DAY);
  await db.session.create({ data: { id: sessionId, userId: id, refreshHash: sessionId, expiresAt } });
  const subject = { userId: id, sessionId };
  const { accessToken } = await issueTokens(deps, subject, { id: randomUUID(), issuedAt: now() });
  return { id, email, sessionId, token: accessToken };
}
