/** A key is rotated under a running system: reads go on, writes are kept, a killed worker is no matter, the old key goes. */
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Child } from '../../bin/system/child';
import { startNodeProcess } from '../../bin/system/node-process';
import { DAY } from '../../domain/time';
import { loadConfig } from '../../infra/config';
import { SealBroken, sealerOf } from '../../infra/sealing';
import { openTemporal } from '../../infra/temporal';
import { oncePerKey } from '../../services/idempotency';
import { rotateKeys } from '../../services/ops/rotate-keys';
import { enqueueSecret } from '../../store/deliveries';
import { rewrapSlice } from '../../store/sealed-columns';
import { inTransaction } from '../../store/transaction';
import { testDeps } from './http';
import { freshDatabase, temporalServer } from './parts';

jest.setTimeout(120_000);

const ROWS = 10_000;
const root = path.resolve(__dirname, '../..');
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [key('old'), key('new')];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let temporal: Awaited<ReturnType<typeof temporalServer>>;
let env: NodeJS.ProcessEnv;
let logDir: string;
let worker: Child;

beforeAll(async () => {
  [database, temporal] = await Promise.all([freshDatabase(), temporalServer()]);
  logDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-rotation-'));
  env = {
    ...process.env,
    NODE_ENV: 'test',
    ADFLIGHT_DATA: logDir,
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    ADFLIGHT_TIME_SCALE: '1000',
    JWT_SECRET: 'j'.repeat(32),
    TRACKING_SECRET: 't'.repeat(32),
    ENCRYPTION_KEY: NEW,
    ENCRYPTION_PREVIOUS_KEYS: OLD,
    STRIPE_SECRET_KEY: 'sk_test_123',
    STRIPE_WEBHOOK_SECRET: 'whsec_test_123',
    MAIL_DIR: logDir,
    STORAGE_DIR: logDir,
  };
  worker = await startWorker();
});
afterAll(async () => {
  await worker.kill();
  await Promise.all([database.close(), temporal.close()]);
  await rm(logDir, { recursive: true, force: true });
});

const startWorker = () => startNodeProcess({ name: 'worker', env, logDir });
const placeOf = (id: string) => `second_factors/${id}/secret`;

const under = (current: string, ...previous: string[]) =>
  sealerOf(loadConfig({ ...env, ENCRYPTION_KEY: current, ENCRYPTION_PREVIOUS_KEYS: previous.join(',') }));

/** Users with a sealed secret each, by id. */
async function plant(count: number): Promise<Map<string, string>> {
  const sealer = under(OLD);
  const secrets = new Map(Array.from({ length: count }, () => [randomUUID(), randomUUID()]));
  const ids = [...secrets.keys()];
  await database.db.user.createMany({ data: ids.map((id) => ({ id, fullName: 'Ada' })) });
  await database.db.secondFactor.createMany({
    data: ids.map((userId) => ({ userId, secret: sealer.seal(secrets.get(userId) ?? '', placeOf(userId)) })),
  });
  return secrets;
}

const underNewKey = () => database.db.secondFactor.count({ where: { secret: { startsWith: 'v1.new.' } } });

test(`${ROWS} rows change keys under reads and writes and through a killed worker, and then the old key can go`, async () => {
  const { db } = database;
  const secrets = await plant(ROWS);
  const ids = [...secrets.keys()];
  const webhook = randomUUID();
  const seal = (secret: string) => under(OLD).seal(secret, `webhook_endpoints/${webhook}/secret`);
  const [secret, previousSecret] = [seal('whsec_1'), seal('in another column')];
  await db.webhookEndpoint.create({
    data: { id: webhook, userId: ids[0] ?? '', url: 'https://a.example', secret, previousSecret },
  });

  let isOver = false;
  const everWritten = new Set(secrets.values());
  const read = { count: 0, failed: 0 };
  const reader = async () => {
    const sealer = under(NEW, OLD);
    while (!isOver) {
      const userId = ids[Math.floor(Math.random() * ids.length)] ?? '';
      const row = await db.secondFactor.findUniqueOrThrow({ where: { userId } });
      read.count += 1;
      try {
        if (!everWritten.has(sealer.open(row.secret, placeOf(userId)))) read.failed += 1;
      } catch {
        read.failed += 1;
      }
    }
  };
  /** A process that was not restarted yet, and seals under the old key. */
  const writer = async () => {
    const sealer = under(OLD);
    for (let writes = 0; writes < 200; writes += 1) {
      const userId = ids[Math.floor(Math.random() * ids.length)] ?? '';
      const changed = randomUUID();
      everWritten.add(changed);
      await db.secondFactor.update({
        where: { userId },
        data: { secret: sealer.seal(changed, placeOf(userId)) },
      });
      secrets.set(userId, changed);
      await sleep(5);
    }
  };
  const config = loadConfig(env);
  const client = openTemporal(config);
  const began = Date.now();
  await rotateKeys({ config, temporal: client.client });
  // Asked for again it is joined.
  const handle = await rotateKeys({ config, temporal: client.client });
  const [reading, writing] = [Promise.all([reader(), reader()]), writer()];

  while ((await underNewKey()) < ROWS / 5) await sleep(10);
  await worker.kill();
  const atKill = await underNewKey();
  expect(atKill).toBeLessThan(ROWS);
  await writing;
  worker = await startWorker();

  const result = await handle.result();
  isOver = true;
  await reading;
  await client.close();
  console.log(
    `${ROWS} rows under a new key in ${Date.now() - began} ms and ${result.pass} passes, the worker killed at ${atKill}; ${read.count} reads, ${read.failed} failed`,
  );
  expect(read.failed).toBe(0);
  expect(read.count).toBeGreaterThan(100);
  expect(result).toMatchObject({ isOver: true, found: 0, broken: 1 });
  expect(result.brokenPlaces).toEqual([`webhook_endpoints/${webhook}/previous_secret`]);
  const endpoint = await db.webhookEndpoint.findUniqueOrThrow({ where: { id: webhook } });
  expect(endpoint.previousSecret).toBe(previousSecret);

  const alone = under(NEW);
  expect(alone.open(endpoint.secret, `webhook_endpoints/${webhook}/secret`)).toBe('whsec_1');
  const rows = await db.secondFactor.findMany();
  const opened = rows.map((row) => [row.userId, alone.open(row.secret, placeOf(row.userId))] as const);
  expect(new Map(opened)).toEqual(secrets);
});

