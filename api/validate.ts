/** Runs a route's schemas over what came in; what they refuse becomes 422 with a pointer to each field. */
import type { z } from 'zod';
import { BusinessError, type FieldError } from '../domain/errors';

const MOST_ERRORS = 50;
/** NUL and halves of surrogate pairs: JSON can carry them, Postgres can't keep them. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** RFC 6901. */
function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: pointer([...issue.path, key]), message: 'Unknown field.' }));
  }
  if (issue.code === 'invalid_union') {
    // Of several shapes the one that was nearest says what is wrong.
    const [nearest = []] = issue.errors.toSorted((a, b) => a.length - b.length);
    if (nearest.length > 0) {
      return nearest.flatMap((inner) => fieldErrors({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  return [{ path: pointer(issue.path), message: issue.message }];
}

function unstorable(value: unknown, path: PropertyKey[]): FieldError[] {
  if (typeof value === 'string') {
    return UNSTORABLE.test(value)
      ? [{ path: pointer(path), message: 'Holds characters that cannot be stored.' }]
      : [];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(UNSTORABLE.test(key) ? [{ path: pointer(path), message: 'A field’s name cannot be stored.' }] : []),
    ...unstorable(member, [...path, key]),
  ]);
}

/** @throws VALIDATION_FAILED with a pointer into the body or query for each field. */
export function check(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  const errors = parsed.success ? unstorable(value, []) : parsed.error.issues.flatMap(fieldErrors);
  if (errors.length > 0)
    throw new BusinessError('VALIDATION_FAILED', { errors: errors.slice(0, MOST_ERRORS) });
  return parsed.data;
}

/** @throws MALFORMED_ID where a UUID is wanted, else NOT_FOUND: no such address has anything. */
export function checkParams(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success && unstorable(value, []).length === 0) return parsed.data;
  const id = parsed.error?.issues.some((issue) => issue.code === 'invalid_format' && issue.format === 'uuid');
  throw new BusinessError(id ? 'MALFORMED_ID' : 'NOT_FOUND');
}

/** An entity tag by RFC 9110, or `*` for whatever it is. */
export const ENTITY_TAG = /^([*]|(W[/])?"[!#-~]{0,200}")$/;
/** Of no thing: a tag that we never gave matches nothing. */
const NO_VERSION = -1;

/** The version that If-Match names; null without one or for `*`. @throws VALIDATION_FAILED for what is no entity tag. */
export function expectedVersion(header: string | undefined): number | null {
  const tag = header?.trim();
  if (tag === undefined || tag === '*') return null;
  if (!ENTITY_TAG.test(tag)) {
    const message = 'Must be the ETag of an answer, such as "3".';
    throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/If-Match', message }] });
  }
  const [, version] = /"(\d{1,15})"$/.exec(tag) ?? [];
  return version === undefined ? NO_VERSION : Number(version);
}

/** 1 to 255 visible characters: an RFC 8941 string in quotes, or bare as most clients send it. */
export const IDEMPOTENCY_KEY = /^("([!#-[\]-~]|\\["\\]){1,255}"|[!#-~][!-~]{0,254})$/;

/** @throws IDEMPOTENCY_KEY_INVALID */
export function idempotencyKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = header.trim();
  if (!IDEMPOTENCY_KEY.test(key)) throw new BusinessError('IDEMPOTENCY_KEY_INVALID');
  return key.startsWith('"') ? key.slice(1, -1).replace(/\\(["\\])/g, '$1') : key;
}
