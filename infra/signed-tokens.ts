/** Short signed tokens for URLs (HMAC-SHA256 with a key id and an expiry), and secrets derived for third parties. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, SECOND } from '../domain/time';

export type Verified =
  | { status: 'valid'; payload: string }
  /** Ours, but too old. */
  | { status: 'expired'; payload: string }
  | { status: 'forged' };

export interface Signer {
  /** `<key id>.<expiry>.<payload>.<signature>`: safe in a path. */
  sign(payload: string, expiresAt: Instant): string;
  /** Never throws, whatever the token is. */
  verify(token: string, now: Instant): Verified;
}

interface Key {
  id: string;
  secret: Buffer;
}

/**
 * Signs with the first secret, verifies with any: put a new one in front to rotate.
 * @param purpose keeps tokens of one use from passing for those of another.
 */
export function createSigner(secrets: readonly [string, ...string[]], purpose: string): Signer {
  const keyOf = (secret: string): Key => ({
    id: createHash('sha256').update(`adflight/kid:${secret}`).digest('base64url').slice(0, 8),
    secret: Buffer.from(deriveSecret(secret, purpose), 'hex'),
  });
  const signing = keyOf(secrets[0]);
  const keys = new Map(secrets.map(keyOf).map((key) => [key.id, key]));
  return {
    sign(payload, expiresAt) {
      const expiry = Math.ceil(expiresAt / SECOND).toString(36);
      const signed = `${signing.id}.${expiry}.${Buffer.from(payload).toString('base64url')}`;
      return `${signed}.${mac(signing.secret, signed)}`;
    },
    verify(token, now) {
      const [id = '', expiry = '', body = '', signature = '', ...rest] = token.split('.');
      const key = keys.get(id);
      const signed = `${id}.${expiry}.${body}`;
      if (!key || rest.length > 0 || !sameText(mac(key.secret, signed), signature)) {
        return { status: 'forged' };
      }
      const payload = Buffer.from(body, 'base64url').toString();
      return { status: Number.parseInt(expiry, 36) * SECOND < now ? 'expired' : 'valid', payload };
    },
  };
}

function mac(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** A secret (hex) that can be given away: it tells nothing of the one it comes from. */
export function deriveSecret(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(`adflight/derived:${purpose}`).digest('hex');
}

/** HMAC-SHA256 in hex, as third parties compute it with a secret of {@link deriveSecret}. */
export function hmacHex(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Compares in constant time. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
