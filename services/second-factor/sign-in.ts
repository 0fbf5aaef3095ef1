/** The second step of a sign-in: a challenge and a code give the tokens. */
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { startSession } from '../auth/sign-in';
import type { TokenPair } from '../auth/tokens';
import { publicVerb } from '../verb';
import { checkStillGood, readChallenge } from './challenge';
import { countGuess, spendCode } from './code';

interface SecondStep {
  challenge: string;
  code: string;
  address: string;
  userAgent: string | null;
}

/** @throws CHALLENGE_INVALID, SECOND_FACTOR_INVALID, ACCOUNT_DISABLED, RATE_LIMITED (guesses of one user). */
export const signInWithCode = publicVerb<SecondStep, TokenPair>(async (ctx, input) => {
  const { code, address, userAgent } = input;
  const challenge = readChallenge(ctx, input.challenge);
  const { userId, method } = challenge;
  const about = {
    target: { kind: 'user', id: userId },
    actor: { kind: 'user' as const, id: userId, address },
  };
  await countGuess(ctx, userId, address);
  try {
    return await startSession(ctx, userId, {
      method,
      address,
      userAgent,
      async confirm(tx) {
        await checkStillGood(tx, ctx, challenge);
        const by = await spendCode(tx, ctx, userId, code);
        if (!by) throw new BusinessError('SECOND_FACTOR_INVALID');
        await audit(tx, ctx, { action: 'second_factor.used', ...about, after: { by } });
      },
    });
  } catch (error) {
    // Whoever got here knows the first factor: a wrong code is worth a line.
    if (error instanceof BusinessError && error.code === 'SECOND_FACTOR_INVALID')
      await inTransaction(ctx.db, (tx) => audit(tx, ctx, { action: 'second_factor.refused', ...about }));
    throw error;
  }
});
