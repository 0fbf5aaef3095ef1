/** The OpenAPI 3.1 document, made from the same table and schemas that serve the requests. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { errorTable } from '../domain/errors';
import { scopeOf } from '../domain/permissions';
import { Problem } from '../schemas/common';
import { headers, headersOf } from './document/headers';
import { linksOf } from './document/links';
import { operationId } from './document/names';
import { problemsOf, problemType } from './document/problems';
import { hasRules } from './document/rules';
import type { Route } from './route';
import { EVENT_STREAM } from './stream';
import { ENTITY_TAG, IDEMPOTENCY_KEY } from './validate';

const bodyTypes = {
  json: 'application/json',
  csv: 'text/csv',
  raw: 'application/json',
  multipart: 'multipart/form-data',
};

const keyHeader = z.string().regex(IDEMPOTENCY_KEY).optional().meta({
  description: 'Makes the request safe to repeat for 24 hours: the same key and body get the same answer.',
});
const matchHeader = z.string().regex(ENTITY_TAG).optional().meta({
  description: 'The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile.',
  example: '*',
});

function requestHeaders(route: Route): z.ZodObject {
  const { signature } = route;
  return z.object({
    ...(route.idempotent && { 'Idempotency-Key': keyHeader }),
    ...(route.errors.includes('VERSION_CONFLICT') && { 'If-Match': matchHeader }),
    ...(signature && { [signature]: z.string().meta({ description: 'Proves who sent the event' }) }),
  });
}

function requestBody({ body, bodyKind = 'json', form }: Route): RouteConfig['request'] {
  const schemas = {
    json: body,
    raw: { type: 'object' as const, description: 'The event, as its sender documents it' },
    csv: { type: 'string' as const },
    multipart: form && z.strictObject({ file: z.string().meta({ format: 'binary' }), ...form.shape }),
  };
  const schema = schemas[bodyKind];
  // A body of which every member may be left out may be left out itself.
  const required = !body?.safeParse(undefined).success;
  return schema && { body: { required, content: { [bodyTypes[bodyKind]]: { schema } } } };
}

/** One of a stream of server-sent events. */
const Frame = z.strictObject({
  id: z.string().optional(),
  event: z.string().optional(),
  data: z.string().optional(),
  retry: z.int().optional(),
});

/** `x-refuses`: statuses, beside 401, 403, 404 and 409, that a request may get though it fits its schema. */
function refusesWhatItsSchemaTakes({ params, query, body, bodyKind = 'json', errors }: Route) {
  const rules = [params, query, body].some((schema) => schema && hasRules(schema)) || bodyKind !== 'json';
  const statuses = new Set(errors.map((code) => errorTable[code][0]).filter((status) => status < 500));
  if (rules) statuses.add(422);
  const refuses = [...statuses].filter((status) => ![401, 403, 404, 409].includes(status)).toSorted();
  return refuses.length > 0 && { 'x-refuses': refuses };
}

/** A token, or a key of the scope that stands with it; no key where there is none. */
function securityOf({ action, signIn }: Route): Record<string, string[]>[] {
  if (action === null) return signIn ? [{}, { bearer: [] }, { apiKey: [] }] : [];
  const scope = scopeOf(action);
  return scope === null ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [scope] }];
}

function success(route: Route, status: number, routes: readonly Route[]): RouteConfig['responses'][string] {
  const type = route.contentType ?? 'application/json';
  const schema = route.answer ?? (type === EVENT_STREAM ? Frame : { type: 'string' as const });
  const other = route.otherType && { [route.otherType]: { schema: { type: 'string' as const } } };
  const links = linksOf(route, routes);
  return {
    description: route.summary,
    headers: headersOf(route, status),
    ...(![204, 302, 304].includes(status) && { content: { [type]: { schema }, ...other } }),
    ...(links && { links }),
  };
}

/** Statuses of success: the one of the table, 202 where the work may go on, 304 where the answer is kept. */
function successes(route: Route): number[] {
  return [route.status, ...(route.mayPend ? [202] : []), ...(route.cache ? [304] : [])];
}

function operation(route: Route, routes: readonly Route[]): RouteConfig {
  const { method, path, summary, tag, params, query } = route;
  const refusals = problemsOf(route).map(({ status, name }) => [
    status,
    { $ref: `#/components/responses/${name}` },
  ]);
  return {
    method,
    path,
    summary,
    tags: [tag],
    operationId: operationId(route, routes),
    security: securityOf(route),
    request: {
      ...(params instanceof z.ZodObject && { params }),
      ...(query instanceof z.ZodObject && { query }),
      headers: requestHeaders(route),
      ...requestBody(route),
    },
    responses: {
      ...Object.fromEntries(successes(route).map((status) => [status, success(route, status, routes)])),
      ...Object.fromEntries(refusals),
    },
    ...refusesWhatItsSchemaTakes(route),
  };
}

/** @param publicUrl where clients reach the API, without a path. */
export function openApiDocument(routes: readonly Route[], publicUrl: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of /auth/login.',
  });
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'A key of /api-keys, with the scope that stands at the operation.',
  });
  for (const [name, header] of Object.entries(headers)) registry.registerComponent('headers', name, header);
  const shared = new Map(routes.flatMap(problemsOf).map(({ name, response }) => [name, response]));
  for (const [name, response] of shared) registry.registerComponent('responses', name, response);
  for (const route of routes) registry.registerPath(operation(route, routes));
  const types = Object.keys(errorTable).map((code) => problemType(publicUrl, code));
  const type = Problem.shape.type.meta({ ...Problem.shape.type.meta(), enum: types });
  return new OpenApiGeneratorV31([
    { type: 'schema', schema: Problem.extend({ type }).meta({ id: 'Problem' }) },
    ...registry.definitions,
  ]).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Adflight',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Runs advertising campaigns from draft to final report. Money is in minor units of the currency beside it, ' +
        'time in ISO 8601 and UTC. Every error is an `application/problem+json` document with a stable `code`.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
  });
}
