/** Trivial passwords are refused, others are not; hashing never runs wider than its cap. */
import bcrypt from 'bcrypt';
import { commonPasswords } from '../../domain/common-passwords';
import { passwordProblem } from '../../domain/passwords';
import {
  type HashConfig,
  hashPassword,
  needsRehash,
  PasswordsBusy,
  verifyPassword,
} from '../../infra/passwords';

const config = (changes: Partial<HashConfig> = {}): HashConfig => ({
  PASSWORD_HASH: 'bcrypt',
  BCRYPT_ROUNDS: 4,
  ...changes,
});

test.each([
  'password',
  'PASSWORD123',
  'P@ssw0rd',
  '12345678',
  '87654321',
  'abcdefgh',
  'aaaaaaaa',
  '00000000',
  'qwertyuiop',
  'adflight123',
  'CHANGEME1',
  'michelle',
  'metallica',
  '19283746',
  'ada@example.com',
  'AdaLovelace',
])('%s is refused', (password) => {
  const email = password === 'AdaLovelace' ? 'adalovelace@example.com' : 'ada@example.com';
  expect(passwordProblem(password, email)).toEqual(expect.any(String));
});

test.each([
  'correct horse battery',
  'xkcd-936-ok',
  '19283750',
  'aaaaaaab',
  'пароль-длинный',
  '🐎🔋📎✅🐎🔋📎🐎',
])('%s may be used', (password) => {
  expect(passwordProblem(password, 'ada@example.com')).toBeNull();
});

test('the list of common passwords has five thousand, none too short to count', () => {
  expect(commonPasswords.size).toBe(5_000);
  expect([...commonPasswords].filter((word) => word.length < 8 || word !== word.toLowerCase())).toEqual([]);
});

const argon2id = config({ PASSWORD_HASH: 'argon2id' });

describe.each([config(), argon2id])('with $PASSWORD_HASH', (own) => {
  test('the same password in another Unicode form is the same', async () => {
    const hash = await hashPassword('caf\u00e9 caf\u00e9', own);
    expect(await verifyPassword('cafe\u0301 cafe\u0301', hash, own)).toBe(true);
  });

  test('a password ends neither at a NUL nor at byte 72', async () => {
    const hash = await hashPassword(`${'abcdefgh'.repeat(10)}\u0000one`, own);
    expect(await verifyPassword(`${'abcdefgh'.repeat(10)}\u0000two`, hash, own)).toBe(false);
    expect(await verifyPassword(`${'abcdefgh'.repeat(10)}\u0000one`, hash, own)).toBe(true);
  });

  test('without a hash no password is right', async () => {
    for (const password of ['', 'correct horse'])
      expect(await verifyPassword(password, null, own)).toBe(false);
  });

  test('hashes of either kind are read, and those of the other are to be replaced', async () => {
    const hashes = await Promise.all([
      hashPassword('correct horse', config()),
      hashPassword('correct horse', argon2id),
    ]);
    for (const hash of hashes) {
      expect(await verifyPassword('correct horse', hash, own)).toBe(true);
      expect(await verifyPassword('correct house', hash, own)).toBe(false);
    }
    expect(hashes.map((hash) => needsRehash(hash, own)).sort()).toEqual([false, true]);
    expect(needsRehash(await hashPassword('x', own), own)).toBe(false);
  });
});

test('argon2id is made as strong as is advised, and a weaker hash is to be replaced', async () => {
  const hash = await hashPassword('correct horse', argon2id);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(needsRehash(hash.replace('m=19456', 'm=4096'), argon2id)).toBe(true);
});

test('a hash of other rounds is to be replaced', async () => {
  const hash = await hashPassword('correct horse', config());
  expect([needsRehash(hash, config()), needsRehash(hash, config({ BCRYPT_ROUNDS: 5 }))]).toEqual([
    false,
    true,
  ]);
});

test('two run at once, sixty-four wait, more are refused, and all turns come back', async () => {
  let running = 0;
  let most = 0;
  const hashing = jest.spyOn(bcrypt, 'hash').mockImplementation(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return 'hash';
  });
  for (let round = 0; round < 2; round++) {
    const results = await Promise.allSettled(Array.from({ length: 80 }, () => hashPassword('x', config())));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(14);
    expect(refused[0]).toBeInstanceOf(PasswordsBusy);
    expect(most).toBe(2);
  }
  hashing.mockRestore();
});
