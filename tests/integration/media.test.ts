/** Uploads on both storages, from the first byte to the signed address; what is refused leaves nothing behind. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { Inspector } from '../../adapters/media/inspect';
import { storageError } from '../../adapters/storage/errors';
import type { Storage } from '../../adapters/storage/storage';
import type { Role } from '../../domain/permissions';
import { DAY, HOUR, MINUTE } from '../../domain/time';
import type { Context } from '../../services/context';
import { attachMedia } from '../../services/media/attach';
import { cleanUploads } from '../../services/media/clean';
import { completeUpload } from '../../services/media/complete';
import { getMedia } from '../../services/media/get';
import { listMedia } from '../../services/media/list';
import { removeMedia } from '../../services/media/remove';
import { requestUpload } from '../../services/media/ticket';
import { uploadMedia } from '../../services/media/upload';
import { corpus, filmedAt, fixture, noise, phonePicture, plain } from '../fixtures/media/corpus';
import { expectConforms } from './conforms';
import { startApi, testDeps } from './http';
import { freshDatabase } from './parts';
import { storages, type TestStorage } from './storages';

jest.setTimeout(120_000);

/** What the corpus hides in its files; too long to be written by chance. */
const PAYLOAD = /alert\(1\)|PK..hidden|system\(\$_GET/s;

let database: Awaited<ReturnType<typeof freshDatabase>>;
/** Users that nobody has been yet. */
const people: string[] = Array.from({ length: 800 }, () => randomUUID());
beforeAll(async () => {
  database = await freshDatabase();
  await database.db.user.createMany({ data: people.map((id) => ({ id, fullName: 'Ada' })) });
});
function nextUser(): string {
  const id = people.pop();
  if (!id) throw new Error('there are too few users');
  return id;
}
afterAll(() => database.close());

describe.each(Object.entries(storages))('media on the %s storage', (_name, open) => {
  let parts: TestStorage;
  let storage: Storage;
  let deps: ReturnType<typeof testDeps>;
  let clock = Date.now();

  beforeAll(async () => {
    parts = await open();
    storage = parts.storage;
    deps = testDeps(database.db, { storage, now: () => clock });
  });
  afterAll(async () => {
    await deps.close();
    await parts.close();
  });
  beforeEach(() => {
    clock = Date.now();
  });

  /** A new user, unless given. */
  function as(userId: string = nextUser(), more: Partial<Context> & { role?: Role } = {}): Context {
    const { role = 'advertiser', ...overrides } = more;
    const caller = { userId, role, address: '127.0.0.1' };
    return { ...deps, caller, requestId: randomUUID(), idempotencyKey: null, ...overrides };
  }
  const userOf = (ctx: Context) => ctx.caller?.userId ?? '';

  async function upload(ctx: Context, bytes: Uint8Array, fields: Record<string, string> = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', new Blob([bytes]), 'picture.jpg');
    const request = new Request('http://localhost', { method: 'POST', body: form });
    const stream = Readable.from(Buffer.from(await request.arrayBuffer()), { objectMode: false });
    return uploadMedia.call(ctx, { stream, contentType: request.headers.get('content-type') ?? '' });
  }

  async function sendBy(ctx: Context, bytes: Uint8Array, contentType: string) {
    const input = { fileName: 'film.mp4', contentType, bytes: bytes.length, campaignId: null };
    const { id, ticket } = await requestUpload.call(ctx, input);
    const send = (body: Uint8Array) => fetch(ticket.url, { method: 'PUT', headers: ticket.headers, body });
    return { id, ticket, send, sent: await send(bytes) };
  }

  const objectsOf = async (ctx: Context) =>
    (await storage.list(`users/${userOf(ctx)}/`)).map(({ key }) => key);
  const rowsOf = (ctx: Context) => database.db.media.findMany({ where: { userId: userOf(ctx) } });
  const read = async (url: string | undefined) => Buffer.from(await (await fetch(url ?? '')).arrayBuffer());

  async function campaign(userId: string, changes: object = {}): Promise<string> {
    const id = randomUUID();
    const empty = { view: {}, targeting: {}, fingerprint: '', tags: [], currency: 'USD', timeZone: 'UTC' };
    const state = { phase: 'draft', status: 'draft', over: false, version: 1, waitingSince: new Date() };
    const named = { name: 'c', channel: 'house', objective: 'traffic', adAccountId: randomUUID() };
    await database.db.campaign.create({
      data: { id, advertiserId: userId, ...empty, ...state, ...named, ...changes },
    });
    return id;
  }

  test('every file of the corpus is taken or refused for the right reason, and a refused one leaves nothing', async () => {
    const samples = await corpus();
    expect(samples.length).toBeGreaterThanOrEqual(60);
    const wrong: unknown[] = [];
    for (const { name, bytes, expect: expected } of samples) {
      const ctx = as();
      const outcome = await upload(ctx, bytes).then(
        (media) => media.contentType,
        (error: { code?: string }) => error.code ?? String(error),
      );
      const stored = await Promise.all((await objectsOf(ctx)).map((key) => storage.get(key)));
      const left = stored.length + (await rowsOf(ctx)).length;
      const right = expected.startsWith('MEDIA_') ? left === 0 : left > 1;
      const isClean = stored.every((object) => !PAYLOAD.test(Buffer.from(object).toString('latin1')));
      if (outcome !== expected || !right || !isClean) wrong.push({ name, expected, outcome, left, isClean });
    }
    expect(wrong).toEqual([]);
  });

  test('the same corpus sent by address is judged the same, and a refused one leaves nothing', async () => {
    const wrong: unknown[] = [];
    for (const { name, bytes, expect: expected } of await corpus()) {
      // A ticket takes no empty file, and none beyond the limit of its type.
      if (bytes.length === 0 || expected === 'MEDIA_TOO_LARGE') continue;
      const ctx = as();
      const { id, sent } = await sendBy(ctx, bytes, 'video/mp4');
      expect(sent.status).toBe(200);
      const complete = () =>
        completeUpload.call(ctx, id).then(
          (media) => media.contentType,
          (error: { code?: string }) => error.code ?? String(error),
        );
      const outcomes = [await complete(), await complete()];
      const isRefused = expected.startsWith('MEDIA_');
      const left = isRefused ? (await objectsOf(ctx)).length + (await rowsOf(ctx)).length : 0;
      const incoming = (await storage.list('incoming/')).length;
      const right = outcomes[0] === expected && outcomes[1] === (isRefused ? 'NOT_FOUND' : expected);
      if (!right || left + incoming > 0) wrong.push({ name, expected, outcomes, left, incoming });
    }
    expect(wrong).toEqual([]);
  });

  test('a picture of a phone is turned upright and tells no place and no owner', async () => {
    const original = await phonePicture(400, 300);
    const before = await sharp(original).metadata();
    expect(before.exif?.toString('latin1')).toMatch(/Cameramaker/);
    const media = await upload(as(), original);
    expect(media).toMatchObject({
      kind: 'image',
      width: 300,
      height: 400,
      durationMs: null,
      fileName: 'picture.jpg',
    });
    expect(Object.keys(media.renditions).sort()).toEqual(
      ['16x9', '1x1', '4x5', '9x16', 'original', 'thumbnail'].sort(),
    );
    for (const [name, url] of Object.entries(media.renditions)) {
      const bytes = await read(url);
      const about = await sharp(bytes).metadata();
      expect([name, about.exif, about.orientation, about.xmp]).toEqual([
        name,
        undefined,
        undefined,
        undefined,
      ]);
      expect(bytes.toString('latin1')).not.toMatch(/Cameramaker|Lovelace/);
    }
  });

  test('renditions have their formats, and a small picture is not blown up', async () => {
    const sizes = async (renditions: Record<string, string>) => {
      const measured = Object.entries(renditions).map(async ([name, url]) => {
        const { width, height, format } = await sharp(await read(url)).metadata();
        return [name, `${width}x${height} ${format}`] as const;
      });
      return Object.fromEntries(await Promise.all(measured));
    };
    const large = await upload(as(), await noise(2_400, 2_000).jpeg().toBuffer());
    expect(await sizes(large.renditions)).toEqual({
      original: '2400x2000 jpeg',
      '1x1': '1080x1080 jpeg',
      '16x9': '1920x1080 jpeg',
      '9x16': '1080x1920 jpeg',
      '4x5': '1080x1350 jpeg',
      thumbnail: '320x267 jpeg',
    });
    const small = await upload(as(), await plain(160, 90, 0.5).webp().toBuffer());
    expect(await sizes(small.renditions)).toEqual({
      original: '160x90 webp',
      '1x1': '90x90 png',
      '16x9': '160x90 png',
      '9x16': '51x90 png',
      '4x5': '72x90 png',
      thumbnail: '160x90 png',
    });
  });

  test('a moving picture still moves', async () => {
    const samples = await corpus();
    const gif = samples.find(({ name }) => name === 'an animated GIF')?.bytes ?? Buffer.alloc(0);
    const media = await upload(as(), gif);
    expect(media).toMatchObject({ width: 40, height: 30 });
    expect((await sharp(await read(media.renditions.original)).metadata()).pages).toBe(4);
  });

  test('a video keeps its pictures and loses its place', async () => {
    const place = '+48.8577+002.295';
    for (const film of [filmedAt(await fixture('tiny.mp4'), place), await fixture('tiny.webm')]) {
      expect(film.includes(place)).toBe(true);
      const media = await upload(as(), film);
      expect(media).toMatchObject({ kind: 'video', width: 64, height: 36, durationMs: 1_000 });
      const stored = await read(media.renditions.original);
      expect(stored.length).toBe(film.length);
      expect(stored.includes(place)).toBe(false);
      const again = await upload(as(), stored);
      expect(again).toMatchObject({ width: 64, height: 36, durationMs: 1_000 });
    }
  });

  test('the same file is stored once per owner, whoever else has it', async () => {
    const picture = await noise(120, 80).jpeg().toBuffer();
    const [ada, bob] = [as(), as()];
    const first = await upload(ada, picture);
    const keys = await objectsOf(ada);
    const second = await upload(ada, picture);
    await upload(bob, picture);
    expect(second.id).not.toBe(first.id);
    expect(second.sha256).toBe(first.sha256);
    expect(await objectsOf(ada)).toEqual(keys);
    expect(await objectsOf(bob)).toHaveLength(keys.length);

    await removeMedia.call(ada, first.id);
    expect(await objectsOf(ada)).toEqual(keys);
    expect((await fetch((await getMedia.call(ada, second.id)).renditions.original ?? '')).status).toBe(200);
    await removeMedia.call(ada, second.id);
    expect(await objectsOf(ada)).toEqual([]);
    expect(await rowsOf(ada)).toEqual([]);
    expect(await objectsOf(bob)).toHaveLength(keys.length);
  });

  test('the same file uploaded eight times at once is stored once', async () => {
    const ctx = as();
    const picture = await noise(100, 100).png().toBuffer();
    const all = await Promise.all(Array.from({ length: 8 }, () => upload(ctx, picture)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(8);
    expect(await objectsOf(ctx)).toHaveLength(6);
    const rows = await rowsOf(ctx);
    expect(new Set(rows.map(({ renditions }) => JSON.stringify(renditions))).size).toBe(1);
    expect(rows.every(({ state, incomingKey }) => state === 'visible' && incomingKey === null)).toBe(true);
  });

  test('deleting and uploading the same file at once never leaves a row without its objects', async () => {
    const ctx = as();
    const picture = await noise(64, 64).png().toBuffer();
    for (let round = 0; round < 6; round++) {
      const { id } = await upload(ctx, picture);
      const [again] = await Promise.all([upload(ctx, picture), removeMedia.call(ctx, id)]);
      for (const url of Object.values((await getMedia.call(ctx, again.id)).renditions)) {
        expect((await fetch(url)).status).toBe(200);
      }
    }
  });

  test('an upload repeated under its Idempotency-Key is the same media, and another file is refused', async () => {
    const ctx = as(undefined, { idempotencyKey: 'key-1' });
    const picture = await noise(64, 64).jpeg().toBuffer();
    const all = await Promise.all([upload(ctx, picture), upload(ctx, picture), upload(ctx, picture)]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await upload(ctx, picture)).id).toBe(all[0]?.id);
    expect(await rowsOf(ctx)).toHaveLength(1);
    expect(await objectsOf(ctx)).toHaveLength(6);
    await expect(upload(ctx, await plain(9, 9).png().toBuffer())).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });

    const both = as(undefined, { idempotencyKey: 'key-2' });
    const other = await plain(9, 9).png().toBuffer();
    const race = await Promise.allSettled([upload(both, picture), upload(both, other)]);
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await rowsOf(both)).toHaveLength(1);
    expect(await objectsOf(both)).toHaveLength(6);
  });

  test('an address that is used again can’t replace what was checked', async () => {
    const ctx = as();
    const good = await plain(50, 50).png().toBuffer();
    const { id, send } = await sendBy(ctx, good, 'image/png');
    const media = await completeUpload.call(ctx, id);
    const stored = await read(media.renditions.original);
    const bad = Buffer.alloc(good.length, 'x');
    await send(bad);
    expect(await read((await completeUpload.call(ctx, id)).renditions.original)).toEqual(stored);
    expect((await getMedia.call(ctx, id)).sha256).toBe(media.sha256);
    expect(await cleanUploads(deps)).toMatchObject({ objects: 0 });
    // What a late use left is found by its own age, which the clock of the storage tells.
    clock += 2 * DAY;
    await cleanUploads(deps);
    expect(await storage.list('incoming/')).toEqual([]);
    expect(await read((await getMedia.call(ctx, id)).renditions.original)).toEqual(stored);
  });

  test('completing at once and again shows one media', async () => {
    const ctx = as();
    const { id } = await sendBy(ctx, await noise(80, 80).jpeg().toBuffer(), 'image/jpeg');
    const all = await Promise.all([1, 2, 3].map(() => completeUpload.call(ctx, id)));
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await objectsOf(ctx)).toHaveLength(6);
    expect(await database.db.auditEntry.count({ where: { targetId: id, action: 'media.uploaded' } })).toBe(1);
  });

  test('nothing sent yet is a conflict, and a stranger’s upload is not there', async () => {
    const ctx = as();
    const input = { fileName: 'a.png', contentType: 'image/png', bytes: 100, campaignId: null };
    const { id } = await requestUpload.call(ctx, input);
    await expect(completeUpload.call(ctx, id)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(completeUpload.call(as(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(getMedia.call(ctx, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(removeMedia.call(ctx, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(
      await listMedia.call(ctx, { campaignId: null, kind: null, offset: 0, limit: 20, sort: '-created_at' }),
    ).toMatchObject({
      items: [],
      total: 0,
    });
  });

  test.each([
    ['another type', { contentType: 'image/svg+xml' }, 'MEDIA_TYPE'],
    ['a picture of 11 MB', { bytes: 11 * 1024 * 1024 }, 'MEDIA_TOO_LARGE'],
    ['a film of 201 MB', { contentType: 'video/mp4', bytes: 201 * 1024 * 1024 }, 'MEDIA_TOO_LARGE'],
    ['a stranger’s campaign', { campaignId: randomUUID() }, 'NOT_FOUND'],
  ])('no address is given for %s', async (_what, changes, code) => {
    const ctx = as();
    const input = { fileName: 'a.png', contentType: 'image/png', bytes: 100, campaignId: null, ...changes };
    await expect(requestUpload.call(ctx, input)).rejects.toMatchObject({ code });
    expect(await rowsOf(ctx)).toEqual([]);
  });

  test('nobody opens uploads without end', async () => {
    const ctx = as();
    const row = { userId: userOf(ctx), fileName: 'x', incomingKey: 'incoming/x' };
    await database.db.media.createMany({ data: Array.from({ length: 100 }, () => row) });
    const input = { fileName: 'a.png', contentType: 'image/png', bytes: 100, campaignId: null };
    await expect(requestUpload.call(ctx, input)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  describe('when something breaks', () => {
    /** The storage, failing at the n-th put as a full disk does; `dead` does nothing any more after it. */
    function failing(at: number, dead: boolean): Storage {
      let puts = 0;
      return new Proxy(storage, {
        get(target, name: keyof Storage) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]) => {
            if (name === 'put') puts++;
            const fails = name === 'put' ? puts >= at : dead && puts >= at;
            if (fails) throw storageError('put', Object.assign(new Error('full'), { code: 'ENOSPC' }));
            return Reflect.apply(member, target, args);
          };
        },
      });
    }

    test('a full disk shows nothing and leaves nothing', async () => {
      const ctx = as(undefined, { storage: failing(3, false) });
      const refused = upload(ctx, await noise(50, 50).jpeg().toBuffer());
      await expect(refused).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { retryAfterSeconds: 5 } });
      expect(await rowsOf(ctx)).toEqual([]);
      expect(await objectsOf(ctx)).toEqual([]);
    });

    test('one killed half-way shows nothing, succeeds when repeated, and is swept after a day', async () => {
      const userId = nextUser();
      const key = { idempotencyKey: 'again' };
      const picture = await noise(50, 50).jpeg().toBuffer();
      await expect(upload(as(userId, { storage: failing(3, true), ...key }), picture)).rejects.toThrow();
      const ctx = as(userId, key);
      expect(await objectsOf(ctx)).toHaveLength(2);
      const page = { campaignId: null, kind: null, offset: 0, limit: 20, sort: '-created_at' };
      expect((await listMedia.call(ctx, page)).total).toBe(0);

      const { id } = await upload(ctx, picture);
      expect((await listMedia.call(ctx, page)).items.map((item) => item.id)).toEqual([id]);
      clock += 23 * HOUR;
      await cleanUploads(deps);
      expect(await objectsOf(ctx)).toHaveLength(8);
      clock += 2 * HOUR;
      await cleanUploads(deps);
      expect(await objectsOf(ctx)).toHaveLength(6);
      expect((await rowsOf(ctx)).map((row) => row.id)).toEqual([id]);
      expect((await fetch((await getMedia.call(ctx, id)).renditions.original ?? '')).status).toBe(200);
    });

    test('an address that was never completed is forgotten after a day, and can’t come back', async () => {
      const ctx = as();
      const { id } = await sendBy(ctx, await plain(20, 20).png().toBuffer(), 'image/png');
      clock += 25 * HOUR;
      const { uploads, objects } = await cleanUploads(deps);
      expect(uploads).toBeGreaterThanOrEqual(1);
      expect(objects).toBeGreaterThanOrEqual(1);
      expect(await rowsOf(ctx)).toEqual([]);
      expect(await storage.list('incoming/')).toEqual([]);
      await expect(completeUpload.call(ctx, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await cleanUploads(deps)).toMatchObject({ uploads: 0, objects: 0 });
    });

    test('a storage that is away while an upload completes refuses nothing for good', async () => {
      const ctx = as();
      const { id } = await sendBy(ctx, await noise(30, 30).jpeg().toBuffer(), 'image/jpeg');
      await expect(completeUpload.call({ ...ctx, storage: failing(2, true) }, id)).rejects.toThrow();
      expect((await completeUpload.call(ctx, id)).kind).toBe('image');
      expect(await objectsOf(ctx)).toHaveLength(6);
    });

    test('a deletion whose objects stay is finished by the sweep', async () => {
      const ctx = as();
      const { id } = await upload(ctx, await noise(30, 30).jpeg().toBuffer());
      const stuck = new Proxy(storage, {
        get: (target, name) =>
          name === 'delete'
            ? () => Promise.reject(new Error('away'))
            : Reflect.get(target, name).bind(target),
      });
      await removeMedia.call({ ...ctx, storage: stuck }, id);
      await expect(getMedia.call(ctx, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect(await objectsOf(ctx)).toHaveLength(6);
      clock += 25 * HOUR;
      await cleanUploads(deps);
      expect(await objectsOf(ctx)).toEqual([]);
      expect(await rowsOf(ctx)).toEqual([]);
    });
  });

  describe('whose it is', () => {
    test('a stranger finds nothing; support reads and changes nothing; an admin edits', async () => {
      const ctx = as();
      const { id } = await upload(ctx, await plain(10, 10).png().toBuffer());
      const [stranger, support, admin] = [
        as(),
        as(undefined, { role: 'support' }),
        as(undefined, { role: 'admin' }),
      ];
      const calls = [
        () => getMedia.call(stranger, id),
        () => removeMedia.call(stranger, id),
        () => attachMedia.call(stranger, { id, campaignId: null, expectedVersion: null }),
      ];
      for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await getMedia.call(support, id)).id).toBe(id);
      await expect(removeMedia.call(support, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(upload(support, Buffer.from('x'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await removeMedia.call(admin, id);
      await expect(getMedia.call(ctx, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });

    test('a file goes to a campaign of its owner, not to a stranger’s nor to one that is over', async () => {
      const ctx = as();
      const [own, over, foreign] = await Promise.all([
        campaign(userOf(ctx)),
        campaign(userOf(ctx), { over: true }),
        campaign(randomUUID()),
      ]);
      const picture = await plain(10, 10).png().toBuffer();
      const { id, campaignId } = await upload(ctx, picture, { campaign_id: own });
      expect(campaignId).toBe(own);
      const listed = await listMedia.call(ctx, {
        campaignId: own,
        kind: 'image',
        offset: 0,
        limit: 20,
        sort: '-created_at',
      });
      expect(listed.items.map((item) => item.id)).toEqual([id]);
      const attach = (to: string | null) =>
        attachMedia.call(ctx, { id, campaignId: to, expectedVersion: null });
      expect((await attach(null)).campaignId).toBeNull();
      await expect(attach(foreign)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(attach(over)).rejects.toMatchObject({ code: 'CAMPAIGN_CLOSED' });
      await expect(upload(ctx, picture, { campaign_id: foreign })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      await expect(upload(ctx, picture, { campaign_id: 'x' })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        details: { errors: [{ path: '/campaign_id' }] },
      });
      expect(await rowsOf(ctx)).toHaveLength(1);
    });

    test('a running campaign’s frozen file stays; a superseded one and a draft’s go', async () => {
      const ctx = as();
      const media = await upload(ctx, await noise(20, 20).png().toBuffer());
      const frozenAt = new Date(clock - HOUR);
      const freeze = async (view: object, over = false) => {
        const campaignId = await campaign(userOf(ctx), { view, over, updatedAt: new Date(clock) });
        const content = { creatives: [{ headline: 'x', media: { id: media.id } }] };
        await database.db.campaignRevision.create({
          data: { campaignId, hash: 'h1', content, createdAt: frozenAt },
        });
        return campaignId;
      };
      const remove = () => removeMedia.call(ctx, media.id);
      const live = await freeze({ liveRevision: 'h1', submitted: null });
      await expect(remove()).rejects.toMatchObject({ code: 'CONFLICT', details: { campaign_id: live } });
      await database.db.campaign.update({ where: { id: live }, data: { over: true } });
      const submitted = await freeze({ liveRevision: null, submitted: { hash: 'h1', media: [] } });
      await expect(remove()).rejects.toMatchObject({ code: 'CONFLICT' });
      const replaced = { view: { liveRevision: 'h2', submitted: null }, updatedAt: new Date(clock) };
      await database.db.campaign.update({ where: { id: submitted }, data: replaced });

      const adGroup = await database.db.adGroup.create({
        data: { campaignId: submitted, name: 'g', targeting: {} },
      });
      const text = { headline: 'h', description: 'd', destinationUrl: 'https://x.example' };
      const creative = await database.db.creative.create({
        data: { adGroupId: adGroup.id, campaignId: submitted, mediaId: media.id, ...text },
      });
      await remove();
      expect(await database.db.creative.findUnique({ where: { id: creative.id } })).toMatchObject({
        mediaId: null,
        version: 2,
      });
      expect(
        await database.db.auditEntry.count({ where: { targetId: media.id, action: 'media.deleted' } }),
      ).toBe(1);
    });
  });

  test('a form must hold one file and known, short fields', async () => {
    const post = (raw: string, contentType = 'multipart/form-data; boundary=b') =>
      uploadMedia.call(as(), { stream: Readable.from(Buffer.from(raw), { objectMode: false }), contentType });
    const part = (name: string, content: string, file = false) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${file ? '; filename="../../etc/x.png"' : ''}\r\n\r\n${content}\r\n`;
    const file = part('file', 'GIF89a', true);
    const refused = [
      post(''),
      post('nonsense'),
      post(`${file}--b--\r\n`, 'multipart/form-data'),
      post(`${part('campaign_id', 'x')}--b--\r\n`),
      post(`${file}${file}--b--\r\n`.replaceAll('GIF89a', 'GIF89a')),
      post(`${part('other', 'x')}${part('campaign_id', 'y'.repeat(5_000))}${file}--b--\r\n`),
    ];
    const outcomes = await Promise.all(
      refused.map((call) => call.catch((error: { code: string }) => error.code)),
    );
    expect(outcomes).toEqual(outcomes.map(() => 'VALIDATION_FAILED'));
    await expect(post(file)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  test('the routes answer as the document says', async () => {
    const api = await startApi(deps);
    try {
      const { id: userId, token } = await api.signIn();
      const form = new FormData();
      form.set('file', new Blob([await noise(40, 40).png().toBuffer()]), '../../etc/passwd.png');
      const request = new Request('http://localhost', { method: 'POST', body: form });
      const raw = Buffer.from(await request.arrayBuffer());
      const headers = { 'content-type': request.headers.get('content-type') ?? '' };
      const posted = await api.call('POST', '/media/upload', { token, raw, headers });
      expectConforms(posted);
      expect(posted.status).toBe(201);
      expect(posted.headers.get('location')).toBe(`/api/v1/media/${posted.body.id}`);
      expect(posted.body).toMatchObject({
        user_id: userId,
        file_name: 'passwd.png',
        content_type: 'image/png',
      });

      const keyed = { token, raw, headers: { ...headers, 'idempotency-key': 'k' } };
      const [one, two] = [
        await api.call('POST', '/media/upload', keyed),
        await api.call('POST', '/media/upload', keyed),
      ];
      expect(one.body.id).toBe(two.body.id);

      const bytes = await plain(30, 30).png().toBuffer();
      const body = { file_name: 'a.png', content_type: 'image/png', bytes: bytes.length };
      const ticket = await api.call('POST', '/media/uploads', { token, body });
      expectConforms(ticket);
      const early = await api.call('POST', `/media/${ticket.body.id}/complete`, { token });
      expectConforms(early);
      expect(early.status).toBe(409);
      const { url, headers: signed } = ticket.body.upload;
      expect((await fetch(url, { method: 'PUT', headers: signed, body: bytes })).status).toBe(200);
      const done = await api.call('POST', `/media/${ticket.body.id}/complete`, { token });
      expectConforms(done);
      expect(done.status).toBe(200);

      const listed = await api.call('GET', '/media?limit=2&kind=image', { token });
      expectConforms(listed);
      expect(listed.body).toMatchObject({ total: 3, offset: 0, limit: 2 });
      const changed = await api.call('PATCH', `/media/${done.body.id}`, {
        token,
        body: { campaign_id: randomUUID() },
      });
      expectConforms(changed);
      expect(changed.status).toBe(404);
      const gone = await api.call('DELETE', `/media/${done.body.id}`, { token });
      expectConforms(gone);
      expect(gone.status).toBe(204);
      const absent = await api.call('GET', `/media/${done.body.id}`, { token });
      expectConforms(absent);
      expect(absent.status).toBe(404);

      const refusals: [string | Buffer, Record<string, string>, number][] = [
        [Buffer.from('{}'), { 'content-type': 'application/json' }, 415],
        [raw.subarray(0, raw.length - 200), headers, 422],
        [raw, { 'content-type': 'multipart/form-data' }, 422],
      ];
      for (const [bad, badHeaders, status] of refusals) {
        const answer = await api.call('POST', '/media/upload', { token, raw: bad, headers: badHeaders });
        expectConforms(answer);
        expect(answer.status).toBe(status);
      }
      const large = { file_name: 'a.png', content_type: 'image/png', bytes: 11 * 1024 * 1024 };
      const tooLarge = await api.call('POST', '/media/uploads', { token, body: large });
      expectConforms(tooLarge);
      expect(tooLarge.status).toBe(413);
    } finally {
      await api.close();
    }
  });

  test.each(['upload', 'complete'])('one who leaves during %s ends the work on the file', async (how) => {
    let tell: (signal: AbortSignal | undefined) => void = () => {};
    const heard = new Promise<AbortSignal | undefined>((resolve) => {
      tell = resolve;
    });
    const waiting: Inspector = {
      async inspect(_file, { signal }) {
        tell(signal);
        if (signal) await once(signal, 'abort');
        throw signal?.reason;
      },
      close: async () => {},
    };
    const api = await startApi({ ...deps, inspector: waiting });
    try {
      const { id: userId, token } = await api.signIn();
      const bytes = await plain(9, 9).png().toBuffer();
      const form = new FormData();
      form.set('file', new Blob([bytes]), 'a.png');
      let [address, body]: [string, FormData | null] = ['/media/upload', form];
      if (how === 'complete') {
        const { id } = await sendBy(as(userId), bytes, 'image/png');
        [address, body] = [`/media/${id}/complete`, null];
      }
      const leaving = new AbortController();
      const left = fetch(`${api.url}/api/v1${address}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body,
        signal: leaving.signal,
      }).catch((error: Error) => error.name);
      const signal = await heard;
      expect(signal?.aborted).toBe(false);
      leaving.abort();
      expect(await left).toBe('AbortError');
      if (!signal?.aborted) await once(signal ?? new AbortController().signal, 'abort');
      expect(signal?.reason).toMatchObject({ code: 'REQUEST_TIMEOUT' });
      // Nothing is decided about the file: it was not looked at.
      const states = await database.db.media.findMany({ where: { userId }, select: { state: true } });
      expect(states).toEqual(how === 'complete' ? [{ state: 'incoming' }] : []);
    } finally {
      await api.close();
    }
  });

  test('a file beyond its limit gets its answer while it is still being sent', async () => {
    const api = await startApi(deps);
    try {
      const { token } = await api.signIn();
      const started = clock;
      const form = new FormData();
      form.set(
        'file',
        new Blob([await noise(40, 40).jpeg().toBuffer(), Buffer.alloc(30 * 1024 * 1024)]),
        'a.jpg',
      );
      const request = new Request('http://localhost', { method: 'POST', body: form });
      const headers = { 'content-type': request.headers.get('content-type') ?? '' };
      const raw = Buffer.from(await request.arrayBuffer());
      const answer = await api.call('POST', '/media/upload', { token, raw, headers });
      expectConforms(answer);
      expect(answer.status).toBe(413);
      expect(answer.body).toMatchObject({ code: 'MEDIA_TOO_LARGE', max_bytes: 10 * 1024 * 1024 });
      expect(Date.now() - started).toBeLessThan(MINUTE);
    } finally {
      await api.close();
    }
  });
});
