/** Free TCP ports: the preferred one, or the next that nobody has. */
import { createServer } from 'node:net';

/** Given out in this process already, though perhaps not yet listened on. */
const given = new Set<number>();

async function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * @param preferred tried first, then the ninety-nine after it.
 * @param say told when the preferred one is taken.
 */
export async function choosePort(
  name: string,
  preferred: number,
  say: (line: string) => void,
): Promise<number> {
  for (let port = preferred; port < preferred + 100 && port < 65_536; port += 1) {
    if (given.has(port)) continue;
    // Someone may have it on one address only.
    if (!(await isFree(port, '127.0.0.1')) || !(await isFree(port, '0.0.0.0'))) continue;
    given.add(port);
    if (port !== preferred) say(`port ${preferred} is taken: ${name} uses ${port}`);
    return port;
  }
  throw new Error(`no free port for ${name} between ${preferred} and ${preferred + 99}`);
}

/** Any free port, for parts whose address nobody types. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port was given'));
        else resolve(address.port);
      });
    });
  });
}
