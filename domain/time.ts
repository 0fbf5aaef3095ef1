/** Durations in milliseconds. An instant is epoch milliseconds in code, ISO 8601 in UTC on the wire. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Epoch milliseconds, UTC. */
export type Instant = number;

export function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
