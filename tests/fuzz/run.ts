/** Fuzzes every operation of the OpenAPI document against the whole running system, as an advertiser and as an admin. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openApiDocument } from '../../api/openapi';
import { routes } from '../../api/routes';
import { schemathesis } from '../../bin/system/tools';
import { reachOf } from '../../domain/permissions';
import type { Configured } from './configuration';
import { examplesFor } from './examples';
import { type Recorded, runSchemathesis } from './schemathesis';
import { fuzzUsers, openStage } from './stage';

export interface FuzzOptions extends Pick<Configured, 'cases' | 'phases'> {
  /** One after the other, over one system. */
  seeds: readonly number[];
  /** `all`: each operation as each user. `once`: as one who may do it. */
  breadth: 'all' | 'once';
  /** Only these operations (`GET /users/me`); all unless said. */
  only?: readonly string[];
  say(line: string): void;
}

export interface FuzzReport {
  runs: { user: string; seed: number; good: boolean; seconds: number }[];
  /** Requests in all. */
  requests: number;
  operations: number;
  /** Those that no request got a 2xx or 3xx from, and what they answered. */
  unanswered: { label: string; answers: string }[];
}

const labelOf = ({ method, path: at }: (typeof routes)[number]) => `${method.toUpperCase()} ${at}`;

/** @throws when the system does not start, or the tool cannot be had. */
export async function fuzz({ seeds, breadth, only, say, ...options }: FuzzOptions): Promise<FuzzReport> {
  const library = await schemathesis(say);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-fuzz-files-'));
  const stage = await openStage();
  try {
    const document = openApiDocument(routes, stage.config.PUBLIC_URL);
    const wanted = routes.map(labelOf).filter((label) => only?.includes(label) ?? true);
    const runs: FuzzReport['runs'] = [];
    const record: Recorded[] = [];
    const turns = seeds.flatMap((seed) => (['advertiser', 'admin'] as const).map((user) => ({ seed, user })));
    for (const { seed, user } of turns) {
      say(`== as ${user}, seed ${seed}`);
      const begun = Date.now();
      const his = new Set(breadth === 'all' ? wanted : wanted.filter((label) => isFor(user, label)));
      const { good, record: added } = await runSchemathesis({
        ...options,
        ...{ library, folder, document, user, seed, onLine: say },
        ...{ apiUrl: stage.apiUrl, tokensUrl: stage.tokensUrl, users: fuzzUsers },
        peers: ['advertiser', 'neighbour'],
        examples: await examplesFor(stage, user),
        without: routes.map(labelOf).filter((label) => !his.has(label)),
      });
      record.push(...added);
      runs.push({ user, seed, good, seconds: Math.round((Date.now() - begun) / 1_000) });
    }
    return {
      runs,
      requests: record.length,
      operations: wanted.length,
      unanswered: unanswered(wanted, record),
    };
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An admin does what an advertiser may not. */
function isFor(user: 'advertiser' | 'admin', label: string): boolean {
  const action = routes.find((route) => labelOf(route) === label)?.action ?? null;
  const forAdvertisers = action === null || reachOf(action, 'advertiser') !== null;
  return forAdvertisers === (user === 'advertiser');
}

function unanswered(wanted: readonly string[], record: readonly Recorded[]): FuzzReport['unanswered'] {
  const answered = new Set(record.filter(([, status]) => status < 400).map(([label]) => label));
  return wanted
    .filter((label) => !answered.has(label))
    .map((label) => {
      const said = record.filter(([of]) => of === label).map(([, status, code]) => code ?? String(status));
      return { label, answers: [...new Set(said)].join(', ') };
    });
}

/** Reads well at a terminal. @returns whether all is as it must be: no failure, and 90 % of the operations did something. */
export function judge(report: FuzzReport, say: (line: string) => void): boolean {
  const { runs, requests, operations } = report;
  const done = operations - report.unanswered.length;
  const percent = ((100 * done) / operations).toFixed(1);
  say(`${requests} requests; ${done} of ${operations} operations (${percent} %) answered a success`);
  for (const { label, answers } of report.unanswered) say(`  not: ${label} (${answers})`);
  for (const { user, seed, good, seconds } of runs) {
    say(`as ${user}, seed ${seed}: ${good ? 'no failure' : 'FAILURES'}, ${seconds} s`);
  }
  return runs.every(({ good }) => good) && done / operations >= 0.9;
}
