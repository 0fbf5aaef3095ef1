/** Makes an Express router from a table of routes: who calls → what is asked → one verb → the answer. */
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { BusinessError, errorTable } from '../domain/errors';
import { clientAddress } from '../infra/client-address';
import { scrubbed } from '../infra/redact';
import type { Context, Deps } from '../services/context';
import { asBusinessError } from '../services/failures';
import { type Answer, fingerprintOf, oncePerKey } from '../services/idempotency';
import { answerCached, isCached } from './cached';
import { authenticate } from './middleware/authenticate';
import { readBody } from './middleware/body';
import { localsOf } from './middleware/locals';
import { limitAccount, limitRefusals, limitsShownBy, rateLimit } from './middleware/rate-limit';
import { problem, requestError, send } from './problem';
import type { Method, Parsed, Route } from './route';
import { run } from './run';
import { answerStream, isStreamed } from './stream';
import { check, checkParams, expectedVersion, idempotencyKey } from './validate';

const NOTHING = z.strictObject({});

/** Mounts the table; literal paths go before parameters, so that `/things/create` is not a thing's id. */
export function createRouter(deps: Deps, routes: readonly Route[]): Router {
  const router = express.Router({ caseSensitive: true });
  const sorted = [...routes].sort(byPath);
  for (const [n, route] of sorted.entries()) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    const named: RequestHandler = (_req, res, next) => {
      const locals = localsOf(res);
      locals.route = route.path;
      locals.hasSecret = route.rate === 'sign_in' || route.secretAnswer === true;
      next();
    };
    const answered: RequestHandler = async (req, res) => {
      const answer = await serve(deps, route, req, res);
      if (answer) send(res, answer);
    };
    router[route.method](
      path,
      named,
      authenticate(deps, route.action, route.signIn === 'optional'),
      limitRefusals(deps, route),
      rateLimit(deps, route),
      ...readBody(route),
      answered,
    );
    // Before a parameter takes the literal for its value.
    if (sorted[n + 1]?.path !== route.path) router.all(path, wrongMethod(sorted, route.path));
  }
  router.use(() => {
    throw new BusinessError('NOT_FOUND');
  });
  return router;
}

/** `{` sorts behind every letter, so a plain comparison puts literal segments first. */
function byPath(a: Route, b: Route): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Null: it was answered as a stream. */
async function serve(
  deps: Deps,
  route: Route,
  req: Request,
  res: Response,
): Promise<Omit<Answer, 'final'> | null> {
  const { caller, requestId } = localsOf(res);
  const parsed = parse(route, req);
  if (isCached(route)) return answerCached(deps, route, parsed, { req, res });
  const key = idempotencyKey(req.get('idempotency-key'));
  const limits = limitsShownBy(res, deps.limits);
  const heard = { ...deps, limits, caller, requestId, idempotencyKey: key };
  // A stream looks itself whether its client has left.
  const ctx: Context = isStreamed(route) ? heard : { ...heard, signal: untilClosed(res) };
  if (route.rate === 'sign_in') await limitAccount(ctx, caller?.userId ?? null, parsed.body, parsed.address);
  if (isStreamed(route)) {
    await answerStream(route, ctx, parsed, { req, res });
    return null;
  }
  // A form is not known before it is read: its verb keeps the key itself.
  const kept = route.idempotent && route.bodyKind !== 'multipart';
  if (!kept || key === null || caller === null) return run(route, ctx, parsed);
  const operation = `${req.method} ${req.baseUrl}${req.path}`;
  const scope = { userId: caller.userId, operation, key };
  const request = { scope, fingerprint: fingerprintOf(req.body), isSecret: route.secretAnswer ?? false };
  const { answer, replayed } = await oncePerKey(deps, request, () =>
    run(route, ctx, parsed).catch((error: unknown) => failure(deps, error, req, requestId)),
  );
  return replayed ? { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } } : answer;
}

/** Aborts when the client has left before its answer was sent. */
function untilClosed(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => {
    if (res.writableFinished) return;
    gone.abort(new BusinessError('REQUEST_TIMEOUT', { detail: 'The client left before its answer.' }));
  });
  return gone.signal;
}

function parse(route: Route, req: Request): Parsed<unknown, unknown, unknown> {
  const raw: unknown = req.body;
  return {
    params: route.params && checkParams(route.params, { ...req.params }),
    query: check(route.query ?? NOTHING, { ...req.query }),
    body: route.body && check(route.body, raw),
    headers: Object.fromEntries(
      Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    ),
    expectedVersion: expectedVersion(req.get('if-match')),
    address: clientAddress(req),
    raw: Buffer.isBuffer(raw) ? raw : Buffer.alloc(0),
    stream: req,
  };
}

/** What anything thrown is answered with; the unforeseen is logged whole and told as INTERNAL. */
export function failure(deps: Deps, error: unknown, req: Request, requestId: string): Answer {
  const known = asBusinessError(error) ?? requestError(error);
  if (!known) deps.log.error({ err: error, request_id: requestId }, 'unforeseen error');
  else if (errorTable[known.code][0] === 503) {
    deps.log.warn({ err: error, request_id: requestId }, 'a part is away');
  }
  const [path = ''] = req.originalUrl.split('?');
  return problem(known ?? new BusinessError('INTERNAL'), {
    publicUrl: deps.config.PUBLIC_URL,
    instance: scrubbed(path),
    requestId,
  });
}

/** 405, with the methods of the path in Allow. */
function wrongMethod(routes: readonly Route[], path: string): RequestHandler {
  const methods = routes.filter((route) => route.path === path).flatMap(({ method }) => withHead(method));
  const allow = methods.map((method) => method.toUpperCase()).join(', ');
  return (_req, res) => {
    res.setHeader('Allow', allow);
    throw new BusinessError('METHOD_NOT_ALLOWED');
  };
}

function withHead(method: Method): string[] {
  return method === 'get' ? ['get', 'head'] : [method];
}