test('slices of two go through every sealed column, also the answers that are kept for repeats', async () => {
  const { db } = database;
  const at = (current: string, ...previous: string[]) =>
    loadConfig({ ...env, ENCRYPTION_KEY: current, ENCRYPTION_PREVIOUS_KEYS: previous.join(',') });
  const [before, after] = [at(OLD), at(NEW, OLD)];
  const userId = randomUUID();
  const repeat = (config: typeof before, key: string, isSecret = true) => {
    const deps = testDeps(db, { config });
    const request = {
      scope: { userId, operation: 'POST /api/v1/api-keys', key },
      fingerprint: 'f',
      isSecret,
    };
    const answer = { status: 201, headers: {}, body: `{"key":"of ${key}"}`, final: true };
    return oncePerKey(deps, request, async () => answer).finally(deps.close);
  };
  const keys = ['a', 'b b', 'ç/"', '%_', 'z'];
  for (const key of keys) await repeat(before, key);
  await repeat(before, 'open', false);
  for (let sent = 0; sent < 3; sent += 1) {
    const message = { recipient: `${sent}@a.example`, subject: 'Code', text: 't', html: 'h' };
    await inTransaction(db, (tx) =>
      enqueueSecret(tx, before, { ...message, channel: 'email' }, Date.now() + DAY),
    );
  }
  const rotate = async () => {
    let rewrapped = 0;
    for (
      let position: Parameters<typeof rewrapSlice>[2] = { column: 'webhook_endpoints.secret', after: null };
      position;
    ) {
      const slice: Awaited<ReturnType<typeof rewrapSlice>> = await rewrapSlice(db, after, position, 2);
      expect(slice.examined).toBeLessThanOrEqual(2);
      expect(slice.broken.filter((place) => !place.startsWith('webhook_endpoints'))).toEqual([]);
      rewrapped += slice.rewrapped;
      position = slice.next;
    }
    return rewrapped;
  };
  expect([await rotate(), await rotate()]).toEqual([keys.length + 6, 0]);
  for (const key of [...keys, 'open'])
    expect(await repeat(at(NEW), key, key !== 'open')).toMatchObject({
      replayed: true,
      answer: { body: `{"key":"of ${key}"}` },
    });
  for (const { id, text, html } of await db.delivery.findMany()) {
    expect(under(NEW).open(text, `deliveries/${id}/text`)).toBe('t');
    expect(under(NEW).open(html ?? '', `deliveries/${id}/html`)).toBe('h');
  }
});

test('the command says whether the old key can go: not while something is left that no key opens', async () => {
  const run = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'bin/ops.ts', 'rotate-keys'], {
      cwd: root,
      env,
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );
  const left = await run();
  expect(left).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('is opened by no key that we have'),
  });
  await database.db.webhookEndpoint.deleteMany();
  const clean = await run();
  expect(clean).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0 secrets put under key new in 1'),
  });
  expect(clean.stdout).toContain('ENCRYPTION_PREVIOUS_KEYS can be emptied');
});

test('a sealed text that was moved to another row opens under no key', async () => {
  const [a, b] = await database.db.secondFactor.findMany({ take: 2 });
  expect(() => under(NEW, OLD).open(a?.secret ?? '', placeOf(b?.userId ?? ''))).toThrow(SealBroken);
});
