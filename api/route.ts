/** A route as data: the router, the OpenAPI document and the tests are made from the table of these. */
import type { z } from 'zod';
import type { ErrorCode } from '../domain/errors';
import type { Topic } from '../infra/answer-cache';
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
  /** The fields beside the file of a multipart form. */
  form?: z.ZodObject;
  /** The header that proves who sent a raw body. */
  signature?: string;
  verb: Verb<Input, Output>;
  /** Turns the request, parsed by the schemas above, into the verb's input. */
  input(request: Parsed<Params, Query, Body>, ctx: Context): Input;
  /** Status and schema of the answer; no schema with 204, nor with 302, whose Location a browser follows. */
  status: 200 | 201 | 202 | 204 | 302;
  /** Answered 202 in its place: the work goes on, and Location says where. */
  isPending?(output: Output): boolean;
  answer?: z.ZodType<Answer>;
  /** The answer's media type when it is not JSON. */
  contentType?: string;
  /** A media type of text that a caller may ask for instead, named by `headers`: text/csv. */
  otherType?: string;
  /** Turns the verb's output into the answer (snake_case); needed unless 204. */
  present?(output: Output, request: Parsed<Params, Query, Body>, showing: Showing): Answer | string;
  /** Extra headers by name, each made of the output (left out where undefined): Location, ETag. */
  headers?: Headers<Output, Parsed<Params, Query, Body>>;
  /** What it can refuse with, besides what every route can. With VERSION_CONFLICT, If-Match is documented too. */
  errors: readonly ErrorCode[];
  /** On a public route: whoever sends a token is known by it, and a bad one is refused. */
  signIn?: 'optional';
  /** Honours Idempotency-Key: every POST that creates or charges. */
  idempotent?: boolean;
  /** Its answer shows a secret: what is kept of it for repeats is sealed. */
  secretAnswer?: boolean;
  /** Of a public route that is the same for everyone: kept, by us and by clients, until what it is made `of` changes. */
  cache?: { of: Topic; seconds: number };
  /** Requests of a class share a limit; by the method unless said. */
  rate?: 'read' | 'write' | 'sign_in' | 'webhook' | 'none';
}

type Headers<Output, Request> = Readonly<
  Record<string, (output: Output, request: Request, ctx: Context) => string | undefined>
>;

/** To whom, and at which route, an answer is shown. */
export interface Showing extends Pick<Context, 'log' | 'requestId'> {
  path: string;
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
  /** Names of its extra headers. */
  sends: readonly string[];
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
  const { verb, input, present, headers = {}, isPending, ...data } = spec;
  return {
    ...data,
    action: verb.action,
    mayPend: isPending !== undefined,
    sends: Object.keys(headers),
    async handle(ctx, request) {
      // The router has run `params`, `query` and `body` over the request: these are their outputs.
      const parsed = request as Parsed<Params, Query, Body>;
      const output = await verb.call(ctx, input(parsed, ctx));
      const status = isPending?.(output) ? 202 : spec.status;
      const { log, requestId } = ctx;
      const body = present?.(output, parsed, { log, requestId, path: spec.path });
      return { status, body, headers: madeOf(headers, output, parsed, ctx) };
    },
  };
}

function madeOf<Output, Request>(
  headers: Headers<Output, Request>,
  output: Output,
  request: Request,
  ctx: Context,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, make]) => {
      const value = make(output, request, ctx);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
