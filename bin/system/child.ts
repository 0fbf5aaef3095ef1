/** Child processes that never outlive us: started in a group of their own, and ended by a watcher even when we are killed. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Settles with how it ended, in words: "exit code 1", "signal SIGKILL". */
  readonly ended: Promise<string>;
  /** Asks it to end (SIGTERM, or the given signal) and kills it after the grace. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
}

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Of the user it runs as, when we are root and it must not be. */
  user?: { uid: number; gid: number };
  /** Every line of its output. */
  onLine?: (line: string) => void;
  /** Messages of a Node process, over a channel that is opened for it. */
  onMessage?: (message: unknown) => void;
  stopSignal?: 'SIGTERM' | 'SIGINT';
  graceMs?: number;
}

/** Starts a process; throws when it cannot be started at all (no such file). */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, command, args, onLine, onMessage, stopSignal = 'SIGTERM', graceMs = 10_000 } = options;
  const settings: SpawnOptions = {
    // A group of its own: Ctrl-C reaches us alone, and we stop the parts in their order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(onMessage ? (['ipc'] as const) : [])],
    env: options.env ?? process.env,
    ...(options.cwd ? { cwd: options.cwd } : {}),
    ...options.user,
  };
  const child = spawn(command, [...args], settings);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => onLine?.(line));
  }
  if (onMessage) child.on('message', onMessage);
  watchOver(child, pid);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const timer = setTimeout(() => killGroup(pid), graceMs);
    await ended;
    clearTimeout(timer);
    // What it started itself and left behind is in its group.
    killGroup(pid);
  };
  return { name, pid, ended, stop: () => end(stopSignal), kill: () => end('SIGKILL') };
}

/** Reads our end of a pipe, which the system closes when we die, however we die; then kills the group. */
function watchOver(child: ChildProcess, pid: number): void {
  const watcher = spawn('sh', ['-c', 'read -r _; kill -9 "-$1" 2>/dev/null', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  child.once('exit', () => watcher.kill('SIGKILL'));
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
