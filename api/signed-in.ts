/** How a sign-in is answered: a program gets both tokens in the body, for a page of ours the refresh token is in a cookie. */
import type { z } from 'zod';
import { SECOND } from '../domain/time';
import { REFRESH_LIFETIME } from '../infra/tokens';
import type { RefreshTokenIn, SignedInAnswer, TokenAnswer } from '../schemas/auth';
import type { SignedIn } from '../services/auth/sign-in';
import type { TokenPair } from '../services/auth/tokens';
import type { Context } from '../services/context';
import { cookie, cookieOf, requireOwnPage } from './cookies';
import type { Parsed } from './route';

const REFRESH = 'refresh';

type Place = z.output<typeof RefreshTokenIn>;
/** A request that brings a refresh token in its body, or in the cookie. */
type Bringing = Parsed<unknown, unknown, { refresh_token?: string | undefined } | undefined>;

/** @throws ORIGIN_REFUSED when a page that is not ours wants the cookie. */
export function requirePlace(
  place: Place,
  request: Pick<Parsed<unknown, unknown, unknown>, 'headers'>,
  ctx: Context,
): void {
  if (place === 'cookie') requireOwnPage(request, ctx);
}

export function presentTokens(pair: TokenPair, place: Place): z.output<typeof TokenAnswer> {
  return {
    access_token: pair.accessToken,
    ...(place === 'body' && { refresh_token: pair.refreshToken }),
    token_type: 'bearer',
    expires_in: pair.expiresIn,
  };
}

export function presentSignedIn(signedIn: SignedIn, place: Place): z.output<typeof SignedInAnswer> {
  if (signedIn.kind === 'tokens') return presentTokens(signedIn.pair, place);
  return { second_factor: 'totp', challenge: signedIn.challenge };
}

/** The `Set-Cookie` of what was just signed in or refreshed; undefined where the body has the token. */
export function keptToken(pair: TokenPair | null, place: Place, { config }: Context): string | undefined {
  if (pair === null || place === 'body') return undefined;
  return cookie(config, REFRESH, { value: pair.refreshToken, seconds: REFRESH_LIFETIME / SECOND });
}

export function forgottenToken({ config }: Context): string {
  return cookie(config, REFRESH, { value: '', seconds: 0 });
}

/** Null without one. @throws ORIGIN_REFUSED for a cookie that came from a page that is not ours. */
export function broughtToken(request: Bringing, ctx: Context): string | null {
  const sent = request.body?.refresh_token;
  if (sent !== undefined) return sent;
  const kept = cookieOf(request, REFRESH, ctx.config);
  if (kept !== null) requireOwnPage(request, ctx);
  return kept;
}

/** A successor is kept where its predecessor was. */
export function placeOfBrought({ body }: Bringing): Place {
  return body?.refresh_token === undefined ? 'cookie' : 'body';
}
