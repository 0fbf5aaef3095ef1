/** No date or instant that the wire takes leads out of the years 0001 to 9999, in whatever zone, and none is forgotten. */
import { z } from 'zod';
import { openApiDocument } from '../../api/openapi';
import { routes } from '../../api/routes';
import { startOfDay } from '../../domain/delivery/day';
import { BusinessError } from '../../domain/errors';
import { DAY, FIRST_DATE, iso, LAST_DATE, LAST_INSTANT } from '../../domain/time';
import { CalendarDate, EpochSeconds, Timestamp } from '../../schemas/common';
import { PartnerEnvelope } from '../../schemas/partner';
import { EventBody } from '../../schemas/public-events';
import { StripeEnvelope } from '../../schemas/stripe-events';
import { flightOf } from '../../services/campaigns/flight';
import { zones } from '../fixtures/zones';

const shared = [CalendarDate, Timestamp, EpochSeconds].map((schema) => schema._zod.def.checks?.at(-1));

/** A name that says that its value is a time; the durations and counts among them end otherwise. */
const TIMELY = /(^|_)(at|date|until|since|end|start|created|updated)$|^(from|to|timestamp)$/;

interface Found {
  path: string;
  why: string;
}

/** Dates and instants below a schema that are not made of a shared one. */
function unbounded(path: string, value: unknown, seen = new Set<unknown>()): Found[] {
  if (value instanceof z.core.$ZodType) {
    if (seen.has(value)) return [];
    seen.add(value);
    const { def } = value._zod;
    if (def.checks?.some((check) => shared.includes(check))) return [];
    const formats = [def, ...(def.checks ?? []).map(({ _zod }) => _zod.def)].map((it) =>
      'format' in it ? it.format : undefined,
    );
    const meta = z.globalRegistry.get(value)?.format;
    const isTime = [...formats, meta].some((format) =>
      /^(date|time|datetime|date-time|duration)$/.test(`${format}`),
    );
    if (isTime || value instanceof z.core.$ZodDate)
      return [{ path, why: 'is a time that is not the shared one' }];
    const isPlain = value instanceof z.core.$ZodString || value instanceof z.core.$ZodNumber;
    if (isPlain && TIMELY.test(path.split('.').at(-1) ?? '')) return [{ path, why: 'sounds like a time' }];
    return unbounded(
      path,
      value instanceof z.core.$ZodObject ? { ...value._zod.def.shape } : { ...def },
      seen,
    );
  }
  if (value instanceof Function || value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((member) => unbounded(path, member, seen));
  return Object.entries(value).flatMap(([name, member]) =>
    // Of a schema's own members these alone name the wire's.
    unbounded(member instanceof z.core.$ZodType && !INNER.has(name) ? `${path}.${name}` : path, member, seen),
  );
}
const INNER = new Set([
  'innerType',
  'in',
  'out',
  'element',
  'keyType',
  'valueType',
  'left',
  'right',
  'schema',
]);

test('the look finds what is not made of the shared schemas', () => {
  const plants = {
    date: z.strictObject({ day: z.iso.date().optional() }),
    instant: z.array(z.strictObject({ when: z.iso.datetime({ offset: true }).transform((text) => text) })),
    real: z.union([z.string(), z.date()]),
    meta: z.string().meta({ format: 'date-time' }),
    named: z.strictObject({ expires_at: z.string().nullish() }).refine(() => true),
    counted: z.looseObject({ created: z.int() }),
  };
  expect(unbounded('', plants).map(({ path }) => path)).toEqual([
    '.date.day',
    '.instant.when',
    '.real',
    '.meta',
    '.named.expires_at',
    '.counted.created',
  ]);
  const fine = z.strictObject({
    at: Timestamp.nullish().meta({ description: 'When' }),
    created: EpochSeconds,
  });
  expect(unbounded('', z.strictObject({ fine, from: CalendarDate.default('2026-11-30') }))).toEqual([]);
});

/** How many rows a file made and changed. */
const counts = new Set(
  ['pricing-matrix', 'geodata'].flatMap((table) =>
    ['created', 'updated'].map((name) => `post /admin/${table}/csv.answer.${name}`),
  ),
);

test('every date and instant of every route, event and webhook is made of the shared schemas', () => {
  const wire = [
    ...routes.map(({ method, path, params, query, body, form, answer }) => ({
      [`${method} ${path}`]: { params, query, body, form, answer },
    })),
    { PartnerEnvelope, StripeEnvelope, EventBody },
  ];
  const found = wire.flatMap((schemas) =>
    Object.entries(schemas).flatMap(([name, schema]) => unbounded(name, schema)),
  );
  expect(found.filter(({ path }) => !counts.has(path))).toEqual([]);
});

test('the document names no other date', () => {
  const text = JSON.stringify(openApiDocument(routes, 'https://ads.example'));
  expect([
    ...new Set([...text.matchAll(/"format":"([^"]*(?:date|time)[^"]*)"/g)].map(([, it]) => it)),
  ]).toEqual(['date-time', 'date']);
});

describe('what is taken', () => {
  test.each([
    [CalendarDate, ['0001-01-01', '1970-01-01', '2028-02-29', LAST_DATE]],
    [CalendarDate, [FIRST_DATE, '9998-12-31']],
    [Timestamp, ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59+00:00']],
    [Timestamp, ['0001-01-01T01:00:00+01:00', '9999-12-31T22:59:59-01:00']],
    [EpochSeconds, [0, 253_402_300_799]],
  ])('%#', (schema, values) => {
    expect(values.filter((value) => !schema.safeParse(value).success)).toEqual([]);
  });

  test.each([
    [CalendarDate, ['0000-01-01', '0000-12-31', '9999-11-01', '9999-12-31', '2027-02-29', '10000-01-01']],
    [Timestamp, ['0000-12-31T23:59:59Z', '0001-01-01T00:59:59+01:00', '0000-01-01T00:00:00Z']],
    [Timestamp, ['9999-12-31T23:59:59-01:00', '9999-12-31T23:59:59-00:01']],
    [Timestamp, ['+010000-01-01T00:00:00Z', '10000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z']],
    [EpochSeconds, [-1, 253_402_300_800, 8_640_000_000_001, Number.MAX_SAFE_INTEGER, Number.NaN]],
  ])('is refused otherwise, with one reason: %#', (schema, values) => {
    const reasons = values.map((value) => schema.safeParse(value).error?.issues.length ?? 0);
    expect(reasons).toEqual(values.map(() => 1));
  });
});

test('a flight of the last dates, extended, is over within those years in every zone', () => {
  const late = zones.flatMap((zone) => {
    const { endAt } = flightOf({ startDate: LAST_DATE, endDate: LAST_DATE }, zone, 0, 1);
    return (endAt ?? 0) + 60 * DAY <= LAST_INSTANT ? [] : [zone];
  });
  expect(late).toEqual([]);
});

test('a flight may have no date of the past, so nothing is made of the first ones', () => {
  for (const date of [FIRST_DATE, '1969-12-31']) {
    for (const zone of zones) {
      const dates = { startDate: date, endDate: LAST_DATE };
      expect(() => flightOf(dates, zone, DAY, 1)).toThrow(BusinessError);
      // Told or not, it ends.
      expect(startOfDay(zone, date)).toBeLessThan(DAY);
    }
  }
});

test('an instant beyond is told as the nearest that can be', () => {
  expect(iso(LAST_INSTANT + 1)).toBe('9999-12-31T23:59:59.999Z');
  expect(iso(8.64e15)).toBe('9999-12-31T23:59:59.999Z');
  expect(iso(-8.64e15)).toBe('0001-01-01T00:00:00.000Z');
  expect(iso(0)).toBe('1970-01-01T00:00:00.000Z');
  expect(() => iso(Number.NaN)).toThrow(RangeError);
});
