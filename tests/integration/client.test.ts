/** The generated client against the running API: what compiles here is what the API takes and answers. */
import { createClient, everyItem } from '../../client/src';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

test('signs in, reads and changes the profile, with full types', async () => {
  const { email } = await api.signIn();
  const nobody = createClient({ url: api.url });
  const login = await nobody.POST('/auth/login', { body: { email, password: 'correct horse battery' } });
  const token = login.data && 'access_token' in login.data ? login.data.access_token : '';
  const client = createClient({ url: api.url, token: () => token });

  const { data: me } = await client.GET('/users/me');
  expect([me?.email, me?.role satisfies 'advertiser' | 'support' | 'admin' | undefined]).toEqual([
    email,
    'advertiser',
  ]);
  const { data: changed } = await client.PATCH('/users/me', { body: { full_name: 'Grace' } });
  expect(changed?.full_name).toBe('Grace');
  // @ts-expect-error: a name is text.
  const { error, response } = await client.PATCH('/users/me', { body: { full_name: 7 } });
  expect([response.status, error?.code, error?.errors?.map(({ path }) => path)]).toEqual([
    422,
    'VALIDATION_FAILED',
    ['/full_name'],
  ]);
});

test('an error is a problem document, whose code says which', async () => {
  const { data, error } = await createClient({ url: api.url }).GET('/campaigns');
  expect([data, error?.code, error?.status]).toEqual([undefined, 'UNAUTHENTICATED', 401]);
});

test('walks a list to its end, page by page', async () => {
  const { id, token } = await api.signIn();
  const at = (n: number) => ({
    userId: id,
    type: 'x',
    title: String(n),
    message: 'x',
    id: crypto.randomUUID(),
  });
  await database.db.notification.createMany({ data: Array.from({ length: 7 }, (_, n) => at(n)) });
  const client = createClient({ url: api.url, token: () => token });
  const titles: string[] = [];
  const read = async (cursor: string | undefined) => {
    const query = { limit: 3, fields: ['title' as const], ...(cursor !== undefined && { cursor }) };
    const { data } = await client.GET('/notifications', { params: { query } });
    if (!data) throw new Error('no page');
    return data;
  };
  for await (const { title } of everyItem(read)) titles.push(title);
  expect(titles.toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
});

test('by an API key, in the place of a token', async () => {
  const { token } = await api.signIn();
  const client = createClient({ url: api.url, token: async () => token });
  const { data: made } = await client.POST('/api-keys', {
    body: { name: 'Import', scopes: ['account:read'] },
  });
  const { response } = await createClient({ url: api.url, apiKey: made?.key ?? '' }).GET('/usage');
  expect(response.status).toBe(200);
});

test('each POST carries a key of its own, so that a repetition does nothing twice', async () => {
  const keys: (string | null)[] = [];
  const { token } = await api.signIn();
  const client = createClient({
    url: api.url,
    token: () => token,
    fetch: (request) => {
      keys.push(request.headers.get('idempotency-key'));
      return fetch(request);
    },
  });
  await client.GET('/users/me');
  await client.POST('/notifications/read-all');
  const header = { 'Idempotency-Key': 'mine' };
  await client.POST('/api-keys', { params: { header }, body: { name: 'Import', scopes: ['account:read'] } });
  expect(keys).toEqual([null, expect.stringMatching(/^[0-9a-f-]{36}$/), 'mine']);
});
