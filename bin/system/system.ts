/** The whole of Adflight on one machine: every part that is not elsewhere already, started in order, supervised, stopped in reverse. */
import path from 'node:path';
import { privateFolder } from '../../infra/private-files';
import { ensureFirstAdmin } from '../admin';
import { prepareDatabase } from '../migrate';
import type { Say } from './cache';
import { type Plan, planLocal } from './local-config';
import { takeLock } from './lock';
import { startNodeProcess } from './node-process';
import { Part, type Started } from './part';
import { choosePort, type Port } from './ports';
import { ensureDatabase, startPostgres } from './postgres';
import { forgetRunning, noteRunning } from './running';
import { startTemporal } from './temporal';
import { temporalCli } from './tools';

export type PartName = 'postgres' | 'temporal' | 'simulators' | 'worker' | 'api' | 'adserver';

/** What serves ends before what it stands on. */
const STOP_ORDER: readonly PartName[][] = [
  ['adserver', 'api'],
  ['worker'],
  ['simulators'],
  ['temporal', 'postgres'],
];

export interface System extends Pick<Plan, 'admin' | 'env' | 'ports'> {
  /** Those that we run; a part with a real service in its place is not among them. */
  parts: ReadonlyMap<PartName, Part>;
  logDir: string;
  stop(): Promise<void>;
}

export interface SystemOptions {
  /** Absolute: everything that is kept between runs. */
  dataDir: string;
  /** What the person set: a real service by its variables, a time scale. */
  given: NodeJS.ProcessEnv;
  say: Say;
  /** Files that run in the place of ours in bin/, by part: fault runs have some. */
  files?: Partial<Record<PartName, string>>;
  /** Aborted when nobody wants it any more, though it is still starting. */
  signal?: AbortSignal;
}

/**
 * Makes first what is missing: tools, secrets, the database, the first admin.
 * @throws when another start has the data folder, the configuration is wrong or a part does not come up; nothing then runs.
 */
export async function startSystem({ dataDir, given, say, files, signal }: SystemOptions): Promise<System> {
  // What we and our parts write is for this user alone: they inherit it.
  process.umask(0o077);
  await privateFolder(dataDir);
  const lock = await takeLock(path.join(dataDir, 'start.lock'));
  if ('heldBy' in lock) {
    const other = 'ADFLIGHT_DATA=<folder> names another';
    throw new Error(`Adflight runs from ${dataDir} already (process ${lock.heldBy}); ${other}`);
  }
  const parts = new Map<PartName, Part>();
  const promised: Port[] = [];
  const stop = async () => {
    for (const names of STOP_ORDER) await Promise.all(names.map((name) => parts.get(name)?.stop()));
    await forgetRunning(dataDir);
    await Promise.all([lock, ...promised].map((held) => held.release()));
  };
  const choose = async (name: string, preferred: number) => {
    const chosen = await choosePort(name, preferred, say);
    promised.push(chosen);
    return chosen.port;
  };
  const add = async (name: PartName, start: () => Promise<Started>) => {
    parts.set(name, await Part.start(name, start, say));
  };
  try {
    const { ports, env, admin, secrets } = await planLocal(dataDir, given, choose);
    const logDir = path.join(dataDir, 'logs');
    const addProcess = (name: PartName) => {
      const file = files?.[name];
      return add(name, () => startNodeProcess({ name, env, logDir, ...(file && { file }) }));
    };
    const { postgres, temporal, stripe } = ports;
    const executable = temporal && (await temporalCli(say));
    signal?.throwIfAborted();
    await all([
      postgres &&
        add('postgres', () => {
          const password = secrets.postgresPassword;
          return startPostgres({ dataDir: path.join(dataDir, 'postgres'), port: postgres, password });
        }),
      executable &&
        add('temporal', () => {
          const databaseFile = path.join(dataDir, 'temporal/temporal.db');
          return startTemporal({ executable, databaseFile, ...temporal });
        }),
      stripe && addProcess('simulators'),
    ]);
    await prepare(env, postgres !== undefined, say);
    signal?.throwIfAborted();
    await all([addProcess('worker'), addProcess('api'), addProcess('adserver')]);
    await noteRunning(dataDir, env);
    return { parts, ports, env, admin, logDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(env: NodeJS.ProcessEnv, ours: boolean, say: Say): Promise<void> {
  const url = env.DATABASE_URL ?? '';
  if (ours) await ensureDatabase(url);
  const applied = await prepareDatabase(url);
  if (applied.length > 0) say(`the database was migrated (${applied.length} steps)`);
  await ensureFirstAdmin(env);
}

/** Waits for all, also when one fails: so that every part that did start can be stopped. */
async function all(starts: readonly unknown[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
