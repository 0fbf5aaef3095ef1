/** Every operation × every caller: what the matrix says is what happens. */
import { randomUUID } from 'node:crypto';
import type { Route } from '../../../api/route';
import { routes } from '../../../api/routes';
import { BusinessError } from '../../../domain/errors';
import { scopes } from '../../../domain/permissions';
import { hashPassword } from '../../../infra/passwords';
import { seed } from '../../../prisma/seed/seed';
import type { Deps } from '../../../services/context';
import { plain } from '../../fixtures/media/corpus';
import { type Answered, type Api, PASSWORD, startApi, testDeps } from '../http';
import { freshDatabase } from '../parts';
import { storages, type TestStorage } from '../storages';
import { type Cell, matrix, notYetOffered, type Row } from './matrix';
import { leftOver, requestTo } from './requests';
import { makeWorld, type Person, type World } from './world';

const nameOf = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`;
const offered = new Map(routes.map((route) => [nameOf(route), route]));

let database: Awaited<ReturnType<typeof freshDatabase>>;
let files: TestStorage;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let picture: Buffer;
let samples: Parameters<typeof makeWorld>[1];
/** What refusals are tried on: none of them may change it. */
let still: World;
const newWorld = () => makeWorld(deps, samples);

/** Temporal is away, and says so at once. */
function awayTemporal(): Deps['temporal'] {
  const away = () => Promise.reject(new BusinessError('UNAVAILABLE'));
  const call = (_deadline: number, ask: () => unknown) => ask();
  const handle = { executeUpdate: away, query: away, signal: away };
  const workflow = {
    getHandle: () => handle,
    start: away,
    signalWithStart: away,
    executeUpdateWithStart: away,
  };
  const workflowService = { describeNamespace: away };
  const connection = { withDeadline: call };
  return { workflow, workflowService, connection, withDeadline: call } as unknown as Deps['temporal'];
}

beforeAll(async () => {
  [database, files] = await Promise.all([freshDatabase(), storages.local?.() as Promise<TestStorage>]);
  deps = testDeps(database.db, { temporal: awayTemporal(), storage: files.storage });
  api = await startApi(deps);
  await seed(database.db);
  picture = await plain(400, 300).png().toBuffer();
  const body = requestTo('POST /pricing/calculate', { things: {} } as World, picture).body;
  await api.call('POST', '/pricing/calculate', { body });
  const quote = await database.db.quote.findFirstOrThrow();
  samples = {
    scopes,
    quote,
    passwordHash: await hashPassword(PASSWORD, deps.config, { share: '', isKnown: false }),
  };
  still = await newWorld();
}, 60_000);
afterAll(async () => {
  await api.close();
  await Promise.all([deps.close(), files.close()]);
  await database.close();
});

type Kind = keyof Row['operations'];
const isOpenKind = (kind: Kind) => kind === 'open' || kind === 'known' || kind === 'session';

interface Operation {
  name: string;
  row: Row;
  kind: Kind;
}
const kinds = ['open', 'known', 'session', 'read', 'write', 'signIn'] as const satisfies readonly Kind[];
const operations: Operation[] = matrix.flatMap((row) =>
  kinds.flatMap((kind) => (row.operations[kind] ?? []).map((name) => ({ name, row, kind }))),
);

describe('the matrix', () => {
  test('names every operation, once, and none that there is not', () => {
    const names = operations.map(({ name }) => name);
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
    expect([...offered.keys()].filter((name) => !names.includes(name))).toEqual([]);
    expect(names.filter((name) => !offered.has(name))).toEqual([]);
    expect(leftOver(names)).toEqual([]);
  });

  test('lists as not yet offered only what is not', () => {
    for (const { name, paths } of notYetOffered) {
      for (const prefix of paths) {
        const found = routes.filter(({ path }) => path === prefix || path.startsWith(`${prefix}/`));
        expect([name, found.map(nameOf)]).toEqual([name, []]);
      }
    }
  });

  test('opens nothing that the routes shut, and shuts nothing that they open', () => {
    const open = operations.filter(({ kind }) => isOpenKind(kind)).map(({ name }) => name);
    expect(
      routes
        .filter(({ action }) => action === null)
        .map(nameOf)
        .sort(),
    ).toEqual(open.sort());
  });
});

describe('the table of routes', () => {
  test('has no two with the same method and address', () => {
    const names = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('lets every POST that makes or charges something be repeated', () => {
    const posts = routes.filter(({ method, action }) => method === 'post' && action !== null);
    // Said twice these leave what once leaves, or send one more message: the limits of codes and mails hold them.
    const neither = [
      '/admin/geodata/csv',
      '/admin/pricing-matrix/csv',
      '/admin/promo-codes/{code}/disable',
      '/notifications/read-all',
      '/notifications/{id}/read',
      '/users/me/email',
      '/users/me/password',
      '/users/me/phone',
      '/users/me/phone/verify',
      '/users/{id}/disable',
      '/users/{id}/enable',
      '/users/{id}/role',
    ];
    expect(
      posts
        .filter(({ idempotent }) => !idempotent)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(neither);
  });
});

interface Caller {
  name: string;
  person: Person | null;
  /** How he shows who he is. */
  credentials(world: World): { token?: string; apiKey?: string };
  /** He shows nothing, or what is good for nothing. */
  isNobody?: 'silent' | 'false';
  isKey?: 'full' | 'read';
}

const callers: Caller[] = [
  { name: 'nobody', person: null, credentials: () => ({}), isNobody: 'silent' },
  ...(['owner', 'other', 'support', 'admin'] as const).flatMap((person): Caller[] => [
    { name: person, person, credentials: (world) => ({ token: world[person].token }) },
    {
      name: `a key of ${person}`,
      person,
      isKey: 'full',
      credentials: (world) => ({ apiKey: world[person].fullKey }),
    },
    {
      name: `a key of ${person} that only reads`,
      person,
      isKey: 'read',
      credentials: (world) => ({ apiKey: world[person].readKey }),
    },
  ]),
  ...(
    [
      ['a revoked key', (world) => ({ apiKey: world.revokedKey })],
      ['an expired key', (world) => ({ apiKey: world.expiredKey })],
      ['a disabled user', ({ disabled }) => ({ token: disabled.token })],
      ['a key of a disabled user', ({ disabled }) => ({ apiKey: disabled.fullKey })],
    ] as const satisfies readonly (readonly [string, Caller['credentials']])[]
  ).map(([name, credentials]): Caller => ({ name, person: null, credentials, isNobody: 'false' })),
];

type Verdict = { status: number; code: string } | 'granted';

/** What the matrix says of a caller. @param isNamed the request names something of the owner. */
function verdictOf({ row, kind }: Operation, caller: Caller, isNamed: boolean): Verdict {
  const { person, isNobody, isKey } = caller;
  if (kind === 'session' && (isNobody || isKey)) return { status: 401, code: 'UNAUTHENTICATED' };
  if (isNobody === 'false' && kind === 'known') return { status: 401, code: 'UNAUTHENTICATED' };
  if (isNobody && kind !== 'open' && kind !== 'known') return { status: 401, code: 'UNAUTHENTICATED' };
  if (isKey && kind === 'signIn') return { status: 403, code: 'API_KEY_REFUSED' };
  const cell = cellOf(row, person);
  if (cell === 'no') return { status: 403, code: 'FORBIDDEN' };
  if (isKey === 'read' && kind === 'write') return { status: 403, code: 'API_KEY_SCOPE' };
  if (isNamed && person !== 'owner' && (cell === 'own' || lacksScope(caller, kind))) {
    return { status: 404, code: 'NOT_FOUND' };
  }
  return 'granted';
}

/** Where no scope is asked for, a key that only reads sees no more than what is its owner's. */
const lacksScope = ({ isKey }: Caller, kind: Kind) => kind === 'known' && isKey === 'read';

function cellOf(row: Row, person: Person | null): Cell {
  return person === 'support' || person === 'admin' ? row[person] : row.user;
}

/** Ids of the owner and of what is his. */
function idsOf({ owner, things, upload, quote }: World): string[] {
  return [...new Set([owner.id, upload, quote, ...Object.values(things)])];
}

function mentions(text: string, world: World): boolean {
  return idsOf(world).some((id) => text.includes(id));
}

const contentOf = ({ raw, body }: { raw?: Buffer | string; body?: unknown }) =>
  raw === undefined ? JSON.stringify(body ?? '') : raw.toString('latin1');

async function ask(operation: string, world: World, caller: Caller, about = world): Promise<Answered> {
  const { address, body, raw, headers } = requestTo(operation, about, picture);
  const [method = ''] = operation.split(' ');
  return api.call(method, address, {
    ...caller.credentials(world),
    ...(body !== undefined && { body }),
    ...(raw !== undefined && { raw }),
    ...(headers && { headers }),
  });
}

const told = ({ status, body }: Answered) => ({ status, code: body?.code, detail: body?.detail });

/** The same things under ids that nobody has. */
function unknown(world: World): World {
  const things = Object.fromEntries(Object.keys(world.things).map((kind) => [kind, randomUUID()]));
  return { ...world, things, upload: randomUUID(), quote: randomUUID() };
}

/** Only the beginning of an answer that never ends. */
async function begin(world: World, caller: Caller): Promise<Answered> {
  const { token = '', apiKey } = caller.credentials(world);
  const headers: Record<string, string> = apiKey
    ? { 'x-api-key': apiKey }
    : { authorization: `Bearer ${token}` };
  const stop = new AbortController();
  const answer = await fetch(`${api.url}/api/v1/events`, { headers, signal: stop.signal });
  stop.abort();
  return {
    method: 'GET',
    path: '/events',
    status: answer.status,
    headers: answer.headers,
    text: '',
    body: null,
  };
}

test.each(operations)('$name', async (operation) => {
  const { name, kind, row } = operation;
  const audited = await database.db.auditEntry.count();
  const request = requestTo(name, still, picture);
  const isNamed = mentions(`${request.address.split('?')[0]} ${contentOf(request)}`, still);
  const judged = callers.map((caller) => ({ caller, verdict: verdictOf(operation, caller, isNamed) }));

  const refused = judged.flatMap(({ caller, verdict }) => (verdict === 'granted' ? [] : { caller, verdict }));
  const refusals = await Promise.all(
    refused.map(async ({ caller }) => ({ caller: caller.name, ...told(await ask(name, still, caller)) })),
  );
  expect(refusals).toEqual(
    refused.map(({ caller, verdict }) => expect.objectContaining({ caller: caller.name, ...verdict })),
  );
  // What is not his looks like what is not there.
  for (const { caller, verdict } of refused) {
    if (verdict.status !== 404) continue;
    const absent = await ask(name, still, caller, unknown(still));
    expect(refusals).toContainEqual({ caller: caller.name, ...told(absent) });
  }
  expect(await database.db.auditEntry.count()).toBe(audited);

  const expected = request.answer ?? offered.get(name)?.status;
  const [isSafe, isEnd] = [name.startsWith('GET '), name.startsWith('DELETE ')];
  let world = isSafe || isEnd ? still : await newWorld();
  let isTelling = false;
  for (const { caller, verdict } of judged) {
    if (verdict !== 'granted') continue;
    if (isEnd) world = await newWorld();
    const answer = await (name === 'GET /events' ? begin(world, caller) : ask(name, world, caller));
    const outcome = typeof expected === 'number' ? answer.status : answer.body?.code;
    expect({ caller: caller.name, outcome, text: answer.text }).toMatchObject({ outcome: expected });
    const shown = mentions(answer.text, world);
    if (caller.name === 'owner') isTelling = shown;
    const cell = cellOf(row, caller.person);
    if (isNamed || isOpenKind(kind) || caller.person === 'owner') continue;
    // A list shows what is everyone's to one who may see that, and his own things alone to any other.
    if (cell === 'own') expect({ caller: caller.name, shown }).toMatchObject({ shown: false });
    if (cell === 'all' && isTelling) expect({ caller: caller.name, shown }).toMatchObject({ shown: true });
  }
});
