/** Seals secrets that the database keeps: each under a data key of its own, which is wrapped by a key of the configuration. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Config } from './config';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const IV_BYTES = 12;
/** Always whole: Node accepts a shortened tag unless told its length. */
const TAG_BYTES = 16;
const WRAPPED_BYTES = IV_BYTES + KEY_BYTES + TAG_BYTES;

/** A sealed text that is damaged, belongs to another place, or whose key we don't have. Says nothing of its content. */
export class SealBroken extends Error {}

export interface Sealer {
  /**
   * @param place where it is kept, `table/row id/column`: it opens nowhere else.
   * @returns `v1.<key id>.<wrapped data key>.<iv>.<ciphertext>.<tag>`, the parts in base64url.
   */
  seal(plain: string, place: string): string;
  /** @throws SealBroken */
  open(sealed: string, place: string): string;
  /** Whether it is sealed under the newest key: false for any other text. */
  isCurrent(sealed: string): boolean;
  /** Puts the same content under the newest key, which leaves its ciphertext as it is. @throws SealBroken */
  rewrap(sealed: string, place: string): string;
}

interface Parts {
  keyId: string;
  wrapped: Buffer;
  iv: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

function createSealer({ ENCRYPTION_KEY: current, ENCRYPTION_PREVIOUS_KEYS: previous }: Keys): Sealer {
  const keys = new Map([current, ...previous].map(({ id, key }) => [id, key]));

  function wrap(dataKey: Buffer, place: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const { ciphertext, tag } = encrypt(current.key, iv, dataKey, keyContext(current.id, place));
    return Buffer.concat([iv, ciphertext, tag]);
  }

  function unwrap({ keyId, wrapped }: Parts, place: string): Buffer {
    const key = keys.get(keyId);
    if (!key) throw new SealBroken(`sealed under a key that we don't have: ${keyId}`);
    const iv = wrapped.subarray(0, IV_BYTES);
    const ciphertext = wrapped.subarray(IV_BYTES, -TAG_BYTES);
    return decrypt(key, { iv, ciphertext, tag: wrapped.subarray(-TAG_BYTES) }, keyContext(keyId, place));
  }

  return {
    seal(plain, place) {
      const dataKey = randomBytes(KEY_BYTES);
      const iv = randomBytes(IV_BYTES);
      const content = encrypt(dataKey, iv, Buffer.from(plain, 'utf8'), valueContext(place));
      return format({ keyId: current.id, wrapped: wrap(dataKey, place), iv, ...content });
    },
    open(sealed, place) {
      const parts = parse(sealed);
      return decrypt(unwrap(parts, place), parts, valueContext(place)).toString('utf8');
    },
    isCurrent(sealed) {
      return sealed.startsWith(`v1.${current.id}.`);
    },
    rewrap(sealed, place) {
      const parts = parse(sealed);
      const dataKey = unwrap(parts, place);
      // Opened to be sure: what is broken is found now, while the key before it is still at hand.
      decrypt(dataKey, parts, valueContext(place));
      return format({ ...parts, keyId: current.id, wrapped: wrap(dataKey, place) });
    },
  };
}

const keyContext = (keyId: string, place: string) => `adflight/key/v1/${keyId}/${place}`;
const valueContext = (place: string) => `adflight/value/v1/${place}`;

function encrypt(key: Buffer, iv: Buffer, plain: Buffer, context: string) {
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

function decrypt(key: Buffer, parts: Pick<Parts, 'iv' | 'ciphertext' | 'tag'>, context: string): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, parts.iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(parts.tag);
    return Buffer.concat([decipher.update(parts.ciphertext), decipher.final()]);
  } catch {
    throw new SealBroken('it was changed, or belongs to another place');
  }
}

function format({ keyId, wrapped, iv, ciphertext, tag }: Parts): string {
  const encoded = [wrapped, iv, ciphertext, tag].map((bytes) => bytes.toString('base64url'));
  return ['v1', keyId, ...encoded].join('.');
}

function parse(sealed: string): Parts {
  const [version, keyId, wrapped, iv, ciphertext, tag, ...rest] = sealed.split('.');
  if (version !== 'v1' || !keyId || rest.length > 0) throw new SealBroken('not a sealed text');
  return {
    keyId,
    wrapped: bytesOf(wrapped, WRAPPED_BYTES),
    iv: bytesOf(iv, IV_BYTES),
    ciphertext: bytesOf(ciphertext),
    tag: bytesOf(tag, TAG_BYTES),
  };
}

/** Only the one spelling of just so many bytes: Node's decoder overlooks strange characters. */
function bytesOf(text: string | undefined, length?: number): Buffer {
  const bytes = Buffer.from(text ?? '', 'base64url');
  const exact = text !== undefined && bytes.toString('base64url') === text;
  if (!exact || (length !== undefined && bytes.length !== length)) throw new SealBroken('not a sealed text');
  return bytes;
}

type Keys = Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_PREVIOUS_KEYS'>;
const made = new WeakMap<Keys, Sealer>();

/** The sealer of a configuration: seals under ENCRYPTION_KEY, opens what any of its keys sealed. */
export function sealerOf(config: Keys): Sealer {
  const known = made.get(config);
  if (known) return known;
  const sealer = createSealer(config);
  made.set(config, sealer);
  return sealer;
}
