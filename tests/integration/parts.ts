/** The real parts that tests run against, each a process of its own on a free port, gone when closed and when we die. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from 'pg';
import { applyMigrations } from '../../bin/migrate';
import { startChild } from '../../bin/system/child';
import { freePort } from '../../bin/system/ports';
import { ensureDatabase, startPostgres } from '../../bin/system/postgres';
import { startTemporal } from '../../bin/system/temporal';
import * as tools from '../../bin/system/tools';
import { type Database, openDatabase } from '../../infra/database';

const say = (line: string) => process.stderr.write(`${line}\n`);
const TEMPLATE = 'adflight_template';

export interface DatabaseServer {
  /** Of the superuser, without a database. */
  url: string;
  close(): Promise<void>;
}

/** A throw-away PostgreSQL with a migrated template database; the set-up of a run starts one for all its tests. */
export async function databaseServer(): Promise<DatabaseServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-test-'));
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}`;
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    port,
    password,
    // Nothing here outlives a crash of the machine, so nothing waits for the disk.
    settings: ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_connections=300'],
  });
  const close = async () => {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ensureDatabase(`${url}/${TEMPLATE}`);
    await applyMigrations(`${url}/${TEMPLATE}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}

/** A migrated, empty database of one's own. `url` is the owner's; `db` connects as the application does. */
export async function freshDatabase(): Promise<{ url: string; db: Database; close(): Promise<void> }> {
  const shared = process.env.TEST_DATABASE_SERVER;
  const own = shared ? undefined : await databaseServer();
  const server = shared ?? own?.url ?? '';
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = `${server}/${name}`;
  await ensureDatabase(url, TEMPLATE);
  const db = openDatabase({ url, pool: 10, statementTimeoutMs: 10_000 });
  const close = async () => {
    await db.$disconnect();
    await (own ? own.close() : dropDatabase(server, name));
  };
  return { url, db, close };
}

async function dropDatabase(server: string, name: string): Promise<void> {
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`);
  await client.end();
}

/** A Temporal dev server in memory, with its Web UI. */
export async function temporalServer(): Promise<{
  address: string;
  uiUrl: string;
  close(): Promise<void>;
}> {
  const executable = await tools.temporalCli(say);
  const [port, uiPort] = [await freePort(), await freePort()];
  const { kill } = await startTemporal({ executable, port, uiPort });
  return { address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}`, close: kill };
}

export interface S3Server {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Made already, empty. */
  bucket: string;
  close(): Promise<void>;
}

/** An S3 server that checks signatures, with one bucket. */
export async function s3Server(): Promise<S3Server> {
  const command = await tools.versitygw(say);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-s3-'));
  const [data, versions] = [path.join(folder, 'data'), path.join(folder, 'versions')];
  await Promise.all([mkdir(data), mkdir(versions)]);
  const port = await freePort();
  const [accessKeyId, secretAccessKey] = ['test-key', randomBytes(16).toString('hex')];
  const keys = ['-a', accessKeyId, '-s', secretAccessKey];
  const args = ['-p', `127.0.0.1:${port}`, ...keys, '--quiet', 'posix', '--versioning-dir', versions, data];
  const child = await startChild({ name: 'versitygw', command, args });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint);
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const bucket = 'adflight-test';
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  const close = async () => {
    await child.kill();
    await rm(folder, { recursive: true, force: true });
  };
  return { endpoint, accessKeyId, secretAccessKey, bucket, close };
}

/** A Redis in memory; on a port that another had before, when it is to be its successor. */
export async function redisServer(at?: number): Promise<{ url: string; close(): Promise<void> }> {
  const command = await tools.redisServer(say);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-redis-'));
  const port = at ?? (await freePort());
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const { child } = await startUntil(/eady to accept connections/, { name: 'redis-server', command, args });
  const close = async () => {
    await child.kill();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}`, close };
}

/** A real OpenID provider that everyone may sign in at (openid-provider.mjs), with one client. */
export async function openIdProvider(
  client: { id: string; secret: string },
  callback: string,
): Promise<{ issuer: string; close(): Promise<void> }> {
  const { child, line } = await startUntil(/^http/, {
    name: 'the OpenID provider',
    command: process.execPath,
    args: [require.resolve('./openid-provider.mjs'), client.id, client.secret, callback],
  });
  return { issuer: line, close: child.kill };
}

/** Stripe's own mock: stateless, refuses parameters that the API would refuse. */
export async function stripeMock(): Promise<{ url: string; close(): Promise<void> }> {
  const command = await tools.stripeMock(say);
  const port = await freePort();
  // It listens for HTTPS in any case; without an address of its own two of them would want the same port.
  const args = ['-http-addr', `127.0.0.1:${port}`, '-https-addr', '127.0.0.1:'];
  const { child } = await startUntil(/^Listening for HTTPS/, { name: 'stripe-mock', command, args });
  return { url: `http://127.0.0.1:${port}`, close: child.kill };
}

/** Starts a process and waits for the line by which it says that it is ready. @throws when it ends before. */
async function startUntil(ready: RegExp, program: Parameters<typeof startChild>[0]) {
  let tell: (line: string) => void = () => {};
  const line = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const child = await startChild({ ...program, onLine: (text) => ready.test(text) && tell(text) });
  const died = child.ended.then((how) => Promise.reject(new Error(`${program.name}: ${how}`)));
  return { child, line: await Promise.race([line, died]) };
}

/** Waits for any HTTP answer. */
async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer) return;
    if (Date.now() > deadline) throw new Error(`${url} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
