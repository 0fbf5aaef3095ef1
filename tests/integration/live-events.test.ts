/** Live events: a user's own, each once and in order, from whichever process he comes back to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openApiDocument } from '../../api/openapi';
import { routes } from '../../api/routes';
import { DAY, SECOND } from '../../domain/time';
import { type Database, openDatabase } from '../../infra/database';
import { removeOldEvents } from '../../services/live-events/remove';
import { releaseCampaign } from '../../store/outbox';
import { projectCampaign } from '../../store/projection';
import { liveConsumer } from '../../worker/live-events';
import { tellEvents } from '../../worker/relay/tell';
import { aCampaign, aDecision, aProjection } from '../fixtures/campaign';
import { type Actor, anActor } from './actors';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let elsewhere: Database;
let deps: ReturnType<typeof testDeps>;
/** Two processes: each with a database client, and so with listeners, of its own. */
let apis: [Api, Api];
let ada: Actor;

beforeAll(async () => {
  database = await freshDatabase();
  elsewhere = openDatabase({ url: database.url, pool: 5, statementTimeoutMs: 10_000 });
  deps = testDeps(database.db);
  apis = [await startApi(deps), await startApi({ ...deps, db: elsewhere })];
}, 60_000);
afterAll(async () => {
  await Promise.all(apis.map((api) => api.close()));
  await deps.close();
  await elsewhere.$disconnect();
  await database.close();
});
beforeEach(async () => {
  ada = await anActor(deps);
});
afterEach(async () => {
  await Promise.all(streams.splice(0).map((stream) => stream.leave()));
});

interface Frame {
  id: string;
  event: string;
  data: { type?: string; n?: number; data?: { campaign_id?: string } };
}

/** A client that reads frame by frame. */
class Stream {
  comments = 0;
  private text = '';
  private readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  constructor(
    readonly answer: Response,
    private readonly leaving: AbortController,
  ) {
    this.reader = answer.body?.getReader();
  }
  static async open(api: Api, headers: Record<string, string>): Promise<Stream> {
    const leaving = new AbortController();
    const answer = await fetch(`${api.url}/api/v1/events`, { headers, signal: leaving.signal });
    const stream = new Stream(answer, leaving);
    streams.push(stream);
    return stream;
  }
  /** The next frame; null: the stream has ended. */
  async next(within = 4 * SECOND): Promise<Frame | null> {
    const deadline = AbortSignal.timeout(within);
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const lines = this.text.slice(0, end).split('\n');
        this.text = this.text.slice(end + 2);
        if (lines[0] === ':') this.comments += 1;
        else return frameOf(lines);
        continue;
      }
      const late = new Promise<never>((_, reject) => {
        deadline.addEventListener('abort', () => reject(new Error('no frame came')), { once: true });
      });
      const read = await Promise.race([this.reader?.read(), late]);
      if (!read || read.done) return null;
      this.text += Buffer.from(read.value).toString();
    }
  }
  async take(count: number): Promise<Frame[]> {
    const frames: Frame[] = [];
    while (frames.length < count) {
      const frame = await this.next();
      if (!frame) break;
      frames.push(frame);
    }
    return frames;
  }
  async leave(): Promise<void> {
    this.leaving.abort();
    await this.reader?.cancel().catch(() => {});
  }
}
const streams: Stream[] = [];

function frameOf(lines: string[]): Frame {
  const field = (name: string) =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) };
}

const open = (api: Api, after?: string, { token } = ada) =>
  Stream.open(api, {
    authorization: `Bearer ${token}`,
    ...(after !== undefined && { 'last-event-id': after }),
  });

/** Something happens to a campaign, and is told as the relay does. */
async function happened(advertiserId = ada.id): Promise<string> {
  const campaign = aCampaign({ advertiserId });
  const decision = aDecision(1, { event: 'campaign.activated', to: 'active' });
  await projectCampaign(database.db, aProjection(campaign, decision));
  await releaseCampaign(database.db, campaign.campaignId, 1);
  await tellEvents({ ...deps, consumers: [liveConsumer], random: () => 0 });
  return campaign.campaignId;
}
/** An event of the log, as the consumer writes it. */
const write = (n: number, db: Pick<Database, 'liveEvent'> = database.db, userId = ada.id, padding = '') =>
  db.liveEvent.create({ data: { userId, kind: 'test', data: { n, padding } } });
const numbers = (frames: Frame[]) => frames.map(({ data }) => data.n);

