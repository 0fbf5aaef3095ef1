/** Codes of a second factor as RFC 6238 computes them, and recovery codes that nobody can guess. */
import { hashRecoveryCode, newRecoveryCodes } from '../../infra/recovery-codes';
import { newTotpSecret, totpStep, totpUri } from '../../infra/totp';
import { appCode } from '../fixtures/authenticator';

/** RFC 6238, appendix B: the ASCII text 12345678901234567890; the last six of its eight digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const vectors: [seconds: number, code: string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

test.each(vectors)('at %i s the code is %s', (seconds, code) => {
  expect(totpStep(SECRET, code, seconds * 1_000)).toBe(Math.floor(seconds / 30));
  expect(appCode(SECRET, seconds * 1_000)).toBe(code);
});

test('a code counts one step early and late, and not two', () => {
  const [secret, now] = [newTotpSecret(), Date.UTC(2026, 10, 21, 12)];
  const step = now / 30_000;
  const accepted = [-2, -1, 0, 1, 2].map((late) =>
    totpStep(secret, appCode(secret, now + late * 30_000), now),
  );
  expect(accepted).toEqual([null, step - 1, step, step + 1, null]);
});

test.each(['', '12345', '1234567', '28708 ', '２８７０８２', 'abcdef', '-28708'])('%j is no code', (code) => {
  expect(totpStep(SECRET, code, 59_000)).toBeNull();
});

test('a secret has 160 bits and its address says what every app understands', () => {
  const secrets = new Set(Array.from({ length: 50 }, newTotpSecret));
  expect(secrets.size).toBe(50);
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const uri = new URL(totpUri(SECRET, 'ada@example.com'));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Adflight:ada@example.com',
  ]);
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    secret: SECRET,
    issuer: 'Adflight',
    digits: '6',
    period: '30',
  });
});

test('ten recovery codes of 120 bits, kept as hashes that do not mind how they are typed', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{6}(-[0-9a-hjkmnp-tv-z]{6}){3}$/);
  const [code = ''] = codes;
  const typed = [code.toUpperCase(), code.replaceAll('-', ' '), ` ${code.replaceAll('-', '')}`];
  for (const text of typed) expect(hashRecoveryCode(text)).toBe(hashRecoveryCode(code));
  expect(hashRecoveryCode(codes[1] ?? '')).not.toBe(hashRecoveryCode(code));
});
