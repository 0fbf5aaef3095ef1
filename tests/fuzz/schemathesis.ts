/** One run of schemathesis over a document, as one user. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { openApiDocument } from '../../api/openapi';
import { startChild } from '../../bin/system/child';
import { type Configured, configuration } from './configuration';
import type { Examples } from './example';

export interface Run extends Configured {
  /** Of schemathesis.tools. */
  library: string;
  /** For its files; it is made before. */
  folder: string;
  apiUrl: string;
  /** `POST <url>/<user>` answers `{token}`. */
  tokensUrl: string;
  document: ReturnType<typeof openApiDocument>;
  examples: Examples;
  onLine(line: string): void;
}

/** An answer: its operation, its status, and the code of a problem. */
const Recorded = z.tuple([z.string(), z.int(), z.string().nullable()]);
export type Recorded = z.output<typeof Recorded>;

/** @returns whether it found nothing, and what was answered. */
export async function runSchemathesis(run: Run): Promise<{ good: boolean; record: Recorded[] }> {
  const { library, folder, apiUrl, tokensUrl, document, examples, onLine } = run;
  const file = (name: string) => path.join(folder, `${run.user}-${run.seed}-${name}`);
  await writeFile(file('document.json'), JSON.stringify(document));
  await writeFile(file('examples.json'), JSON.stringify(examples));
  await writeFile(file('users.json'), JSON.stringify({ auth: run.users.map(login(tokensUrl)) }));
  await writeFile(file('schemathesis.toml'), configuration(document, file('users.json'), run));
  const child = await startChild({
    name: 'schemathesis',
    command: 'python3',
    args: [
      ...['-m', 'schemathesis.cli', '--config-file', file('schemathesis.toml')],
      ...['run', file('document.json'), '--url', `${apiUrl}/api/v1`, '--no-color'],
      ...['--phases', run.phases.join(',')],
    ],
    cwd: folder,
    env: {
      ...process.env,
      PYTHONPATH: library,
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: path.join(__dirname, 'hooks.py'),
      FUZZ_EXAMPLES: file('examples.json'),
      FUZZ_RECORD: file('record'),
    },
    onLine,
  });
  const good = (await child.ended) === 'exit code 0';
  const lines = (await readFile(file('record'), 'utf8')).split('\n').filter(Boolean);
  return { good, record: lines.map((line) => Recorded.parse(JSON.parse(line))) };
}

/** In the form of Web Fuzzing Commons: how a user gets a token. */
const login = (tokensUrl: string) => (name: string) => ({
  name,
  loginEndpointAuth: {
    externalEndpointURL: `${tokensUrl}/${name}`,
    verb: 'POST',
    contentType: 'application/json',
    payloadRaw: '{}',
    token: {
      extractFrom: 'body',
      extractSelector: '/token',
      sendIn: 'header',
      sendName: 'Authorization',
      sendTemplate: 'Bearer {token}',
    },
  },
});
