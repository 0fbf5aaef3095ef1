/** Linking a phone to one's account: by the code that only its holder gets. */
import { BusinessError } from '../../domain/errors';
import { maskPhone } from '../../domain/one-time-codes';
import { classify, inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { tellOwner } from '../auth/account-mail';
import { sendCode, tryCode } from '../auth/one-time-code';
import { type CodeSent, codeSent } from '../auth/phone-sign-in';
import { provePerson } from '../auth/proof';
import { verb } from '../verb';
import { toUser, type User } from './user';

interface PhoneToLink {
  phone: string;
  /** Absent where he has none. */
  password: string | undefined;
}

/** Tells nobody whose the phone is now. @throws what `provePerson` does; RATE_LIMITED, SIGN_IN_METHOD_OFF */
export const askPhone = verb<PhoneToLink, CodeSent>('identities.manage', async (ctx, { phone, password }) => {
  const { userId, address } = ctx.caller;
  await provePerson(ctx, password);
  await sendCode(ctx, { purpose: 'link_phone', phone, userId, address }, true);
  return codeSent;
});

/** The phone that the newest code was sent to becomes the caller's. @throws OTP_INVALID, RATE_LIMITED, PHONE_TAKEN */
export const linkPhone = verb<{ otp: string }, User>('identities.manage', async (ctx, { otp }) => {
  const { userId, address } = ctx.caller;
  const newest = await ctx.db.verificationCode.findFirst({
    where: { purpose: 'link_phone', userId },
    orderBy: { createdAt: 'desc' },
  });
  if (!newest) throw new BusinessError('OTP_INVALID');
  const phone = newest.target;
  const use = await tryCode(ctx, { purpose: 'link_phone', phone, userId, address }, otp);
  return inTransaction(ctx.db, async (tx) => {
    await use(tx);
    const before = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const user = await tx.user.update({ where: { id: userId }, data: { phone } });
    await audit(tx, ctx, {
      action: 'user.phone_linked',
      target: { kind: 'user', id: userId },
      before: { phone: before.phone && maskPhone(before.phone) },
      after: { phone: maskPhone(phone) },
    });
    await tellOwner(tx, userId, { letter: 'phone_linked', about: maskPhone(phone) }, ctx.now());
    return toUser(user);
  }).catch((error: unknown) => {
    // He holds it, so he may know that it is someone's already.
    throw classify(error).kind === 'unique' ? new BusinessError('PHONE_TAKEN') : error;
  });
});
