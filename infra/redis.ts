/** Redis, for what API processes share when it is configured: rate limits and cached answers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { SECOND } from '../domain/time';
import type { Logger } from './log';

export type Redis = ReturnType<typeof open>;

function open(url: string) {
  return createClient({
    url,
    // A command that can't be sent now is refused now: everything that Redis holds here can be done without.
    disableOfflineQueue: true,
    commandOptions: { timeout: SECOND / 2 },
    socket: {
      connectTimeout: 2 * SECOND,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, 2 * SECOND),
    },
  });
}

interface Connection {
  client: Redis;
  /** Settles when it is connected, or has not been for 2 s; never fails. */
  connected: Promise<unknown>;
  close(): void;
}

/** Connects in the background, and again whenever the connection breaks. */
export function openRedis(url: string, log: Logger): Connection {
  const client = open(url);
  let isAway = false;
  client.on('error', (error: unknown) => {
    // One line for each time it goes away, not for each try.
    if (!isAway) log.warn({ err: error }, 'Redis is away');
    isAway = true;
  });
  client.on('ready', () => {
    if (isAway) log.info('Redis is back');
    isAway = false;
  });
  const connected = Promise.race([client.connect().catch(() => {}), sleep(2 * SECOND, null, { ref: false })]);
  return { client, connected, close: () => client.destroy() };
}
