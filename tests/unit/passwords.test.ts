/** Trivial passwords are refused, others are not; hashing never runs wider than its cap. */
import bcrypt from 'bcrypt';
import { passwordProblem } from '../../domain/passwords';
import { hashPassword, needsRehash, PasswordsBusy, verifyPassword } from '../../infra/passwords';

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
  'ada@example.com',
  'AdaLovelace',
])('%s is refused', (password) => {
  const email = password === 'AdaLovelace' ? 'adalovelace@example.com' : 'ada@example.com';
  expect(passwordProblem(password, email)).toEqual(expect.any(String));
});

test.each([
  'correct horse battery',
  'xkcd-936-ok',
  '19283746',
  'aaaaaaab',
  'пароль-длинный',
  '🐎🔋📎✅🐎🔋📎🐎',
])('%s may be used', (password) => {
  expect(passwordProblem(password, 'ada@example.com')).toBeNull();
});

test('the same password in another Unicode form is the same', async () => {
  const hash = await hashPassword('caf\u00e9 caf\u00e9', 4);
  expect(await verifyPassword('cafe\u0301 cafe\u0301', hash, 4)).toBe(true);
});

test('a password does not end at a NUL', async () => {
  const hash = await hashPassword('abcdefgh\u0000one', 4);
  expect(await verifyPassword('abcdefgh\u0000two', hash, 4)).toBe(false);
});

test('without a hash no password is right', async () => {
  expect(await verifyPassword('', null, 4)).toBe(false);
});

test('a hash of other rounds is to be replaced', async () => {
  const hash = await hashPassword('correct horse', 4);
  expect([needsRehash(hash, 4), needsRehash(hash, 5)]).toEqual([false, true]);
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
    const results = await Promise.allSettled(Array.from({ length: 80 }, () => hashPassword('x', 4)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(14);
    expect(refused[0]).toBeInstanceOf(PasswordsBusy);
    expect(most).toBe(2);
  }
  hashing.mockRestore();
});
