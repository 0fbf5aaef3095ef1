/** Proves that a message is the partner platform's: the signature over its raw bytes, and a time that is neither old nor to come. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { type Instant, SECOND } from '../../domain/time';

/** How old a signature may be, and how far ahead the clock that dated it; more would keep it good for as long. */
const TOLERANCE_SECONDS = 300;

/** HMAC-SHA256 over `<t>.<body>`. */
function signature(secret: string, t: string, raw: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${t}.`).update(raw).digest();
}

/**
 * @param header `t=<unix seconds>,v1=<hex>`; more than one v1 while the sender rotates.
 * @param secrets any of them may have signed; without one nothing passes.
 * @throws SIGNATURE_INVALID
 */
export function verifyPartnerSignature(
  raw: Buffer,
  header: string | undefined,
  secrets: readonly string[],
  now: Instant,
): void {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  const [stamp = '', ...otherStamps] = parts.filter((part) => part.startsWith('t='));
  const [, t] = /^t=(\d{1,12})$/.exec(stamp) ?? [];
  if (t === undefined || otherStamps.length > 0) throw new BusinessError('SIGNATURE_INVALID');
  const age = Math.floor(now / SECOND) - Number(t);
  const given = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? []);
  const isOurs = secrets
    .map((secret) => signature(secret, t, raw))
    .some((expected) => given.some((hex) => timingSafeEqual(expected, Buffer.from(hex, 'hex'))));
  if (!isOurs || Math.abs(age) > TOLERANCE_SECONDS) throw new BusinessError('SIGNATURE_INVALID');
}
