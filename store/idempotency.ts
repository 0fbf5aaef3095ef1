/** The rows behind Idempotency-Key: who claimed a key, for which body, and what was answered. */
import { z } from 'zod';
import { DAY, type Instant, SECOND } from '../domain/time';
import type { Database } from '../infra/database';

/** A claim whose holder died is free again after this. */
const LOCK = 30 * SECOND;
/** Answers are kept this long. */
const KEPT = DAY;

/** Keys are per user and operation: method and concrete path. */
export interface KeyScope {
  userId: string;
  operation: string;
  key: string;
}

/** An HTTP answer as it was sent; `body` is its exact text. */
export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

interface KnownKey {
  fingerprint: string;
  /** Null while the first request is running. */
  answer: StoredAnswer | null;
}

const Row = z.object({
  fingerprint: z.string(),
  status: z.number().nullable(),
  headers: z.record(z.string(), z.string()).nullable(),
  body: z.string().nullable(),
});

/**
 * Takes the key when it is new, or kept past its day, or left behind by a crash with the same body.
 * @returns the lock, which proves the claim to `complete` and `release`; null when the key is someone's.
 */
export async function claimKey(
  db: Database,
  { userId, operation, key }: KeyScope,
  fingerprint: string,
  now: Instant,
): Promise<Date | null> {
  const [at, lock, stale] = [new Date(now), new Date(now + LOCK), new Date(now - KEPT)];
  const claimed = await db.$executeRaw`
    INSERT INTO idempotency_keys AS k (user_id, operation, key, fingerprint, locked_until, created_at)
    VALUES (${userId}::uuid, ${operation}, ${key}, ${fingerprint}, ${lock}, ${at})
    ON CONFLICT (user_id, operation, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, status = NULL, headers = NULL, body = NULL,
        locked_until = excluded.locked_until, created_at = excluded.created_at
    WHERE k.created_at < ${stale}
       OR (k.status IS NULL AND k.locked_until < ${at} AND k.fingerprint = excluded.fingerprint)`;
  return claimed === 1 ? lock : null;
}

/** What is known of the key; null when it has just been released. */
export async function findKey(db: Database, scope: KeyScope): Promise<KnownKey | null> {
  const found = await db.idempotencyKey.findUnique({ where: { userId_operation_key: scope } });
  if (!found) return null;
  const { fingerprint, status, headers, body } = Row.parse(found);
  return { fingerprint, answer: status === null ? null : { status, headers: headers ?? {}, body } };
}

/** Keeps the answer for whoever repeats the request. The body goes in as a JSON string, so that its text stays the same. */
export async function completeKey(
  db: Database,
  { userId, operation, key }: KeyScope,
  lock: Date,
  { status, headers, body }: StoredAnswer,
): Promise<void> {
  await db.$executeRaw`
    UPDATE idempotency_keys
    SET status = ${status}, headers = ${JSON.stringify(headers)}::jsonb, body = ${JSON.stringify(body)}::jsonb
    WHERE user_id = ${userId}::uuid AND operation = ${operation} AND key = ${key}
      AND status IS NULL AND locked_until = ${lock}`;
}

/** Frees the key after an answer that is not final, so that a repeat runs again. */
export async function releaseKey(
  db: Database,
  { userId, operation, key }: KeyScope,
  lock: Date,
): Promise<void> {
  await db.$executeRaw`
    DELETE FROM idempotency_keys
    WHERE user_id = ${userId}::uuid AND operation = ${operation} AND key = ${key}
      AND status IS NULL AND locked_until = ${lock}`;
}
