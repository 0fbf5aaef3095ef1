/** Collects tracked events and writes them in batches; whoever adds one waits until it is durable. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival } from '../domain/delivery/count';
import { BusinessError } from '../domain/errors';
import { applyFlush } from '../store/ad-events';
import type { AdServerDeps } from './deps';

export interface Counter {
  /** Resolves after the commit. @throws BusinessError UNAVAILABLE, OUTCOME_UNKNOWN: not counted, may be sent again. */
  add(arrival: Arrival): Promise<void>;
  /** Writes what is left. */
  close(): Promise<void>;
}

interface Waiting {
  arrival: Arrival;
  done(): void;
  failed(error: unknown): void;
}

const BATCH = 200;
/** Gathers what comes together, before a batch that is not full. */
const LINGER_MS = 2;
/** More than this waiting means that the database can't follow: better say so than grow. */
const LONGEST_QUEUE = 20_000;

/** Two batches may be under way, so that one is gathered and sent while the other commits. */
const LANES = 2;

export function createCounter({ db, log, now, timeScale }: AdServerDeps, server: string): Counter {
  const queue: Waiting[] = [];
  // Each lane numbers its own flushes, as a server of its own would.
  const idle = Array.from({ length: LANES }, (_, lane) => ({ server: `${server}/${lane}`, number: 0 }));
  const running = new Set<Promise<void>>();
  let gathering = false;

  function begin(): void {
    const lane = gathering || queue.length === 0 ? undefined : idle.pop();
    if (!lane) return;
    gathering = true;
    const run = flushNext(lane).finally(() => {
      idle.push(lane);
      running.delete(run);
      begin();
    });
    running.add(run);
  }

  async function flushNext(lane: { server: string; number: number }): Promise<void> {
    if (queue.length < BATCH) await sleep(LINGER_MS);
    const batch = queue.splice(0, BATCH);
    gathering = false;
    begin();
    lane.number += 1;
    const arrivals = batch.map(({ arrival }) => arrival);
    try {
      await applyFlush(db, { ...lane, arrivals, now: now(), timeScale });
      for (const { done } of batch) done();
    } catch (error) {
      log.error({ err: error, events: batch.length }, 'a batch of ad events was not counted');
      for (const { failed } of batch) failed(error);
    }
  }

  return {
    add(arrival) {
      if (queue.length >= LONGEST_QUEUE) {
        return Promise.reject(new BusinessError('UNAVAILABLE', { retryAfterSeconds: 1 }));
      }
      return new Promise((done, failed) => {
        queue.push({ arrival, done, failed });
        begin();
      });
    },
    async close() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
