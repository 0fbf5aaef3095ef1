/** Changes one's own password: every other sign-in ends, this one goes on. */
import { BusinessError } from '../../domain/errors';
import { verifyPassword } from '../../infra/passwords';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { askMail } from './account-mail';
import { endSessions } from './end-session';
import { forgetSessions } from './live-session';
import { newPasswordHash } from './new-password';

interface Change {
  oldPassword: string;
  newPassword: string;
}

/** @throws VALIDATION_FAILED for a wrong old password, also of one who has none, and for a trivial new one. */
export const changePassword = verb<Change, void>('password.manage', async (ctx, change) => {
  const { db, config, caller } = ctx;
  const id = caller.userId;
  const { email, hash } = await provePassword(ctx, change.oldPassword, '/old_password');
  const passwordHash = await newPasswordHash(config, change.newPassword, email ?? '', '/new_password');
  await inTransaction(db, async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: hash, isActive: true },
      data: { passwordHash },
    });
    // Changed or shut out in this very moment.
    if (count === 0) throw new BusinessError('CONFLICT');
    await endSessions(tx, ctx, { userId: id, keep: caller.sessionId });
    await audit(tx, ctx, { action: 'user.password_changed', target: { kind: 'user', id } });
    if (email !== null) await askMail(tx, { letter: 'password_changed', email }, ctx.now());
  });
  forgetSessions(db);
});

/**
 * That the caller knows his password: a stolen session alone must not be able to lock him out.
 * @param field where the password stands in the request.
 * @throws VALIDATION_FAILED
 */
export async function provePassword(
  { db, config, caller }: Allowed,
  password: string,
  field: string,
): Promise<{ email: string | null; hash: string }> {
  const user = await db.user.findUniqueOrThrow({ where: { id: caller.userId } });
  const right = await verifyPassword(password, user.passwordHash, config);
  if (user.passwordHash && right) return { email: user.email, hash: user.passwordHash };
  throw new BusinessError('VALIDATION_FAILED', {
    errors: [{ path: field, message: 'This is not your password.' }],
  });
}
