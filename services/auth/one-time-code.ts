/** Codes that are sent to a phone: at most so many, each for a few minutes and a few tries, kept only as a keyed hash. */
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
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
  const { config, limits, now } = ctx;
  const { phone, address, ...row } = asked;
  requirePhones(config);
  await limits.take('otp_send_address', networkOf(address));
  await limits.take('otp_send_range', rangeOf(address));
  await limits.take('otp_resend', phone);
  await limits.take('otp_send_phone', phone);
  await limits.take('otp_send_phone_daily', phone);
  const id = randomUUID();
  const code = randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0');
  const at = now();
  const until = at + CODE_LIFETIME;
  await inTransaction(ctx.db, async (tx) => {
    await tx.verificationCode.create({
      data: {
        ...row,
        id,
        target: phone,
        address,
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

const Tried = z.tuple([z.object({ id: z.uuid(), code_hash: z.string() })]);

/**
 * Takes one try of the newest code that was sent to the phone for this purpose.
 * @param asked `userId`: only a code that was sent for this user counts; null: whosever it is.
 * @returns what uses the code up, in the transaction of what it allows.
 * @throws OTP_INVALID, the same for a wrong, expired, used, exhausted and a code never sent; RATE_LIMITED.
 */
export async function tryCode(
  ctx: Context,
  { purpose, phone, userId, address }: Asked,
  code: string,
): Promise<(tx: Transaction) => Promise<void>> {
  const { db, limits } = ctx;
  const now = new Date(ctx.now());
  await limits.take('otp_try_address', networkOf(address));
  await limits.take('otp_try_range', rangeOf(address));
  // One statement, so that however many try at once, no more than the allowed tries are looked at.
  const tried = await db.$queryRaw`
    UPDATE verification_codes SET tries = tries + 1
    WHERE id = (
        SELECT id FROM verification_codes
        WHERE purpose = ${purpose} AND target = ${phone} AND (${userId}::uuid IS NULL OR user_id = ${userId}::uuid)
        ORDER BY created_at DESC LIMIT 1)
      AND used_at IS NULL AND expires_at > ${now} AND tries < ${CODE_TRIES}
    RETURNING id, code_hash`;
  const { data } = Tried.safeParse(tried);
  if (!data) throw new BusinessError('OTP_INVALID');
  // Only now: a phone without a live code can't be locked by guesses that could never be right.
  await limits.take('otp_try_phone', phone);
  const [{ id, code_hash: expected }] = data;
  const { JWT_SECRET, JWT_PREVIOUS_SECRETS } = ctx.config;
  const right = [JWT_SECRET, ...JWT_PREVIOUS_SECRETS].some((key) =>
    sameText(hashOf(key, id, code), expected),
  );
  if (!right) throw new BusinessError('OTP_INVALID');
  return async (tx) => {
    const { count } = await tx.verificationCode.updateMany({
      where: { id, usedAt: null },
      data: { usedAt: now },
    });
    if (count === 0) throw new BusinessError('OTP_INVALID');
  };
}

/** Of a million codes each hash is soon tried; without the key none can be. */
function hashOf(key: string, id: string, code: string): string {
  return hmacHex(deriveSecret(key, 'one-time-code'), `${id}:${code}`);
}
