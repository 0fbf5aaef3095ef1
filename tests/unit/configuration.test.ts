/** The configuration, its example and the deployment name the same variables. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../infra/config';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const names = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name)),
];

const configured = names(read('infra/config.ts'), /^ {2}([A-Z][A-Z0-9_]+):/gm);
const explained = names(read('.env.example'), /^#?([A-Z][A-Z0-9_]+)=/gm);
/** Read by the commands of one machine, not by the processes. */
const local = ['ADFLIGHT_CACHE', 'ADFLIGHT_DATA'];

const required = {
  DATABASE_URL: 'postgresql://localhost/adflight',
  TEMPORAL_ADDRESS: 'localhost:7233',
  JWT_SECRET: 'j'.repeat(32),
  TRACKING_SECRET: 't'.repeat(32),
  ENCRYPTION_KEY: `unit:${Buffer.alloc(32, 7).toString('base64')}`,
  STRIPE_SECRET_KEY: 'sk_test_1234',
  STRIPE_WEBHOOK_SECRET: 'whsec_1234',
};
const production = { ...required, NODE_ENV: 'production', SMTP_URL: 'smtps://mail.example' };

test('the example explains every variable, and no other', () => {
  expect(explained.sort()).toEqual([...configured, ...local].sort());
});

test('the example shows the true defaults', () => {
  const shown = Object.fromEntries(
    [...read('.env.example').matchAll(/^#([A-Z][A-Z0-9_]+)=(.+)$/gm)].map(([, name, value]) => [name, value]),
  );
  const defaults = loadConfig(required);
  for (const [name, value] of Object.entries(defaults)) {
    if (name in required || ['string', 'number', 'boolean'].indexOf(typeof value) < 0) continue;
    expect({ [name]: shown[name] ?? '' }).toEqual({ [name]: String(value) });
  }
});

test('docker-compose gives the processes only variables that they know, and all that production needs', () => {
  const environment =
    read('docker-compose.yml').split('environment: &environment')[1]?.split('depends_on')[0] ?? '';
  const given = names(environment, /^ {4}([A-Z][A-Z0-9_]+):/gm);
  expect(given.filter((name) => !configured.includes(name))).toEqual([]);
  expect(Object.keys(production).filter((name) => !given.includes(name))).toEqual([]);
});

test('code reads the environment through the configuration alone', () => {
  const rooms = [
    'activities',
    'adapters',
    'adserver',
    'api',
    'domain',
    'services',
    'simulators',
    'store',
    'worker',
    'workflows',
  ];
  const files = rooms.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(room, name)),
  );
  expect(files.filter((file) => read(file).includes('process.env'))).toEqual([]);
});

test('every problem is listed at once, and no value is shown', () => {
  const env = { ...required, PORT: '99999', JWT_SECRET: 'too-short-secret', DATABASE_URL: '' };
  for (const part of ['3 problem', 'DATABASE_URL', 'JWT_SECRET', 'PORT']) {
    expect(() => loadConfig(env)).toThrow(part);
  }
  expect(() => loadConfig(env)).not.toThrow('too-short-secret');
});

test.each([
  ['ADFLIGHT_TIME_SCALE', '10'],
  ['STRIPE_API_URL', 'http://localhost:3200'],
  ['SMTP_URL', ''],
  ['BCRYPT_ROUNDS', '4'],
  ['DEV_INBOX', 'true'],
  ['GOOGLE_ISSUER', 'http://localhost:4000'],
  ['SMS_API_URL', 'http://localhost:4001'],
])('production refuses %s=%s', (name, value) => {
  expect(loadConfig(production).NODE_ENV).toBe('production');
  expect(() => loadConfig({ ...production, [name]: value })).toThrow(name);
});

test.each([
  [{ S3_BUCKET: 'media' }, 'S3_SECRET_ACCESS_KEY'],
  [{ TELEGRAM_BOT_TOKEN: '1:a' }, 'TELEGRAM_CHAT_ID'],
  [{ SMS_ACCOUNT_SID: 'AC1', SMS_FROM: '+14155552671' }, 'SMS_AUTH_TOKEN'],
  [{ GOOGLE_CLIENT_ID: 'an-id' }, 'GOOGLE_CLIENT_SECRET'],
])('half a service is refused: %j', (half, missing) => {
  expect(() => loadConfig({ ...required, ...half })).toThrow(missing);
});

const sealing = (id: string, bytes = 32) => `${id}:${Buffer.alloc(bytes, 9).toString('base64')}`;

test.each([
  sealing('a', 31),
  sealing('a', 33),
  sealing('A.b'),
  sealing(''),
  Buffer.alloc(32).toString('base64'),
  `a:${'f'.repeat(64)}`,
])('an encryption key is an id and 32 bytes in base64, not %s, which is not shown', (text) => {
  for (const name of ['ENCRYPTION_KEY', 'ENCRYPTION_PREVIOUS_KEYS']) {
    expect(() => loadConfig({ ...required, [name]: text })).toThrow(name);
    expect(() => loadConfig({ ...required, [name]: text })).not.toThrow(text);
  }
});

test('each encryption key has an id of its own', () => {
  const keys = { ENCRYPTION_KEY: sealing('b'), ENCRYPTION_PREVIOUS_KEYS: `${sealing('a')},${sealing('c')}` };
  expect(loadConfig({ ...required, ...keys }).ENCRYPTION_PREVIOUS_KEYS.map(({ id }) => id)).toEqual([
    'a',
    'c',
  ]);
  const twice = { ...keys, ENCRYPTION_PREVIOUS_KEYS: `${sealing('a')},${sealing('b')}` };
  expect(() => loadConfig({ ...required, ...twice })).toThrow('ENCRYPTION_PREVIOUS_KEYS');
});
