/** What reaches a verb from headers and bodies, and what is refused with a pointer to it. */
import fc from 'fast-check';
import { z } from 'zod';
import { check, checkParams, expectedVersion, idempotencyKey } from '../../api/validate';
import { BusinessError } from '../../domain/errors';
import { fingerprintOf } from '../../services/idempotency';

function refusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof BusinessError) return { code: error.code, errors: error.details.errors };
    throw error;
  }
  throw new Error('was accepted');
}

test('each wrong field has its JSON pointer, escaped', () => {
  const schema = z.strictObject({ list: z.array(z.strictObject({ 'a/b~c': z.int() })) });
  const body = { list: [{ 'a/b~c': 1 }, { 'a/b~c': 'x' }], extra: 1, 'o/t': 2 };
  expect(refusal(() => check(schema, body))).toEqual({
    code: 'VALIDATION_FAILED',
    errors: [
      { path: '/list/1/a~1b~0c', message: expect.any(String) },
      { path: '/extra', message: 'Unknown field.' },
      { path: '/o~1t', message: 'Unknown field.' },
    ],
  });
});

test('a flood of errors is cut', () => {
  const { errors } = refusal(() => check(z.array(z.int()), Array(1_000).fill('x')));
  expect(errors).toHaveLength(50);
});

test.each([['a\0b'], ['\ud800'], ['\udc00x']])('%j is found however deep', (text) => {
  const deep = { a: [{ b: text }] };
  expect(refusal(() => check(z.unknown(), deep)).errors).toMatchObject([{ path: '/a/0/b' }]);
  expect(refusal(() => check(z.unknown(), { [text]: 1 })).code).toBe('VALIDATION_FAILED');
});

test('whole surrogate pairs and every other character pass', () => {
  expect(check(z.string(), 'ok 🐎 \u{10ffff} \u0001')).toBe('ok 🐎 \u{10ffff} \u0001');
});

test('a parameter is a malformed id, or names nothing', () => {
  expect(refusal(() => checkParams(z.strictObject({ id: z.uuid() }), { id: 'x' })).code).toBe('MALFORMED_ID');
  expect(refusal(() => checkParams(z.strictObject({ code: z.enum(['a']) }), { code: 'b' })).code).toBe(
    'NOT_FOUND',
  );
  expect(refusal(() => checkParams(z.strictObject({ code: z.string() }), { code: '\0' })).code).toBe(
    'NOT_FOUND',
  );
});

test.each([
  ['abc', 'abc'],
  [' "abc" ', 'abc'],
  ['"a\\"b\\\\c"', 'a"b\\c'],
  ['a"b', 'a"b'],
  ['~'.repeat(255), '~'.repeat(255)],
])('the key %s is read as %s', (header, key) => {
  expect(idempotencyKey(header)).toBe(key);
});

test.each(['', '"', '"a', '""', ' ', 'a b', '"a b"', 'é', 'a\tb', '\x7f', 'x'.repeat(256), 'a, b'])(
  'the key %j is refused',
  (header) => {
    expect(refusal(() => idempotencyKey(header)).code).toBe('IDEMPOTENCY_KEY_INVALID');
  },
);

test.each(['3', '"1","2"', 'W/3', '"'])('If-Match %s is refused', (header) => {
  expect(refusal(() => expectedVersion(header)).code).toBe('VALIDATION_FAILED');
});

test.each([
  [undefined, null],
  ['*', null],
  ['"3"', 3],
  ['W/"3"', 3],
  ['""', -1],
  ['"-1"', -1],
  ['"1.5"', -1],
  ['"9999999999999999"', -1],
])('If-Match %s is version %s: a tag that we never gave matches nothing', (header, version) => {
  expect(expectedVersion(header)).toBe(version);
});

test('a fingerprint depends on what a body says, not on how it is ordered', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
      const reversed = Object.fromEntries(Object.entries(body).reverse());
      expect(fingerprintOf(reversed)).toBe(fingerprintOf(body));
      expect(fingerprintOf({ ...body, added: 'x' }) === fingerprintOf(body)).toBe(body.added === 'x');
    }),
    { seed: 7, numRuns: 200 },
  );
  expect(fingerprintOf([1, 2])).not.toBe(fingerprintOf([2, 1]));
  expect(fingerprintOf('1')).not.toBe(fingerprintOf(1));
  expect(fingerprintOf(undefined)).toBe(fingerprintOf(null));
});
