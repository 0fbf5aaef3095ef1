/** Signed tokens (JWT): an access token for requests, a refresh token for the next pair. */
import { createHmac, type KeyObject } from 'node:crypto';
import { errors, type JWTHeaderParameters, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { DAY, type Instant, MINUTE, SECOND } from '../domain/time';
import type { ConfigOf } from './config';
import { secretKey } from './token-keys';

export const ACCESS_LIFETIME = 30 * MINUTE;
export const REFRESH_LIFETIME = 7 * DAY;

const types = { access: 'at+jwt', refresh: 'rt+jwt' } as const;
type TokenType = keyof typeof types;

const Claims = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  type: z.enum(['access', 'refresh']),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
});

/** Whose token it is, and of which sign-in. */
export interface TokenSubject {
  userId: string;
  sessionId: string;
}

interface Verified {
  subject: TokenSubject;
  /** When it ends. */
  until: Instant;
}

/** Good tokens remembered at most. */
const MOST = 10_000;

/** The token is not ours, not of this type, changed, or expired. */
export class InvalidToken extends Error {}

export interface Tokens {
  /** The same subject, id and instant give the same token: a repeated refresh gets the same successor. */
  sign(type: TokenType, subject: TokenSubject, id: string, now: Instant): Promise<string>;
  /** @throws InvalidToken */
  verify(type: TokenType, token: string, now: Instant): Promise<TokenSubject>;
  /** The id of the refresh token that follows the one with this hash: nobody can foresee it without the secret. */
  successorId(hash: string): string;
}

function createTokens(config: ConfigOf<'api'>): Tokens {
  const signing = config.JWT_PRIVATE_KEY ?? secretKey(config.JWT_SECRET);
  const keys = [signing, ...config.JWT_PUBLIC_KEYS, ...config.JWT_PREVIOUS_SECRETS.map(secretKey)];
  const algorithms = [...new Set(keys.map(({ alg }) => alg))];
  const [issuer, audience] = [config.PUBLIC_URL, 'adflight-api'];

  function keyFor(header: JWTHeaderParameters): KeyObject {
    const found = keys.find(({ kid, alg }) => kid === header.kid && alg === header.alg);
    if (!found) throw new errors.JWSInvalid('unknown key');
    return found.key;
  }

  /** Access tokens that were found good: whoever calls again with one does not pay for its signature again. */
  const good = new Map<string, Verified>();

  async function verify(type: TokenType, token: string, now: Instant): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, keyFor, {
        algorithms,
        typ: types[type],
        issuer,
        audience,
        currentDate: new Date(now),
        requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
      });
      const claims = Claims.parse(payload);
      if (claims.type !== type) throw new InvalidToken('wrong type');
      return { subject: { userId: claims.sub, sessionId: claims.sid }, until: claims.exp * SECOND };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) {
        throw new InvalidToken('not a valid token', { cause: error });
      }
      throw error;
    }
  }

  return {
    sign(type, { userId, sessionId }, id, now) {
      const issued = Math.floor(now / SECOND);
      const lifetime = type === 'access' ? ACCESS_LIFETIME : REFRESH_LIFETIME;
      return new SignJWT({ type, sid: sessionId })
        .setProtectedHeader({ alg: signing.alg, typ: types[type], kid: signing.kid })
        .setSubject(userId)
        .setJti(id)
        .setIssuedAt(issued)
        .setExpirationTime(issued + lifetime / SECOND)
        .setIssuer(issuer)
        .setAudience(audience)
        .sign(signing.signer);
    },
    async verify(type, token, now) {
      const known = type === 'access' ? good.get(token) : undefined;
      if (known && now < known.until) return known.subject;
      const verified = await verify(type, token, now);
      if (type === 'access') good.set(token, verified);
      const [oldest] = good.keys();
      if (good.size > MOST && oldest !== undefined) good.delete(oldest);
      return verified.subject;
    },
    successorId(hash) {
      return createHmac('sha256', config.JWT_SECRET).update(`adflight/successor:${hash}`).digest('base64url');
    },
  };
}

const made = new WeakMap<ConfigOf<'api'>, Tokens>();

/** The tokens of a configuration; keys are prepared once. */
export function tokensOf(config: ConfigOf<'api'>): Tokens {
  const known = made.get(config);
  if (known) return known;
  const tokens = createTokens(config);
  made.set(config, tokens);
  return tokens;
}
