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

type CounterDeps = Pick<AdServerDeps, 'db' | 'log' | 'now' | 'timeScale'>;

export function createCounter({ db, log, now, timeScale }: CounterDeps, server: string): Counter {
  const queue: Waiting[] = [];
  let number = 0;
  /** Flushes until nothing waits: what comes while a batch commits is the next one. */
  let flushing: Promise<void> | undefined;

  async function flushAll(): Promise<void> {
    while (queue.length > 0) {
      if (queue.length < BATCH) await sleep(LINGER_MS);
      await flush(queue.splice(0, BATCH));
    }
    flushing = undefined;
  }

  async function flush(batch: readonly Waiting[]): Promise<void> {
    number += 1;
    const arrivals = batch.map(({ arrival }) => arrival);
    try {
      await applyFlush(db, { server, number, arrivals, now: now(), timeScale });
      for (const { done } of batch) done();
    } catch (error) {
      // The database is there and refuses: one event among them is to blame, and the others are counted without it.
      if (!(error instanceof BusinessError) && batch.length > 1) {
        const middle = batch.length >> 1;
        await flush(batch.slice(0, middle));
        return flush(batch.slice(middle));
      }
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
        flushing ??= flushAll();
      });
    },
    async close() {
      await flushing;
    },
  };
}
