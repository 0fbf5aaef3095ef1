/**
 * What Temporal takes of what is only shown there. It refuses more, and then the workflow task that sent it fails for ever,
 * or the workflow ends; so what people see is cut to fit before it is sent.
 */
import { clipped } from '../domain/text';
import { DAY, type Instant, LAST_INSTANT, sayable } from '../domain/time';

/** The server takes 400 of a summary and 20,000 of details: of payloads as they travel, which the codec makes larger. */
const SUMMARY_BYTES = 300;
const DETAILS_BYTES = 19_000;
/** It takes 2,048, and its database 255 characters. */
const KEYWORD_BYTES = 255;
/** It takes a hundred years; a timer that rings before its time is set again. */
const LONGEST_TIMER = 3_650 * DAY;

/** Of a workflow, an activity, a timer. */
export function summaryText(text: string): string {
  return clipped(text, SUMMARY_BYTES);
}

export function detailsText(markdown: string): string {
  return clipped(markdown, DETAILS_BYTES);
}

/** The value of a search attribute of a few words. */
export function keyword(text: string): string {
  return clipped(text, KEYWORD_BYTES);
}

/** The value of a search attribute of a time: the nearest that can be said. */
export function timeValue(instant: Instant): Date {
  return new Date(Number.isFinite(instant) ? sayable(instant) : LAST_INSTANT);
}

/** A timer's milliseconds. */
export function timerMs(duration: number): number {
  return duration <= LONGEST_TIMER ? Math.max(1, duration) : LONGEST_TIMER;
}
