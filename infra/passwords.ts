/** Passwords as bcrypt or argon2id hashes: few are computed at once, in turns that are shared between who asks. */
import { createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import * as argon2 from '@node-rs/argon2';
import bcrypt from 'bcrypt';
import type { Config } from './config';
import { type Asker, createTurns } from './turns';

/** How new hashes are made; those made otherwise are still read. */
export type HashConfig = Pick<Config, 'PASSWORD_HASH' | 'BCRYPT_ROUNDS'>;

/** OWASP's second choice: 19 MiB and two passes; about 15 ms. argon2id is the library's default variant. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const argon2Prefix = `$argon2id$v=19$m=${ARGON2.memoryCost},t=${ARGON2.timeCost},p=${ARGON2.parallelism}$`;

/** Half of the processor: requests, the database and the passwords of known users need the other half. */
const STRANGERS_AT_ONCE = availableParallelism() < 4 ? 1 : 2;

const inTurn = createTurns({
  // Two or three of libuv's four threads: token checks, files and DNS need the others.
  atOnce: STRANGERS_AT_ONCE + 1,
  strangersAtOnce: STRANGERS_AT_ONCE,
  // At 12 rounds of bcrypt strangers wait about sixteen seconds, from four cores on half as long; more is refused.
  mostWaiting: 64,
});

/**
 * bcrypt ignores what follows byte 72 and stops at a NUL, so it gets a digest of 64 characters. The digest is
 * keyed by a name of our own: a plain SHA digest could be looked up among other sites' leaked ones.
 */
function digest(password: string): string {
  return createHmac('sha384', 'adflight/password/1').update(password.normalize('NFKC')).digest('base64');
}

/** At bcrypt's 12 rounds it takes about a quarter of a second. @throws NoTurn */
export function hashPassword(password: string, config: HashConfig, asker: Asker): Promise<string> {
  return inTurn(asker, () =>
    config.PASSWORD_HASH === 'argon2id'
      ? argon2.hash(digest(password), ARGON2)
      : bcrypt.hash(digest(password), config.BCRYPT_ROUNDS),
  );
}

/**
 * Whether the password is the hash's, whichever way that was made. Without a hash it takes as long as with one of the
 * configured kind and is never right. @throws NoTurn
 */
export function verifyPassword(
  password: string,
  hash: string | null,
  config: HashConfig,
  asker: Asker,
): Promise<boolean> {
  return inTurn(asker, async () => {
    const shown = digest(password);
    const compared = hash ?? nobodysHash(config);
    const right = await (isArgon2(compared)
      ? argon2.verify(compared, shown)
      : bcrypt.compare(shown, compared));
    return right && hash !== null;
  });
}

/** Well-formed, of the configured cost, and of no password that anyone knows. */
function nobodysHash({ PASSWORD_HASH, BCRYPT_ROUNDS }: HashConfig): string {
  return PASSWORD_HASH === 'argon2id'
    ? `${argon2Prefix}${'A'.repeat(22)}$${'A'.repeat(43)}`
    : `$2b$${String(BCRYPT_ROUNDS).padStart(2, '0')}$${'.'.repeat(53)}`;
}

const isArgon2 = (hash: string) => hash.startsWith('$argon2');

/** A hash of another kind or cost than configured is replaced at the next sign-in. */
export function needsRehash(hash: string, { PASSWORD_HASH, BCRYPT_ROUNDS }: HashConfig): boolean {
  if (PASSWORD_HASH === 'argon2id') return !hash.startsWith(argon2Prefix);
  return isArgon2(hash) || bcrypt.getRounds(hash) !== BCRYPT_ROUNDS;
}
