/** Signing in by phone: a code is sent to it, and whoever types it is its user, known or new. */
import { BusinessError } from '../../domain/errors';
import { CODE_LIFETIME, maskPhone } from '../../domain/one-time-codes';
import { SECOND } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Context } from '../context';
import { addUser } from '../users/add-user';
import { publicVerb } from '../verb';
import { sendCode, tryCode } from './one-time-code';
import { type SignedIn, signIn } from './sign-in';

export interface CodeSent {
  kind: 'code_sent';
  /** Seconds until the code is of no use. */
  codeExpiresIn: number;
}

export const codeSent: CodeSent = { kind: 'code_sent', codeExpiresIn: CODE_LIFETIME / SECOND };

/** The same answer whether the phone is known, unknown, or of a disabled user, to whom nothing is sent. */
export async function sendSignInCode(
  ctx: Context,
  { phone, address }: { phone: string; address: string },
): Promise<CodeSent> {
  const user = await ctx.db.user.findUnique({ where: { phone }, select: { id: true, isActive: true } });
  const asked = { purpose: 'sign_in', phone, userId: user?.id ?? null, address } as const;
  await sendCode(ctx, asked, user?.isActive ?? true);
  return codeSent;
}

interface Verify {
  phone: string;
  otp: string;
  address: string;
  userAgent: string | null;
}

/** @throws OTP_INVALID, RATE_LIMITED; ACCOUNT_DISABLED, only to one who has the code. */
export const verifyPhone = publicVerb<Verify, SignedIn>(async (ctx, { phone, otp, address, userAgent }) => {
  const use = await tryCode(ctx, { purpose: 'sign_in', phone, userId: null, address }, otp);
  const user = await inTransaction(ctx.db, async (tx) => {
    await use(tx);
    return userOf(tx, ctx, phone, address);
  });
  return signIn(ctx, user, { method: 'phone', address, userAgent });
});

/** A phone that nobody has makes a user, whose name only he can tell. */
async function userOf(
  tx: Transaction,
  ctx: Context,
  phone: string,
  address: string,
): Promise<{ id: string }> {
  const known = await tx.user.findUnique({ where: { phone }, select: { id: true } });
  if (known) return known;
  const user = await addUser(tx, { phone, fullName: '', currency: 'USD', timeZone: 'UTC' });
  // Linked to someone in this very moment: the code stays unused, and the next try finds him.
  if (!user) throw new BusinessError('OTP_INVALID');
  await audit(tx, ctx, {
    action: 'user.registered',
    target: { kind: 'user', id: user.id },
    actor: { kind: 'user', id: user.id, address },
    after: { phone: maskPhone(phone), role: user.role },
  });
  return user;
}
