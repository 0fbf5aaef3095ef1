/** One suite on both storages: what is put is read, nothing is half, and a signed address does one thing until it ends. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StorageError } from '../../adapters/storage/errors';
import { LocalStorage } from '../../adapters/storage/local';
import { S3Storage } from '../../adapters/storage/s3';
import type { Storage, UploadTicket } from '../../adapters/storage/storage';
import { MINUTE } from '../../domain/time';
import { freshKey, storages, type TestStorage, testSigner } from './storages';

jest.setTimeout(60_000);

describe.each(Object.entries(storages))('%s storage', (_name, open) => {
  let parts: TestStorage;
  let storage: Storage;

  beforeAll(async () => {
    parts = await open();
    storage = parts.storage;
  });
  afterAll(() => parts.close());

  const send = (ticket: UploadTicket, body: string, headers = ticket.headers) =>
    fetch(ticket.url, { method: ticket.method, body, headers, signal: AbortSignal.timeout(10_000) });

  test('what is put is read again, with its type and length', async () => {
    const key = freshKey('users/u/images');
    await storage.put(key, Buffer.from('hello'), 'image/png');
    expect(Buffer.from(await storage.get(key)).toString()).toBe('hello');
    const head = await storage.head(key);
    expect(head).toMatchObject({ key, bytes: 5, contentType: 'image/png' });
    expect(head?.etag).toMatch(/^"[0-9a-f]+"$/);
    expect(Math.abs((head?.modifiedAt ?? 0) - Date.now())).toBeLessThan(MINUTE);
  });

  test('a put replaces the whole object', async () => {
    const key = freshKey();
    await storage.put(key, Buffer.from('a longer first content'), 'image/png');
    const before = await storage.head(key);
    await storage.put(key, Buffer.from('short'), 'image/gif');
    const after = await storage.head(key);
    expect(after).toMatchObject({ bytes: 5, contentType: 'image/gif' });
    expect(after?.etag).not.toBe(before?.etag);
  });

  test('a file too large to hold is put from its path and streamed back', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-body-'));
    try {
      const bytes = randomBytes(3_000_000);
      const source = path.join(folder, 'video');
      await writeFile(source, bytes);
      const key = freshKey('users/u/videos');
      await storage.put(key, { path: source }, 'video/mp4');
      const pieces: Uint8Array[] = [];
      for await (const piece of await storage.stream(key)) pieces.push(piece);
      expect(pieces.length).toBeGreaterThan(1);
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('what is not there is NOT_FOUND to read, null to ask, and nothing to delete', async () => {
    const key = freshKey();
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'NOT_FOUND', verdict: 'absent' });
    await expect(storage.stream(key)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await storage.head(key)).toBeNull();
    await expect(storage.delete(key)).resolves.toBeUndefined();
    const url = await storage.downloadUrl(key, 60);
    expect((await fetch(url)).status).toBe(404);
  });

  test('a list finds what begins with a prefix, and a deleted object is gone', async () => {
    const folder = freshKey('users/lists');
    for (const name of ['a.png', 'b.png', 'deeper/c.png']) {
      await storage.put(`${folder}/${name}`, Buffer.from(name), 'image/png');
    }
    await storage.put(`${folder}-other/d.png`, Buffer.from('d'), 'image/png');
    await storage.delete(`${folder}/b.png`);
    const keys = (await storage.list(`${folder}/`)).map(({ key }) => key.slice(folder.length)).sort();
    expect(keys).toEqual(['/a.png', '/deeper/c.png']);
    expect(await storage.list('nothing/here/')).toEqual([]);
  });

  test.each([
    '../up',
    'a/../../b',
    '/abs',
    'a//b',
    'a/.',
    '',
    'a\\b',
    'a/\0b',
    'a/b ',
    `a/${'x'.repeat(200)}`,
  ])('the key %j is refused', async (key) => {
    await expect(storage.put(key, Buffer.from('x'), 'image/png')).rejects.toBeInstanceOf(StorageError);
    await expect(storage.get(key)).rejects.toMatchObject({ code: 'UNAVAILABLE', verdict: 'give_up' });
    await expect(storage.uploadTicket(key, 'image/png', 1, 60)).rejects.toBeInstanceOf(StorageError);
    await expect(storage.downloadUrl(key, 60)).rejects.toBeInstanceOf(StorageError);
  });

  test('a ticket takes its file, and what was sent is read by a signed address', async () => {
    const key = freshKey();
    const ticket = await storage.uploadTicket(key, 'image/png', 5, 60);
    expect(ticket.expiresAt - Date.now()).toBeGreaterThan(50_000);
    expect((await send(ticket, '12345')).status).toBe(200);
    const read = await fetch(await storage.downloadUrl(key, 60));
    expect(read.status).toBe(200);
    expect(read.headers.get('content-type')).toBe('image/png');
    expect(await read.text()).toBe('12345');
  });

  test('a part of an object is read by range, as players of videos do', async () => {
    const key = freshKey();
    await storage.put(key, Buffer.from('0123456789'), 'video/mp4');
    const read = await fetch(await storage.downloadUrl(key, 60), { headers: { range: 'bytes=2-4' } });
    expect(read.status).toBe(206);
    expect(await read.text()).toBe('234');
  });

  test('a used ticket replaces nothing', async () => {
    const key = freshKey();
    const ticket = await storage.uploadTicket(key, 'image/png', 5, 60);
    expect((await send(ticket, 'first')).status).toBe(200);
    expect((await send(ticket, 'later')).status).toBeGreaterThanOrEqual(400);
    expect(Buffer.from(await storage.get(key)).toString()).toBe('first');
  });

  test('two uses of a ticket at once: one is taken', async () => {
    const ticket = await storage.uploadTicket(freshKey(), 'image/png', 200_000, 60);
    const bodies = ['a', 'b'].map((letter) => letter.repeat(200_000));
    const answers = await Promise.all(bodies.map((body) => send(ticket, body)));
    expect(answers.map(({ status }) => status === 200).sort()).toEqual([false, true]);
  });

  test.each([
    ['too short', '1234', 'image/png'],
    ['too long', '123456', 'image/png'],
    ['empty', '', 'image/png'],
    ['of another type', '12345', 'text/html'],
  ])('a ticket refuses a body that is %s', async (_what, body, type) => {
    const key = freshKey();
    const ticket = await storage.uploadTicket(key, 'image/png', 5, 60);
    const answer = await send(ticket, body, { ...ticket.headers, 'content-type': type });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await storage.head(key)).toBeNull();
  });

  test('an address that was changed by one character is refused', async () => {
    const key = freshKey();
    await storage.put(key, Buffer.from('private'), 'image/png');
    const url = await storage.downloadUrl(key, 60);
    const ticket = await storage.uploadTicket(freshKey(), 'image/png', 5, 60);
    expect((await fetch(tampered(url))).status).toBe(403);
    expect((await send({ ...ticket, url: tampered(ticket.url) }, '12345')).status).toBe(403);
  });

  test('an address for reading does not write, and one for writing does not read', async () => {
    const key = freshKey();
    const ticket = await storage.uploadTicket(key, 'image/png', 5, 60);
    const url = await storage.downloadUrl(key, 60);
    expect((await send({ ...ticket, url }, '12345')).status).toBe(403);
    expect(await storage.head(key)).toBeNull();
    await storage.put(key, Buffer.from('12345'), 'image/png');
    expect((await fetch(ticket.url)).status).toBe(403);
  });

  test('an expired address is refused, and none is valid for more than 20 minutes', async () => {
    const key = freshKey();
    await storage.put(key, Buffer.from('private'), 'image/png');
    const url = await parts.at(-MINUTE).downloadUrl(key, 30);
    const ticket = await parts.at(-MINUTE).uploadTicket(freshKey(), 'image/png', 5, 30);
    expect((await fetch(url)).status).toBe(403);
    expect((await send(ticket, '12345')).status).toBe(403);
    const longest = await storage.uploadTicket(freshKey(), 'image/png', 5, 1e6);
    expect(longest.expiresAt - Date.now()).toBeLessThanOrEqual(20 * MINUTE);
    const old = await parts.at(-21 * MINUTE).downloadUrl(key, 1e6);
    expect((await fetch(old)).status).toBe(403);
  });

  test('it is ready', async () => {
    await expect(storage.check()).resolves.toBeUndefined();
  });
});

/** Changes one character of the signature. */
function tampered(url: string): string {
  const at = url.includes('X-Amz-Signature=') ? url.indexOf('X-Amz-Signature=') + 20 : url.length - 10;
  const other = url[at] === 'a' ? 'b' : 'a';
  return url.slice(0, at) + other + url.slice(at + 1);
}

