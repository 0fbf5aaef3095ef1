/** Pacing: even over the flight, no burst after a pause, all of it delivered where there are viewers. */
import fc from 'fast-check';
import { leaseUnits, type PacePlan, pace } from '../../domain/delivery/pacing';
import { DAY, HOUR, MINUTE } from '../../domain/time';

const START = Date.UTC(2026, 2, 1);

interface Simulated {
  /** Share of the units delivered at each tenth of the flight. */
  tenths: number[];
  delivered: number;
  /** Most units within one hour. */
  busiest: number;
}

/** Asks every 15 minutes for what is due, `viewers(hour)` at most; a share of what is handed out is shown. */
function simulate(
  over: Partial<PacePlan>,
  viewers: (hour: number) => number,
  { shown = 1, timeScale = 1 } = {},
): Simulated {
  const end = START + 20 * DAY;
  let plan = { startAt: START, endAt: end, units: 10_000, dailyUnits: null, ...START_OF_PLAN, ...over };
  let [delivered, lost, hour, inHour, busiest] = [0, 0, -1, 0, 0];
  const tenths: number[] = [];
  const hours = (plan.endAt - START) / HOUR;
  for (let now = START; now < plan.endAt; now += 15 * MINUTE) {
    const at = Math.floor((now - START) / HOUR);
    if (at !== hour) [hour, inHour] = [at, 0];
    for (let left = Math.floor(viewers(at) / 4); left > 0; ) {
      const { due, planFrom, planUnits } = pace(plan, delivered, now, timeScale);
      const units = Math.min(left, leaseUnits(due, plan.units - delivered));
      if (units === 0) break;
      plan = { ...plan, planFrom, planUnits };
      left -= units;
      lost += units * (1 - shown);
      const seen = Math.floor(units * shown + (lost % 1));
      delivered += seen;
      inHour += seen;
    }
    busiest = Math.max(busiest, inHour);
    if (Math.floor(((now - START) / HOUR / hours) * 10) > tenths.length) tenths.push(delivered / plan.units);
  }
  return { tenths, delivered, busiest };
}

const START_OF_PLAN = { planFrom: START, planUnits: 0 };

test('with plenty of viewers delivery keeps within 2 % of the straight line, and is complete at the end', () => {
  const { tenths, delivered } = simulate({}, () => 400);
  tenths.forEach((share, n) => {
    expect(Math.abs(share - (n + 1) / 10)).toBeLessThanOrEqual(0.02);
  });
  expect(delivered).toBe(10_000);
});

test('a daily rhythm of viewers, none at night, still delivers all', () => {
  const { tenths, delivered } = simulate({}, (hour) => (hour % 24 < 7 ? 0 : 200));
  tenths.forEach((share, n) => {
    expect(Math.abs(share - (n + 1) / 10)).toBeLessThanOrEqual(0.03);
  });
  expect(delivered).toBe(10_000);
});

test('after ten days without any the rest is spread over what is left: no burst', () => {
  const { tenths, delivered, busiest } = simulate({}, (hour) => (hour < 240 ? 0 : 10_000));
  expect(tenths[3]).toBe(0);
  expect(tenths[4]).toBeLessThanOrEqual(0.04);
  expect(Math.abs((tenths[6] ?? 0) - 0.4)).toBeLessThanOrEqual(0.04);
  expect(delivered).toBe(10_000);
  // Two hundredths of the flight at once, of a line that has become twice as steep.
  expect(busiest).toBeLessThanOrEqual(10_000 * 0.05);
});

test('ads that are handed out and never shown do not hold delivery back', () => {
  const { tenths, delivered } = simulate({}, () => 1_000, { shown: 0.5 });
  expect(Math.abs((tenths[4] ?? 0) - 0.5)).toBeLessThanOrEqual(0.02);
  expect(delivered).toBeGreaterThanOrEqual(9_990);
});

test('a daily budget holds the pace down, and a day is as short as the time scale makes it', () => {
  const { delivered } = simulate({ dailyUnits: 100 }, () => 400);
  expect(delivered).toBeGreaterThanOrEqual(20 * 100);
  expect(delivered).toBeLessThanOrEqual(20 * 100 * 1.03);
  expect(simulate({ dailyUnits: 100 }, () => 400, { timeScale: 10 }).delivered).toBe(10_000);
});

test('nothing is due before the start, after the end, or beyond the units', () => {
  const plan = { startAt: START, endAt: START + DAY, units: 100, dailyUnits: null, ...START_OF_PLAN };
  expect(pace(plan, 0, START - 1, 1).due).toBe(0);
  expect(pace(plan, 0, START, 1).due).toBeGreaterThan(0);
  expect(pace(plan, 0, START + DAY, 1).due).toBe(0);
  expect(pace(plan, 100, START + DAY / 2, 1).due).toBe(0);
});

test('a lease is at most 1 % of the remainder, at least one unit, never more than is due or left', () => {
  const number = (max: number) => fc.integer({ min: 0, max });
  fc.assert(
    fc.property(number(1_000_000), number(1_000_000), number(30 * DAY), (units, committed, passed) => {
      const plan = { startAt: START, endAt: START + 30 * DAY, units, dailyUnits: null, ...START_OF_PLAN };
      const left = units - committed;
      const { due } = pace(plan, committed, START + passed, 1);
      const lease = leaseUnits(due, left);
      expect(lease).toBeLessThanOrEqual(Math.max(0, due));
      expect(due).toBeLessThanOrEqual(Math.max(0, left));
      if (lease > 1) expect(lease).toBeLessThanOrEqual(left / 100);
      if (due > 0) expect(lease).toBeGreaterThanOrEqual(1);
    }),
  );
});
