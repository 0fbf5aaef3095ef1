/** The audit log in admins' hands: found by whom, what and when, taken away whole, and changed by nobody. */
import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { Client } from 'pg';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let token: string;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
  ({ token } = await api.signIn('admin'));
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const [first, second] = [randomUUID(), randomUUID()];
const day = (n: number) => new Date(Date.UTC(2031, 0, n));

/** Of another time than all that the tests themselves leave behind. */
async function write(count: number, name = 'later'): Promise<void> {
  await database.db.auditEntry.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      at: day(1 + (n % 5)),
      actorKind: 'user',
      actorId: n % 2 === 0 ? first : second,
      action: n % 3 === 0 ? 'thing.made' : 'thing.changed',
      targetKind: 'thing',
      targetId: `=HYPERLINK("${n}")`,
      requestId: `${name}-${n}`,
      address: '10.0.0.1',
      ...(n % 3 !== 0 && { before: { size: n, tags: ['a', { b: null }] } }),
    })),
  });
}
beforeAll(() => write(60, 'request'));

const search = async (query: string) => {
  const { status, body } = await api.call('GET', `/admin/audit?${query}`, { token });
  expect(status).toBe(200);
  return body;
};
const things = 'target_kind=thing';

describe('search', () => {
  test.each([
    ['by actor', `actor_id=${first}`, 30],
    ['by action', 'action=thing.made', 20],
    ['by a family of actions', `action=thing.*&actor_id=${second}`, 30],
    ['by target', `target_id=${encodeURIComponent('=HYPERLINK("7")')}`, 1],
    ['by request', 'request_id=request-8', 1],
    ['by time', `from=${day(2).toISOString()}&to=${day(4).toISOString()}`, 24],
    ['for nothing', 'action=thing', 0],
  ])('%s', async (_name, query, total) => {
    expect(await search(`${things}&${query}`)).toMatchObject({ total, total_is_estimate: false });
  });

  test('a star and an underscore of an action are no wildcards of SQL', async () => {
    expect((await search(`${things}&action=thing_%25`)).total).toBe(0);
    expect((await search(`${things}&action=thin%25*`)).total).toBe(0);
  });

  test('page by page, newest first, each entry once, though others are written meanwhile', async () => {
    const seen: { id: string; at: string }[] = [];
    for (let cursor = ''; ; ) {
      const page = await search(`${things}&limit=25${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items);
      await write(1);
      if (!page.next_cursor) break;
      cursor = page.next_cursor;
    }
    const before = seen.filter(({ at }) => at <= day(5).toISOString());
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(before.length).toBeGreaterThanOrEqual(60);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
  });

  test('shows what it was like before, whatever it is', async () => {
    const { items } = await search(`${things}&request_id=request-7&fields=before,after,actor_kind`);
    expect(items).toEqual([
      { before: { size: 7, tags: ['a', { b: null }] }, after: null, actor_kind: 'user' },
    ]);
  });

  test.each(['action=', 'from=yesterday', 'sort=action', 'fields=secret', 'cursor=bm9uZQ', 'actor=x'])(
    '%s is refused',
    async (query) => {
      const { status, body } = await api.call('GET', `/admin/audit?${query}`, { token });
      expect([status, body.code]).toEqual([422, 'VALIDATION_FAILED']);
    },
  );
});

describe('export', () => {
  const take = (query: string) =>
    fetch(`${api.url}/api/v1/admin/audit/export?${query}`, { headers: { authorization: `Bearer ${token}` } });

  test('as lines of JSON, all that the search finds, oldest first', async () => {
    await write(1_050);
    const { total } = await search(`${things}&action=thing.*`);
    const answer = await take(`${things}&action=thing.*`);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"');
    const ids = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => BigInt(JSON.parse(line).id));
    expect(ids.length).toBe(total);
    expect(ids.every((id, n) => n === 0 || id > (ids[n - 1] ?? 0n))).toBe(true);
  }, 20_000);

  test('as CSV, in which no cell is a formula', async () => {
    const answer = await take(`${things}&request_id=request-7&format=csv`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [row, ...rest] = parse(await answer.text(), { columns: true }) as Record<string, string>[];
    expect(rest).toEqual([]);
    expect(row).toMatchObject({
      actor_id: second,
      action: 'thing.changed',
      target_id: `'=HYPERLINK("7")`,
      before: '{"size":7,"tags":["a",{"b":null}]}',
      after: 'null',
    });
  });

  test('nothing found is an empty file', async () => {
    expect(await (await take('action=nothing')).text()).toBe('');
    expect((await (await take('action=nothing&format=csv')).text()).split('\n')).toHaveLength(2);
  });

  test('what fails before it begins is told, not cut off', async () => {
    const answer = await api.call('GET', '/admin/audit/export?format=xml', { token });
    expect([answer.status, answer.body.code]).toEqual([422, 'VALIDATION_FAILED']);
  });
});

test.each(['advertiser', 'support'] as const)('it is closed to %s', async (role) => {
  const other = await api.signIn(role);
  for (const path of ['/admin/audit', '/admin/audit/export']) {
    expect((await api.call('GET', path, { token: other.token })).status).toBe(403);
  }
});

test('nobody changes or removes an entry: not the application, and not the owner of the table', async () => {
  const { db } = database;
  for (const statement of [
    db.$executeRaw`UPDATE audit_entries SET actor_id = 'nobody'`,
    db.$executeRaw`DELETE FROM audit_entries`,
    db.$executeRaw`TRUNCATE audit_entries`,
  ]) {
    await expect(statement).rejects.toThrow(/permission denied|append-only|must be owner/);
  }
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  for (const sql of [
    'UPDATE audit_entries SET actor_id = $$x$$',
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
  ]) {
    await expect(owner.query(sql)).rejects.toThrow(/append-only/);
  }
  await owner.end();
});
