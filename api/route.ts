/** A route as data: the router, the OpenAPI document and the tests are made from the table of these. */
import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors';
import type { Context } from '../services/context';
import type { Verb } from '../services/verb';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface RouteSpec<Params, Query, Body, Input, Output, Answer> {
  method: Method;
  /** Below `/api/v1`, parameters in braces: `/campaigns/{id}/submit`. */
  path: string;
  summary: string;
  tag: string;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** `json` unless said: `raw` keeps the bytes for a signature, `multipart` streams a file, `csv` is text. */
  bodyKind?: 'json' | 'raw' | 'multipart' | 'csv';
  verb: Verb<Input, Output>;
  /** Turns the request, parsed by the schemas above, into the verb's input. */
  input(request: Parsed<Params, Query, Body>): Input;
  /** Status and schema of the answer; no schema with 204. */
  status: 200 | 201 | 202 | 204;
  /** Answered 202 in its place: the work goes on, and Location says where. */
  isPending?(output: Output): boolean;
  answer?: z.ZodType<Answer>;
  /** The answer's media type when it is not JSON. */
  contentType?: string;
  /** A media type of text that a caller may ask for instead, named by `headers`: text/csv. */
  otherType?: string;
  /** Turns the verb's output into the answer (snake_case); needed unless 204. */
  present?(output: Output): Answer | string;
  /** Extra headers: Location, ETag, Retry-After. */
  headers?(output: Output): Record<string, string>;
  /** What it can refuse with, besides what every route can. With VERSION_CONFLICT, If-Match is documented too. */
  errors: readonly ErrorCode[];
  /** On a public route: whoever sends a token is known by it, and a bad one is refused. */
  signIn?: 'optional';
  /** Honours Idempotency-Key: every POST that creates or charges. */
  idempotent?: boolean;
  /** Requests of a class share a limit. */
  rate?: 'read' | 'write' | 'sign_in' | 'webhook';
}

export interface Parsed<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  headers: Readonly<Record<string, string | undefined>>;
  /** The version in If-Match, for edits; null: whatever it is now. */
  expectedVersion: number | null;
  /** The client's network address. */
  address: string;
  /** The bytes as they came, for `raw` and `csv`; the stream of the request for `multipart`. */
  raw: Buffer;
  stream: NodeJS.ReadableStream;
}

/** What `serve` needs of a route, its types closed over. */
export interface Route
  extends Omit<
    RouteSpec<unknown, unknown, unknown, unknown, unknown, unknown>,
    'verb' | 'input' | 'present' | 'headers' | 'isPending'
  > {
  action: Verb<unknown, unknown>['action'];
  /** It may answer 202 too. */
  mayPend: boolean;
  /** Parses nothing: takes what the schemas returned, answers what to send. */
  handle(
    ctx: Context,
    request: Parsed<unknown, unknown, unknown>,
  ): Promise<{ status: number; body: unknown; headers: Record<string, string> }>;
}

/** The ETag of a thing at a version: what If-Match names. */
export function etag(version: number): string {
  return `"${version}"`;
}

/** Closes a route over its types; `Params`, `Query` and `Body` follow from the schemas. */
export function route<Params, Query, Body, Input, Output, Answer>(
  spec: RouteSpec<Params, Query, Body, Input, Output, Answer>,
): Route {
  const { verb, input, present, headers, isPending, ...data } = spec;
  return {
    ...data,
    action: verb.action,
    mayPend: isPending !== undefined,
    async handle(ctx, request) {
      // The router has run `params`, `query` and `body` over the request: these are their outputs.
      const output = await verb.call(ctx, input(request as Parsed<Params, Query, Body>));
      const status = isPending?.(output) ? 202 : spec.status;
      return { status, body: present?.(output), headers: headers?.(output) ?? {} };
    },
  };
}
