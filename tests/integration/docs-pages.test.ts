/** The documentation pages: whole without anything from elsewhere, and under a policy that lets nothing else in. */
import { errorTable } from '../../domain/errors';
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

const get = async (path: string) => {
  const answer = await fetch(`${api.url}${path}`);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

test.each(['/docs/api', '/docs/errors'])('%s loads only what we serve', async (path) => {
  const { status, headers, text } = await get(path);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  const addresses = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  for (const address of addresses.filter((it) => !it.startsWith('#') && it !== 'data:,')) {
    expect(address).toMatch(/^\/[^/]/);
    expect([address, (await get(address)).status]).toEqual([address, 200]);
  }
  expect(text).not.toMatch(/<script(?! src="\/)/);
});

test('the styles of the page name nothing outside', async () => {
  const { text, headers } = await get('/docs/assets/swagger-ui.css');
  expect(headers.get('content-type')).toBe('text/css; charset=utf-8');
  expect(text).not.toMatch(/url\(["']?(?:https?:)?\/\//);
});

test('every `type` of a problem leads to a page with that very code', async () => {
  const { text } = await get('/docs/errors');
  for (const code of Object.keys(errorTable)) expect(text).toContain(`<tr id="${code}">`);
  const { body } = await api.call('GET', '/users/me');
  const { pathname, hash } = new URL(body.type);
  expect((await get(pathname)).text).toContain(`id="${hash.slice(1)}"`);
});
