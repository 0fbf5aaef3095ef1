/** What every use case gets: who calls, under which request, and the parts it may use. */
import type { Client } from '@temporalio/client';
import type { Inspector } from '../adapters/media/inspect';
import type { Storage } from '../adapters/storage/storage';
import type { Reach, Role, Scope } from '../domain/permissions';
import type { Instant } from '../domain/time';
import type { AnswerCache } from '../infra/answer-cache';
import type { ConfigOf, ServiceConfig } from '../infra/config';
import type { Database } from '../infra/database';
import type { Limits } from '../infra/limits';
import type { Logger } from '../infra/log';

export interface Deps<Config extends ServiceConfig = ConfigOf<'api'>> {
  config: Config;
  db: Database;
  temporal: Client;
  storage: Storage;
  inspector: Inspector;
  /** Rate limits; those of the routes are taken before a verb is called. */
  limits: Limits;
  /** Public answers that are kept. */
  cache: AnswerCache;
  log: Logger;
  /** Injected, so that tests own the time. */
  now(): Instant;
}

export interface Caller {
  userId: string;
  role: Role;
  /** The sign-in that the request came by; absent for commands. */
  sessionId?: string;
  /** The key that the request came by, in a sign-in's place; it does nothing beyond its scopes. */
  apiKey?: { id: string; scopes: readonly Scope[] };
  /** The client's network address, for the audit log. */
  address: string;
}

export interface Context extends Deps {
  /** Null on a public route. */
  caller: Caller | null;
  requestId: string;
  /** The request's Idempotency-Key, or null. */
  idempotencyKey: string | null;
  /** Aborts, with a BusinessError, when the client has left: for work that can be dropped then. */
  signal?: AbortSignal;
}

/** A context whose caller's permission has been checked. */
export interface Allowed extends Context {
  caller: Caller;
  /** How far the permission reaches: his own things, or anyone's. */
  reach: Reach;
}
