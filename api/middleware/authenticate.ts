/** Turns the Bearer access token into the caller, and refuses what his role may not do before anything is parsed. */
import type { RequestHandler } from 'express';
import { BusinessError } from '../../domain/errors';
import { type Action, scopeOf } from '../../domain/permissions';
import { InvalidToken, type TokenSubject, tokensOf } from '../../infra/tokens';
import { liveRole } from '../../services/auth/live-session';
import type { Deps } from '../../services/context';
import { localsOf } from './locals';

/**
 * @param action null for a public route.
 * @param optional a public route looks at a token that comes with it; otherwise it does not.
 */
export function authenticate(deps: Deps, action: Action | null, optional: boolean): RequestHandler {
  const tokens = tokensOf(deps.config);
  return async (req, res, next) => {
    if (action !== null || (optional && req.get('authorization') !== undefined)) {
      const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(req.get('authorization') ?? '') ?? [];
      if (token === undefined) throw new BusinessError('UNAUTHENTICATED');
      const subject = await tokens.verify('access', token, deps.now()).catch(refuse);
      const role = await liveRole(deps, subject);
      if (role === null) throw new BusinessError('UNAUTHENTICATED');
      const { userId, sessionId } = subject;
      localsOf(res).caller = { userId, sessionId, role, address: req.ip ?? '' };
      if (action !== null && scopeOf(action, role) === null) throw new BusinessError('FORBIDDEN');
    }
    next();
  };
}

function refuse(error: unknown): TokenSubject {
  throw error instanceof InvalidToken ? new BusinessError('UNAUTHENTICATED') : error;
}
