/** Every route × every role: what the permission table says is what happens. */
import { randomUUID } from 'node:crypto';
import { routes } from '../../api/routes';
import { permissions, roles } from '../../domain/permissions';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
const tokens = new Map<string, string>();

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
}, 60_000);
beforeAll(async () => {
  for (const role of roles) tokens.set(role, (await api.signIn(role)).token);
});
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

/** A request that no schema accepts: allowed callers get as far as 422, and nothing is ever done. */
function ask(method: string, path: string, token?: string) {
  const concrete = path.replace(/\{\w+\}/g, randomUUID());
  return api.call(method.toUpperCase(), `${concrete}?no_such_parameter=1`, { token });
}

const table = routes.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

test.each(table)('%s: each role as the table says', async (_name, { method, path, action }) => {
  const anonymous = await ask(method, path);
  expectConforms(anonymous);
  expect(anonymous.status === 401).toBe(action !== null);
  for (const role of roles) {
    const answer = await ask(method, path, tokens.get(role));
    expectConforms(answer);
    const refused = action !== null && permissions[action][role] === null;
    expect([role, answer.body.code === 'FORBIDDEN']).toEqual([role, refused]);
    // A parameter that is no UUID, such as a country, is looked at first and unknown.
    if (!refused) expect([400, 404, 415, 422]).toContain(answer.status);
  }
});

test('what is open to all is chosen, not forgotten', () => {
  const open = routes.filter(({ action }) => action === null).map(({ method, path }) => `${method} ${path}`);
  const chosen = [
    /^get \/health/,
    /^post \/auth\/(register|login|refresh)$/,
    // Signed, each by its sender.
    /^post \/(payment\/webhook|webhooks\/\w+)$/,
    // The price list.
    /^post \/pricing\/calculate$|^get \/(pricing|geodata)/,
    // By a signed address.
    /^(get|put|post) \/media\/files/,
  ];
  expect(open.filter((name) => !chosen.some((pattern) => pattern.test(name)))).toEqual([]);
});

test('no two routes share a method and address', () => {
  const names = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  expect(new Set(names).size).toBe(names.length);
});

test('every POST that makes or charges something honours Idempotency-Key', () => {
  const made = routes.filter(
    ({ method, status, action }) => method === 'post' && status === 201 && action !== null,
  );
  expect(made.filter(({ idempotent }) => !idempotent).map(({ path }) => path)).toEqual([]);
});
