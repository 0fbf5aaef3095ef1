/** Postgres through Prisma: one pool a process, as the role that may write the ledger only through its posting function. */
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../prisma/generated/client';

export type Database = PrismaClient;
export type Transaction = Prisma.TransactionClient;
/** What a store function takes: the client, or the transaction it is to be part of. */
export type Queryable = Transaction;

/** The role that the migrations make and grant; the owner keeps the rest. */
const APPLICATION_ROLE = 'adflight_app';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  pool: number;
  statementTimeoutMs: number;
}

/** Opens a pool; nothing is connected before the first query. */
export function openDatabase({ url, pool, statementTimeoutMs }: DatabaseOptions): Database {
  const settings = {
    role: APPLICATION_ROLE,
    statement_timeout: statementTimeoutMs,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
  };
  const adapter = new PrismaPg({
    connectionString: url,
    max: pool,
    connectionTimeoutMillis: 2_000,
    maxLifetimeSeconds: 1_800,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  return new PrismaClient({ adapter });
}
