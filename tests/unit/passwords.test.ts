/** Trivial passwords are refused, others are not; hashing never runs wider than its cap. */
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';
import { isGuessable } from '../../infra/guessing';
import { type HashConfig, hashPassword, needsRehash, verifyPassword } from '../../infra/passwords';
import { NoTurn } from '../../infra/turns';

const about = ['adflight', 'ada.lovelace@example.com', 'ada@example.com', 'Ada Lovelace'];

const config = (changes: Partial<HashConfig> = {}): HashConfig => ({
  PASSWORD_HASH: 'bcrypt',
  BCRYPT_ROUNDS: 4,
  ...changes,
});

const someone = { share: 'one network', isKnown: false };

/** A list is there to be gone through: these passwords stand for the ways in which people write the usual ones. */
describe.each([
  [
    'of everybody',
    ['password', 'PASSWORD123', 'michelle', 'metallica', '19283746', 'iloveyou2', 'admin1234'],
  ],
  [
    'in other letters',
    ['Passw0rd!', 'P@ssw0rd', 'Pa$$w0rd', 'p@55w0rd2026', 'P@$$w0rd!', 'ｐａｓｓｗ０ｒｄ'],
  ],
  ['with a year', ['Summer2026!', 'Spring2026!', 'Winter2025', 'October2026!', '2026Summer!', 'Berlin2026!']],
  [
    'with signs',
    ['!Summer2026!', 'Summer.2026!', 'Summer-26!!', 'S.u.m.m.e.r.2026', 'Monkey!1', 'Admin@2026'],
  ],
  ['by the keys', ['qwertyuiop', '1qaz2wsx3edc', 'Qwerty123!', 'asdfghjkl', 'zxcvbn2026']],
  ['that are a run', ['12345678', '87654321', 'abcdefgh', 'aaaaaaaa', '00000000', 'aaaaaaab', 'абвгдежз']],
  ['said twice', ['hunter2hunter2', 'summersummer', 'password1password1', 'abcabcabc']],
  ['of the product', ['adflight123', 'Adflight2026!', '4dfl1ght2026', 'thgilfda2026', 'CHANGEME1']],
  [
    'of the person',
    ['ada@example.com', 'Ada.Lovelace1', 'Lovelace2026!', 'AdaLovelace2026!', 'ada2026!!', 'Example2026!'],
  ],
])('a usual password %s is refused', (_kind, passwords) => {
  test.each(passwords)('%s', (password) => {
    expect(isGuessable(password, about)).toBe(true);
  });
});

test.each([
  'correct horse battery',
  'xkcd-936-ok',
  'Vk3!pQzr',
  'h7Gq2LzP',
  'пароль-длинный',
  '🐎🔋📎✅🐎🔋📎🐎',
])('%s may be used', (password) => {
  expect(isGuessable(password, about)).toBe(false);
});

test('what is another person’s word is nobody’s', () => {
  expect(isGuessable('Quillfeather2026!', about)).toBe(false);
  expect(isGuessable('Quillfeather2026!', ['eve.quillfeather@example.com'])).toBe(true);
  expect(isGuessable('Quillfeather2026!', ['Eve Marie Quillfeather-Smith'])).toBe(true);
});

test('sixty-four characters are looked at, and the rest is not', () => {
  const known = 'password'.repeat(8);
  expect(isGuessable(known, about)).toBe(true);
  expect(isGuessable(`${known}Vk3!pQzr h7Gq2LzP correct horse battery`, about)).toBe(true);
  expect(isGuessable(`correct horse battery ${known}`, about)).toBe(false);
});

/** The slowest of many kinds of 64 characters, found by changing the slowest further and further: 15 to 35 ms. */
test('no password takes long', () => {
  const digits = '5636868641943127956728540253693030201711516997366667000329298361';
  const signs = 'p@$$w0rdp@$$w0.dp@$$w0rdp@$$w0rd7@$$w0rdp@$$60rdp@$$w08dp@$$w0rd';
  const long = [
    digits.repeat(4),
    signs.repeat(4),
    '1/1/2000 '.repeat(28),
    '\\/'.repeat(128),
    'ﷺ'.repeat(256),
  ];
  const name = Array.from({ length: 100 }, (_, n) => `a${n}`).join(' ');
  for (const password of long) {
    const before = process.cpuUsage();
    isGuessable(password, [...about, name]);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(250);
  }
});

const argon2id = config({ PASSWORD_HASH: 'argon2id' });

describe.each([config(), argon2id])('with $PASSWORD_HASH', (own) => {
  test('the same password in another Unicode form is the same', async () => {
    const hash = await hashPassword('caf\u00e9 caf\u00e9', own, someone);
    expect(await verifyPassword('cafe\u0301 cafe\u0301', hash, own, someone)).toBe(true);
  });

  test('a password ends neither at a NUL nor at byte 72', async () => {
    const hash = await hashPassword(`${'abcdefgh'.repeat(10)}\u0000one`, own, someone);
    expect(await verifyPassword(`${'abcdefgh'.repeat(10)}\u0000two`, hash, own, someone)).toBe(false);
    expect(await verifyPassword(`${'abcdefgh'.repeat(10)}\u0000one`, hash, own, someone)).toBe(true);
  });

  test('without a hash no password is right', async () => {
    for (const password of ['', 'correct horse'])
      expect(await verifyPassword(password, null, own, someone)).toBe(false);
  });

  test('hashes of either kind are read, and those of the other are to be replaced', async () => {
    const hashes = await Promise.all([
      hashPassword('correct horse', config(), someone),
      hashPassword('correct horse', argon2id, someone),
    ]);
    for (const hash of hashes) {
      expect(await verifyPassword('correct horse', hash, own, someone)).toBe(true);
      expect(await verifyPassword('correct house', hash, own, someone)).toBe(false);
    }
    expect(hashes.map((hash) => needsRehash(hash, own)).sort()).toEqual([false, true]);
    expect(needsRehash(await hashPassword('x', own, someone), own)).toBe(false);
  });
});

test('argon2id is made as strong as is advised, and a weaker hash is to be replaced', async () => {
  const hash = await hashPassword('correct horse', argon2id, someone);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(needsRehash(hash.replace('m=19456', 'm=4096'), argon2id)).toBe(true);
});

test('a hash of other rounds is to be replaced', async () => {
  const hash = await hashPassword('correct horse', config(), someone);
  expect([needsRehash(hash, config()), needsRehash(hash, config({ BCRYPT_ROUNDS: 5 }))]).toEqual([
    false,
    true,
  ]);
});

test('strangers take half of the processor, two at most, and 64 wait; more are refused, and all turns come back', async () => {
  let running = 0;
  let most = 0;
  const hashing = jest.spyOn(bcrypt, 'hash').mockImplementation(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return 'hash';
  });
  for (let round = 0; round < 2; round++) {
    const results = await Promise.allSettled(
      Array.from({ length: 80 }, () => hashPassword('x', config(), someone)),
    );
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(80 - 64 - most);
    expect(refused[0]).toBeInstanceOf(NoTurn);
    expect(most).toBe(availableParallelism() < 4 ? 1 : 2);
  }
  hashing.mockRestore();
});
