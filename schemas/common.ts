/** Pieces that every resource's schemas are made of: ids, pages, money, dates, text, and the problem document. */
import { z } from 'zod';
import { EMAIL } from '../domain/emails';
import { currencies, MAX_AMOUNT } from '../domain/money';
import { FIRST_DATE, FIRST_INSTANT, LAST_DATE, LAST_INSTANT, SECOND } from '../domain/time';
import { isWebAddress } from '../domain/web-address';

export const Uuid = z.uuid().meta({ example: '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d' });

/** `/things/{id}`: anything but a UUID is answered 400 MALFORMED_ID. */
export const IdParams = z.strictObject({ id: Uuid });

/** An integer in a query string; only plain digits count. */
export function queryInt(min: number, max: number) {
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.int().min(min).max(max),
  );
}

/** `true` or `false` in a query string. */
export const QueryFlag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Minor units of a currency that stands beside it; `PositiveAmount` where nothing is not an answer. */
export const Amount = z.int().min(0).max(MAX_AMOUNT).meta({ description: 'Minor units', example: 5000 });
export const PositiveAmount = z.int().min(1).max(MAX_AMOUNT).meta({ description: 'Minor units' });
export const Currency = z.enum(currencies);

/**
 * Dates and instants of the wire, all of which are made of these three (a test looks): bounded so that nothing that is
 * made of one leaves the years 0001 to 9999 in UTC.
 */
export const CalendarDate = z.iso
  .date({ abort: true })
  .refine(
    (text) => text >= FIRST_DATE && text <= LAST_DATE,
    `Must be a date from ${FIRST_DATE} to ${LAST_DATE}.`,
  )
  .meta({ description: 'In the zone of the thing it belongs to', example: '2026-11-30' });

/** With its seconds, as RFC 3339 wants them. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function isBounded(instant: number): boolean {
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT;
}

/** An instant: in answers in UTC, in requests with any offset. */
export const Timestamp = z.iso
  .datetime({ offset: true, abort: true })
  .refine((text) => INSTANT.test(text), {
    error: 'Must be an instant of RFC 3339, such as 2026-11-30T12:00:00Z.',
    abort: true,
  })
  .refine((text) => isBounded(Date.parse(text)), 'Must lie in the years 0001 to 9999 in UTC.')
  .meta({ example: '2026-11-30T12:00:00.000Z' });

/** An instant as outside systems count it: seconds since 1970. */
export const EpochSeconds = z
  .int()
  .min(0)
  .max(Math.floor(LAST_INSTANT / SECOND));

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** An IANA time zone; offsets such as `+02:00` are not names. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'Not a known time zone: use an IANA name.')
  .meta({ example: 'Europe/Berlin' });

/** One line or paragraph of a person's text, trimmed. */
export function text(max: number, min = 1) {
  const trimmed = z.string().trim().min(min, { abort: true }).max(max);
  // What is trimmed has one: the pattern is for the document's readers.
  return min > 0 ? trimmed.regex(/\S/) : trimmed;
}

/** http and https alone, with neither user name nor password, read alike by everybody. Not z.url: it mends what it reads. */
export function webAddress(max: number) {
  return z
    .string()
    .max(max)
    .refine(isWebAddress, 'Must be an http or https address without user name, password, backslash or blank.')
    .meta({ format: 'uri' });
}

/** Kept in lower case, so that one mailbox is one account. */
export const Email = z
  .email({ pattern: EMAIL })
  .max(254)
  .toLowerCase()
  .meta({ example: 'ada@example.com', pattern: EMAIL.source });

const FieldError = z.strictObject({
  path: z.string().meta({ description: 'JSON pointer to the field', example: '/email' }),
  message: z.string(),
});

/** RFC 9457; further members depend on the code. */
export const Problem = z
  .looseObject({
    type: z.url().meta({ description: 'Stable address of the code’s explanation' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ example: 'VALIDATION_FAILED' }),
    request_id: z.string(),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: 'Problem' });
