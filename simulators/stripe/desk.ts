/** What every rule of the simulator works with: its memory, its clock, fresh ids, and the events it raises. */
import { randomBytes } from 'node:crypto';
import type { Memory } from './memory';
import type { Refund, StripeEvent } from './objects';

/** Dated as the API that it imitates. */
export const API_VERSION = '2026-10-28.endive';

export interface Desk {
  memory: Memory;
  /** Epoch milliseconds. */
  now(): number;
  /** Divides the shortest and longest life of a session, and the waits between webhook tries. */
  timeScale: number;
  /** Where the checkout page is. */
  baseUrl(): string;
  /** What the bank will say at once to the next refund. */
  nextRefund(): Refund['status'];
  /** Stores an event and sends it to the webhook endpoint; `previous` is what an update changed, as it was. */
  raise(type: string, object: StripeEvent['data']['object'], previous?: Record<string, unknown>): StripeEvent;
}

export function seconds(desk: Pick<Desk, 'now'>): number {
  return Math.floor(desk.now() / 1_000);
}

/** A fresh id with Stripe's prefix of its kind: `pi_…`, `cs_test_…`. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

/** The fields that every object begins with. */
export function thing<Name extends string>(desk: Pick<Desk, 'now'>, prefix: string, object: Name) {
  return { id: newId(prefix), object, created: seconds(desk), livemode: false as const };
}
