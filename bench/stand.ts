/** What figures are measured on: PostgreSQL and Temporal as `npm start` runs them, in a folder that is gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { prepareDatabase } from '../bin/migrate';
import { freePort } from '../bin/system/ports';
import { ensureDatabase, startPostgres } from '../bin/system/postgres';
import { startTemporal } from '../bin/system/temporal';
import { temporalCli } from '../bin/system/tools';

export interface Stand {
  /** Of the owner; migrated. */
  databaseUrl: string;
  temporalAddress: string;
  temporalPid: number;
  folder: string;
  close(): Promise<void>;
}

export async function openStand(say: (line: string) => void): Promise<Stand> {
  const executable = await temporalCli(say);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-bench-'));
  const [port, temporalPort, uiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const databaseUrl = `postgresql://postgres:bench@127.0.0.1:${port}/adflight`;
  const postgres = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    port,
    password: 'bench',
    settings: ['max_connections=300'],
  });
  const databaseFile = path.join(folder, 'temporal/temporal.db');
  const temporal = await startTemporal({ executable, port: temporalPort, uiPort, databaseFile });
  await ensureDatabase(databaseUrl);
  await prepareDatabase(databaseUrl);
  return {
    databaseUrl,
    temporalAddress: `127.0.0.1:${temporalPort}`,
    temporalPid: temporal.pid,
    folder,
    async close() {
      await temporal.kill();
      await postgres.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
