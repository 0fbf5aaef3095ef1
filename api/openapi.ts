/** The OpenAPI 3.1 document, made from the same table and schemas that serve the requests. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { type ErrorCode, errorTable } from '../domain/errors';
import { permissions, roles } from '../domain/permissions';
import { Problem } from '../schemas/common';
import { PROBLEM_TYPE } from './problem';
import type { Route } from './route';

const bodyTypes = { json: 'application/json', csv: 'text/csv', raw: '*/*', multipart: 'multipart/form-data' };

/** What a route can refuse with because of what it is, beside what it declares. */
function errorsOf(route: Route): ErrorCode[] {
  const away: ErrorCode[] = ['INTERNAL', 'UNAVAILABLE', 'OUTCOME_UNKNOWN'];
  const codes = new Set<ErrorCode>(['VALIDATION_FAILED', ...away, ...route.errors]);
  if (route.signIn) codes.add('UNAUTHENTICATED');
  if (route.path.includes('{')) codes.add('MALFORMED_ID').add('NOT_FOUND');
  if (route.action) {
    codes.add('UNAUTHENTICATED');
    const row = permissions[route.action];
    if (roles.some((role) => row[role] === null)) codes.add('FORBIDDEN');
  }
  if (route.body || route.bodyKind) codes.add('PAYLOAD_TOO_LARGE');
  if (route.body && (route.bodyKind ?? 'json') === 'json') codes.add('MALFORMED_JSON');
  if ((route.body || route.bodyKind) && route.bodyKind !== 'raw') codes.add('UNSUPPORTED_MEDIA_TYPE');
  if (route.method !== 'get') codes.add('IDEMPOTENCY_KEY_INVALID');
  if (route.idempotent) codes.add('IDEMPOTENCY_IN_PROGRESS').add('IDEMPOTENCY_KEY_REUSED');
  return [...codes];
}

function problems(route: Route): RouteConfig['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route)) {
    const [status] = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answers = [...byStatus].map(([status, codes]) => {
    const description = codes.map((code) => `\`${code}\`: ${errorTable[code][1]}`).join('\n\n');
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
    };
    return [status, { description, content: { [PROBLEM_TYPE]: { schema } } }] as const;
  });
  return Object.fromEntries(answers);
}

function success(route: Route): RouteConfig['responses'][string] {
  const type = route.contentType ?? 'application/json';
  const schema = route.answer ?? { type: 'string' as const };
  const other = route.otherType && { [route.otherType]: { schema: { type: 'string' as const } } };
  const content = route.status === 204 ? {} : { content: { [type]: { schema }, ...other } };
  return { description: route.summary, ...content };
}

const keyHeader = z.string().min(1).max(257).optional().meta({
  description: 'Makes the request safe to repeat for 24 hours: the same key and body get the same answer.',
  example: '7c1e3f58-95f4-4b0a-8a59-6f2d0c3b1e77',
});
const matchHeader = z.string().optional().meta({
  description: 'The ETag that was read: refused as VERSION_CONFLICT when it changed meanwhile.',
  example: '"3"',
});

function headersOf(route: Route): z.ZodObject {
  return z.object({
    ...(route.idempotent && { 'Idempotency-Key': keyHeader }),
    ...(route.errors.includes('VERSION_CONFLICT') && { 'If-Match': matchHeader }),
  });
}

function operation(route: Route): RouteConfig {
  const { method, path, summary, tag, params, query, body } = route;
  const mediaType = bodyTypes[route.bodyKind ?? 'json'];
  const schema = body ?? (route.bodyKind ? { type: 'string' as const, format: 'binary' } : null);
  return {
    method,
    path,
    summary,
    tags: [tag],
    operationId: `${method}${path.replace(/[{}]/g, '').replace(/[/_.-]+(\w?)/g, (_, c: string) => c.toUpperCase())}`,
    security: route.action ? [{ bearer: [] }] : route.signIn ? [{}, { bearer: [] }] : [],
    request: {
      ...(params instanceof z.ZodObject && { params }),
      ...(query instanceof z.ZodObject && { query }),
      headers: headersOf(route),
      ...(schema && { body: { required: true, content: { [mediaType]: { schema } } } }),
    },
    responses: {
      [route.status]: success(route),
      ...(route.mayPend ? { 202: success(route) } : {}),
      ...problems(route),
    },
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
  for (const route of routes) registry.registerPath(operation(route));
  return new OpenApiGeneratorV31([
    { type: 'schema', schema: Problem },
    ...registry.definitions,
  ]).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Adflight',
      version: '1',
      description:
        'Runs advertising campaigns from draft to final report. Money is in minor units of the currency beside it, ' +
        'time in ISO 8601 and UTC. Every error is an `application/problem+json` document with a stable `code`.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
  });
}
