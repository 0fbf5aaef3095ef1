/** Makes an Express router from a table of routes: who calls → what is asked → one verb → the answer. */
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { BusinessError } from '../domain/errors';
import type { Context, Deps } from '../services/context';
import { asBusinessError } from '../services/failures';
import { type Answer, fingerprintOf, oncePerKey } from '../services/idempotency';
import { authenticate } from './middleware/authenticate';
import { readBody } from './middleware/body';
import { localsOf } from './middleware/locals';
import { problem, requestError, send } from './problem';
import type { Method, Parsed, Route } from './route';
import { check, checkParams, expectedVersion, idempotencyKey } from './validate';

const NOTHING = z.strictObject({});

/** Mounts the table; literal paths go before parameters, so that `/things/create` is not a thing's id. */
export function createRouter(deps: Deps, routes: readonly Route[]): Router {
  const router = express.Router({ caseSensitive: true });
  for (const route of [...routes].sort(byPath)) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](
      path,
      (_req, res, next) => {
        localsOf(res).route = route.path;
        next();
      },
      authenticate(deps, route.action, route.signIn === 'optional'),
      ...readBody(route),
      async (req, res) => send(res, await serve(deps, route, req, res)),
    );
  }
  router.use(wrongMethodOrPath(routes));
  return router;
}

/** `{` sorts behind every letter, so a plain comparison puts literal segments first. */
function byPath(a: Route, b: Route): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

async function serve(deps: Deps, route: Route, req: Request, res: Response): Promise<Omit<Answer, 'final'>> {
  const { caller, requestId } = localsOf(res);
  const parsed = parse(route, req);
  const key = idempotencyKey(req.get('idempotency-key'));
  const ctx: Context = { ...deps, caller, requestId, idempotencyKey: key };
  // A form is not known before it is read: its verb keeps the key itself.
  const kept = route.idempotent && route.bodyKind !== 'multipart';
  if (!kept || key === null || caller === null) return run(route, ctx, parsed);
  const operation = `${req.method} ${req.baseUrl}${req.path}`;
  const scope = { userId: caller.userId, operation, key };
  const { answer, replayed } = await oncePerKey(deps, scope, fingerprintOf(req.body), () =>
    run(route, ctx, parsed).catch((error: unknown) => failure(deps, error, req, requestId)),
  );
  return replayed ? { ...answer, headers: { ...answer.headers, 'Idempotency-Replayed': 'true' } } : answer;
}

async function run(route: Route, ctx: Context, parsed: Parsed<unknown, unknown, unknown>): Promise<Answer> {
  const { status, body, headers } = await route.handle(ctx, parsed);
  if (status === 204 || body === undefined) return { status, headers, body: null, final: true };
  const type = route.contentType ?? 'application/json; charset=utf-8';
  const content = typeof body === 'string' && route.contentType ? body : JSON.stringify(body);
  return { status, headers: { 'Content-Type': type, ...headers }, body: content, final: true };
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
    address: req.ip ?? '',
    raw: Buffer.isBuffer(raw) ? raw : Buffer.alloc(0),
    stream: req,
  };
}

/** What anything thrown is answered with; the unforeseen is logged whole and told as INTERNAL. */
export function failure(deps: Deps, error: unknown, req: Request, requestId: string): Answer {
  const known = asBusinessError(error) ?? requestError(error);
  if (!known) deps.log.error({ err: error, request_id: requestId }, 'unforeseen error');
  else if (known.code === 'UNAVAILABLE' || known.code === 'OUTCOME_UNKNOWN') {
    deps.log.warn({ err: error, request_id: requestId }, 'a part is away');
  }
  const [instance = ''] = req.originalUrl.split('?');
  return problem(known ?? new BusinessError('INTERNAL'), {
    publicUrl: deps.config.PUBLIC_URL,
    instance,
    requestId,
  });
}

/** Ends what no route took: 405 with Allow where another method has one, else 404. */
function wrongMethodOrPath(routes: readonly Route[]) {
  const known = routes.map(({ path, method }) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
    method,
  }));
  return (req: Request, res: Response) => {
    const methods = known.filter(({ pattern }) => pattern.test(req.path)).map(({ method }) => method);
    if (methods.length === 0) throw new BusinessError('NOT_FOUND');
    const allow = [...new Set(methods.flatMap(withHead))].map((method) => method.toUpperCase()).join(', ');
    res.setHeader('Allow', allow);
    throw new BusinessError('METHOD_NOT_ALLOWED');
  };
}

function withHead(method: Method): string[] {
  return method === 'get' ? ['get', 'head'] : [method];
}
