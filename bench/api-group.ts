/** POST /campaigns against a bare Express handler that starts a bare workflow, both behind a JWT. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { startNodeProcess } from '../bin/system/node-process';
import { freePort } from '../bin/system/ports';
import { DAY } from '../domain/time';
import { issueTokens } from '../services/auth/tokens';
import type { Deps } from '../services/context';
import { type Bench, compare, type Figure, median, watched } from './figures';
import { httpRequest, load } from './http-load';
import { inviteCast } from './life/cast';
import { environment, openParts } from './life/parts';
import { wireBody } from './life/standard-life';
import { startBenchWorker, taking } from './life-group';

import { cpuMs } from './process-cost';

const IN_FLIGHT = 20;
const PATH = '/api/v1/campaigns';

export async function apiGroup(bench: Bench): Promise<Figure[]> {
  const { stand } = bench;
  const where = { ...stand, timeScale: 1 };
  const { deps, close } = openParts(where);
  const ends: (() => Promise<unknown>)[] = [close];
  try {
    const clients = await Promise.all(Array.from({ length: IN_FLIGHT }, () => signedIn(deps)));
    const nextClient = taking(clients);
    const request = () => {
      const { authorization, body } = nextClient();
      return httpRequest(
        `POST ${PATH}`,
        { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body,
      );
    };
    const costs: { name: string; ms: number }[] = [];
    const errors: Record<string, number> = {};
    const side = async (kind: string, file: string) => {
      const worker = await startBenchWorker(kind, where, stand);
      const port = await freePort();
      const env = { ...process.env, ...environment(where), PORT: String(port) };
      const server = await startNodeProcess({ name: `api-${kind}`, file, env, logDir: stand.folder });
      ends.unshift(server.stop, worker.stop);
      const pids = { api: server.pid, worker: worker.pid, temporal: stand.temporalPid };
      return async () => {
        const before = Object.values(pids).map(cpuMs);
        const times = { warmUpMs: 2_000, measuredMs: 8_000 };
        const { perSecond, good, others } = await load({
          port,
          connections: IN_FLIGHT,
          ...times,
          request,
          status: 201,
        });
        for (const [index, [name, pid]] of Object.entries(pids).entries())
          costs.push({ name: `api.cpu_${name}_${kind}`, ms: (cpuMs(pid) - (before[index] ?? 0)) / good });
        for (const [code, n] of Object.entries(others)) errors[code] = (errors[code] ?? 0) + n;
        return perSecond;
      };
    };
    const ours = await side('ours', path.resolve(__dirname, '../bin/api.ts'));
    const bare = await side('bare', require.resolve('./bare/api'));
    const figures = await compare(bench, {
      name: 'api.create_campaign',
      unit: 'requests/s',
      goal: 0.7,
      ours,
      bare,
    });
    const failed = Object.values(errors).reduce((sum, n) => sum + n, 0);
    if (failed > 0) bench.say(`  answered otherwise: ${JSON.stringify(errors)}`);
    const cpu = [...new Set(costs.map(({ name }) => name))].map((name) => {
      const rounds = costs.filter((cost) => cost.name === name).map(({ ms }) => ms);
      return watched(name, median(rounds), 'CPU-ms/request');
    });
    return [...figures, ...cpu, watched('api.answered_otherwise', failed, 'requests')];
  } finally {
    for (const end of ends) await end();
  }
}

/** An advertiser of his own for each client, as in life: what one does locks nobody else's account. */
async function signedIn(deps: Deps): Promise<{ authorization: string; body: string }> {
  const cast = await inviteCast(deps);
  const { userId } = cast.advertiser;
  const session = { userId, refreshHash: randomUUID(), expiresAt: new Date(deps.now() + DAY) };
  const { id: sessionId } = await deps.db.session.create({ data: session });
  const refresh = { id: randomUUID(), issuedAt: deps.now() };
  const { accessToken } = await issueTokens(deps, { userId, sessionId }, refresh);
  const body = JSON.stringify(wireBody(cast, { startsIn: null, lasts: 29 }, deps.now()));
  return { authorization: `Bearer ${accessToken}`, body };
}
