/** Speaks HTTP to the API, as any client would. */
import { randomUUID } from 'node:crypto';

export interface Asked {
  token?: string | undefined;
  /** Sent as JSON; a form and a text as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answered {
  method: string;
  /** As it was asked for, below `/api/v1`. */
  path: string;
  status: number;
  headers: Headers;
  text: string;
  /** Parsed JSON; undefined for anything else. */
  body: unknown;
}

export type Call = (method: string, path: string, asked?: Asked) => Promise<Answered>;

/** Each POST gets an Idempotency-Key of its own unless one is given. */
export function callerOf(apiUrl: string): Call {
  return async (method, path, { token, body, headers } = {}) => {
    const asItIs = body === undefined || typeof body === 'string' || body instanceof FormData;
    const content = asItIs ? body : JSON.stringify(body);
    const answer = await fetch(`${apiUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(typeof content === 'string' && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(content !== undefined && { body: content }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
    const parsed: unknown = isJson ? JSON.parse(text) : undefined;
    return { method, path, status: answer.status, headers: answer.headers, text, body: parsed };
  };
}
