/** A request that does something, for schemathesis to begin with. */
import type { Person } from '../../bin/demo/driver';

export interface Example {
  path_parameters?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** `{$base64}` stands for bytes. */
  body?: unknown;
  media_type?: string;
}

/** By operation: `POST /campaigns/{id}/submit`. */
export type Examples = Record<string, Example>;

/** Of an operation on one thing. */
export function on(id: string, body?: object): Example {
  return { path_parameters: { id }, ...(body && json(body)) };
}

export function json(body: object): Example {
  return { body, media_type: 'application/json' };
}

/** Sent by him, whoever the run is signed in as: what the run does to its own user and to his things can't spoil it. */
export function by({ token }: Person, example: Example): Example {
  return { ...example, headers: { ...example.headers, Authorization: `Bearer ${token}` } };
}

export function bytes(content: Buffer | string): { $base64: string } {
  return { $base64: Buffer.from(content).toString('base64') };
}
