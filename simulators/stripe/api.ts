/** The API as a router: key check, planned faults, idempotency, then the rule; each answer as Stripe words it. */

import { setTimeout as wait } from 'node:timers/promises';
import express, { type Request, type Response, type Router } from 'express';
import { type Desk, newId } from './desk';
import { type Endpoint, endpoints } from './endpoints';
import { expanded, expansionOf } from './expand';
import type { Fault, Faults } from './faults';
import type { Answer, Idempotency } from './idempotency';
import { missing, Refusal } from './refusal';

export interface ApiParts {
  desk: Desk;
  apiKey: string;
  faults: Faults;
  idempotency: Idempotency;
  /** Base address of a stripe-mock that must accept every request which the simulator accepts. */
  mirror: string | null;
}

export function stripeApi(parts: ApiParts): Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: true, limit: '1mb' }));
  for (const endpoint of endpoints)
    router[endpoint.method === 'GET' ? 'get' : 'post'](endpoint.path, (request, response) =>
      serve(parts, endpoint, request, response),
    );
  router.use('/v1', (request, response) => send(response, refused(missing('endpoint', request.path))));
  return router;
}

async function serve(parts: ApiParts, endpoint: Endpoint, request: Request, response: Response) {
  response.set('request-id', newId('req'));
  if (request.get('authorization') !== `Bearer ${parts.apiKey}`)
    return send(
      response,
      refused(new Refusal(401, { type: 'invalid_request_error', message: 'Invalid API Key provided.' })),
    );
  const fault = parts.faults.meet(request.method, request.path);
  if (fault && fault.mode !== 'latency') await wait(fault.delay_ms);
  if (fault?.mode === 'hang_before') return response.destroy();
  if (fault?.mode === 'fail_before') return send(response, broken);
  if (fault?.mode === 'rate_limit') {
    response.set('retry-after', String(fault.retry_after_seconds));
    return send(response, tooMany);
  }
  const key = request.method === 'POST' ? request.get('idempotency-key') : undefined;
  const asked = { method: request.method, path: request.path, body: request.body };
  try {
    const answer = key
      ? await parts.idempotency.once(key, asked, () => attempt(parts, endpoint, request, fault))
      : { ...(await attempt(parts, endpoint, request, fault)), replayed: false };
    if (fault?.mode === 'hang_after') return response.destroy();
    if (key) response.set('idempotency-key', key);
    if (answer.replayed) response.set('idempotent-replayed', 'true');
    send(response, answer);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(response, refused(error));
  }
}

/** The rule itself. `keep`: whether its answer belongs under the key. */
async function attempt(
  { desk, mirror }: ApiParts,
  endpoint: Endpoint,
  request: Request,
  fault: Fault | null,
) {
  // Slow while it works, so that a repeat under the same key meets it.
  if (fault?.mode === 'latency') await wait(fault.delay_ms);
  const objection = mirror ? await objectionOf(mirror, request) : null;
  try {
    const { id } = request.params;
    const { rest, paths } = expansionOf(endpoint.method === 'GET' ? request.query : request.body);
    const body = expanded(desk, endpoint.run(desk, typeof id === 'string' ? id : '', rest), paths);
    if (objection)
      return { ...refused(new Refusal(400, { type: 'api_error', message: objection })), keep: false };
    return fault?.mode === 'fail_after' ? { ...broken, keep: true } : { status: 200, body, keep: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...refused(error), keep: error.began };
  }
}

/** What stripe-mock, which knows every parameter of the published API, has against the request. */
async function objectionOf(mirror: string, request: Request): Promise<string | null> {
  const body = request.method === 'POST' ? form(request.body) : undefined;
  const answer = await fetch(`${mirror}${request.originalUrl}`, {
    method: request.method,
    headers: {
      authorization: 'Bearer sk_test_mirror',
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  if (answer.status < 400) return null;
  return `stripe-mock refuses what the simulator accepts: ${answer.status} ${await answer.text()}`;
}

/** Writes nested values in Stripe's bracket form. */
function form(value: unknown): string {
  const pairs: [string, string][] = [];
  const walk = (name: string, part: unknown): void => {
    if (typeof part === 'object' && part !== null)
      for (const [key, child] of Object.entries(part)) walk(name ? `${name}[${key}]` : key, child);
    else pairs.push([name, String(part)]);
  };
  walk('', value);
  return new URLSearchParams(pairs).toString();
}

function send(response: Response, { status, body }: Answer): void {
  response.status(status).json(body);
}

function refused({ status, error }: Refusal): Answer {
  return { status, body: { error } };
}

const broken = refused(
  new Refusal(500, { type: 'api_error', message: 'An error occurred while processing your request.' }),
);
const tooMany = refused(
  new Refusal(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' }),
);
