/** A day begins at the first instant that has its date: in every zone, where clocks change around midnight too. */
import { dateIn, startOfDay } from '../../domain/delivery/day';
import { DAY, iso, MINUTE } from '../../domain/time';
import { daysOf, flightOf } from '../../services/campaigns/flight';
import { changesOf, zones } from '../fixtures/zones';

/** By looking: at every quarter of an hour, at the clocks' changes, and at every minute of the hour before them. */
function firstInstantOf(timeZone: string, date: string, changes: readonly number[]): number | undefined {
  const from = Date.parse(date) - DAY;
  const quarters = Array.from({ length: 3 * 24 * 4 }, (_, n) => from + n * 15 * MINUTE);
  const near = changes.filter((at) => at > from && at < from + 3 * DAY);
  const minutes = near.flatMap((at) => Array.from({ length: 61 }, (_, n) => at - n * MINUTE));
  return [...quarters, ...minutes].toSorted((a, b) => a - b).find((at) => dateIn(timeZone, at) === date);
}

test('a day that begins twice begins at its first midnight', () => {
  expect(iso(startOfDay('Atlantic/Azores', '2027-10-31'))).toBe('2027-10-31T00:00:00.000Z');
});

test('a day without a midnight begins when its clock does', () => {
  // 23:59:59 is followed by 01:00.
  expect(iso(startOfDay('Africa/Cairo', '2026-04-24'))).toBe('2026-04-23T22:00:00.000Z');
  expect(dateIn('Africa/Cairo', startOfDay('Africa/Cairo', '2026-04-24') - 1)).toBe('2026-04-23');
});

test('a day whose eve comes again begins before that', () => {
  // At 00:01 clocks went back to 23:01 of the day before.
  expect(iso(startOfDay('America/St_Johns', '2010-11-07'))).toBe('2010-11-07T02:30:00.000Z');
});

test('a day that a zone left out begins with the next one', () => {
  expect(startOfDay('Pacific/Apia', '2011-12-30')).toBe(startOfDay('Pacific/Apia', '2011-12-31'));
});

test('in every zone, around each change of its clocks, no earlier instant has the date', () => {
  const wrong = zones.flatMap((timeZone) => {
    const changes = changesOf(timeZone);
    const dates = new Set(
      changes.flatMap((at) => [-1, 0, 1].map((days) => dateIn(timeZone, at + days * DAY))),
    );
    return [...dates].flatMap((date) => {
      const start = startOfDay(timeZone, date);
      const isFirst = dateIn(timeZone, start) === date && dateIn(timeZone, start - 1) < date;
      return isFirst && start === firstInstantOf(timeZone, date, changes) ? [] : [{ timeZone, date, start }];
    });
  });
  expect(wrong).toEqual([]);
}, 120_000);

test('a flight runs from the first midnight of its start to the first of the day after its end', () => {
  const dates = { startDate: '2027-10-30', endDate: '2027-10-30' };
  const flight = flightOf(dates, 'Atlantic/Azores', Date.UTC(2026, 0, 1), 1);
  expect(flight).toMatchObject({
    startAt: Date.UTC(2027, 9, 30),
    endAt: Date.UTC(2027, 9, 31),
  });
  const next = flightOf({ startDate: '2027-10-31', endDate: '2027-10-31' }, 'Atlantic/Azores', 0, 1);
  expect(next).toMatchObject({ startAt: Date.UTC(2027, 9, 31), endAt: Date.UTC(2027, 10, 1, 1) });
  expect([daysOf(dates), daysOf({ startDate: '2027-10-30', endDate: '2027-11-02' })]).toEqual([1, 4]);
});
