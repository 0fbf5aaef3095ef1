/** When webhooks are tried again, who chose which event, and that the documentation names them all. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventFamilies, isChosen, isPublicEvent, publicEvents } from '../../domain/public-events';
import { DAY, HOUR, MINUTE, SECOND } from '../../domain/time';
import { FAILING_FOR, nextTry, readRetryAfter } from '../../domain/webhooks';

describe('the next try', () => {
  const failed = (tries: number, changes: object = {}) => ({
    tries,
    status: 500,
    retryAfter: null,
    ...changes,
  });
  const schedule = Array.from({ length: 10 }, (_, n) => nextTry(failed(n + 1), 0));

  test('follows the schedule of the specification, and ends', () => {
    const hours = [2, 5, 10, 14, 20, 24].map((count) => count * HOUR);
    expect(schedule).toEqual([5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...hours, null]);
    expect(nextTry(failed(11), 0)).toBeNull();
  });

  test('after a whole schedule an endpoint has failed for long enough to be given up', () => {
    const all = schedule.reduce<number>((sum, wait) => sum + (wait ?? 0), 0);
    expect(all).toBeGreaterThan(FAILING_FOR);
  });

  test('is spread by a tenth at most', () => {
    expect(nextTry(failed(5), 0.999_999)).toBeLessThanOrEqual(5.5 * HOUR);
    expect(nextTry(failed(4), 0.5)).toBe(2.1 * HOUR);
  });

  test('waits as long as it is asked to, up to a day, and never shorter', () => {
    for (const status of [429, 502, 503, 504]) {
      expect(nextTry(failed(1, { status, retryAfter: HOUR }), 0)).toBe(HOUR);
      expect(nextTry(failed(1, { status, retryAfter: 9 * DAY }), 0)).toBe(DAY);
      expect(nextTry(failed(9, { status, retryAfter: SECOND }), 0)).toBe(24 * HOUR);
      expect(nextTry(failed(10, { status, retryAfter: HOUR }), 0)).toBeNull();
    }
    for (const status of [400, 410, 500, null]) {
      expect(nextTry(failed(1, { status, retryAfter: HOUR }), 0)).toBe(5 * SECOND);
    }
  });

  test.each([
    ['120', 120_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['-1x', null],
    ['soon', null],
    ['', null],
    ['99999999999999999999', null],
    [undefined, null],
  ])('Retry-After: %s is read as %s', (header, milliseconds) => {
    expect(readRetryAfter(header, Date.UTC(2026, 10, 21, 12))).toBe(milliseconds);
  });
});

describe('events', () => {
  test('are chosen by type or by family, and by nothing that looks alike', () => {
    expect(isChosen(['campaign.*'], 'campaign.paused')).toBe(true);
    expect(isChosen(['media.*', 'campaign.paused'], 'campaign.paused')).toBe(true);
    expect(isChosen(['payment.*', 'campaign.resumed', '*'], 'campaign.paused')).toBe(false);
  });

  test('each belongs to a family that can be chosen', () => {
    const families: readonly string[] = eventFamilies;
    for (const type of Object.keys(publicEvents)) expect(families).toContain(`${type.split('.')[0]}.*`);
  });

  test('of our own house are none', () => {
    const inner = [
      ...['review.overdue', 'review.digest', 'user.disabled', 'house.exhausted', 'webhook.disabled'],
      'workflow.stuck',
    ];
    expect(inner.filter(isPublicEvent)).toEqual([]);
    expect(isPublicEvent('toString')).toBe(false);
  });

  test('are all in the documentation, in the words of the table', () => {
    const text = readFileSync(path.resolve(__dirname, '../../docs/webhooks.md'), 'utf8');
    const [, table = ''] = text.split('| event | when |\n|---|---|\n');
    const rows = Object.entries(publicEvents).map(([type, when]) => `| \`${type}\` | ${when} |\n`);
    expect(table).toBe(rows.join(''));
  });
});
