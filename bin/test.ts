/** `npm test`: every level of test in its order; the last line is the sum. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { startChild } from './system/child';
import * as tools from './system/tools';

const root = path.resolve(__dirname, '..');
const say = (line: string) => console.log(line);

interface Level {
  /** A project of jest.config.js. */
  name: string;
  /** Programs that it needs, found or installed before it: a test that lacks one does not pass by skipping. */
  needs?: readonly ((say: (line: string) => void) => Promise<string>)[];
  /** For Jest. */
  options: readonly string[];
}

/** Files that share the machine badly, with time or a whole system, run one by one. */
const ONE_BY_ONE = ['--runInBand'];
/** Of the integration level these do; most others wait more than they work, so two run at a time. */
const ALONE = '/(start|commands|enumeration|ops-stop|stuck|account-stops)\\.test\\.ts$';
const INTEGRATION = [tools.temporalCli, tools.versitygw, tools.stripeMock];

const LEVELS: readonly Level[] = [
  { name: 'unit', options: [] },
  { name: 'workflow', needs: [tools.timeSkippingServer], options: ONE_BY_ONE },
  { name: 'replay', options: ONE_BY_ONE },
  {
    name: 'integration',
    needs: INTEGRATION,
    options: ['--maxWorkers', '2', '--testPathIgnorePatterns', ALONE],
  },
  { name: 'integration', needs: INTEGRATION, options: [...ONE_BY_ONE, '--testPathPatterns', ALONE] },
  { name: 'faults', needs: [tools.temporalCli], options: ONE_BY_ONE },
  { name: 'fuzz', needs: [tools.temporalCli, tools.schemathesis], options: ONE_BY_ONE },
];

const Result = z.object({
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  /** Files that could not be run at all. */
  numRuntimeErrorTestSuites: z.number(),
});

export interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs a level; what could not be run, or did not end well without saying why, counts as failed. */
async function runLevel(level: Level, folder: string): Promise<Sum> {
  say(`\n== ${[level.name, ...level.options].join(' ')}`);
  try {
    for (const need of level.needs ?? []) await need(say);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const outputFile = path.join(folder, `${LEVELS.indexOf(level)}.json`);
  const jest = await startChild({
    name: 'jest',
    command: process.execPath,
    args: [
      ...['--disable-warning=NodeVersionSupportWarning', require.resolve('jest/bin/jest')],
      ...['--selectProjects', level.name, '--testTimeout', '30000', '--json', '--outputFile', outputFile],
      ...level.options,
    ],
    cwd: root,
    env: { ...process.env, NODE_ENV: 'test' },
    onLine: (line) => line.startsWith('Test results written') || say(line),
  });
  const how = await jest.ended;
  const text = await readFile(outputFile, 'utf8').catch(() => '');
  const result = text ? Result.parse(JSON.parse(text)) : undefined;
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const left = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  for (const { status, fullName } of left)
    if (status === 'pending' || status === 'todo') say(`skipped: ${fullName}`);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    passed: result.numPassedTests,
    failed: how === 'exit code 0' ? failed : Math.max(failed, 1),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

async function main(wanted: string[]): Promise<boolean> {
  const unknown = wanted.filter((name) => !LEVELS.some((level) => level.name === name));
  if (unknown.length > 0) throw new Error(`there is no level ${unknown.join(', ')}`);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-results-'));
  const sum: Sum = { passed: 0, failed: 0, skipped: 0 };
  try {
    for (const level of LEVELS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const { passed, failed, skipped } = await runLevel(level, folder);
      sum.passed += passed;
      sum.failed += failed;
      sum.skipped += skipped;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  return isGood(sum);
}

/** A test that was skipped proves nothing: a run with one is no better than a run with a failure. */
export function isGood({ passed, failed, skipped }: Sum): boolean {
  return failed === 0 && skipped === 0 && passed > 0;
}

if (require.main === module) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
  main(process.argv.slice(2)).then(
    (good) => process.exit(good ? 0 : 1),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
