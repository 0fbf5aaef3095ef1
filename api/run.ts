/** One call of a route's verb, as the answer to send. */
import type { Context } from '../services/context';
import type { Answer } from '../services/idempotency';
import type { Parsed, Route } from './route';

export async function run(
  route: Route,
  ctx: Context,
  parsed: Parsed<unknown, unknown, unknown>,
): Promise<Answer> {
  try {
    const { status, body, headers } = await route.handle(ctx, parsed);
    // One that says "not yet" is asked again under the same key.
    const final = status === route.status;
    if (status === 204 || body === undefined) return { status, headers, body: null, final };
    const content = typeof body === 'string' && route.contentType ? body : JSON.stringify(body);
    return { status, headers: { 'Content-Type': contentTypeOf(route), ...headers }, body: content, final };
  } finally {
    // What public answers are made of is in admins' hands; one who reads again sees his change.
    if (route.method !== 'get' && ctx.caller?.role === 'admin') ctx.cache.forget();
  }
}

export function contentTypeOf(route: Route): string {
  return route.contentType ?? 'application/json; charset=utf-8';
}
