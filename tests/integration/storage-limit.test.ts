/** The room that a plan gives in the storage: counted to the byte, never passed together, given back with what is removed. */
import { randomUUID } from 'node:crypto';
import type { Storage } from '../../adapters/storage/storage';
import { plans } from '../../domain/plans';
import { DAY } from '../../domain/time';
import type { ServiceConfig } from '../../infra/config';
import { openDatabase } from '../../infra/database';
import { cleanUploads } from '../../services/media/clean';
import { measureStored } from '../../services/media/measure';
import { noise } from '../fixtures/media/corpus';
import { type Answered, type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';
import { storages, type TestStorage } from './storages';

jest.setTimeout(60_000);

const MAX = plans.free.storageBytes;
const REFUSED = { code: 'PLAN_LIMIT_REACHED', limit: 'storage_bytes', max: MAX, plan: 'free' };

let database: Awaited<ReturnType<typeof freshDatabase>>;
let parts: TestStorage;
/** In the storage's place, when it fails. */
let broken: Partial<Storage> = {};
let clock: number;
/** Two API processes as far as the database can tell: each with a pool of its own. */
const processes: { api: Api; config: ServiceConfig; close(): Promise<void> }[] = [];
let ada: Awaited<ReturnType<Api['signIn']>>;

beforeAll(async () => {
  database = await freshDatabase();
  parts = await (storages.local?.() ?? Promise.reject(new Error('no storage')));
  const storage = new Proxy(parts.storage, {
    get: (target, name: keyof Storage) => {
      const member: unknown = broken[name] ?? Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  for (let i = 0; i < 2; i += 1) {
    const db = openDatabase({ url: database.url, pool: 10, statementTimeoutMs: 10_000 });
    const deps = testDeps(db, { storage, now: () => clock });
    const api = await startApi(deps);
    const close = async () => {
      await api.close();
      await deps.close();
      await db.$disconnect();
    };
    processes.push({ api, config: deps.config, close });
  }
}, 60_000);
afterAll(async () => {
  await Promise.all(processes.map(({ close }) => close()));
  await parts.close();
  await database.close();
});

const api = (i = 0): Api => {
  const { api: chosen } = processes[i % processes.length] ?? {};
  if (!chosen) throw new Error('no process');
  return chosen;
};
beforeEach(async () => {
  clock = Date.now();
  broken = {};
  ada = await api().signIn();
});

async function sweep(): Promise<void> {
  for (const { config } of processes.slice(0, 1))
    await cleanUploads({ config, db: database.db, storage: parts.storage, now: () => clock });
}

/** Noise: no two are alike. */
const picture = () => noise(60, 40).png().toBuffer();

async function upload(bytes: Uint8Array, { token = ada.token, process = 0 } = {}): Promise<Answered> {
  const form = new FormData();
  form.set('file', new Blob([bytes]), 'picture.png');
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type') ?? '' };
  const raw = Buffer.from(await request.arrayBuffer());
  return api(process).call('POST', '/media/upload', { token, raw, headers });
}

const askTicket = (bytes: number, process = 0) =>
  api(process).call('POST', '/media/uploads', {
    token: ada.token,
    body: { file_name: 'a.png', content_type: bytes > 1e7 ? 'video/mp4' : 'image/png', bytes },
  });
const complete = (id: string, process = 0) =>
  api(process).call('POST', `/media/${id}/complete`, { token: ada.token });
async function put({ body }: Answered, bytes: Uint8Array): Promise<void> {
  const sent = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: bytes });
  expect(sent.status).toBe(200);
}
const remove = (id: string) => api().call('DELETE', `/media/${id}`, { token: ada.token });

async function shown(token = ada.token): Promise<number> {
  const { body } = await api().call('GET', '/usage', { token });
  const meter = body.meters.find((one: { meter: string }) => one.meter === 'storage_bytes');
  expect(meter).toMatchObject({ by_period: false, limit: MAX });
  return meter.used;
}

const objects = async (userId = ada.id) => parts.storage.list(`users/${userId}/`);
/** What lies in the storage, by its own word. */
const stored = async (userId = ada.id) => (await objects(userId)).reduce((sum, { bytes }) => sum + bytes, 0);
const rows = () => database.db.media.count({ where: { userId: ada.id } });

/** Leaves so much room, by a film of all the rest that nobody looks at. */
async function leave(room: number): Promise<void> {
  const film = { fileName: 'film', state: 'visible', sha256: randomUUID(), bytes: 1n };
  await database.db.media.create({
    data: { userId: ada.id, ...film, storedBytes: BigInt(MAX - room) - BigInt(await shown()) },
  });
}

/** How many bytes a picture takes with its renditions: another user tells. */
async function takes(bytes: Uint8Array): Promise<number> {
  const other = await api().signIn();
  expect((await upload(bytes, { token: other.token })).status).toBe(201);
  return stored(other.id);
}

test('what counts is what lies in the storage: originals and renditions, a file once, until its last row goes', async () => {
  expect(await shown()).toBe(0);
  const [one, two] = [await picture(), await picture()];
  const first = await upload(one);
  expect(await shown()).toBe(await stored());
  const used = await shown();
  expect(used).toBeGreaterThan(one.length);
  const again = await upload(one);
  const ticket = await askTicket(one.length);
  await put(ticket, one);
  expect((await complete(ticket.body.id)).status).toBe(200);
  expect([await shown(), await stored()]).toEqual([used, used]);
  const other = await upload(two);
  expect(await shown()).toBe(await stored());
  for (const { body } of [first, again, other, ticket]) {
    expect((await remove(body.id)).status).toBe(204);
    expect(await shown()).toBe(await stored());
  }
  expect(await shown()).toBe(0);
});

test('the last byte is taken; one more is refused, and nothing of it is left', async () => {
  const file = await picture();
  const bytes = await takes(file);
  await leave(bytes - 1);
  const refused = await upload(file);
  expect([refused.status, refused.body]).toEqual([
    403,
    expect.objectContaining({ ...REFUSED, use: MAX - bytes + 1, lifted_by: 'starter' }),
  ]);
  expect([await rows(), await objects(), await shown()]).toEqual([1, [], MAX - bytes + 1]);
  await database.db.media.deleteMany({ where: { userId: ada.id } });
  await leave(bytes);
  expect((await upload(file)).status).toBe(201);
  expect(await shown()).toBe(MAX);
  // It is there already, and takes no more.
  expect((await upload(file)).status).toBe(201);
  expect((await upload(await picture())).body).toMatchObject({ ...REFUSED, use: MAX });
  await database.db.user.update({ where: { id: ada.id }, data: { plan: 'starter' } });
  expect((await upload(await picture())).status).toBe(201);
});

test('what is removed makes room for another', async () => {
  const file = await picture();
  await leave(await takes(file));
  const { body } = await upload(file);
  const smaller = await noise(20, 20).png().toBuffer();
  expect((await upload(smaller)).status).toBe(403);
  await remove(body.id);
  expect((await upload(smaller)).status).toBe(201);
});

test('uploads at the same time, through two processes, do not pass the limit together', async () => {
  const files = await Promise.all(Array.from({ length: 12 }, picture));
  const sizes = await Promise.all(files.map(takes));
  const room = Math.max(...sizes) * 3;
  await leave(room);
  const answers = await Promise.all(files.map((file, process) => upload(file, { process })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 403]));
  const taken = answers.filter(({ status }) => status === 201).length;
  expect(taken).toBe(3);
  expect(await stored()).toBeLessThanOrEqual(room);
  expect(await shown()).toBe(MAX - room + (await stored()));
  expect(await rows()).toBe(1 + taken);
});

describe('a ticket', () => {
  test('has the room that it says, so that those at the same time do not pass the limit together', async () => {
    const film = 100 * 1024 * 1024;
    await leave(3 * film + 5);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, process) => askTicket(film, process)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    for (const { body } of answers.filter(({ status }) => status !== 201))
      expect(body).toMatchObject({ ...REFUSED, use: MAX - 5 });
    expect([await shown(), await rows()]).toEqual([MAX - 5, 4]);
    expect((await upload(await picture())).status).toBe(403);
    expect((await askTicket(5)).status).toBe(201);
    expect((await askTicket(1)).body).toMatchObject({ ...REFUSED, use: MAX });
  });

  test('repeated under its key takes its room once', async () => {
    const ask = () =>
      api().call('POST', '/media/uploads', {
        token: ada.token,
        headers: { 'idempotency-key': 'again' },
        body: { file_name: 'a.png', content_type: 'image/png', bytes: 1_000 },
      });
    const answers = [await ask(), await ask()];
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await shown()).toBe(1_000);
  });

  test('is refused when its renditions have no room, and leaves neither object nor row', async () => {
    const file = await picture();
    const bytes = await takes(file);
    await leave(bytes - 1);
    const ticket = await askTicket(file.length);
    await put(ticket, file);
    const refused = await complete(ticket.body.id);
    expect([refused.status, refused.body]).toEqual([
      403,
      expect.objectContaining({ ...REFUSED, use: MAX - bytes + 1 }),
    ]);
    expect([await rows(), await objects(), await parts.storage.list('incoming/')]).toEqual([1, [], []]);
    expect(await shown()).toBe(MAX - bytes + 1);
    expect((await complete(ticket.body.id)).status).toBe(404);
  });

  test('that nobody completes gives its room back with the sweep of its day', async () => {
    await askTicket(5_000);
    expect(await shown()).toBe(5_000);
    clock += DAY + 1_000;
    await sweep();
    clock = Date.now();
    expect([await shown(), await rows()]).toEqual([0, 0]);
  });
});

