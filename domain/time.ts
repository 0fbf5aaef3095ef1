/** Durations in milliseconds. An instant is epoch milliseconds in code, ISO 8601 in UTC on the wire. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Epoch milliseconds, UTC. */
export type Instant = number;

/**
 * Years 0001 to 9999 in UTC: what RFC 3339 can say, and what Postgres, Temporal and their clients all take. The wire lets
 * nothing in that leads out of them.
 */
export const FIRST_INSTANT: Instant = Date.parse('0001-01-01T00:00:00.000Z');
export const LAST_INSTANT: Instant = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Calendar dates of which nothing that is made leaves those years. Of a date that is past nothing is made: it is compared, and
 * no flight may have it. Behind the last there are two months, for the day's end in any zone and for what follows a flight (30
 * days of extension, then the wait for the last metrics).
 */
export const FIRST_DATE = '0001-01-01';
export const LAST_DATE = '9999-10-31';

/** The nearest instant of those years. */
export function sayable(instant: Instant): Instant {
  return Math.min(Math.max(instant, FIRST_INSTANT), LAST_INSTANT);
}

/** The text of an instant, or of the nearest one that can be said. @throws RangeError for what is no number */
export function iso(instant: Instant): string {
  return new Date(sayable(instant)).toISOString();
}

/** A calendar date (YYYY-MM-DD) some days later, or earlier; what is no date stays as it is. */
export function daysAfter(date: string, days: number): string {
  const at = Date.parse(date) + days * DAY;
  return Number.isNaN(at) ? date : iso(at).slice(0, 'YYYY-MM-DD'.length);
}
