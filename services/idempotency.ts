/** One request per Idempotency-Key: the first runs, its repeats get its answer. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessError } from '../domain/errors';
import { SECOND } from '../domain/time';
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

/** An answer, and whether the same request may get another one later. */
export interface Answer extends StoredAnswer {
  final: boolean;
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
 * Runs a request at most once per key while its answer is kept (24 h). An answer that is not final frees the key;
 * a crash leaves it locked for 30 s.
 * @returns the answer, and whether it is a kept one.
 * @throws IDEMPOTENCY_KEY_REUSED for another body, IDEMPOTENCY_IN_PROGRESS when the first is still running after 10 s.
 */
export async function oncePerKey(
  { db, now, log }: Deps,
  scope: KeyScope,
  fingerprint: string,
  run: () => Promise<Answer>,
): Promise<{ answer: StoredAnswer; replayed: boolean }> {
  const started = performance.now();
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const lock = await claimKey(db, scope, fingerprint, now());
    if (lock) return { answer: await first(lock), replayed: false };
    const known = await findKey(db, scope);
    if (known && known.fingerprint !== fingerprint) throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
    if (known?.answer) return { answer: known.answer, replayed: true };
    if (performance.now() - started > PATIENCE) {
      throw new BusinessError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 5 });
    }
    await sleep(wait);
  }

  async function first(lock: Date): Promise<StoredAnswer> {
    const { final, ...answer } = await run();
    try {
      await (final ? completeKey(db, scope, lock, answer) : releaseKey(db, scope, lock));
    } catch (error) {
      // It was done and is answered; the verbs are idempotent by the same key when a repeat runs them again.
      log.warn({ error, operation: scope.operation }, 'an answer could not be kept');
    }
    return answer;
  }
}
