/**
 * Codes that are sent to a phone: at most so many, each for a few minutes and a few tries, kept only as a keyed hash.
 *
 * What strangers use up locks nobody out. A code has five tries from the network that asked for it and from those where
 * the phone's user has signed in before, and five more from everywhere else; what is sent to known networks is counted
 * apart from what strangers have sent.
 *
 * A guesser in any number of networks, known ones too, gets this far within a window of a day: 20 codes that strangers and
 * 20 that known networks ask for, five tries each from there, are 200 looks; 50 more from everywhere else. Any day meets
 * at most two windows: 500 looks at one phone's codes, each right with 1 in 10⁶, are 5 in 10,000.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { networkOf, rangeOf } from '../../domain/network';
import { CODE_DIGITS, CODE_LIFETIME, CODE_TRIES } from '../../domain/one-time-codes';
import { MINUTE } from '../../domain/time';
import type { ConfigOf } from '../../infra/config';
import type { Transaction } from '../../infra/database';
import { deriveSecret, hmacHex, sameText } from '../../infra/signed-tokens';
import { enqueueSecret } from '../../store/deliveries';
import { inTransaction } from '../../store/transaction';
import type { Context } from '../context';
import { hasSignedInFrom } from './known-network';

type Purpose = 'sign_in' | 'link_phone';

interface Asked {
  purpose: Purpose;
  /** E.164. */
  phone: string;
  /** Whose code it is, as far as that is known when it is sent. */
  userId: string | null;
  /** The client's network address. */
  address: string;
}

/** @throws SIGN_IN_METHOD_OFF where nothing is set up that could send to a phone. */
function requirePhones({ SMS_ACCOUNT_SID, NODE_ENV }: ConfigOf<'api'>): void {
  // Elsewhere the code stands in the log and in the local inbox.
  if (!SMS_ACCOUNT_SID && NODE_ENV === 'production') throw new BusinessError('SIGN_IN_METHOD_OFF');
}

/**
 * Sends a code to the phone; from now on no code that was sent before counts.
 * @param deliver false: all the same is done, but nothing is sent.
 * @throws RATE_LIMITED, which depends on the phone's and the address's past alone; SIGN_IN_METHOD_OFF.
 */
export async function sendCode(ctx: Context, asked: Asked, deliver: boolean): Promise<void> {
  const { db, config, limits, now } = ctx;
  const { phone, address, ...row } = asked;
  const network = networkOf(address);
  requirePhones(config);
  const isKnown = await hasSignedInFrom(db, { phone }, address);
  await limits.take('otp_send_address', network);
  if (!isKnown) await limits.take('otp_send_range', rangeOf(address));
  const counted = isKnown ? `${phone}/known` : phone;
  await limits.take('otp_resend', counted);
  await limits.take('otp_send_phone', counted);
  await limits.take('otp_send_phone_daily', counted);
  const id = randomUUID();
  const code = randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0');
  const at = now();
  const until = at + CODE_LIFETIME;
  await inTransaction(db, async (tx) => {
    await tx.verificationCode.create({
      data: {
        ...row,
        id,
        target: phone,
        address,
        network,
        codeHash: hashOf(config.JWT_SECRET, id, code),
        createdAt: new Date(at),
        expiresAt: new Date(until),
      },
    });
    if (!deliver) return;
    const text = `${code} is your Adflight code. It is good for ${CODE_LIFETIME / MINUTE} minutes. Give it to nobody.`;
    await enqueueSecret(tx, config, { channel: 'sms', recipient: phone, subject: 'Your code', text }, at);
  });
}

/**
 * Takes one try of a code that was sent to the phone for this purpose: the newest that was asked for from this network,
 * else the newest.
 * @param asked `userId`: only a code that was sent for this user counts; null: whosever it is.
 * @returns what uses it up, and all others that were sent, in the transaction of what it allows.
 * @throws OTP_INVALID, the same for a wrong, expired, used, exhausted and a code never sent; RATE_LIMITED.
 */
export async function tryCode(
  ctx: Context,
  { purpose, phone, userId, address }: Asked,
  code: string,
): Promise<(tx: Transaction) => Promise<void>> {
  const { db, limits } = ctx;
  const now = new Date(ctx.now());
  const network = networkOf(address);
  const isKnown = await hasSignedInFrom(db, { phone }, address);
  await limits.take('otp_try_address', network);
  if (!isKnown) await limits.take('otp_try_range', rangeOf(address));
  const sentTo = { purpose, target: phone, usedAt: null, ...(userId !== null && { userId }) };
  const live = { ...sentTo, expiresAt: { gt: now } };
  const newest = (where: typeof live & { network?: string }) =>
    db.verificationCode.findFirst({ where, orderBy: { createdAt: 'desc' } });
  const sent = (await newest({ ...live, network })) ?? (await newest(live));
  if (!sent) throw new BusinessError('OTP_INVALID');
  const { id, codeHash: expected } = sent;
  const tries = isKnown || sent.network === network ? 'tries' : 'strangeTries';
  // One statement, so that however many try at once, no more than the allowed tries are looked at.
  const taken = await db.verificationCode.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now }, [tries]: { lt: CODE_TRIES } },
    data: { [tries]: { increment: 1 } },
  });
  if (taken.count === 0) throw new BusinessError('OTP_INVALID');
  // Only now: a phone without a live code can't be locked by guesses that could never be right.
  if (tries === 'strangeTries') await limits.take('otp_try_phone', phone);
  const { JWT_SECRET, JWT_PREVIOUS_SECRETS } = ctx.config;
  const right = [JWT_SECRET, ...JWT_PREVIOUS_SECRETS].some((key) =>
    sameText(hashOf(key, id, code), expected),
  );
  if (!right) throw new BusinessError('OTP_INVALID');
  return async (tx) => {
    // All that were sent: none of them is of use any more.
    const used = await tx.verificationCode.updateManyAndReturn({
      where: sentTo,
      data: { usedAt: now },
      select: { id: true },
    });
    if (!used.some((one) => one.id === id)) throw new BusinessError('OTP_INVALID');
  };
}

/** Of a million codes each hash is soon tried; without the key none can be. */
function hashOf(key: string, id: string, code: string): string {
  return hmacHex(deriveSecret(key, 'one-time-code'), `${id}:${code}`);
}
