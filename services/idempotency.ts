/** One request per Idempotency-Key: the first runs, its repeats get its answer. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessError } from '../domain/errors';
import { SECOND } from '../domain/time';
import { sealerOf } from '../infra/sealing';
import { deriveSecret, hmacHex } from '../infra/signed-tokens';
import {
  claimKey,
  completeKey,
  findKey,
  type KeyScope,
  releaseKey,
  type StoredAnswer,
} from '../store/idempotency';
import type { Deps } from './context';

/** How long a repeat waits for the first request's answer. */
const PATIENCE = 10 * SECOND;
const FIRST_WAIT = 25;
const LONGEST_WAIT = 400;

/** An answer, and whether it says what was done; any other is given, and not kept. */
export interface Answer extends StoredAnswer {
  final: boolean;
}

interface KeyedRequest {
  scope: KeyScope;
  /** Of the body: another one under the same key is refused. */
  fingerprint: string;
  /** Kept sealed: its answer shows a secret. */
  isSecret: boolean;
}

/** SHA-256 of a body: of its bytes, or of its JSON whatever the order of its keys. */
export function fingerprintOf(body: unknown): string {
  if (Buffer.isBuffer(body)) return createHash('sha256').update(body).digest('hex');
  const sorted = JSON.stringify(body ?? null, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(sorted).digest('hex');
}

/**
 * Does a request at most once per key: what was done is answered again for 24 h. A refusal changed nothing and may hang
 * on a state that passes (a wrong phase, a plan's limit, a part that is away), so it is not kept: the repeat is decided
 * anew. The key belongs to its first body all the same: a request whose outcome is unknown must not become another one.
 * A crash leaves the key locked for 30 s.
 * @returns the answer, and whether it is a kept one.
 * @throws IDEMPOTENCY_KEY_REUSED for another body, IDEMPOTENCY_IN_PROGRESS when the first is still running after 10 s.
 */
export async function oncePerKey(
  { db, config, now, log }: Deps,
  { scope, fingerprint: given, isSecret }: KeyedRequest,
  run: () => Promise<Answer>,
): Promise<{ answer: StoredAnswer; replayed: boolean }> {
  const sealer = sealerOf(config);
  // A body that is answered with a secret may hold a password, whose plain hash could be guessed from.
  const fingerprint = isSecret ? hmacHex(deriveSecret(config.JWT_SECRET, 'fingerprint'), given) : given;
  const place = `idempotency_keys/${scope.userId} ${scope.operation} ${scope.key}/body`;
  const started = performance.now();
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const lock = await claimKey(db, scope, fingerprint, now());
    if (lock) return { answer: await first(lock), replayed: false };
    const known = await findKey(db, scope);
    if (known && known.fingerprint !== fingerprint) throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
    if (known?.answer) return { answer: mapBody(known.answer, sealer.open), replayed: true };
    if (performance.now() - started > PATIENCE) {
      throw new BusinessError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 5 });
    }
    await sleep(wait);
  }

  async function first(lock: Date): Promise<StoredAnswer> {
    const { final, ...answer } = await run();
    try {
      await (final
        ? completeKey(db, scope, lock, mapBody(answer, sealer.seal))
        : releaseKey(db, scope, lock));
    } catch (error) {
      // It was done and is answered; the verbs are idempotent by the same key when a repeat runs them again.
      log.warn({ error, operation: scope.operation }, 'an answer could not be kept');
    }
    return answer;
  }

  function mapBody(answer: StoredAnswer, change: (text: string, place: string) => string): StoredAnswer {
    return isSecret && answer.body !== null ? { ...answer, body: change(answer.body, place) } : answer;
  }
}
