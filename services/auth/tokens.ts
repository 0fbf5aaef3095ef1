/** Issues a sign-in's pair of tokens. */
import { createHash, randomUUID } from 'node:crypto';
import type { Instant } from '../../domain/time';
import { ACCESS_LIFETIME, type TokenSubject, tokensOf } from '../../infra/tokens';
import type { Deps } from '../context';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  /** Seconds. */
  expiresIn: number;
}

/** SHA-256 in hex: what is stored of a refresh token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A fresh access token beside a refresh token with the given id, issued at `now`. */
export async function issueTokens(
  { config, now }: Deps,
  subject: TokenSubject,
  refresh: { id: string; issuedAt: Instant },
): Promise<TokenPair> {
  const tokens = tokensOf(config);
  const [accessToken, refreshToken] = await Promise.all([
    tokens.sign('access', subject, randomUUID(), now()),
    tokens.sign('refresh', subject, refresh.id, refresh.issuedAt),
  ]);
  return { accessToken, refreshToken, expiresIn: ACCESS_LIFETIME / 1_000 };
}
