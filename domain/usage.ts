/** What is counted by period: the meters, and when a period begins and ends. */
import type { Limit } from './plans';
import type { Instant } from './time';

/** Each meter, and the limit of the plan that it is held against. */
export const meters = { generations: 'generationsPerMonth' } as const satisfies Record<string, Limit>;
export type Meter = keyof typeof meters;

export interface Period {
  start: Instant;
  /** Not included. */
  end: Instant;
}

/** The calendar month in UTC; it begins at the user's last reset when that lies within it. */
export function periodAt(now: Instant, resetAt: Instant | null): Period {
  const at = new Date(now);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const begun = Date.UTC(year, month, 1);
  const isReset = resetAt !== null && resetAt > begun && resetAt <= now;
  return { start: isReset ? resetAt : begun, end: Date.UTC(year, month + 1, 1) };
}