describe('a stream', () => {
  test('begins with a number to come back with, and tells what happens to its user alone', async () => {
    const other = await anActor(deps);
    const [mine, hers] = [await open(apis[0]), await open(apis[1], undefined, other)];
    expect(mine.answer.status).toBe(200);
    expect(mine.answer.headers.get('content-type')).toBe('text/event-stream');
    expect(mine.answer.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(mine.answer.headers.get('content-encoding')).toBeNull();
    expect(await mine.next()).toMatchObject({ event: 'ready', data: {} });
    await hers.next();
    const campaigns = [await happened(), await happened(other.id)];
    const said = [await mine.next(), await hers.next()];
    expect(said.map((frame) => frame?.data.data?.campaign_id)).toEqual(campaigns);
    expect(said[0]).toMatchObject({ event: '', data: { type: 'campaign.activated', data: { version: 1 } } });
    await happened();
    await mine.next();
    await expect(hers.next(700)).rejects.toThrow('no frame came');
  });

  test('goes on in another process where it broke off, with nothing twice or missing', async () => {
    const first = await open(apis[0]);
    await first.next();
    for (let n = 1; n <= 3; n += 1) await write(n);
    const [seen] = await first.take(1);
    await first.leave();
    for (let n = 4; n <= 250; n += 1) await write(n);
    const second = await open(apis[1], seen?.id);
    expect(await second.next()).toMatchObject({ event: 'ready', id: seen?.id });
    await write(251);
    expect(numbers(await second.take(250))).toEqual(Array.from({ length: 250 }, (_, n) => n + 2));
  });

  test('without a number begins now: what was before is not told', async () => {
    await write(1);
    const stream = await open(apis[0]);
    await stream.next();
    await write(2);
    expect((await stream.next())?.data.n).toBe(2);
  });

  test('with a number that this log never gave is refused, or told to read anew', async () => {
    const malformed = await apis[0].call('GET', '/events', {
      token: ada.token,
      headers: { 'last-event-id': 'one' },
    });
    expect([malformed.status, malformed.body.errors[0].path]).toEqual([422, '/Last-Event-ID']);
    const { id } = await write(1);
    const stream = await open(apis[0], '999999999999');
    expect(await stream.next()).toMatchObject({ event: 'reset', id: String(id) });
    await write(2);
    expect((await stream.next())?.data.n).toBe(2);
  });

  test('whose number is older than the log is told so, and then goes on', async () => {
    const { id } = await write(1);
    const [{ id: second }, { id: third }] = [await write(2), await write(3)];
    const old = { id: { lte: second } };
    await database.db.liveEvent.updateMany({
      where: old,
      data: { createdAt: new Date(Date.now() - 8 * DAY) },
    });
    expect(await removeOldEvents(database.db, Date.now())).toBeGreaterThanOrEqual(2);
    expect(await (await open(apis[0], String(id))).next()).toMatchObject({
      event: 'reset',
      id: String(third),
    });
    const fresh = await open(apis[1], String(second));
    expect(await fresh.next()).toMatchObject({ event: 'ready' });
    expect((await fresh.next())?.data.n).toBe(3);
    // Quiet for so long that nothing is left: the number still is one of this log.
    await removeOldEvents(database.db, Date.now() + 8 * DAY);
    expect(await database.db.liveEvent.count()).toBe(0);
    expect(await (await open(apis[0], String(third))).next()).toMatchObject({ event: 'ready' });
  });

  test('shows a sign of life while nothing happens', async () => {
    const real = ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] as const;
    jest.useFakeTimers({ doNotFake: [...real, 'Date', 'performance', 'hrtime'] });
    try {
      const stream = await open(apis[0]);
      await stream.next();
      await jest.advanceTimersByTimeAsync(45 * SECOND);
      await write(1);
      expect((await stream.next())?.data.n).toBe(1);
      expect(stream.comments).toBe(3);
    } finally {
      jest.useRealTimers();
    }
  });

  test('of a client that does not read waits in the log, and harms no other', async () => {
    const slow = await open(apis[0]);
    const quick = await open(apis[0]);
    await Promise.all([slow.next(), quick.next()]);
    const count = 600;
    const data = Array.from({ length: count }, (_, n) => ({
      userId: ada.id,
      kind: 'test',
      data: { n, padding: 'x'.repeat(20_000) },
    }));
    await database.db.liveEvent.createMany({ data });
    expect(numbers(await quick.take(count))).toEqual(data.map(({ data: { n } }) => n));
    expect(numbers(await slow.take(count))).toEqual(data.map(({ data: { n } }) => n));
  }, 15_000);

  test('there are ten of a user in a process, and room again when one is left', async () => {
    const ten: Stream[] = [];
    while (ten.length < 10) ten.push(await open(apis[0]));
    expect(ten.map(({ answer }) => answer.status)).toEqual(Array(10).fill(200));
    const more = await apis[0].call('GET', '/events', { token: ada.token });
    expect(more.status).toBe(429);
    await ten[0]?.leave();
    await until(async () => (await open(apis[0])).answer.status === 200);
  });

  test('is not begun for a HEAD', async () => {
    const headers = { authorization: `Bearer ${ada.token}` };
    const answer = await fetch(`${apis[0].url}/api/v1/events`, { method: 'HEAD', headers });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; !(await holds()); n += 1) {
    if (n > 60) throw new Error('it never held');
    await sleep(50);
  }
}

describe('who may no longer hear', () => {
  /** From the change until the stream has ended. */
  async function endsAfter(stream: Stream, change: () => Promise<unknown>): Promise<number> {
    await stream.next();
    await change();
    const started = performance.now();
    expect(await stream.next(8 * SECOND)).toBeNull();
    return performance.now() - started;
  }
  test.each([
    [
      'whose sign-in was ended',
      () => database.db.session.updateMany({ where: { userId: ada.id }, data: { revokedAt: new Date() } }),
    ],
    [
      'whose sign-in has expired',
      () => database.db.session.updateMany({ where: { userId: ada.id }, data: { expiresAt: new Date() } }),
    ],
    ['who was disabled', () => database.db.user.update({ where: { id: ada.id }, data: { isActive: false } })],
  ])('one %s hears nothing after a second, in any process', async (_name, change) => {
    expect(await endsAfter(await open(apis[1]), change)).toBeLessThan(SECOND);
  });

  test('a key that was revoked: neither', async () => {
    const made = await apis[0].call('POST', '/api-keys', {
      token: ada.token,
      body: { name: 'Live', scopes: ['events:read'] },
    });
    const stream = await Stream.open(apis[1], { 'x-api-key': made.body.key });
    const revoke = () => apis[0].call('DELETE', `/api-keys/${made.body.id}`, { token: ada.token });
    expect(await endsAfter(stream, revoke)).toBeLessThan(SECOND);
  });

  test('one who takes slowly what waits for him: no more of it', async () => {
    const first = await open(apis[0]);
    const { id = '' } = (await first.next()) ?? {};
    const padding = 'x'.repeat(40_000);
    const data = Array.from({ length: 600 }, () => ({ userId: ada.id, kind: 'test', data: { padding } }));
    await database.db.liveEvent.createMany({ data });
    const slow = await open(apis[1], id);
    await slow.next();
    await database.db.session.updateMany({ where: { userId: ada.id }, data: { revokedAt: new Date() } });
    await sleep(SECOND);
    expect((await slow.take(600)).length).toBeLessThan(600);
  }, 15_000);

  test('nobody without a sign-in', async () => {
    const answer = await apis[0].call('GET', '/events');
    expect(answer.status).toBe(401);
  });
});

function aSignal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describe('numbers', () => {
  test('a later one waits for the commit of an earlier one, so that no reader passes it over', async () => {
    const stream = await open(apis[0]);
    await stream.next();
    const order: string[] = [];
    const [gate, wrote] = [aSignal(), aSignal()];
    const first = database.db.$transaction(async (tx) => {
      await write(1, tx);
      wrote.give();
      await gate.given;
      order.push('first commits');
    });
    await wrote.given;
    const second = elsewhere.$transaction(async (tx) => {
      await write(2, tx);
      order.push('second has its number');
    });
    await sleep(150);
    expect(order).toEqual([]);
    gate.give();
    await Promise.all([first, second]);
    expect(order).toEqual(['first commits', 'second has its number']);
    expect(numbers(await stream.take(2))).toEqual([1, 2]);
  });

  test('of many writers at once reach every reader, each once, and growing', async () => {
    const readers = [await open(apis[0]), await open(apis[1])];
    await Promise.all(readers.map((reader) => reader.next()));
    const writers = Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? database.db : elsewhere).$transaction(
        async (tx) => {
          await tx.$queryRaw`SELECT 1 AS some`;
          await write(n, tx);
          // Half of them give up the number they took.
          if (n % 4 === 0) throw new Error('rolled back');
          await sleep(n % 3);
        },
        { timeout: 15_000, maxWait: 15_000 },
      ),
    );
    await Promise.allSettled(writers);
    for (const reader of readers) {
      const frames = await reader.take(30);
      const ids = frames.map(({ id }) => Number(id));
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
      expect(new Set(numbers(frames)).size).toBe(30);
    }
  }, 20_000);
});

test('a process that ends says good-bye to its listeners at once, who find the rest elsewhere', async () => {
  const own = await startApi(deps);
  const stream = await open(own);
  const ready = await stream.next();
  const started = performance.now();
  const closed = own.close();
  expect(await stream.next()).toBeNull();
  await closed;
  expect(performance.now() - started).toBeLessThan(3 * SECOND);
  await write(7);
  const again = await open(apis[1], ready?.id);
  expect(numbers(await again.take(2))).toEqual([undefined, 7]);
});

test('the document says that it is a stream', () => {
  const { paths } = openApiDocument(routes, 'http://localhost');
  expect(paths?.['/events']?.get?.responses?.['200']).toMatchObject({ content: { 'text/event-stream': {} } });
});
