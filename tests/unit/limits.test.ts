/** The arithmetic of rate limits: windows, what may be reserved ahead, and what is granted. */
import fc from 'fast-check';
import { pointsAhead, pointsGranted, rateLimit, rateLimits, windowAt } from '../../domain/limits';
import { SECOND } from '../../domain/time';

describe('windows', () => {
  const any = {
    seconds: fc.integer({ min: 1, max: 86_400 }),
    shift: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    now: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  };

  test('hold the present, and lie end to end', () => {
    fc.assert(
      fc.property(any.seconds, any.shift, any.now, (seconds, shift, now) => {
        const { start, end } = windowAt(seconds, shift, now);
        expect(start).toBeLessThanOrEqual(now);
        expect(end).toBeGreaterThan(now);
        expect(end - start).toBe(seconds * SECOND);
        expect(windowAt(seconds, shift, end).start).toBe(end);
        expect(windowAt(seconds, shift, end - 1).start).toBe(start);
      }),
    );
  });

  test('of different callers end at different moments', () => {
    const ends = new Set([7, 19, 31, 44].map((shift) => windowAt(60, shift, 1_800_000_000_000).end));
    expect(ends.size).toBe(4);
  });
});

describe('points', () => {
  test('granted to any order of askers never sum to more than the limit, and to all of it once as many were asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }),
        (points, asked) => {
          let taken = 0;
          let granted = 0;
          for (const n of asked) {
            taken += n;
            granted += pointsGranted(points, n, taken);
          }
          expect(granted).toBe(Math.min(points, taken));
        },
      ),
    );
  });

  test('are reserved ahead by those who use many, while many are left, and never of a strict limit', () => {
    const generous = { points: 3_000, seconds: 60 };
    expect(pointsAhead(generous, 0, 0)).toBe(0);
    expect(pointsAhead(generous, 20, 10)).toBe(10);
    expect(pointsAhead(generous, 400, 400)).toBe(100);
    expect(pointsAhead(generous, 2_000, 1_000)).toBe(0);
    expect(pointsAhead({ points: 300, seconds: 60 }, 0, 100)).toBe(0);
    expect(pointsAhead({ ...generous, isStrict: true }, 0, 1_000)).toBe(0);
  });

  test('follow the scale, and one is always left', () => {
    expect(rateLimit('read', 2).points).toBe(2 * rateLimits.read.points);
    expect(rateLimit('sign_in_account', 0.001).points).toBe(1);
  });
});

test('signing in is stricter than anything else that an address may do', () => {
  const perMinute = ({ points, seconds }: { points: number; seconds: number }) => (points * 60) / seconds;
  for (const name of ['sign_in', 'sign_in_account', 'sign_in_name'] as const) {
    expect(rateLimits[name].isStrict).toBe(true);
    expect(perMinute(rateLimits[name])).toBeLessThan(perMinute(rateLimits.public_write));
  }
});
