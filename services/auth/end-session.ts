/** Ends sign-ins: their refresh tokens at once, their access tokens here at once and elsewhere within a second. */
import type { Transaction } from '../../infra/database';
import type { TokenSubject } from '../../infra/tokens';
import { inTransaction } from '../../store/transaction';
import { type Actor, audit } from '../audit';
import type { Context } from '../context';
import { withdrawLinks } from './account-mail';
import { forgetSessions } from './live-session';

/** Ending what has ended changes nothing. @returns whether it was still alive. */
export async function endSession(
  ctx: Context,
  { userId, sessionId }: TokenSubject,
  action: 'session.ended' | 'session.token_reused',
  address: string,
): Promise<boolean> {
  const ended = await inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId, revokedAt: null },
      data: { revokedAt: new Date(ctx.now()) },
    });
    if (count === 0) return false;
    const actor = { kind: 'user' as const, id: userId, address };
    await audit(tx, ctx, { action, target: { kind: 'session', id: sessionId }, actor });
    return true;
  });
  forgetSessions(ctx.db);
  return ended;
}

/**
 * All sign-ins of a user but the one to keep, and what was sent out to open or change the account: whoever has to be shut
 * out may have asked for it. In a transaction of the caller, who forgets the sessions behind it.
 * @param actor who ends them, where that is not the caller of the request.
 * @returns how many there were.
 */
export async function endSessions(
  tx: Transaction,
  ctx: Context,
  { userId, keep, actor }: { userId: string; keep?: string | undefined; actor?: Actor },
): Promise<number> {
  const at = new Date(ctx.now());
  const { count } = await tx.session.updateMany({
    where: { userId, revokedAt: null, ...(keep !== undefined && { id: { not: keep } }) },
    data: { revokedAt: at },
  });
  // Before the codes: a letter that is being written at this moment has its link then.
  await withdrawLinks(tx, userId, ctx.now());
  await tx.verificationCode.updateMany({
    where: { userId, usedAt: null, purpose: { not: 'verify_email' } },
    data: { usedAt: at },
  });
  if (count > 0) {
    await audit(tx, ctx, {
      action: 'sessions.ended',
      target: { kind: 'user', id: userId },
      ...(actor && { actor }),
      after: { ended: count },
    });
  }
  return count;
}
