/** Free TCP ports: the preferred one, or the next that nobody has. */
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Say } from './cache';
import { takeLock } from './lock';

/** Promised to a start of this user, though perhaps not listened on yet: two starts at a time must not agree on one. */
const promises = path.join(os.tmpdir(), `adflight-ports-${os.userInfo().username}`);

export interface Port {
  port: number;
  /** Nobody will listen on it any more. */
  release(): Promise<void>;
}

/**
 * @param preferred tried first, then the ninety-nine after it.
 * @param say told when the preferred one is taken.
 */
export async function choosePort(name: string, preferred: number, say: Say): Promise<Port> {
  for (let port = preferred; port < preferred + 100 && port < 65_536; port += 1) {
    const promise = await takeLock(path.join(promises, String(port)));
    if ('heldBy' in promise) continue;
    // Someone may have it on one address only.
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '0.0.0.0'))) {
      if (port !== preferred) say(`port ${preferred} is taken: ${name} uses ${port}`);
      return { port, release: promise.release };
    }
    await promise.release();
  }
  throw new Error(`no free port for ${name} between ${preferred} and ${preferred + 99}`);
}

async function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Below what a kernel gives to connections: one of them could get the port before its part listens. */
const [LOWEST, HIGHEST] = [10_240, 32_000];
const STRIDE = 97;
let last = LOWEST + ((process.pid * STRIDE) % (HIGHEST - LOWEST));

/** Any free port, for parts whose address nobody types. Each process walks from a place of its own: two rarely meet. */
export async function freePort(): Promise<number> {
  for (;;) {
    last = last < HIGHEST ? last + 1 : LOWEST;
    const port = last;
    if (await isFree(port, '127.0.0.1')) return port;
  }
}
