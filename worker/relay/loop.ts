/** A loop of the relay: one step after the other, at rest when there is nothing to do, and never dead. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../domain/time';
import type { Logger } from '../../infra/log';

export interface Loop {
  /** Resolves when the step under way is done; no other begins. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  name: string;
  /** Does a bounded batch; answers how much it did. */
  step(): Promise<number>;
  /** Milliseconds of rest after an empty step, doubling from the first to the second. */
  rest?: readonly [least: number, most: number];
  random(): number;
  log: Logger;
}

/** Milliseconds before the next try after `attempts` failures: half a second, doubling to 30 s, jittered by half. */
export function backoff(attempts: number, random: () => number): number {
  const full = Math.min(30 * SECOND, 500 * 2 ** Math.min(attempts - 1, 10));
  return Math.round(full * (0.5 + random() / 2));
}

export function startLoop({ name, step, rest = [250, SECOND], random, log }: LoopOptions): Loop {
  const stopping = new AbortController();
  const [least, most] = rest;

  async function run(): Promise<void> {
    let pause = least;
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const done = await step();
        failures = 0;
        pause = done > 0 ? 0 : Math.min(most, Math.max(least, pause * 2));
      } catch (error) {
        failures += 1;
        pause = backoff(failures, random);
        log.warn({ error, loop: name, failures }, 'a loop of the relay failed and goes on');
      }
      // Even a busy loop lets the process breathe; an aborted rest is the end.
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    stop() {
      stopping.abort();
      return running;
    },
  };
}
