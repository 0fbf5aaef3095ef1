/** Turns an access token or an API key into the caller, and refuses what he may not do before anything is parsed. */
import type { RequestHandler } from 'express';
import { BusinessError } from '../../domain/errors';
import type { Action } from '../../domain/permissions';
import { clientAddress } from '../../infra/client-address';
import { InvalidToken, type TokenSubject, tokensOf } from '../../infra/tokens';
import { liveKey } from '../../services/api-keys/live-key';
import { liveRole } from '../../services/auth/live-session';
import type { Caller, Deps } from '../../services/context';
import { allow } from '../../services/verb';
import { localsOf } from './locals';

/**
 * `Authorization: Bearer <token>` or `X-API-Key: <key>`; both together are refused, as it would be unclear who calls.
 * @param action null for a public route.
 * @param optional a public route looks at a token or key that comes with it; otherwise it does not.
 */
export function authenticate(deps: Deps, action: Action | null, optional: boolean): RequestHandler {
  const byToken = tokenReader(deps);
  return async (req, res, next) => {
    const [authorization, key] = [req.get('authorization'), req.get('x-api-key')];
    const isNamed = authorization !== undefined || key !== undefined;
    if (action !== null || (optional && isNamed)) {
      if (authorization !== undefined && key !== undefined) throw new BusinessError('TWO_CREDENTIALS');
      const found = key === undefined ? await byToken(authorization ?? '') : await byKey(deps, key);
      const caller = { ...found, address: clientAddress(req) };
      localsOf(res).caller = caller;
      if (action !== null) allow(action, caller);
    }
    next();
  };
}

type Found = Omit<Caller, 'address'>;

function tokenReader(deps: Deps): (authorization: string) => Promise<Found> {
  const tokens = tokensOf(deps.config);
  return async (authorization) => {
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw new BusinessError('UNAUTHENTICATED');
    const subject = await tokens.verify('access', token, deps.now()).catch(refuse);
    const role = await liveRole(deps, subject);
    if (role === null) throw new BusinessError('UNAUTHENTICATED');
    return { userId: subject.userId, sessionId: subject.sessionId, role };
  };
}

async function byKey(deps: Deps, key: string): Promise<Found> {
  const live = await liveKey(deps, key);
  if (live === null) throw new BusinessError('UNAUTHENTICATED');
  const { userId, role, apiKey } = live;
  return { userId, role, apiKey: { id: apiKey.id, scopes: apiKey.scopes } };
}

function refuse(error: unknown): TokenSubject {
  throw error instanceof InvalidToken ? new BusinessError('UNAUTHENTICATED') : error;
}
