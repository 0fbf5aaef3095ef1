/** Cookies of sign-in: no script reads them, no other site's page sends them, and they go to sign-in routes alone. */
import { BusinessError } from '../domain/errors';
import type { ConfigOf } from '../infra/config';
import { ownOrigins } from '../infra/own-origins';
import type { Context } from '../services/context';
import type { Parsed } from './route';

type Asked = Pick<Parsed<unknown, unknown, unknown>, 'headers'>;

/** With https the name itself makes browsers refuse one that was set over http. */
function fullName(name: string, { PUBLIC_URL }: ConfigOf<'api'>): string {
  return PUBLIC_URL.startsWith('https:') ? `__Secure-adflight-${name}` : `adflight-${name}`;
}

/** A `Set-Cookie`; an empty value removes it. `Lax` is for what must come along from another site's link. */
export function cookie(
  config: ConfigOf<'api'>,
  name: string,
  { value, seconds, sameSite = 'Strict' }: { value: string; seconds: number; sameSite?: 'Strict' | 'Lax' },
): string {
  const parts = [
    `${fullName(name, config)}=${value}`,
    'Path=/api/v1/auth',
    `Max-Age=${value === '' ? 0 : Math.floor(seconds)}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(config.PUBLIC_URL.startsWith('https:') ? ['Secure'] : []),
  ];
  return parts.join('; ');
}

/** Null without one, or with an empty one. */
export function cookieOf({ headers }: Asked, name: string, config: ConfigOf<'api'>): string | null {
  const wanted = `${fullName(name, config)}=`;
  const found = (headers.cookie ?? '').split(/; */).find((pair) => pair.startsWith(wanted));
  return found?.slice(wanted.length) || null;
}

/**
 * A page may use cookies only when it is ours: SameSite keeps other sites out, this a neighbour on our own site.
 * @throws ORIGIN_REFUSED
 */
export function requireOwnPage({ headers }: Asked, { config }: Pick<Context, 'config'>): void {
  if (!ownOrigins(config).includes(headers.origin ?? '')) throw new BusinessError('ORIGIN_REFUSED');
}
