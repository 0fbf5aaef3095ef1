/** Where a flight's day begins and under which day an event is filed: Node and Postgres say the same. */
import { z } from 'zod';
import { dateIn, startOfDay } from '../../domain/delivery/day';
import { DAY, HOUR } from '../../domain/time';
import { changesOf, zones } from '../fixtures/zones';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database.close());

const Filed = z.array(
  z.object({ zone: z.string(), day: z.string(), before: z.string(), at: z.string(), clock: z.string() }),
);

/** What the zone's clock shows half a day later: where the two have other news of a zone, they differ in this too. */
function clockOf(zone: string, start: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return format.format(start + 12 * HOUR);
}

test('in every zone, the first event of a day is filed under it, and none that came before', async () => {
  const starts = zones.flatMap((zone) => {
    const days = changesOf(zone).flatMap((at) => [0, 1].map((n) => dateIn(zone, at + n * DAY)));
    return [...new Set(days)].map((day) => ({ zone, day, start: startOfDay(zone, day) }));
  });
  expect(starts.length).toBeGreaterThan(1_000);
  // As count_ad_events files them.
  const rows = await database.db.$queryRaw`
    SELECT zone, day, (at AT TIME ZONE zone)::date::text AS at,
      ((at - interval '1 millisecond') AT TIME ZONE zone)::date::text AS before,
      to_char((at + interval '12 hours') AT TIME ZONE zone, 'YYYY-MM-DD HH24:MI:SS') AS clock
    FROM (SELECT s ->> 'zone' AS zone, s ->> 'day' AS day, to_timestamp((s ->> 'start')::bigint / 1000.0) AS at
      FROM jsonb_array_elements(${JSON.stringify(starts)}::jsonb) AS s) AS starts`;
  const filed = Filed.parse(rows);
  const other = new Set(
    filed.flatMap(({ zone, clock }, n) => (clock === clockOf(zone, starts[n]?.start ?? 0) ? [] : [zone])),
  );
  expect(other.size).toBeLessThan(zones.length / 50);
  const wrong = filed.filter(
    ({ zone, day, at, before }) => !other.has(zone) && (at !== day || before >= day),
  );
  expect(wrong).toEqual([]);
});
