/** The rows behind Idempotency-Key: who claimed a key, for which body, and what was answered. */
import { z } from 'zod';
import { DAY, type Instant, SECOND } from '../domain/time';
import { type Database, runDirectly } from '../infra/database';

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
  /** Null while a request is running, and after a refusal. */
  answer: StoredAnswer | null;
}

const Row = z.object({
  fingerprint: z.string(),
  status: z.number().nullable(),
  headers: z.record(z.string(), z.string()).nullable(),
  body: z.string().nullable(),
});

/**
 * Takes the key when it is new, or kept past its day, or, with the same body, released or left behind by a crash.
 * @returns the lock, which proves the claim to `complete` and `release`; null when the key is someone's.
 */
export async function claimKey(
  db: Database,
  { userId, operation, key }: KeyScope,
  fingerprint: string,
  now: Instant,
): Promise<Date | null> {
  const [at, lock, stale] = [new Date(now), new Date(now + LOCK), new Date(now - KEPT)];
  const statement = `
    INSERT INTO idempotency_keys AS k (user_id, operation, key, fingerprint, locked_until, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (user_id, operation, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, status = NULL, headers = NULL, body = NULL,
        locked_until = excluded.locked_until, created_at = excluded.created_at
    WHERE k.created_at < $7
       OR (k.status IS NULL AND k.locked_until < $6 AND k.fingerprint = excluded.fingerprint)
    RETURNING key`;
  const values = [userId, operation, key, fingerprint, lock, at, stale];
  return (await runDirectly(db, statement, values)).length === 1 ? lock : null;
}

/** What is known of the key; null when its day has just ended. */
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
  const statement = `
    UPDATE idempotency_keys SET status = $5, headers = $6, body = $7
    WHERE user_id = $1 AND operation = $2 AND key = $3 AND status IS NULL AND locked_until = $4`;
  const answer = [status, JSON.stringify(headers), JSON.stringify(body)];
  await runDirectly(db, statement, [userId, operation, key, lock, ...answer]);
}

/** After an answer that is not kept: the key stays with its body, and whoever repeats the request runs it again. */
export async function releaseKey(
  db: Database,
  { userId, operation, key }: KeyScope,
  lock: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE idempotency_keys SET locked_until = ${new Date(0)}
    WHERE user_id = ${userId}::uuid AND operation = ${operation} AND key = ${key}
      AND status IS NULL AND locked_until = ${lock}`;
}
