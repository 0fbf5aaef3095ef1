/** The keys that sign and check tokens: each is bound to one algorithm, so that none passes for another's. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';

export interface TokenKey {
  /** Which key it is; follows from the key. */
  kid: string;
  alg: 'HS256' | 'RS256' | 'EdDSA';
  /** Checks signatures. */
  key: KeyObject;
}

export interface SigningKey extends TokenKey {
  /** Makes signatures; the same as `key` where one secret does both. */
  signer: KeyObject;
}

const fingerprint = (of: Buffer | string) => createHash('sha256').update(of).digest('base64url').slice(0, 8);

/** HS256. */
export function secretKey(secret: string): SigningKey {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  return { kid: fingerprint(`adflight/kid:${secret}`), alg: 'HS256', key, signer: key };
}

/**
 * RS256 or EdDSA, by the kind of the key: a PEM, whose line breaks may be written `\n`, or a JWK.
 * @throws Error that does not show the key: it is none, of another kind, or of RSA and shorter than 2048 bits.
 */
export function privateKey(text: string): SigningKey {
  const [signer, ...more] = read(text).map(createPrivateKey);
  if (!signer || more.length > 0) throw new Error('not one private key');
  return { ...checker(createPublicKey(signer)), signer };
}

/** Any number of public keys: PEMs one after another, a JWK, or a JWK set. @throws Error as {@link privateKey} */
export function publicKeys(text: string): TokenKey[] {
  return read(text).map((key) => checker(createPublicKey(key)));
}

type Written = string | { key: JsonWebKey; format: 'jwk' };

const Jwk = z.looseObject({ kty: z.string() });
const Jwks = z.union([
  z.object({ keys: z.array(Jwk) }).transform(({ keys }) => keys),
  Jwk.transform((key) => [key]),
]);

function read(text: string): Written[] {
  if (text.trim().startsWith('{')) {
    return Jwks.parse(JSON.parse(text)).map((key) => ({ key, format: 'jwk' }));
  }
  return text.replaceAll('\\n', '\n').match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g) ?? [];
}

function checker(key: KeyObject): TokenKey {
  const kid = fingerprint(key.export({ type: 'spki', format: 'der' }));
  if (key.asymmetricKeyType === 'ed25519') return { kid, alg: 'EdDSA', key };
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < 2_048)
    throw new Error('neither Ed25519 nor RSA of 2048 bits');
  return { kid, alg: 'RS256', key };
}
