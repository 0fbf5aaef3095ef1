/** Looks at a second factor and takes it away: its owner by a code, an admin for one who has lost everything. */
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { tellOwner } from '../auth/account-mail';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { countGuess, lockUser, spendCode } from './code';

export interface SecondFactor {
  isConfirmed: boolean;
  confirmedAt: Date | null;
  recoveryCodesLeft: number;
}

export const getTotp = verb<undefined, SecondFactor>('totp.manage', async ({ db, caller }) => {
  const factor = await db.secondFactor.findUnique({ where: { userId: caller.userId } });
  const confirmedAt = factor?.confirmedAt ?? null;
  return {
    isConfirmed: confirmedAt !== null,
    confirmedAt,
    recoveryCodesLeft: factor?.recoveryHashes.length ?? 0,
  };
});

/** @param code of the app, or a recovery code. @throws NOT_FOUND, SECOND_FACTOR_INVALID, RATE_LIMITED */
export const removeTotp = verb<{ code: string }, void>('totp.manage', async (ctx, { code }) => {
  const { userId, address } = ctx.caller;
  await countGuess(ctx, userId, address);
  const isRight = await inTransaction(ctx.db, async (tx) => {
    await lockConfirmed(tx, userId);
    const by = await spendCode(tx, ctx, userId, code);
    if (by) await remove(tx, ctx, userId);
    // As at a sign-in: whoever sends a wrong one has the first factor.
    else await audit(tx, ctx, { action: 'second_factor.refused', target: { kind: 'user', id: userId } });
    return by !== null;
  });
  if (!isRight) throw new BusinessError('SECOND_FACTOR_INVALID');
});

/** @throws NOT_FOUND; CONFLICT for an admin's own, which a stolen sign-in must not be able to take away. */
export const resetTotp = verb<{ id: string }, void>('users.reset_totp', async (ctx, { id }) => {
  if (id === ctx.caller.userId) {
    throw new BusinessError('CONFLICT', { detail: 'Remove your own second factor by one of its codes.' });
  }
  await inTransaction(ctx.db, async (tx) => {
    await lockConfirmed(tx, id);
    await remove(tx, ctx, id);
  });
});

async function lockConfirmed(tx: Transaction, userId: string): Promise<void> {
  await lockUser(tx, userId);
  const factor = await tx.secondFactor.findUnique({ where: { userId } });
  if (!factor?.confirmedAt) throw new BusinessError('NOT_FOUND');
}

async function remove(tx: Transaction, ctx: Allowed, userId: string): Promise<void> {
  await tx.secondFactor.delete({ where: { userId } });
  await audit(tx, ctx, { action: 'second_factor.removed', target: { kind: 'user', id: userId } });
  await tellOwner(tx, userId, { letter: 'second_factor_off' }, ctx.now());
}
