/** What every list promises: pages by offset and by cursor, whitelisted sorts, filters and fields, a total that costs little. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { routes } from '../../api/routes';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let admin: { id: string; token: string };

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
  admin = await api.signIn('admin');
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const lists = routes.filter(
  ({ method, answer }) =>
    method === 'get' &&
    answer instanceof z.ZodObject &&
    answer.shape.items instanceof z.ZodArray &&
    'next_cursor' in answer.shape,
);
/** Of nothing: a query is looked at before the thing that it is about. */
const addressOf = (path: string) => path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
const get = (path: string, token = admin.token) => api.call('GET', path, { token });

test('every route that answers many things is such a list', () => {
  const many = routes.filter(
    ({ method, answer }) => method === 'get' && answer instanceof z.ZodObject && 'items' in answer.shape,
  );
  expect(many.filter((route) => !lists.includes(route)).map(({ path }) => path)).toEqual([
    // Days of one campaign: as many as its range.
    '/campaigns/{id}/metrics',
    '/campaigns/{id}/analytics',
  ]);
  expect(lists.length).toBeGreaterThan(15);
});

describe.each(lists.map(({ path }) => path))('%s', (path) => {
  test.each([
    ['sort=nonsense', '/sort'],
    ['fields=nonsense', '/fields/0'],
    ['fields=', '/fields/0'],
    ['nonsense=1', '/nonsense'],
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['offset=-1', '/offset'],
    ['cursor=bm9uZQ', '/cursor'],
    ['cursor=.', '/cursor'],
  ])('refuses %s', async (query, at) => {
    const { status, body } = await get(`${addressOf(path)}?${query}`);
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'VALIDATION_FAILED', at]);
  });
});

describe.each(lists.map(({ path }) => path).filter((path) => !path.includes('{')))('%s', (path) => {
  test('answers twenty unless asked otherwise, and no field but those asked for', async () => {
    expect((await get(path)).body).toMatchObject({ offset: 0, limit: 20, total_is_estimate: false });
    const { body } = await get(path);
    const [first] = body.items;
    if (!first) return;
    const [name = ''] = Object.keys(first);
    const { items } = (await get(`${path}?fields=${name}`)).body;
    expect(new Set(items.flatMap(Object.keys))).toEqual(new Set([name]));
  });
});

/** Many at the same moment: what is sorted by is not unique. */
async function notify(
  userId: string,
  count: number,
  at = (n: number) => new Date(1_800_000_000_000 + (n % 3)),
) {
  await database.db.notification.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      ...{ id: randomUUID(), userId, type: 'payment.received', title: `No. ${n}`, message: 'So it is.' },
      createdAt: at(n),
    })),
  });
}

async function walk(path: string, token: string, from = ''): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  for (let [cursor, pages] = [from, 1]; ; pages++) {
    const { body } = await get(`${path}${cursor && `&cursor=${cursor}`}`, token);
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    if (body.next_cursor === null) return { ids, pages };
    cursor = body.next_cursor;
  }
}

describe('paging', () => {
  test.each(['created_at', '-created_at'])(
    'by %s the cursor meets each thing once, in the order of the offset',
    async (sort) => {
      const user = await api.signIn();
      await notify(user.id, 45);
      const whole = await get(`/notifications?sort=${sort}&limit=100`, user.token);
      const { ids, pages } = await walk(`/notifications?sort=${sort}&limit=10&fields=id`, user.token);
      expect(ids).toEqual(whole.body.items.map(({ id }: { id: string }) => id));
      expect([ids.length, pages]).toEqual([45, 5]);
      const third = await get(`/notifications?sort=${sort}&limit=10&offset=20`, user.token);
      expect(third.body.items.map(({ id }: { id: string }) => id)).toEqual(ids.slice(20, 30));
    },
  );

  test('what is added meanwhile neither repeats nor hides anything', async () => {
    const user = await api.signIn();
    await notify(user.id, 30);
    const { body } = await get('/notifications?limit=10&fields=id', user.token);
    await notify(user.id, 5, () => new Date(1_900_000_000_000));
    const rest = await walk('/notifications?limit=10&fields=id', user.token, body.next_cursor);
    const seen = [...body.items.map(({ id }: { id: string }) => id), ...rest.ids];
    expect([seen.length, new Set(seen).size]).toEqual([30, 30]);
  });

  test('names sort as the database sorts them, also page by page', async () => {
    const names = ['Ända', 'anna', 'Anna', 'ANNA', 'Zoë', '', 'ß', 'Ø', 'a b', 'a-b', '日本', 'Anna'];
    await database.db.user.createMany({
      data: names.map((fullName) => ({ email: `${randomUUID()}@x.co`, fullName })),
    });
    for (const sort of ['full_name', '-full_name']) {
      const whole = await get(`/users?sort=${sort}&limit=100`);
      const { ids } = await walk(`/users?sort=${sort}&limit=3&fields=id`, admin.token);
      expect(ids).toEqual(whole.body.items.map(({ id }: { id: string }) => id));
    }
  });

  test('a cursor is of one list in one order', async () => {
    const user = await api.signIn();
    await notify(user.id, 3);
    const { next_cursor: cursor } = (await get('/notifications?limit=1', user.token)).body;
    const other = await get(`/notifications?sort=created_at&cursor=${cursor}`, user.token);
    expect([other.status, other.body.errors[0].path]).toEqual([422, '/cursor']);
    const forged = (values: unknown) =>
      Buffer.from(JSON.stringify({ sort: '-created_at', values })).toString('base64url');
    for (const values of [
      [],
      ['2026-11-30T12:00:00.000Z'],
      ['x', randomUUID()],
      [1, 2],
      ['2026-11-30T12:00:00.000Z', "' OR 1=1"],
    ]) {
      const answer = await get(`/notifications?cursor=${forged(values)}`, user.token);
      expect([values, answer.status]).toEqual([values, 422]);
    }
  });

  test('another’s cursor shows nothing of his', async () => {
    const [his, mine] = [await api.signIn(), await api.signIn()];
    await notify(his.id, 5);
    const { next_cursor: cursor } = (await get('/notifications?limit=1', his.token)).body;
    expect((await get(`/notifications?cursor=${cursor}`, mine.token)).body.items).toEqual([]);
  });

  test('beyond ten thousand the total says that there are more', async () => {
    const user = await api.signIn();
    await notify(user.id, 10_001);
    const { body } = await get('/notifications?limit=1', user.token);
    expect(body).toMatchObject({ total: 10_000, total_is_estimate: true });
  }, 30_000);

  test('a search takes percent and underscore for what they are', async () => {
    for (const q of ['%25', '_', '%5C']) {
      expect((await get(`/campaigns?q=${q}`)).body).toMatchObject({ items: [], total: 0 });
    }
  });
});
