/** The API as a process would serve it, on a free port, for tests that speak HTTP to it. */
import { randomUUID } from 'node:crypto';
import { openInspector } from '../../adapters/media/inspect';
import { createApp } from '../../api/app';
import type { Route } from '../../api/route';
import { serve } from '../../api/serve';
import { memoryShelf, openAnswerCache } from '../../infra/answer-cache';
import { type Config, loadConfig } from '../../infra/config';
import type { Database } from '../../infra/database';
import { postgresStore } from '../../infra/limit-store';
import { openLimits } from '../../infra/limits';
import { createLogger } from '../../infra/log';
import { openTemporal } from '../../infra/temporal';
import type { Deps } from '../../services/context';
import { conformsTo, expectConforms } from './conforms';

/** A storage that a test does not use: only its check passes. */
const noStorage = new Proxy({} as Deps['storage'], {
  get: (_target, name) => async () => {
    if (name !== 'check') throw new Error(`this test has no storage for ${String(name)}`);
  },
});

export const PARTNER_SECRET = 'the partner’s secret of the tests';
export const PARTNER_SECRET_BEFORE = 'the partner’s secret before that one';

/** Deps over a real database; Temporal is away (port 1) unless `temporalAddress` says where it is. */
export function testDeps(
  db: Database,
  {
    temporalAddress = '127.0.0.1:1',
    ...overrides
  }: Partial<Deps<Config>> & { temporalAddress?: string } = {},
): Deps<Config> & { close(): Promise<void> } {
  const config = loadConfig({
    NODE_ENV: 'test',
    DATABASE_URL: 'postgresql://unused',
    TEMPORAL_ADDRESS: temporalAddress,
    JWT_SECRET: 'a secret of the tests, thirty-two characters',
    TRACKING_SECRET: 'a secret of the tests, thirty-two characters',
    ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_123',
    STRIPE_WEBHOOK_SECRET: 'whsec_test_123',
    PARTNER_WEBHOOK_SECRETS: `${PARTNER_SECRET},${PARTNER_SECRET_BEFORE}`,
    BCRYPT_ROUNDS: '4',
    RATE_LIMIT_SCALE: '10000',
    CORS_ORIGINS: 'https://app.example',
  });
  const temporal = openTemporal(config);
  const log = createLogger('test', 'silent');
  const inspector = openInspector();
  const now = overrides.now ?? (() => Date.now());
  const parts = { config: overrides.config ?? config, store: postgresStore(db), log, now };
  return {
    config,
    db,
    temporal: temporal.client,
    storage: noStorage,
    inspector,
    limits: openLimits(parts),
    cache: openAnswerCache(db, memoryShelf()),
    log,
    now,
    ...overrides,
    close: async () => {
      await Promise.all([temporal.close(), inspector.close()]);
    },
  };
}

export interface Answered {
  method: string;
  /** As it was asked for, below `/api/v1`. */
  path: string;
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON; undefined for anything else. */
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what it finds
  body: any;
}

export interface Asked {
  token?: string | undefined;
  apiKey?: string | undefined;
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Buffer;
  headers?: Record<string, string>;
}

export interface Api {
  url: string;
  call(method: string, path: string, asked?: Asked): Promise<Answered>;
  /** A new user of the role, signed in. */
  signIn(
    role?: 'advertiser' | 'support' | 'admin',
  ): Promise<{ id: string; email: string; token: string; refresh: string }>;
  close(): Promise<void>;
}

export const PASSWORD = 'correct horse battery';

/** Every answer of `call` is held against the document. */
export async function startApi(deps: Deps, routes?: readonly Route[]): Promise<Api> {
  const expectTableConforms = routes ? conformsTo(routes) : expectConforms;
  const serving = await serve(createApp(deps, routes ? { routes } : {}), 0);
  const url = `http://127.0.0.1:${serving.port}`;

  async function call(
    method: string,
    path: string,
    { token, apiKey, body, raw, headers }: Asked = {},
  ): Promise<Answered> {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(apiKey !== undefined && { 'x-api-key': apiKey }),
        ...(content !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    const json = /[/+]json/.test(answer.headers.get('content-type') ?? '');
    const parsed = json && text !== '' ? JSON.parse(text) : undefined;
    const answered = { method, path, status: answer.status, headers: answer.headers, text, body: parsed };
    expectTableConforms(answered);
    return answered;
  }

  async function signIn(role: 'advertiser' | 'support' | 'admin' = 'advertiser') {
    const email = `${randomUUID()}@example.com`;
    const made = await call('POST', '/auth/register', {
      body: { email, password: PASSWORD, full_name: 'Ada' },
    });
    const id: string = made.body.id;
    if (role !== 'advertiser') await deps.db.user.update({ where: { id }, data: { role } });
    const { body } = await call('POST', '/auth/login', { body: { email, password: PASSWORD } });
    return { id, email, token: body.access_token as string, refresh: body.refresh_token as string };
  }

  return { url, call, signIn, close: serving.close };
}
