/** A process of its own that decodes files, one at a time: what a hostile file does to it is its alone, and it can be killed. */
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { BusinessError } from '../../domain/errors';
import { Answer, type Question } from './protocol';

const ROOT = path.resolve(__dirname, '../..');
const PROGRAM = path.join(__dirname, 'decoding/program.ts');
/** It reads what strangers send, and so it knows none of our secrets. */
const ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'LD_LIBRARY_PATH'];

export interface DecoderLimits {
  /** Of all its memory, in bytes: decoded pixels lie outside of the JavaScript heap. */
  memory: number;
  /** For one file, in milliseconds, its start included. */
  time: number;
}

export class Decoder {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor(private readonly limits: DecoderLimits) {
    this.#child = fork(PROGRAM, [String(process.pid), String(limits.memory)], {
      cwd: ROOT,
      execArgv: ['--disable-warning=NodeVersionSupportWarning', '--import', 'tsx'],
      env: Object.fromEntries(ENVIRONMENT.map((name) => [name, process.env[name]])),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('exit', () => resolve());
      // It could not be started, or does not hear us any more.
      this.#child.on('error', () => resolve());
    });
    // An idle decoder does not keep its parent process running.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * One file at a time. Whatever throws, but the file's own refusal, leaves it dead.
   * @throws the signal's reason; MEDIA_TOO_COMPLEX when a limit or the file killed it; UNAVAILABLE when it can't run.
   */
  async ask(question: Question, signal: AbortSignal): Promise<Answer> {
    const kill = () => void this.kill();
    const late = setTimeout(kill, this.limits.time);
    signal.addEventListener('abort', kill, { once: true });
    let hear: (message: unknown) => void = () => {};
    try {
      const heard = new Promise<unknown>((resolve) => {
        hear = resolve;
        this.#child.once('message', resolve);
      });
      if (signal.aborted) kill();
      else this.#child.send(question, () => {});
      const message = await Promise.race([heard, this.#ended]);
      if (message !== undefined) return Answer.parse(message);
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', kill);
      this.#child.off('message', hear);
    }
    signal.throwIfAborted();
    const { signalCode } = this.#child;
    throw signalCode ? new BusinessError('MEDIA_TOO_COMPLEX') : new BusinessError('UNAVAILABLE');
  }

  /** Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.ref();
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
