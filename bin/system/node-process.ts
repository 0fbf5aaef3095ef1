/** Starts one of our own processes (bin/<name>.ts) and waits until it says that it is ready. */
import { createWriteStream } from 'node:fs';
import { chmod, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { PRIVATE_FILE, privateFolder } from '../../infra/private-files';
import { type Child, startChild } from './child';

const root = path.resolve(__dirname, '../..');
const LOG_LIMIT = 20 * 1024 * 1024;

export interface NodeProcessOptions {
  /** Of the file in bin/, without its ending. */
  name: string;
  /** Runs in its place; absolute. */
  file?: string;
  env: NodeJS.ProcessEnv;
  /** Where its output goes, as `<name>.log`. */
  logDir: string;
  /** In which it must be ready; 60 s unless said. */
  readyWithinMs?: number;
}

/** @throws with its last words when it ends, or is not ready in time. */
export async function startNodeProcess(options: NodeProcessOptions): Promise<Child> {
  const { name, env, logDir, readyWithinMs = 60_000 } = options;
  const log = await openLog(path.join(logDir, `${name}.log`));
  const words: string[] = [];
  let ready: () => void = () => undefined;
  const isReady = new Promise<string>((resolve) => {
    ready = () => resolve('ready');
  });
  const child = await startChild({
    name,
    command: process.execPath,
    args: [
      '--disable-warning=NodeVersionSupportWarning',
      '--import',
      'tsx',
      options.file ?? path.join(root, 'bin', `${name}.ts`),
    ],
    cwd: root,
    env,
    // A little more than it gives itself.
    graceMs: 25_000,
    onLine: (line) => {
      log.write(`${line}\n`);
      words.push(line);
      if (words.length > 8) words.shift();
    },
    onMessage: (message) => {
      if (message === 'ready') ready();
    },
  });
  void child.ended.then(() => log.end());
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<string>((resolve) => {
    late = setTimeout(() => resolve(`not ready after ${readyWithinMs / 1000} s`), readyWithinMs);
  });
  const outcome = await Promise.race([isReady, child.ended, tooLate]);
  clearTimeout(late);
  if (outcome === 'ready') return child;
  await child.kill();
  throw new Error(`${name} did not start (${outcome}):\n  ${words.join('\n  ')}`);
}

/** A log may hold codes. Appends; a large one is put aside first, and replaces the one put aside before. */
async function openLog(file: string) {
  await privateFolder(path.dirname(file));
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT) await rename(file, `${file}.old`);
  await chmod(file, PRIVATE_FILE).catch(() => undefined);
  return createWriteStream(file, { flags: 'a', mode: PRIVATE_FILE });
}
