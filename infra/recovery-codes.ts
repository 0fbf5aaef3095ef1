/** Recovery codes: what is written down for the day on which the phone is lost. */
import { createHash, randomBytes } from 'node:crypto';

const COUNT = 10;
/** 120 bits, beyond any guess: so a plain hash of it tells nothing. */
const BYTES = 15;
/** Crockford's base32: no letter that looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten new codes of four groups: `h3k9xw-…-…-…`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const bits = [...randomBytes(BYTES)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const letters = (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('');
    return (letters.match(/.{6}/g) ?? []).join('-');
  });
}

/** What is stored of a code: SHA-256 in hex, the same however it is spaced or cased. */
export function hashRecoveryCode(code: string): string {
  const letters = code.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replaceAll('o', '0');
  return createHash('sha256').update(letters).digest('hex');
}