test('what could not be removed yet counts until the sweep has removed it', async () => {
  const { body } = await upload(await picture());
  const used = await shown();
  broken = { delete: () => Promise.reject(new Error('away')) };
  expect((await remove(body.id)).status).toBe(204);
  expect([await shown(), await stored()]).toEqual([used, used]);
  broken = {};
  clock += DAY + 1_000;
  await sweep();
  clock = Date.now();
  expect([await shown(), await stored()]).toEqual([0, 0]);
});

test('files of a version before count with their size until they are measured, and then to the byte', async () => {
  const [one, two] = [await picture(), await picture()];
  await upload(one);
  await upload(one);
  await upload(two);
  const used = await shown();
  const mine = { where: { userId: ada.id } };
  const before = await database.db.media.findMany({ ...mine, orderBy: { id: 'asc' } });
  await database.db.media.updateMany({ ...mine, data: { storedBytes: null } });
  const unmeasured = await database.db.media.findMany({ ...mine, orderBy: { id: 'asc' } });
  expect(await shown()).toBe(one.length + two.length);
  expect(await measureStored({ db: database.db, storage: parts.storage })).toBe(3);
  expect(await measureStored({ db: database.db, storage: parts.storage })).toBe(0);
  expect(await shown()).toBe(used);
  const after = await database.db.media.findMany({ ...mine, orderBy: { id: 'asc' } });
  expect(after).toEqual(unmeasured.map((row, n) => ({ ...row, storedBytes: before[n]?.storedBytes })));
});
