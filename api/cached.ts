/** Public answers that change slowly: kept by what was asked, sent with an ETag and a lifetime, made before the first request. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { Deps } from '../services/context';
import type { Answer } from '../services/idempotency';
import type { Parsed, Route } from './route';
import { contentTypeOf, run } from './run';

type Asked = Parsed<unknown, unknown, unknown>;
type Cached = Route & { cache: NonNullable<Route['cache']> };

/** A route whose answer is the same for everyone. */
export function isCached(route: Route): route is Cached {
  if (route.cache && (route.method !== 'get' || route.action !== null || route.signIn)) {
    throw new Error(`${route.path} is not public, so its answer cannot be kept for others`);
  }
  return route.cache !== undefined;
}

/** The kept text, made now if there is none: by nobody in particular, as it is for everyone. */
async function textOf(deps: Deps, route: Cached, asked: Asked): Promise<string> {
  const { of, seconds } = route.cache;
  const key = JSON.stringify([route.path, asked.params, asked.query]);
  const ctx = { ...deps, caller: null, requestId: 'cache', idempotencyKey: null };
  return deps.cache.read(of, key, seconds, async () => (await run(route, ctx, asked)).body ?? '');
}

/** 200 with the text, or 304 to one who has it. */
export async function answerCached(
  deps: Deps,
  route: Cached,
  asked: Asked,
  { req, res }: { req: Request; res: Response },
): Promise<Answer> {
  const body = await textOf(deps, route, asked);
  // Weak: the same text may be sent compressed.
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  res.setHeader('ETag', `W/${tag}`);
  res.setHeader('Cache-Control', `public, max-age=${route.cache.seconds}`);
  if (hasIt(req.get('if-none-match'), tag)) return { status: 304, headers: {}, body: null, final: true };
  return { status: route.status, headers: { 'Content-Type': contentTypeOf(route) }, body, final: true };
}

/** Compared weakly. Not by Express, which heeds a `no-cache` that fetch() adds to every If-None-Match of its user's. */
function hasIt(ifNoneMatch: string | undefined, tag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((text) => text.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(tag) || tags[0] === '*';
}

/** Makes the answers to what is asked without parameters; one that can't be made yet is made when it is asked for. */
export async function warm(deps: Deps, routes: readonly Route[]): Promise<void> {
  for (const route of routes) {
    if (!isCached(route) || route.params) continue;
    const query = route.query?.safeParse({});
    if (query?.success === false) continue;
    await textOf(deps, route, { ...nothing, query: query?.data ?? {} }).catch((error: unknown) => {
      deps.log.warn({ err: error, route: route.path }, 'an answer could not be made beforehand');
    });
  }
}

const nothing: Asked = {
  params: undefined,
  query: {},
  body: undefined,
  headers: {},
  expectedVersion: null,
  address: '',
  raw: Buffer.alloc(0),
  stream: Readable.from([]),
};
