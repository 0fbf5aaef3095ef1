/** The ledger as the application may use it: post through the database's function, and read. */
import { z } from 'zod';
import type { Posting } from '../domain/ledger';
import type { Queryable } from '../infra/database';
import { asBusinessError, classify } from './transaction';

const Outcome = z.tuple([z.object({ outcome: z.enum(['posted', 'replayed']) })]);

/**
 * Posts one transaction in one round trip; inside a transaction of the caller it is part of that.
 * @returns `replayed` when the same posting is there already: nothing was written.
 * @throws BusinessError INSUFFICIENT_FUNDS; IDEMPOTENCY_KEY_REUSED when the key was posted with other entries.
 */
export async function postTransaction(db: Queryable, posting: Posting): Promise<'posted' | 'replayed'> {
  const { key, kind, referenceType, referenceId, description, entries } = posting;
  try {
    const rows = await db.$queryRaw`SELECT post_transaction(${key}, ${kind}, ${referenceType}, ${referenceId},
      ${description}, ${JSON.stringify(entries)}::jsonb) AS outcome`;
    return Outcome.parse(rows)[0].outcome;
  } catch (error) {
    const failure = classify(error);
    const refused = failure.kind === 'insufficient_funds' || failure.kind === 'key_reused';
    // Anything else goes on as it is, so that the caller's transaction can be tried again.
    throw (refused && asBusinessError(failure)) || error;
  }
}

const Balance = z.tuple([z.object({ balance: z.bigint() })]);

/** The sum of an account's entries, in minor units; 0 for one that was never used. */
export async function readBalance(db: Queryable, account: string): Promise<bigint> {
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(amount), 0)::bigint AS balance FROM ledger_entries WHERE account_code = ${account}`;
  return Balance.parse(rows)[0].balance;
}

const Entries = z.array(z.object({ account: z.string(), amount: z.bigint().transform(Number) }));

/** What a posting moved, in minor units; empty when there is none of this key. */
export async function readEntries(db: Queryable, key: string): Promise<z.output<typeof Entries>> {
  const rows = await db.$queryRaw`
    SELECT e.account_code AS account, e.amount FROM ledger_transactions t
    JOIN ledger_entries e ON e.transaction_id = t.id WHERE t.key = ${key}`;
  return Entries.parse(rows);
}
