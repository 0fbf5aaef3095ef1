/** Transactions that are tried again where that is safe, and the one place that knows what a database error means. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { z } from 'zod';
import { BusinessError } from '../domain/errors';
import type { Database, Transaction } from '../infra/database';

/**
 * conflict: rolled back, another try may succeed. away: never reached the database. lost: the connection broke and
 * the outcome is unknown. busy: refused or cut short by load, a full disk or a standby that only reads; nothing
 * happened. unique: a row with this key exists. insufficient_funds, key_reused: said by the ledger. refused: against a
 * rule of a row. other: a bug, or none of ours.
 */
type FailureKind =
  | 'conflict'
  | 'away'
  | 'lost'
  | 'busy'
  | 'unique'
  | 'insufficient_funds'
  | 'key_reused'
  | 'refused'
  | 'other';

export interface Failure {
  kind: FailureKind;
  /** The name of the violated constraint. */
  constraint: string | null;
}

const kinds: Readonly<Record<string, FailureKind>> = {
  '40001': 'conflict',
  '40P01': 'conflict',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'away',
  '55P03': 'busy',
  '57014': 'busy',
  '25006': 'busy',
  '23505': 'unique',
  '23514': 'refused',
  PA001: 'insufficient_funds',
  PA002: 'key_reused',
  PA003: 'refused',
  PA004: 'refused',
};

/** Whole classes of SQLSTATEs: connections, and what the server has too little of. */
const classes: Readonly<Record<string, FailureKind>> = { '08': 'lost', '53': 'busy' };

/** Prisma's own codes, where no SQLSTATE stands behind them. */
const prismaKinds: Readonly<Record<string, FailureKind>> = {
  P1001: 'away',
  P1002: 'away',
  P1008: 'busy',
  P1017: 'lost',
  P2002: 'unique',
  P2024: 'busy',
  P2028: 'busy',
  P2034: 'conflict',
};

/** Plain errors of the driver, without any code. */
const sentences: readonly [RegExp, FailureKind][] = [
  [/timeout exceeded when trying to connect|too many clients/i, 'busy'],
  [/connection terminated|not queryable|connection error|server closed the connection/i, 'lost'],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/, 'away'],
  [/ECONNRESET|EPIPE|ETIMEDOUT/, 'lost'],
];

const Cause = z.object({
  originalCode: z.string().optional(),
  originalMessage: z.string().optional(),
  constraint: z.object({ index: z.string().optional() }).optional(),
});
/** A model call, a raw call and a failed COMMIT wrap the same SQLSTATE at three different depths. */
const Shape = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  meta: z.object({ driverAdapterError: z.object({ cause: Cause.optional() }).optional() }).optional(),
  cause: Cause.optional(),
});

/** Sorts any error that a database call threw, whatever wraps it; never throws itself. */
export function classify(error: unknown): Failure {
  const parsed = Shape.safeParse(error);
  if (!parsed.success || error instanceof BusinessError) return { kind: 'other', constraint: null };
  const { code, message, meta, cause: outer } = parsed.data;
  const cause = meta?.driverAdapterError?.cause ?? outer;
  const state = cause?.originalCode ?? (code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : '');
  const spoken = `${message ?? ''} ${cause?.originalMessage ?? ''}`;
  const kind =
    kinds[state] ??
    classes[state.slice(0, 2)] ??
    prismaKinds[code ?? ''] ??
    sentences.find(([words]) => words.test(spoken))?.[1] ??
    'other';
  const named = /constraint "([^"]+)"/.exec(spoken)?.[1];
  return { kind, constraint: cause?.constraint?.index ?? named ?? null };
}

/** What a person is told of a failure of the database; null where it is none that is expected. */
export function asBusinessError(failure: Failure): BusinessError | null {
  switch (failure.kind) {
    case 'conflict':
    case 'away':
    case 'busy':
      return new BusinessError('UNAVAILABLE', { retryAfterSeconds: 1 });
    case 'lost':
      return new BusinessError('OUTCOME_UNKNOWN', { retryAfterSeconds: 1 });
    case 'insufficient_funds':
      return new BusinessError('INSUFFICIENT_FUNDS');
    case 'key_reused':
      return new BusinessError('IDEMPOTENCY_KEY_REUSED');
    case 'refused':
      return failure.constraint === 'payments_not_overdrawn' ? new BusinessError('REFUND_TOO_LARGE') : null;
    default:
      return null;
  }
}

const failures = new Counter({
  name: 'adflight_database_failures_total',
  help: 'Database calls that failed, by what their error means.',
  labelNames: ['kind'],
});

export interface RetryOptions {
  /** Running it twice is the same as once (it writes under a unique key): a lost connection is tried again. */
  repeatable: boolean;
  random?: () => number;
}

const TRIES = 5;
const LONGEST_MS = 2_000;

/**
 * Runs a call, again where nothing happened (and, if `repeatable`, after a lost connection): at most 5 tries within
 * 2 s, with full jitter.
 * @throws BusinessError UNAVAILABLE, OUTCOME_UNKNOWN or INSUFFICIENT_FUNDS where it means that; else the error.
 */
export async function withRetry<T>(run: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { repeatable, random = Math.random } = options;
  const deadline = performance.now() + LONGEST_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const failure = classify(error);
      if (failure.kind !== 'other') failures.inc({ kind: failure.kind });
      const { kind } = failure;
      const again = kind === 'conflict' || kind === 'away' || (kind === 'lost' && repeatable);
      const delay = random() * 20 * 2 ** attempt;
      if (!again || attempt >= TRIES || performance.now() + delay > deadline) {
        throw asBusinessError(failure) ?? error;
      }
      await sleep(delay);
    }
  }
}

export interface TransactionOptions extends Partial<RetryOptions> {
  /** Milliseconds that the whole of it may take; no outside call belongs in it. */
  timeoutMs?: number;
}

/**
 * One transaction, retried as {@link withRetry}; `fn` sees a fresh transaction at each try. Its level is that of our
 * connections, read committed: to name it here would cost every transaction a round trip.
 */
export function inTransaction<T>(
  db: Database,
  fn: (tx: Transaction) => Promise<T>,
  { timeoutMs = 5_000, repeatable = false, random }: TransactionOptions = {},
): Promise<T> {
  return withRetry(() => db.$transaction(fn, { maxWait: 2_000, timeout: timeoutMs }), {
    repeatable,
    ...(random ? { random } : {}),
  });
}
