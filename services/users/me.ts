/** A user's own profile. */
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { verb } from '../verb';
import { expectVersion } from '../versions';
import { toUser, type User } from './user';

export const getMe = verb<undefined, User>('profile.read', async ({ db, caller }) => {
  const user = await db.user.findUnique({ where: { id: caller.userId } });
  if (!user) throw new BusinessError('NOT_FOUND');
  return toUser(user);
});

/** What one may change about oneself; email and phone need a proof and are changed elsewhere. */
interface ProfileChanges {
  fullName: string | undefined;
  /** The caller's If-Match. */
  expectedVersion: number | null;
}

/** @throws VERSION_CONFLICT */
export const updateMe = verb<ProfileChanges, User>('profile.edit', (ctx, { fullName, expectedVersion }) =>
  inTransaction(ctx.db, async (tx) => {
    const { userId } = ctx.caller;
    await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    expectVersion(expectedVersion, before.version);
    if (fullName === undefined || fullName === before.fullName) return toUser(before);
    const user = await tx.user.update({ where: { id: before.id }, data: { fullName } });
    await audit(tx, ctx, {
      action: 'user.edited',
      target: { kind: 'user', id: user.id },
      before: { full_name: before.fullName },
      after: { full_name: fullName },
    });
    return toUser(user);
  }),
);
