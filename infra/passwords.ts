/** Passwords as bcrypt hashes, with a cap on how many are computed at once. */
import { createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';

/** Half of libuv's four threads: token checks, files and DNS need the others. */
const AT_ONCE = 2;
/** About eight seconds of waiting at 12 rounds; more is refused. */
const MAX_WAITING = 64;

/** Too many passwords are being checked: answered as 503 with Retry-After. */
export class PasswordsBusy extends Error {}

const waiting: (() => void)[] = [];
let running = 0;

async function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running++;
  else if (waiting.length >= MAX_WAITING) throw new PasswordsBusy('Too many sign-ins at once.');
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    // A finished turn is handed on; `running` falls only when nobody waits.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/**
 * bcrypt ignores what follows byte 72 and stops at a NUL, so it gets a digest of 64 characters. The digest is
 * keyed by a name of our own: a plain SHA digest could be looked up among other sites' leaked ones.
 */
function digest(password: string): string {
  return createHmac('sha384', 'adflight/password/1').update(password.normalize('NFKC')).digest('base64');
}

/** @param rounds bcrypt's cost: each step doubles the time; 12 takes about a quarter of a second. */
export function hashPassword(password: string, rounds: number): Promise<string> {
  return takeTurn(() => bcrypt.hash(digest(password), rounds));
}

/** Whether the password is the hash's. Without a hash it takes as long and is never right. */
export function verifyPassword(password: string, hash: string | null, rounds: number): Promise<boolean> {
  return takeTurn(async () => {
    if (hash !== null) return bcrypt.compare(digest(password), hash);
    await bcrypt.hash(digest(password), rounds);
    return false;
  });
}

/** A hash of another cost than configured is replaced at the next sign-in. */
export function needsRehash(hash: string, rounds: number): boolean {
  return bcrypt.getRounds(hash) !== rounds;
}
