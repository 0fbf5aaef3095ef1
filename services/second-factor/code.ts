/** A code of the second factor counts once: a time step of the app, or a recovery code. */
import type { Transaction } from '../../infra/database';
import { hashRecoveryCode } from '../../infra/recovery-codes';
import { sealerOf } from '../../infra/sealing';
import { totpStep } from '../../infra/totp';
import { hasSignedInFrom } from '../auth/known-network';
import type { Context, Deps } from '../context';

/** Where the sealed secret of a user's second factor belongs. */
export function secretPlace(userId: string): string {
  return `second_factors/${userId}/secret`;
}

/** Whoever changes or uses a user's second factor, or signs him in, does so one after the other. */
export async function lockUser(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Counts a try, right or wrong. Strangers who know the first factor use up no try of networks from which the user has
 * signed in before.
 *
 * 50 tries in a window of a day from strange networks and 50 from known ones, and at most two windows in any day, are 200
 * tries. Three of 10⁶ codes are right at a time: 6 in 10,000.
 * @param address of who tries.
 * @throws RATE_LIMITED
 */
export async function countGuess(
  { db, limits }: Pick<Context, 'db' | 'limits'>,
  userId: string,
  address: string,
): Promise<void> {
  const isKnown = await hasSignedInFrom(db, { id: userId }, address);
  const counted = isKnown ? `${userId}/known` : userId;
  await limits.take('totp_guess', counted);
  await limits.take('totp_guess_daily', counted);
}

export type SpentCode = 'totp' | 'recovery_code';

/**
 * Uses a code up, in the transaction of what it allows.
 * @param isConfirmed false: the first code of a factor that is being set up.
 * @returns which kind it was; null when it is wrong, or was used before.
 */
export async function spendCode(
  tx: Transaction,
  { config, now }: Pick<Deps, 'config' | 'now'>,
  userId: string,
  code: string,
  isConfirmed = true,
): Promise<SpentCode | null> {
  const factor = await tx.secondFactor.findUnique({ where: { userId } });
  if (!factor || (factor.confirmedAt !== null) !== isConfirmed) return null;
  const digits = code.replace(/\s/g, '');
  if (/^\d{6}$/.test(digits)) {
    const step = totpStep(sealerOf(config).open(factor.secret, secretPlace(userId)), digits, now());
    if (step === null) return null;
    const { count } = await tx.secondFactor.updateMany({
      where: { userId, lastStep: { lt: step } },
      data: { lastStep: step },
    });
    return count === 1 ? 'totp' : null;
  }
  const hash = hashRecoveryCode(code);
  const spent = await tx.$executeRaw`
    UPDATE second_factors SET recovery_hashes = array_remove(recovery_hashes, ${hash})
    WHERE user_id = ${userId}::uuid AND ${hash} = ANY (recovery_hashes)`;
  return spent === 1 ? 'recovery_code' : null;
}
