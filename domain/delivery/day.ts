/** Calendar dates of a time zone: which one an instant has, and when one begins. */
import { DAY, daysAfter, HOUR, type Instant, SECOND } from '../time';

/** Making one takes long: each is kept by its zone. */
const [dates, clocks] = [new Map<string, Intl.DateTimeFormat>(), new Map<string, Intl.DateTimeFormat>()];

// Of all locales the Swedish one writes dates as ISO 8601 does.
function formatOf(
  kept: Map<string, Intl.DateTimeFormat>,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const format = kept.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...options });
  kept.set(timeZone, format);
  return format;
}

/** The date (YYYY-MM-DD) of an instant in an IANA zone: what a row of metrics is filed under. */
export function dateIn(timeZone: string, instant: Instant): string {
  return formatOf(dates, timeZone, { dateStyle: 'short' }).format(instant);
}

/** No zone is further from UTC than this, now or in the past. */
const FURTHEST = 16 * HOUR;
/** Clocks of a zone change at most once within this. */
const STEP = 4 * HOUR;

/**
 * The first instant that has the date in an IANA zone, the one rule of where a day begins. A day with two midnights
 * begins at the first; one without any, when its clock does; one that the zone left out, with the next day.
 * @param date YYYY-MM-DD.
 */
export function startOfDay(timeZone: string, date: string): Instant {
  // As if the zone's clock were UTC's.
  const midnight = Date.parse(date);
  const stretches = offsetsBetween(timeZone, midnight - FURTHEST, midnight + FURTHEST + DAY);
  const starts = stretches.flatMap(({ from, to, offset }) => {
    const start = Math.max(from, midnight - offset);
    return start < Math.min(to, midnight + DAY - offset) ? [start] : [];
  });
  const [first] = starts;
  return first ?? startOfDay(timeZone, daysAfter(date, 1));
}

interface Stretch {
  from: Instant;
  /** Not included. */
  to: Instant;
  /** Milliseconds that the clock is ahead of UTC's. */
  offset: number;
}

/** In order, each with another offset than the one before. */
function offsetsBetween(timeZone: string, from: Instant, to: Instant): Stretch[] {
  const stretches: Stretch[] = [];
  let stretch = { from, offset: offsetAt(timeZone, from) };
  for (let at = from; at < to; at += STEP) {
    const next = Math.min(at + STEP, to);
    const offset = offsetAt(timeZone, next);
    if (offset === stretch.offset) continue;
    const change = changeBetween(timeZone, at, next);
    stretches.push({ ...stretch, to: change });
    stretch = { from: change, offset };
  }
  return [...stretches, { ...stretch, to }];
}

/** The first instant with the later of two offsets. Clocks change on whole seconds. */
function changeBetween(timeZone: string, low: Instant, high: Instant): Instant {
  const before = offsetAt(timeZone, low);
  let [last, first] = [low / SECOND, high / SECOND];
  while (first - last > 1) {
    const middle = Math.floor((last + first) / 2);
    if (offsetAt(timeZone, middle * SECOND) === before) last = middle;
    else first = middle;
  }
  return first * SECOND;
}

function offsetAt(timeZone: string, instant: Instant): number {
  const clock = formatOf(clocks, timeZone, { dateStyle: 'short', timeStyle: 'medium' });
  // "2027-10-31 00:00:00", and years without zeros in front.
  const text = clock.format(instant).padStart('2027-10-31 00:00:00'.length, '0');
  return Date.parse(`${text.replace(' ', 'T')}Z`) - instant;
}
