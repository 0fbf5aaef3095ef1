/** What admins do to users: roles, and shutting them out. */
import { BusinessError } from '../../domain/errors';
import type { Role } from '../../domain/permissions';
import type { Transaction } from '../../infra/database';
import { releaseAccount, stopAccount } from '../../store/account-stops';
import { appendEvent } from '../../store/outbox';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { forgetSessions } from '../auth/live-session';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { toUser, type User } from './user';

/** @throws NOT_FOUND; CONFLICT when it would leave no admin. */
export const setRole = verb<{ id: string; role: Role }, User>('users.set_role', (ctx, { id, role }) =>
  change(ctx, id, 'user.role_changed', { role }),
);

/** Ends every sign-in, API key and code of the user within a second. @throws NOT_FOUND; CONFLICT when it would leave no admin. */
export const disableUser = verb<{ id: string }, User>('users.manage', (ctx, { id }) =>
  change(ctx, id, 'user.disabled', { isActive: false }),
);

/** Lets the user sign in again. @throws NOT_FOUND */
export const enableUser = verb<{ id: string }, User>('users.manage', (ctx, { id }) =>
  change(ctx, id, 'user.enabled', { isActive: true }),
);

async function change(
  ctx: Allowed,
  id: string,
  action: string,
  data: { role: Role } | { isActive: boolean },
): Promise<User> {
  const user = await inTransaction(ctx.db, async (tx) => {
    const admins = await lockAdmins(tx);
    const row = await tx.user.findUnique({ where: { id } });
    if (!row) throw new BusinessError('NOT_FOUND');
    const [before, after] = [toUser(row), { ...toUser(row), ...data }];
    if (before.role === after.role && before.isActive === after.isActive) return before;
    const staysAdmin = after.role === 'admin' && after.isActive;
    if (!staysAdmin && admins.length === 1 && admins[0]?.id === id) {
      throw new BusinessError('CONFLICT', { detail: 'This is the last admin: make another one first.' });
    }
    const changed = await tx.user.update({ where: { id }, data });
    if (!after.isActive) await endEveryWayIn(tx, id, new Date(ctx.now()));
    if (before.isActive !== after.isActive) {
      // Their ads stop with this commit. Their campaigns hear of it by messages, and hold for as long as they are shut out.
      if (after.isActive) await releaseAccount(tx, id, 'disabled');
      else await stopAccount(tx, id, 'disabled', ctx.now());
      await appendEvent(tx, { kind: action, key: `user:${id}`, payload: { userId: id } }, ctx.now());
    }
    await audit(tx, ctx, {
      action,
      target: { kind: 'user', id },
      before: { role: before.role, is_active: before.isActive },
      after: { role: after.role, is_active: after.isActive },
    });
    return toUser(changed);
  });
  forgetSessions(ctx.db);
  return user;
}

/** For good: let in again, he signs in anew and makes new keys. */
async function endEveryWayIn(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  await tx.apiKey.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  await tx.verificationCode.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
}

/** Locked in one order, so that two admins who demote each other at once don't both succeed, nor wait for ever. */
function lockAdmins(tx: Transaction): Promise<{ id: string }[]> {
  return tx.$queryRaw`SELECT id FROM users WHERE role = 'admin' AND is_active ORDER BY id FOR UPDATE`;
}
