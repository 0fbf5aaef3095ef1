/** Counts a request against the limit of its route's class, and says in the headers how the limits stand. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import { networkOf } from '../../domain/network';
import { clientAddress } from '../../infra/client-address';
import { type Limits, RateLimited, type Taken } from '../../infra/limits';
import { hasSignedInFrom } from '../../services/auth/known-network';
import type { Deps } from '../../services/context';
import type { Route } from '../route';
import { localsOf } from './locals';

/** What requests of this route are counted as; null: not at all. */
function classOf({ rate, method }: Pick<Route, 'rate' | 'method'>) {
  if (rate === 'none') return null;
  return rate ?? (method === 'get' ? 'read' : 'write');
}

/** One point of whoever calls. */
export function rateLimit(deps: Deps, route: Route): RequestHandler {
  return async (req, res, next) => {
    await count(deps, route, req, res);
    next();
  };
}

/** Behind `authenticate`: what it refused counts too, a wrong credential against the network that tries them. */
export function limitRefusals(deps: Deps, route: Route): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    const isGuess = req.get('authorization') !== undefined || req.get('x-api-key') !== undefined;
    if (localsOf(res).caller) await count(deps, route, req, res);
    else if (isGuess && error instanceof BusinessError && error.code === 'UNAUTHENTICATED') {
      await limitsShownBy(res, deps.limits).take('refused', networkOf(clientAddress(req)));
    }
    next(error);
  };
}

/** The caller is his API key and all of his keys, else himself, else his network; signing in is counted by the network. */
async function count(deps: Deps, route: Route, req: Request, res: Response): Promise<void> {
  const rate = classOf(route);
  if (rate === null) return;
  const limits = limitsShownBy(res, deps.limits);
  const { caller } = localsOf(res);
  const network = networkOf(clientAddress(req));
  if (rate === 'sign_in' || rate === 'webhook') await limits.take(rate, network);
  else if (caller) {
    await limits.take(rate, caller.apiKey?.id ?? caller.userId);
    if (caller.apiKey) await limits.take(`keys_${rate}`, caller.userId);
  } else await limits.take(`public_${rate}`, network);
}

const Names = z.object({ email: z.string().optional(), phone: z.string().optional() });

/**
 * A try at an account, whether it exists or not: counted by its name, from this network and from all together. What
 * strangers have used up of the latter does not shut out a network from which its user has signed in before. Codes of a
 * phone have limits of their own.
 */
export async function limitAccount(
  { db, limits }: Pick<Deps, 'db' | 'limits'>,
  userId: string | null,
  body: unknown,
  address: string,
) {
  const { email, phone } = Names.safeParse(body).data ?? {};
  const name = userId ?? email ?? phone;
  if (name === undefined) return;
  await limits.take('sign_in_account', `${networkOf(address)}/${name}`);
  if (name === phone) return;
  try {
    await limits.take('sign_in_name', name);
  } catch (error) {
    const isByStrangers = error instanceof RateLimited && userId === null;
    if (!isByStrangers || !(await hasSignedInFrom(db, { email: name }, address))) throw error;
  }
}

/** The same limits; every one that is taken or refused is shown in the headers of this answer. */
export function limitsShownBy(res: Response, limits: Limits): Limits {
  return {
    async take(name, key) {
      try {
        const taken = await limits.take(name, key);
        show(res, taken);
        return taken;
      } catch (error) {
        if (error instanceof RateLimited) show(res, error.taken);
        throw error;
      }
    },
  };
}

/** RateLimit-Policy and RateLimit by draft-ietf-httpapi-ratelimit-headers-11. */
function show(res: Response, taken: Taken): void {
  const { limits } = localsOf(res);
  limits.set(taken.name, taken);
  const all = [...limits.values()];
  const policies = all.map(({ name, points, windowSeconds }) => `"${name}";q=${points};w=${windowSeconds}`);
  const states = all.map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`);
  res.setHeader('RateLimit-Policy', policies.join(', '));
  res.setHeader('RateLimit', states.join(', '));
}
