/** Takes a phone, or Google, off one's account: it signs in no more. The last way in stays. */
import { BusinessError } from '../../domain/errors';
import { maskPhone } from '../../domain/one-time-codes';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { tellOwner } from '../auth/account-mail';
import { provePerson } from '../auth/proof';
import type { Allowed } from '../context';
import { lockUser } from '../second-factor/code';
import { verb } from '../verb';

interface Unlinking {
  /** Absent where he has none. */
  password: string | undefined;
}

/** @throws what `provePerson` does; NOT_FOUND without a phone; CONFLICT for the last way in. */
export const unlinkPhone = verb<Unlinking, void>('identities.manage', (ctx, proof) =>
  unlink(ctx, proof, async (tx, id) => {
    const { phone } = await tx.user.findUniqueOrThrow({ where: { id } });
    if (phone === null) throw new BusinessError('NOT_FOUND');
    await tx.user.update({ where: { id }, data: { phone: null } });
    const target = { kind: 'user', id };
    await audit(tx, ctx, { action: 'user.phone_unlinked', target, before: { phone: maskPhone(phone) } });
    await tellOwner(tx, id, { letter: 'phone_unlinked', about: maskPhone(phone) }, ctx.now());
  }),
);

/** @throws what `provePerson` does; NOT_FOUND where Google is not linked; CONFLICT for the last way in. */
export const unlinkGoogle = verb<Unlinking, void>('identities.manage', (ctx, proof) =>
  unlink(ctx, proof, async (tx, id) => {
    const identities = await tx.identity.findMany({ where: { userId: id } });
    if (identities.length === 0) throw new BusinessError('NOT_FOUND');
    await tx.identity.deleteMany({ where: { userId: id } });
    // Who is back from Google and has not fetched his tokens yet gets none.
    await tx.verificationCode.updateMany({
      where: { userId: id, purpose: 'google', usedAt: null },
      data: { usedAt: new Date(ctx.now()) },
    });
    const target = { kind: 'user', id };
    const issuers = identities.map(({ issuer }) => issuer);
    await audit(tx, ctx, { action: 'user.identity_unlinked', target, before: { issuers } });
    await tellOwner(tx, id, { letter: 'google_unlinked' }, ctx.now());
  }),
);

async function unlink(
  ctx: Allowed,
  { password }: Unlinking,
  remove: (tx: Transaction, userId: string) => Promise<void>,
): Promise<void> {
  const id = ctx.caller.userId;
  await provePerson(ctx, password);
  await inTransaction(ctx.db, async (tx) => {
    // Two at once must not each see the other's way in.
    await lockUser(tx, id);
    await remove(tx, id);
    const left = await tx.user.findUniqueOrThrow({ where: { id }, include: { identities: true } });
    if (left.passwordHash === null && left.phone === null && left.identities.length === 0) {
      throw new BusinessError('CONFLICT', {
        detail: 'This is your only way to sign in: choose a password or link another one first.',
      });
    }
  });
}
