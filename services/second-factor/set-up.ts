/** A user sets up his second factor: a secret for his app, and a first code that proves that the app has it. */
import { BusinessError } from '../../domain/errors';
import { hashRecoveryCode, newRecoveryCodes } from '../../infra/recovery-codes';
import { sealerOf } from '../../infra/sealing';
import { newTotpSecret, totpUri } from '../../infra/totp';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { tellOwner } from '../auth/account-mail';
import { provePerson } from '../auth/proof';
import { verb } from '../verb';
import { countGuess, lockUser, secretPlace, spendCode } from './code';

interface Enrolment {
  /** Base32. Shown this once. */
  secret: string;
  /** For a QR code. */
  uri: string;
}

/**
 * Asked for at no sign-in before it is confirmed; until then another call makes another secret.
 * @throws what `provePerson` does; CONFLICT.
 */
export const enrolTotp = verb<{ password: string | undefined }, Enrolment>(
  'totp.manage',
  async (ctx, input) => {
    const { userId } = ctx.caller;
    await provePerson(ctx, input.password);
    const secret = newTotpSecret();
    const sealed = sealerOf(ctx.config).seal(secret, secretPlace(userId));
    return inTransaction(ctx.db, async (tx) => {
      await lockUser(tx, userId);
      const known = await tx.secondFactor.findUnique({ where: { userId } });
      if (known?.confirmedAt) {
        throw new BusinessError('CONFLICT', { detail: 'You have a second factor: remove it first.' });
      }
      const fresh = { secret: sealed, lastStep: 0, recoveryHashes: [], createdAt: new Date(ctx.now()) };
      await tx.secondFactor.upsert({ where: { userId }, create: { userId, ...fresh }, update: fresh });
      await audit(tx, ctx, { action: 'second_factor.enrolled', target: { kind: 'user', id: userId } });
      const { email, phone } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
      return { secret, uri: totpUri(secret, email ?? phone ?? userId) };
    });
  },
);

/**
 * From now on every sign-in asks for a code.
 * @returns the recovery codes, this once.
 * @throws SECOND_FACTOR_INVALID, also when nothing is to be confirmed; RATE_LIMITED.
 */
export const confirmTotp = verb<{ code: string }, string[]>('totp.manage', async (ctx, { code }) => {
  const { userId, address } = ctx.caller;
  await countGuess(ctx, userId, address);
  const recoveryCodes = newRecoveryCodes();
  await inTransaction(ctx.db, async (tx) => {
    await lockUser(tx, userId);
    if (!(await spendCode(tx, ctx, userId, code, false))) throw new BusinessError('SECOND_FACTOR_INVALID');
    await tx.secondFactor.update({
      where: { userId },
      data: { confirmedAt: new Date(ctx.now()), recoveryHashes: recoveryCodes.map(hashRecoveryCode) },
    });
    await audit(tx, ctx, { action: 'second_factor.confirmed', target: { kind: 'user', id: userId } });
    await tellOwner(tx, userId, { letter: 'second_factor_on' }, ctx.now());
  });
  return recoveryCodes;
});
