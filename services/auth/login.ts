/** The one door to sign in by: email and password give tokens, a phone is sent a code. */
import { BusinessError } from '../../domain/errors';
import { hashPassword, needsRehash, verifyPassword } from '../../infra/passwords';
import type { Context } from '../context';
import { publicVerb } from '../verb';
import { askerAt } from './known-network';
import { type CodeSent, sendSignInCode } from './phone-sign-in';
import { type SignedIn, signIn } from './sign-in';

interface From {
  address: string;
  userAgent: string | null;
}
type Login = From & ({ email: string; password: string } | { phone: string });

/** @throws BAD_CREDENTIALS; ACCOUNT_DISABLED, only to one who knows the password; what `sendSignInCode` does. */
export const login = publicVerb<Login, SignedIn | CodeSent>(async (ctx, input) => {
  if ('phone' in input) return sendSignInCode(ctx, input);
  const signedIn = (await attempt(ctx, input, input)) ?? (await attempt(ctx, input, input));
  if (!signedIn) throw new BusinessError('BAD_CREDENTIALS');
  return signedIn;
});

/** The password, or its hash, was changed between the look at it and the sign-in. */
class Changed extends Error {}

/** The same time and refusal whether or not the email exists. @returns null when the user was changed meanwhile. */
async function attempt(
  ctx: Context,
  { email, password }: { email: string; password: string },
  { address, userAgent }: From,
): Promise<SignedIn | null> {
  const { db, config } = ctx;
  const [user, asker] = await Promise.all([db.user.findUnique({ where: { email } }), askerAt(db, address)]);
  const known = user?.passwordHash ?? null;
  const right = await verifyPassword(password, known, config, asker);
  const isOpen = user?.emailVerifiedAt != null || !config.REQUIRE_VERIFIED_EMAIL;
  if (!user || known === null || !right || !isOpen) throw new BusinessError('BAD_CREDENTIALS');
  if (!user.isActive) throw new BusinessError('ACCOUNT_DISABLED');
  const renewed = needsRehash(known, config) ? await hashPassword(password, config, asker) : undefined;
  try {
    return await signIn(ctx, user, {
      method: 'password',
      address,
      userAgent,
      async confirm(tx) {
        const { passwordHash } = await tx.user.findUniqueOrThrow({ where: { id: user.id } });
        if (passwordHash !== known) throw new Changed();
        if (renewed) await tx.user.update({ where: { id: user.id }, data: { passwordHash: renewed } });
      },
    });
  } catch (error) {
    if (error instanceof Changed) return null;
    throw error;
  }
}
