/** What middleware hands on to the end of a request. */
import type { Response } from 'express';
import type { LimitName } from '../../domain/limits';
import type { Taken } from '../../infra/limits';
import type { Caller } from '../../services/context';

interface Locals {
  requestId: string;
  caller: Caller | null;
  /** The route's path with its parameters in braces, for the log; null where none matched. */
  route: string | null;
  /** The answer may hold a token or a code. */
  hasSecret: boolean;
  /** The rate limits that the request was counted against. */
  limits: Map<LimitName, Taken>;
}

const all = new WeakMap<Response, Locals>();

/** The locals of a response, made at first use. */
export function localsOf(res: Response): Locals {
  const known = all.get(res);
  if (known) return known;
  const locals: Locals = { requestId: '', caller: null, route: null, hasSecret: false, limits: new Map() };
  all.set(res, locals);
  return locals;
}
