/** A part of the running system, started again when it ends unasked. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Say } from './cache';

export interface Started {
  pid: number;
  /** Settles with how it ended, in words. */
  ended: Promise<string>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** After such a life earlier ends are forgiven. */
const STEADY_MS = 60_000;

export class Part {
  #current: Started | undefined;
  readonly #stopping = new AbortController();
  #supervision = Promise.resolve();
  #killed = false;

  private constructor(
    readonly name: string,
    private readonly start: () => Promise<Started>,
    private readonly say: Say,
  ) {}

  /** @throws when it does not come up the first time. */
  static async start(name: string, start: () => Promise<Started>, say: Say): Promise<Part> {
    const part = new Part(name, start, say);
    const first = await start();
    part.#current = first;
    part.#supervision = part.#supervise(first);
    return part;
  }

  /** Of the process that runs now; undefined between an end and the next start. */
  get pid(): number | undefined {
    return this.#current?.pid;
  }

  /** SIGKILL, as a crash would. @returns once it is dead; it is then started again, and `up()` waits for that. */
  async kill(): Promise<void> {
    const victim = this.#current;
    this.#current = undefined;
    this.#killed = victim !== undefined;
    await victim?.kill();
  }

  async up(): Promise<void> {
    while (!this.#current && !this.#stopping.signal.aborted) await sleep(20);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#current?.stop();
    await this.#supervision;
  }

  async #supervise(first: Started): Promise<void> {
    let wait = FIRST_WAIT_MS;
    for (let running: Started | undefined = first; running; ) {
      const since = Date.now();
      let reason = await running.ended;
      running = undefined;
      this.#current = undefined;
      // A death that we willed is no sign of an illness.
      if (Date.now() - since > STEADY_MS || this.#killed) wait = FIRST_WAIT_MS;
      this.#killed = false;
      while (!running && !this.#stopping.signal.aborted) {
        this.say(`${this.name} ended (${reason}): starting it again`);
        await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        if (this.#stopping.signal.aborted) return;
        try {
          running = await this.start();
          this.#current = running;
        } catch (error) {
          reason = error instanceof Error ? error.message : String(error);
        }
      }
      if (this.#stopping.signal.aborted) await running?.stop();
    }
  }
}
