/** Changes one's own password: every other sign-in ends, this one goes on. */
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { verb } from '../verb';
import { tellOwner } from './account-mail';
import { endSessions } from './end-session';
import { askerAt } from './known-network';
import { forgetSessions } from './live-session';
import { newPasswordHash } from './new-password';
import { provePassword } from './proof';

interface Change {
  oldPassword: string;
  newPassword: string;
}

/** @throws VALIDATION_FAILED for a wrong old password, also of one who has none, and for a trivial new one. */
export const changePassword = verb<Change, void>('password.manage', async (ctx, change) => {
  const { db, config, caller } = ctx;
  const id = caller.userId;
  const { hash, ...owner } = await provePassword(ctx, change.oldPassword, '/old_password');
  const asker = await askerAt(db, caller.address);
  const whose = { ...owner, asker, field: '/new_password' };
  const passwordHash = await newPasswordHash(config, change.newPassword, whose);
  await inTransaction(db, async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: hash, isActive: true },
      data: { passwordHash },
    });
    // Changed or shut out in this very moment.
    if (count === 0) throw new BusinessError('CONFLICT');
    await endSessions(tx, ctx, { userId: id, keep: caller.sessionId });
    await audit(tx, ctx, { action: 'user.password_changed', target: { kind: 'user', id } });
    await tellOwner(tx, id, { letter: 'password_changed' }, ctx.now());
  });
  forgetSessions(db);
});
