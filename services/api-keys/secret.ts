/** The key itself: how it is made, told from other text, and what is stored of it. */
import { createHash, randomBytes } from 'node:crypto';

/** Names the product, so that a leaked key is known for what it is. */
const MARK = 'afk_';
const RANDOM_BYTES = 32;
const PREFIX_LENGTH = MARK.length + 8;
const SHAPE = new RegExp(`^${MARK}[\\w-]{${Math.ceil((RANDOM_BYTES * 4) / 3)}}$`);

/** A new key: 256 random bits, of which the prefix that its owner may see shows 48. */
export function mintKey(): string {
  return `${MARK}${randomBytes(RANDOM_BYTES).toString('base64url')}`;
}

export function isKey(text: string): boolean {
  return SHAPE.test(text);
}

/** The readable beginning, for its owner to know it by. */
export function prefixOf(key: string): string {
  return key.slice(0, PREFIX_LENGTH);
}

/** SHA-256 in hex: what is stored. Enough for a text that nobody can guess. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
