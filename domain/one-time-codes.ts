/** The rules of the codes that are sent to a phone: short enough to type, too short-lived and too few tries to guess. */
import { MINUTE } from './time';

export const CODE_DIGITS = 6;
export const CODE_LIFETIME = 5 * MINUTE;
/** Tries of one code, right or wrong. */
export const CODE_TRIES = 5;

/** What may be shown and kept of a phone (E.164) beside what happened: its country and its last two digits. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}${'•'.repeat(Math.max(0, phone.length - 5))}${phone.slice(-2)}`;
}
