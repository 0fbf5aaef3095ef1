/** Faults that the fuzzer must find, or it proves nothing: an API that serves other routes than its document tells of. */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openApiDocument } from '../../api/openapi';
import { type Route, route } from '../../api/route';
import * as tools from '../../bin/system/tools';
import { BusinessError } from '../../domain/errors';
import { publicVerb, type Verb, verb } from '../../services/verb';
import { type Api, startApi, testDeps } from '../integration/http';
import { freshDatabase } from '../integration/parts';
import { runSchemathesis } from './schemathesis';

const Note = z.strictObject({ note: z.string() });

function notes(path: string, verb: Verb<undefined, unknown>): Route {
  return route({
    method: 'get',
    path,
    summary: path,
    tag: 'Planted',
    verb,
    input: () => undefined,
    status: 200,
    answer: Note,
    // Also what is no note: nothing checks an answer before it is sent.
    present: (found) => found as z.output<typeof Note>,
    errors: ['NOT_FOUND'],
  });
}

const guarded = verb<undefined, unknown>('profile.read', async () => ({ note: 'fine' }));
const saying = (answer: unknown) => publicVerb<undefined, unknown>(async () => answer);
const refusing = (error: Error) => publicVerb<undefined, unknown>(() => Promise.reject(error));
const honest = notes('/honest', guarded);

/** What the document tells of, what is served, and the sign of it. */
const plants: readonly [fault: string, told: Route, served: Route, sign: RegExp][] = [
  [
    'a route without a sign-in',
    notes('/open', guarded),
    notes('/open', saying({ note: 'fine' })),
    /without authentication|ignored|Authentication/i,
  ],
  [
    'an error that nobody was told of',
    notes('/grumpy', guarded),
    notes('/grumpy', refusing(new BusinessError('CONFLICT'))),
    /Undocumented status code/i,
  ],
  [
    'an answer of another shape',
    notes('/odd', guarded),
    notes('/odd', saying({ note: 7 })),
    /violates schema/i,
  ],
  ['a bug', notes('/bug', guarded), notes('/bug', refusing(new Error('boom'))), /Server error/i],
  [
    'an error that shows the inside',
    notes('/chatty', guarded),
    notes('/chatty', refusing(new BusinessError('NOT_FOUND', { detail: 'relation "users" lacks it' }))),
    /shows the inside/i,
  ],
];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let folder: string;
let library: string;

beforeAll(async () => {
  library = await tools.schemathesis(() => {});
  folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-planted-'));
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
}, 120_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

test('each planted fault is found, and an honest route passes', async () => {
  const { token } = await api.signIn();
  const tokens = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }));
  });
  await new Promise<void>((resolve) => tokens.listen(0, '127.0.0.1', resolve));
  const served = await startApi(deps, [honest, ...plants.map(([, , route]) => route)]);
  const said: string[] = [];
  const { port } = tokens.address() as AddressInfo;
  const document = openApiDocument([honest, ...plants.map(([, told]) => told)], deps.config.PUBLIC_URL);
  const { good } = await runSchemathesis({
    ...{ library, folder, document, apiUrl: served.url, tokensUrl: `http://127.0.0.1:${port}` },
    ...{ user: 'someone', users: ['someone'], peers: [], seed: 1, cases: 5, without: [], examples: {} },
    phases: ['fuzzing'],
    onLine: (line) => said.push(line),
  });
  await served.close();
  await new Promise((resolve) => tokens.close(resolve));
  expect(good).toBe(false);
  const failures = said.join('\n').split(/\n(?=_{3,} )/);
  for (const [fault, { path: at }, , sign] of plants) {
    const found = failures.find((failure) => failure.includes(` GET ${at} `)) ?? 'nothing';
    expect([fault, sign.test(found), found]).toEqual([fault, true, found]);
  }
  expect(failures.some((failure) => failure.includes(' GET /honest '))).toBe(false);
}, 120_000);
