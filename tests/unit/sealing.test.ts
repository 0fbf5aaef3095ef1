/** Sealed secrets: they open where they belong, under a key that we have, as they were; anything else is refused. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { SealBroken, sealerOf } from '../../infra/sealing';

const key = (id: string) => ({ id, key: randomBytes(32) });
const [first, second, third] = [key('2026-01'), key('2026-02'), key('2026-03')];
const PLACE = 'second_factors/7/secret';
const older = sealerOf({ ENCRYPTION_KEY: first, ENCRYPTION_PREVIOUS_KEYS: [] });
const newer = sealerOf({ ENCRYPTION_KEY: second, ENCRYPTION_PREVIOUS_KEYS: [first] });

test('what was sealed opens in its place, and shows nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (plain) => older.open(older.seal(plain, PLACE), PLACE) === plain,
    ),
  );
  const sealed = older.seal('JBSWY3DPEHPK3PXP', PLACE);
  expect(sealed).toMatch(/^v1\.2026-01\.[\w-]{80}\.[\w-]{16}\.[\w-]{22}\.[\w-]{22}$/);
  expect(Buffer.from(sealed.split('.')[4] ?? '', 'base64url').toString()).not.toContain('JBSW');
  expect(older.seal('JBSWY3DPEHPK3PXP', PLACE)).not.toBe(sealed);
});

test('every changed character, every cut and every added part is refused', () => {
  const sealed = older.seal('a secret', PLACE);
  const strange = ['A', 'B', '_', '=', '+', '.', ' ', 'é'];
  for (let at = 0; at < sealed.length; at += 1) {
    for (const character of strange) {
      const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
      if (changed !== sealed) expect(() => older.open(changed, PLACE)).toThrow(SealBroken);
    }
    expect(() => older.open(sealed.slice(0, at), PLACE)).toThrow(SealBroken);
  }
  for (const text of [`${sealed}.`, `${sealed}.AAAA`, `${sealed}\n`, ` ${sealed}`])
    expect(() => older.open(text, PLACE)).toThrow(SealBroken);
});

test('a tag, a vector or a wrapped key of another length is refused, although Node would take a shortened tag', () => {
  const parts = older.seal('a secret', PLACE).split('.');
  for (const part of [2, 3, 5]) {
    const bytes = Buffer.from(parts[part] ?? '', 'base64url');
    for (const length of [0, 4, 8, 12, 13, 14, 15, bytes.length - 1, bytes.length + 1]) {
      if (length === bytes.length) continue;
      const other = Buffer.concat([bytes, randomBytes(8)])
        .subarray(0, length)
        .toString('base64url');
      expect(() => older.open(parts.with(part, other).join('.'), PLACE)).toThrow(SealBroken);
    }
  }
});

test('moved to another row, column or table it does not open', () => {
  const sealed = older.seal('a secret', PLACE);
  for (const place of [
    'second_factors/8/secret',
    'second_factors/7/other',
    'users/7/secret',
    '',
    `${PLACE}/`,
  ])
    for (const use of [older.open, older.rewrap]) expect(() => use(sealed, place)).toThrow(SealBroken);
});

test('parts of two sealed texts of one place do not mix', () => {
  const [a, b] = [older.seal('first', PLACE).split('.'), older.seal('other', PLACE).split('.')];
  for (let part = 2; part < 6; part += 1)
    expect(() => older.open(a.with(part, b[part] ?? '').join('.'), PLACE)).toThrow(SealBroken);
});

test('an unknown key id, another key of the same id and the name of another key are refused', () => {
  const sealed = older.seal('a secret', PLACE);
  const stranger = sealerOf({ ENCRYPTION_KEY: third, ENCRYPTION_PREVIOUS_KEYS: [second] });
  const impostor = sealerOf({ ENCRYPTION_KEY: { ...third, id: first.id }, ENCRYPTION_PREVIOUS_KEYS: [] });
  for (const sealer of [stranger, impostor]) {
    expect(() => sealer.open(sealed, PLACE)).toThrow(SealBroken);
    expect(() => sealer.rewrap(sealed, PLACE)).toThrow(SealBroken);
  }
  expect(() => newer.open(sealed.replace(first.id, second.id), PLACE)).toThrow(SealBroken);
});

test('put under the newest key it opens without the one before, and only its data key was wrapped anew', () => {
  const sealed = older.seal('a secret', PLACE);
  expect([newer.isCurrent(sealed), newer.open(sealed, PLACE)]).toEqual([false, 'a secret']);
  const moved = newer.rewrap(sealed, PLACE);
  const alone = sealerOf({ ENCRYPTION_KEY: second, ENCRYPTION_PREVIOUS_KEYS: [] });
  expect([alone.isCurrent(moved), alone.open(moved, PLACE)]).toEqual([true, 'a secret']);
  expect(moved.split('.').slice(3)).toEqual(sealed.split('.').slice(3));
  expect(() => alone.open(sealed, PLACE)).toThrow(SealBroken);
});

test('a broken content is found when it is put under the newest key', () => {
  const parts = older.seal('a secret', PLACE).split('.');
  expect(() => newer.rewrap(parts.with(4, 'AAAA').join('.'), PLACE)).toThrow(SealBroken);
});

test('no refusal tells what was sealed, or under what', () => {
  const sealed = older.seal('a secret', PLACE);
  const refusal = (() => {
    try {
      return older.open(sealed, 'elsewhere');
    } catch (error) {
      return `${error instanceof Error ? error.stack : error}`;
    }
  })();
  for (const secret of ['a secret', first.key.toString('base64'), first.key.toString('base64url')])
    expect(refusal).not.toContain(secret);
});
