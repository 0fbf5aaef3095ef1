/** Calendar dates of a time zone. */
import type { Instant } from '../time';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The date (YYYY-MM-DD) of an instant in an IANA zone: what a row of metrics is filed under. */
export function dateIn(timeZone: string, instant: Instant): string {
  let format = formats.get(timeZone);
  if (!format) {
    // Of all locales the Swedish one writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}
