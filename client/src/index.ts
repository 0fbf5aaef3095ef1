/** A typed client of the Adflight API: paths, bodies and answers are those of the OpenAPI document. */
import createFetchClient, { type ClientOptions, type Middleware } from 'openapi-fetch';
import type { components, paths } from './schema';

export type { components, paths } from './schema';
export type Problem = components['schemas']['Problem'];

interface Options extends Pick<ClientOptions, 'fetch'> {
  /** Where the API is, without a path: `https://ads.example`. */
  url: string;
  /** One of these, or neither for what is public. The token is asked for before each request. */
  token?: () => string | Promise<string>;
  apiKey?: string;
}

/** Each answer has `data`, or `error`: a problem document with a stable `code`. Only the network makes it throw. */
export function createClient({ url, token, apiKey, ...rest }: Options) {
  const client = createFetchClient<paths>({ baseUrl: `${url}/api/v1`, ...rest });
  const authentication: Middleware = {
    async onRequest({ request }) {
      if (apiKey !== undefined) request.headers.set('X-API-Key', apiKey);
      else if (token) request.headers.set('Authorization', `Bearer ${await token()}`);
    },
  };
  client.use(authentication, repeatable);
  return client;
}

/** A POST that is sent again because its answer was lost does nothing twice. */
const repeatable: Middleware = {
  onRequest({ request }) {
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', crypto.randomUUID());
    }
  },
};

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** Every item of a list, page after page. @param read asks for the page at a cursor. @throws what `read` throws */
export async function* everyItem<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item, void> {
  for (let cursor: string | undefined, more = true; more; ) {
    const { items, next_cursor: next } = await read(cursor);
    yield* items;
    more = next !== null;
    cursor = next ?? undefined;
  }
}
