/** What one gets who proved the first factor and has a second: good for five minutes, and for nothing but the code. */
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import { MINUTE } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { createSigner, deriveSecret } from '../../infra/signed-tokens';
import type { Deps } from '../context';

const CHALLENGE_LIFETIME = 5 * MINUTE;

const Challenge = z.object({
  userId: z.uuid(),
  method: z.enum(['password', 'google', 'phone']),
  /** Of the password as it is: a change of it ends every sign-in that is under way. */
  password: z.string(),
});
export type Challenge = z.output<typeof Challenge>;

const signer = ({ config }: Pick<Deps, 'config'>) =>
  createSigner([config.JWT_SECRET, ...config.JWT_PREVIOUS_SECRETS], 'second-factor');

/** @returns null for a user without a confirmed second factor. */
export async function challengeFor(
  tx: Transaction,
  deps: Pick<Deps, 'config' | 'now'>,
  userId: string,
  method: Challenge['method'],
): Promise<string | null> {
  const factor = await tx.secondFactor.findUnique({ where: { userId } });
  if (!factor?.confirmedAt) return null;
  const challenge: Challenge = { userId, method, password: await passwordMark(tx, deps, userId) };
  return signer(deps).sign(JSON.stringify(challenge), deps.now() + CHALLENGE_LIFETIME);
}

/** @throws CHALLENGE_INVALID when it is forged, of another use or too old. */
export function readChallenge(deps: Pick<Deps, 'config' | 'now'>, text: string): Challenge {
  const verified = signer(deps).verify(text, deps.now());
  if (verified.status !== 'valid') throw new BusinessError('CHALLENGE_INVALID');
  return Challenge.parse(JSON.parse(verified.payload));
}

/** @throws CHALLENGE_INVALID when the password was changed since. */
export async function checkStillGood(
  tx: Transaction,
  deps: Pick<Deps, 'config'>,
  { userId, password }: Challenge,
): Promise<void> {
  if ((await passwordMark(tx, deps, userId)) !== password) throw new BusinessError('CHALLENGE_INVALID');
}

async function passwordMark(tx: Transaction, { config }: Pick<Deps, 'config'>, userId: string) {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { passwordHash: true } });
  return deriveSecret(config.JWT_SECRET, `password:${user.passwordHash ?? ''}`).slice(0, 32);
}
