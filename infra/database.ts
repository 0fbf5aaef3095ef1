/** Postgres through Prisma: one pool a process, as the role that may write the ledger only through its posting function. */
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { type Prisma, PrismaClient } from '../prisma/generated/client';
import type { DatabaseConfig } from './config';

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

/** As the configuration has it. */
export function databaseOptions(config: DatabaseConfig): DatabaseOptions {
  return {
    url: config.DATABASE_URL,
    pool: config.DATABASE_POOL,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}

/** The pool under each client. */
const pools = new WeakMap<Database, Pool>();

/** Opens a pool; nothing is connected before the first query. */
export function openDatabase({ url, pool, statementTimeoutMs }: DatabaseOptions): Database {
  const settings = {
    role: APPLICATION_ROLE,
    default_transaction_isolation: 'read\\ committed',
    statement_timeout: statementTimeoutMs,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
  };
  const connections = new Pool({
    connectionString: url,
    max: pool,
    connectionTimeoutMillis: 2_000,
    maxLifetimeSeconds: 1_800,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  });
  // An idle connection that breaks is replaced at the next query.
  connections.on('error', () => {});
  const adapter = new PrismaPg(connections, {
    disposeExternalPool: true,
    statementNameGenerator: ({ sql }) => nameOf(sql),
  });
  const db = new PrismaClient({ adapter });
  pools.set(db, connections);
  return db;
}

/**
 * Runs one statement, in its own transaction, without Prisma: on the hot path, where its work on a query and its
 * parameters costs several times the driver's. Each connection parses and plans it once.
 * @param statement constant: a connection remembers each one that it was given.
 * @returns the rows, by the columns' names in the database. @throws as the driver does, which `classify` knows.
 */
export async function runDirectly(
  db: Database,
  statement: string,
  values: readonly unknown[],
): Promise<unknown[]> {
  const prepared = { name: nameOf(statement), text: statement, values: [...values] };
  const { rows } = await poolOf(db).query<Record<string, unknown>>(prepared);
  return rows;
}

/** More than the code has, but for those of lists with every filter: the server keeps each, for each connection. */
const MOST_NAMED = 500;
const names = new Map<string, string>();

/** The name under which a connection keeps a statement's plan; none once there are too many. */
function nameOf(statement: string): string {
  const known = names.get(statement);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMED) return '';
  const name = createHash('sha256').update(statement).digest('base64url');
  names.set(statement, name);
  return name;
}

/** The pool under a client, for what speaks to Postgres without Prisma. */
export function poolOf(db: Database): Pool {
  const connections = pools.get(db);
  if (!connections) throw new Error('this database was not opened by openDatabase');
  return connections;
}
