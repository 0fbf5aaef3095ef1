/** Even pacing over the flight: how many units are due now, with no burst after a pause or a quiet day. */
import { DAY, type Instant } from '../time';

/** Share of the flight by which delivery may run ahead of its plan, and may catch up at once. */
const SLACK = 0.01;
/** Share of the remainder that one ad-server process may hold. */
const LEASE_SHARE = 100;

/** The plan is a straight line from (planFrom, planUnits) to (endAt, units). */
export interface PacePlan {
  startAt: Instant;
  endAt: Instant;
  units: number;
  /** Units a day at most, or null; a pace, not a promise. */
  dailyUnits: number | null;
  planFrom: Instant;
  planUnits: number;
}

export interface Pace {
  /** Units that may be handed out now. */
  due: number;
  /** The anchor to keep: moved up when delivery fell behind, so that the rest is spread over what is left of the flight. */
  planFrom: Instant;
  planUnits: number;
}

/**
 * How many units are due.
 * @param committed units delivered or leased.
 * @param timeScale divides the day of `dailyUnits`; 1 in production.
 */
export function pace(plan: PacePlan, committed: number, now: Instant, timeScale: number): Pace {
  const slack = (plan.endAt - plan.startAt) * SLACK;
  let { planFrom, planUnits } = plan;
  // The instant at which the plan hands out the unit after `committed`.
  const dueAt = () => planFrom + (committed - planUnits) * interval(plan, planFrom, planUnits, timeScale);
  if (dueAt() < now - slack) {
    planFrom = now - slack;
    planUnits = committed;
  }
  const left = plan.units - committed;
  const ahead = now + slack - dueAt();
  const step = interval(plan, planFrom, planUnits, timeScale);
  const running = now >= plan.startAt && now < plan.endAt;
  if (!running || left <= 0 || ahead < 0) return { due: 0, planFrom, planUnits };
  return { due: step > 0 ? Math.min(left, Math.floor(ahead / step) + 1) : left, planFrom, planUnits };
}

/** Milliseconds between two units of the plan. */
function interval(plan: PacePlan, from: Instant, units: number, timeScale: number): number {
  const even = Math.max(0, plan.endAt - from) / Math.max(1, plan.units - units);
  return plan.dailyUnits === null ? even : Math.max(even, DAY / timeScale / Math.max(1, plan.dailyUnits));
}

/** Units of one lease: what is due, at most 1 % of the remainder, at least one while any is due. */
export function leaseUnits(due: number, left: number): number {
  return Math.min(due, Math.max(1, Math.floor(left / LEASE_SHARE)));
}
