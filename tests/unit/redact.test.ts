/** What a line of log, and an error that leaves an activity, must never show. */
import { createLogger } from '../../infra/log';
import { errorWithoutData, scrubbed } from '../../infra/redact';

/** One line, as it would be written. */
function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('test', 'trace', { write: (line) => void lines.push(line) }));
  const line = lines.join('');
  expect(JSON.parse(line)).toMatchObject({ name: 'test' });
  return line;
}

const CANARY = 'c4nary';

test.each([
  ...[
    'password',
    'old_password',
    'newPassword',
    'secret',
    'clientSecret',
    'token',
    'refresh_token',
    'accessToken',
  ],
  ...[
    'authorization',
    'Authorization',
    'cookie',
    'set-cookie',
    'x-api-key',
    'apiKey',
    'stripe-signature',
    'otp',
  ],
  ...[
    'phone',
    'card_number',
    'challenge',
    'recovery_codes',
    'JWT_SECRET',
    'ENCRYPTION_KEY',
    'JWT_PRIVATE_KEY',
    'dsn',
  ],
])('a field called %s is cut out, at any depth', (name) => {
  const line = logged((log) =>
    log.info({ [name]: CANARY, a: { b: [{ [name]: CANARY }, { [name]: [CANARY] }] }, id: 'kept' }, 'x'),
  );
  expect(line).not.toContain(CANARY);
  expect(line).toContain('kept');
});

test.each([
  'https://user:c4nary@proxy.example/x',
  'smtps://mail:c4nary@smtp.example:465',
  'GET /x?token=c4nary&b=1 failed',
  'Authorization: Bearer c4nary.x',
  'authorization: Basic YzRuYXJ5OmM0bmFyeQ==c4nary',
  'eyJhbGciOiJIUzI1NiJ9.c4nary.sig',
  'sk_live_c4nary',
  'whsec_c4nary/+=',
  'afk_c4nary-x',
  'https://api.telegram.org/bot123:c4nary/sendMessage',
  'otpauth://totp/Adflight:ada?secret=c4nary',
  'Key (phone)=(c4nary) already exists.',
  'Failing row contains (1, c4nary, null).',
  'invalid input syntax for type uuid: "c4nary"',
  'Unexpected token \'c\', "c4nary" is not valid JSON',
  'token aB3dEfGh1jKlMn0pQrStUvWxYz_c4nary-AAAA here',
  '/verify/0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d.aB3dEfGh1jKlMn0pQrStUvWxYz_c4nary-AAAA',
])('a text like %j is cut, in a message, a field and an error', (text) => {
  expect(scrubbed(text)).not.toContain(CANARY);
  expect(logged((log) => log.warn(text))).not.toContain(CANARY);
  expect(logged((log) => log.warn({ note: text }, 'x'))).not.toContain(CANARY);
  const error = new Error('outer', { cause: new TypeError(text) });
  expect(logged((log) => log.error({ err: error }, 'x'))).not.toContain(CANARY);
  expect(logged((log) => log.error({ error }, 'x'))).not.toContain(CANARY);
  expect(logged((log) => log.error({ a: [{ b: error }] }, 'x'))).not.toContain(CANARY);
  expect(logged((log) => log.error(error))).not.toContain(CANARY);
});

test.each([
  '+49 151 23456789',
  '+12125550123',
  '4242 4242 4242 4242',
  '5555-5555-5555-4444',
  '378282246310005',
])('a phone or card number as %s is cut, also as a number', (number) => {
  expect(scrubbed(`for ${number}, now`)).not.toContain(number);
  const line = logged((log) => log.info({ note: number, n: Number(number.replace(/\D/g, '')) }, number));
  expect(line).not.toContain(number);
});

test('ids, times, paths and hashes stay readable', () => {
  const line =
    '"request_id":"0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d","path":"/api/v1/campaigns/0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d","time":1795250648558,"at":"2026-11-21T08:44:08.558Z","hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","workflow":"payment/0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d","amount":1234567890123';
  expect(scrubbed(line)).toBe(line);
});

test('of an error stay its name, sentence, code, stack and cause, and none of the data that hangs on it', () => {
  const error = Object.assign(new Error('It failed.', { cause: new RangeError('too far') }), {
    code: 'ECONNRESET',
    config: { headers: { anything: CANARY } },
    meta: { target: CANARY },
  });
  const line = logged((log) => log.error({ err: error }, 'x'));
  expect(line).not.toContain(CANARY);
  const shown = JSON.parse(line).err;
  expect(shown).toMatchObject({
    type: 'Error',
    message: 'It failed.',
    code: 'ECONNRESET',
    cause: { type: 'RangeError' },
  });
  expect(shown.stack).toContain('redact.test');
});

test('an error of Prisma tells what went wrong, not the call with its arguments', () => {
  const message = `\nInvalid \`db.user.create()\` invocation in\n/x.ts:1:2\n\n  data: { email: "${CANARY}" }\n\nArgument \`id\` is missing.`;
  const error = Object.assign(new Error(message), { name: 'PrismaClientValidationError' });
  const line = logged((log) => log.error({ err: error }, 'x'));
  expect(line).not.toContain(CANARY);
  expect(line).toContain('Argument `id` is missing.');
  const told = errorWithoutData(new Error('outer', { cause: error }));
  const cause = told.cause instanceof Error ? told.cause : null;
  expect(`${told.stack} ${cause?.message} ${cause?.stack}`).not.toContain(CANARY);
  expect(cause).toMatchObject({ name: 'PrismaClientValidationError', message: 'Argument `id` is missing.' });
});
