/** Sends webhooks that are due, many at a time, few to one endpoint or user: a slow receiver keeps nobody else waiting. */
import { Counter } from 'prom-client';
import { type Instant, SECOND } from '../../domain/time';
import type { ServiceConfig } from '../../infra/config';
import type { Database } from '../../infra/database';
import type { Logger } from '../../infra/log';
import type { Egress } from '../../infra/safe-fetch';
import { type Loop, startLoop } from '../relay/loop';
import { type Claimed, claimDue } from './claim';
import { record } from './record';
import { sendOnce } from './send';

const AT_ONCE = 64;
const PER_ENDPOINT = 4;
const PER_USER = 16;
/** Tries under way may go on for so long when the process ends; then they are cut, and made again later. */
const GRACE = 5 * SECOND;

const tries = new Counter({
  name: 'adflight_webhook_tries_total',
  help: 'Tries to deliver a webhook.',
  labelNames: ['outcome'],
});

export interface WebhookDeps {
  config: ServiceConfig;
  db: Database;
  egress: Egress;
  log: Logger;
  now(): Instant;
  random(): number;
}

interface Sender {
  /** Begins the tries that are due and that there is room for; answers how many. */
  step(): Promise<number>;
  /** Resolves when all that was begun has ended. */
  settle(): Promise<void>;
}

/** @param cut ends what is under way. */
export function createSender(deps: WebhookDeps, cut: AbortSignal): Sender {
  const running = new Map<Claimed, Promise<void>>();

  async function run(delivery: Claimed): Promise<void> {
    const { id, attempts } = delivery;
    try {
      const outcome = await sendOnce(deps, delivery, cut);
      tries.inc({ outcome: outcome.failure === null ? 'delivered' : 'failed' });
      // What we cut ourselves is no failure of the receiver: its lease brings it back.
      if (outcome.failure === null || !cut.aborted) {
        await record({ ...deps, timeScale: deps.config.ADFLIGHT_TIME_SCALE }, delivery, outcome);
      }
    } catch (error) {
      deps.log.error({ err: error, delivery: id, attempts }, 'a webhook could not be sent or recorded');
    } finally {
      running.delete(delivery);
    }
  }

  return {
    async step() {
      if (running.size >= AT_ONCE) await Promise.race(running.values());
      const busy = [...running.keys()];
      const room = { busy, perEndpoint: PER_ENDPOINT, perUser: PER_USER, limit: AT_ONCE - busy.length };
      const claimed = await claimDue(deps.db, room, deps.now());
      for (const delivery of claimed) running.set(delivery, run(delivery));
      return claimed.length;
    },
    async settle() {
      await Promise.all(running.values());
    },
  };
}

export function startWebhooks(deps: WebhookDeps): Loop {
  const cut = new AbortController();
  const sender = createSender(deps, cut.signal);
  const loop = startLoop({ name: 'webhooks', step: sender.step, random: deps.random, log: deps.log });
  return {
    async stop() {
      const late = setTimeout(() => cut.abort(), GRACE);
      await loop.stop();
      await sender.settle();
      clearTimeout(late);
    },
  };
}