describe('a storage that is away', () => {
  test('an S3 that nobody answers for is UNAVAILABLE, to be tried again', async () => {
    const credentials = { accessKeyId: 'key', secretAccessKey: 'a secret that stays unsaid' };
    const options = { bucket: 'none', region: 'us-east-1', forcePathStyle: true, credentials };
    const storage = new S3Storage({ ...options, endpoint: 'http://127.0.0.1:1', now: Date.now });
    const failure = await storage.check().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'UNAVAILABLE', verdict: 'retry' });
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/unsaid|127\.0\.0\.1/);
  });

  test('wrong credentials are UNAVAILABLE, for an operator to mend', async () => {
    const { at, close } = await (storages.s3?.() ?? Promise.reject(new Error('no S3')));
    try {
      const endpoint = new URL(await at(0).downloadUrl('a/b', 60)).origin;
      const credentials = { accessKeyId: 'test-key', secretAccessKey: 'another' };
      const options = { bucket: 'adflight-test', region: 'us-east-1', forcePathStyle: true, credentials };
      const storage = new S3Storage({ ...options, endpoint, now: Date.now });
      await expect(storage.put('a/b', Buffer.from('x'), 'image/png')).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        verdict: 'give_up',
      });
    } finally {
      await close();
    }
  });

  test('a write that fails half-way leaves no object and no temporary file', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-half-'));
    try {
      const storage = new LocalStorage({ folder, url: 'http://x/', signer: testSigner, now: Date.now });
      const { url } = await storage.uploadTicket('incoming/a', 'image/png', 8, 60);
      async function* breaking() {
        yield Buffer.from('half');
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      }
      const upload = { contentType: 'image/png', body: breaking() };
      const broken = storage.door.receive(url.slice('http://x/'.length), upload);
      await expect(broken).rejects.toMatchObject({ code: 'UNAVAILABLE', verdict: 'retry' });
      const missing = storage.put('a/b', { path: path.join(folder, 'absent') }, 'video/mp4');
      await expect(missing).rejects.toBeInstanceOf(StorageError);
      expect(await storage.list('')).toEqual([]);
      const left = await readdir(folder, { recursive: true, withFileTypes: true });
      expect(left.filter((entry) => entry.isFile())).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('what a killed process left half-written is swept once it is old', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-killed-'));
    try {
      const storage = new LocalStorage({ folder, url: 'http://x/', signer: testSigner, now: Date.now });
      await storage.check();
      await writeFile(path.join(folder, 'tmp', 'left'), 'half');
      expect(await storage.sweep(Date.now() - MINUTE)).toBe(0);
      expect(await storage.sweep(Date.now() + MINUTE)).toBe(1);
      expect(await readdir(path.join(folder, 'tmp'))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
