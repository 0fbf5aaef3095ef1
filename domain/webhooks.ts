/** When a webhook is tried again, and when its endpoint is given up (Standard Webhooks 1.0.0). */
import { DAY, HOUR, MINUTE, SECOND } from './time';

/** How long to wait before the n-th try; after the last there is none: three days and some hours in all. */
const SCHEDULE = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** Spreads the tries of what failed at one moment; part of the wait. */
const JITTER = 0.1;
const LONGEST_RETRY_AFTER = 24 * HOUR;
/** Answers with which a receiver may ask for time. */
const asksForTime: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** After a rotation the secret before it signs too for so long. */
export const SECRET_OVERLAP = 24 * HOUR;
/** An endpoint that a whole schedule found failing for so long is disabled. */
export const FAILING_FOR = 3 * DAY;
/** Deliveries and their log are kept. */
export const DELIVERIES_KEPT = 30 * DAY;
export const ENDPOINTS_A_USER = 10;

export interface FailedTry {
  /** Of this delivery, with this one. */
  tries: number;
  /** Null: nothing was answered. */
  status: number | null;
  /** Milliseconds that the receiver asked for. */
  retryAfter: number | null;
}

/** Milliseconds until the next try; null when there is none. @param random in [0, 1) */
export function nextTry({ tries, status, retryAfter }: FailedTry, random: number): number | null {
  const wait = SCHEDULE[tries];
  if (wait === undefined) return null;
  const asked = status !== null && asksForTime.has(status) ? (retryAfter ?? 0) : 0;
  return Math.round(Math.max(wait * (1 + JITTER * random), Math.min(asked, LONGEST_RETRY_AFTER)));
}

/** Milliseconds that a Retry-After header asks for: seconds, or a date (RFC 9110). Null for neither. */
export function readRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
