/** Ends one sign-in: its refresh token at once, its access tokens within a second. */
import type { TokenSubject } from '../../infra/tokens';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Context } from '../context';
import { forgetSessions } from './live-session';

/** Ending what has ended changes nothing. */
export async function endSession(
  ctx: Context,
  { userId, sessionId }: TokenSubject,
  action: 'session.ended' | 'session.token_reused',
  address: string,
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId, revokedAt: null },
      data: { revokedAt: new Date(ctx.now()) },
    });
    if (count === 0) return;
    const actor = { kind: 'user' as const, id: userId, address };
    await audit(tx, ctx, { action, target: { kind: 'session', id: sessionId }, actor });
  });
  forgetSessions(ctx.db);
}
