/** Every row of the table of media, by form and by ticket: what is inside comes in, what is outside leaves nothing. */
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ErrorCode, errorTable } from '../../domain/errors';
import { type MediaType, mediaTypes } from '../../domain/media';
import { type Edge, edges } from '../fixtures/media/edges';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';
import { storages, type TestStorage } from './storages';

jest.setTimeout(240_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let parts: TestStorage;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let folder: string;
let user: Awaited<ReturnType<Api['signIn']>>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-edges-'));
  database = await freshDatabase();
  parts = await (storages.local?.() ?? Promise.reject(new Error('no storage')));
  deps = testDeps(database.db, { storage: parts.storage });
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await parts.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  user = await api.signIn();
});

interface Outcome {
  status: number;
  code: ErrorCode | null;
}

/** As browsers send it: streamed from a file, for it may be large. */
async function byForm(file: string): Promise<Outcome> {
  const form = new FormData();
  form.set('file', await openAsBlob(file), 'file');
  const answer = await fetch(`${api.url}/api/v1/media/upload`, {
    ...{ method: 'POST', body: form, headers: { authorization: `Bearer ${user.token}` } },
  });
  const text = await answer.text();
  const { status, headers } = answer;
  const body = JSON.parse(text);
  expectConforms({ method: 'POST', path: '/media/upload', status, headers, text, body });
  return { status, code: body.code ?? null };
}

async function byTicket(file: string, type: MediaType): Promise<Outcome> {
  const content = await openAsBlob(file);
  const body = { file_name: 'file', content_type: type, bytes: content.size };
  const asked = await api.call('POST', '/media/uploads', { token: user.token, body });
  if (asked.status !== 201) return { status: asked.status, code: asked.body.code };
  return complete(asked.body, content);
}

async function complete(
  ticket: { id: string; upload: { url: string; headers: Record<string, string> } },
  content: Blob,
) {
  const { url, headers } = ticket.upload;
  const sent = await fetch(url, { method: 'PUT', headers, body: content });
  expect(sent.status).toBe(200);
  const done = await api.call('POST', `/media/${ticket.id}/complete`, { token: user.token });
  return { status: done.status, code: done.body.code ?? null };
}

const left = async () => ({
  rows: await database.db.media.count({ where: { userId: user.id } }),
  objects: (await parts.storage.list(`users/${user.id}/`)).length,
  incoming: (await parts.storage.list('incoming/')).length,
});
const NOTHING = { rows: 0, objects: 0, incoming: 0 };

const refusals: Record<Edge['limit'], ErrorCode> = {
  size: 'MEDIA_TOO_LARGE',
  pixels: 'MEDIA_DIMENSIONS',
  shape: 'MEDIA_DIMENSIONS',
  duration: 'MEDIA_DIMENSIONS',
};
const ways = { form: { send: byForm, status: 201 }, ticket: { send: byTicket, status: 200 } } as const;

async function fileOf(bytes: Buffer): Promise<string> {
  const file = path.join(folder, 'file');
  await writeFile(file, bytes);
  return file;
}

const types = Object.keys(mediaTypes) as MediaType[];

test('the table of files has every row of the table of limits', () => {
  for (const type of types) {
    const limits = ['size', 'pixels', 'shape', ...(mediaTypes[type].kind === 'video' ? ['duration'] : [])];
    expect([type, edges[type].map(({ limit }) => limit)]).toEqual([type, limits]);
  }
});

describe.each(types)('%s', (type) => {
  test.each(edges[type])('$limit', async ({ limit, inside, outside }) => {
    const outer = await fileOf(await outside());
    const code = refusals[limit];
    for (const { send } of Object.values(ways)) {
      expect(await send(outer, type)).toEqual({ status: errorTable[code][0], code });
      expect(await left()).toEqual(NOTHING);
    }
    const inner = await fileOf(await inside());
    for (const { send, status } of Object.values(ways)) {
      user = await api.signIn();
      expect(await send(inner, type)).toEqual({ status, code: null });
      expect(await left()).toMatchObject({ rows: 1, incoming: 0 });
    }
  });
});

test.each(types.filter((type) => mediaTypes[type].kind === 'image'))(
  'a ticket that says film gives %s no more room',
  async (type) => {
    const size = edges[type].find(({ limit }) => limit === 'size');
    const file = await fileOf((await size?.outside()) ?? Buffer.alloc(0));
    expect(await byTicket(file, 'video/mp4')).toEqual({ status: 413, code: 'MEDIA_TOO_LARGE' });
    expect(await left()).toEqual(NOTHING);
  },
);
