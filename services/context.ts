/** What every use case gets: who calls, under which request, and the parts it may use. */
import type { Client } from '@temporalio/client';
import type { Storage } from '../adapters/storage/storage';
import type { Role, Scope } from '../domain/permissions';
import type { Instant } from '../domain/time';
import type { Config } from '../infra/config';
import type { Database } from '../infra/database';
import type { Logger } from '../infra/log';

export interface Deps {
  config: Config;
  db: Database;
  temporal: Client;
  storage: Storage;
  log: Logger;
  /** Injected, so that tests own the time. */
  now(): Instant;
}

export interface Caller {
  userId: string;
  role: Role;
  /** The sign-in that the request came by; absent for commands. */
  sessionId?: string;
  /** The client's network address, for the audit log. */
  address: string;
}

export interface Context extends Deps {
  /** Null on a public route. */
  caller: Caller | null;
  requestId: string;
  /** The request's Idempotency-Key, or null. */
  idempotencyKey: string | null;
}

/** A context whose caller's permission has been checked. */
export interface Allowed extends Context {
  caller: Caller;
  /** How far the permission reaches: his own things, or anyone's. */
  scope: Scope;
}
