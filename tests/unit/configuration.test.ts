/** The configuration, its example and the deployment name the same variables. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig, loadConfigOf, type ProcessName, variablesOf } from '../../infra/config';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const processes = ['admin', 'adserver', 'api', 'worker', 'simulators'] as const;
const configured = [...new Set(processes.flatMap(variablesOf))];
const explained = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
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
const production = {
  ...required,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://api.adflight.example',
  ADSERVER_URL: 'https://ads.adflight.example',
  SMTP_URL: 'smtps://mail.example',
};

/** What a start with these variables says; empty when it goes well. */
function complaint(env: Record<string, string>, load: (env: Record<string, string>) => unknown = loadConfig) {
  try {
    load(env);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

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

const Compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      command: z.union([z.string(), z.array(z.string())]).optional(),
      environment: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** The services that run our code, with the process whose configuration theirs is. */
const composed: [string, ProcessName, string][] = [
  ['migrate', 'admin', 'bin/admin.ts'],
  ['api', 'api', 'bin/api.ts'],
  ['worker', 'worker', 'bin/worker.ts'],
  ['adserver', 'adserver', 'bin/adserver.ts'],
];
const { services } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const environmentOf = (service: string) => services[service]?.environment ?? {};

test.each(composed)('docker-compose gives %s what it reads, and no more', (service, name, file) => {
  expect(String(services[service]?.command)).toContain(file);
  const environment = environmentOf(service);
  expect(Object.keys(environment).filter((variable) => !variablesOf(name).includes(variable))).toEqual([]);
  const samples: Record<string, string> = {
    ENCRYPTION_KEY: `unit:${Buffer.alloc(32, 7).toString('base64')}`,
  };
  const sample = (variable: string) =>
    samples[variable] ?? `${variable.toLowerCase().replaceAll('_', '-')}-of-at-least-32-characters`;
  const filled = Object.fromEntries(
    Object.entries(environment).map(([variable, text]) => [
      variable,
      text
        .replace(/\$\{ADMIN_EMAIL:\?\}/, 'ada@example.com')
        .replace(/\$\{([A-Z0-9_]+):\?\}/g, (_, given: string) => sample(given))
        .replace(/\$\{[A-Z0-9_]+:-\}/g, ''),
    ]),
  );
  expect(complaint(filled, (env) => loadConfigOf(name, env))).toBe('');
});

test('the ad server is given no secret but that of its database, its storage and its tracking', () => {
  const secrets = /SECRET|KEY|PASSWORD|TOKEN|_URL$/;
  expect(
    Object.keys(environmentOf('adserver'))
      .filter((name) => secrets.test(name))
      .sort(),
  ).toEqual([
    'ADSERVER_URL',
    'DATABASE_URL',
    'PUBLIC_URL',
    'S3_ACCESS_KEY_ID',
    'S3_SECRET_ACCESS_KEY',
    'TRACKING_PREVIOUS_SECRETS',
    'TRACKING_SECRET',
  ]);
});

test.each(composed.map(([, name]) => name))('%s starts without what only others read', (name) => {
  const own = variablesOf(name);
  const others = Object.entries(production).filter(([variable]) => !own.includes(variable));
  const env = Object.fromEntries(Object.entries(production).filter(([variable]) => own.includes(variable)));
  expect(others.length).toBeGreaterThan(0);
  expect(Object.keys(loadConfigOf(name, env)).filter((variable) => !own.includes(variable))).toEqual([]);
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
  // A decoder is given the system's own variables, and none of ours.
  const allowed = ['adapters/media/decoder.ts'];
  expect(files.filter((file) => read(file).includes('process.env'))).toEqual(allowed);
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
  ['S3_ENDPOINT', 'http://minio:9000'],
  ['TELEGRAM_API_URL', 'http://telegram.example'],
  ['PUBLIC_URL', 'http://api.adflight.example'],
  ['PUBLIC_URL', ''],
  ['ADSERVER_URL', 'http://ads.adflight.example'],
  ['ADSERVER_URL', ''],
  ['TRUST_PROXY', 'true'],
  ['TRUST_PROXY', 'loopback, 0.0.0.0/0'],
  ['TRUST_PROXY', '::/0'],
])('production refuses %s=%s', (name, value) => {
  expect(loadConfig(production).NODE_ENV).toBe('production');
  expect(() => loadConfig({ ...production, [name]: value })).toThrow(name);
});

test.each(['false', '1', 'loopback', 'loopback, 10.0.0.0/8', 'uniquelocal'])(
  'production may trust the proxies %s',
  (proxies) => {
    expect(complaint({ ...production, TRUST_PROXY: proxies })).toBe('');
  },
);

const previous = ['JWT_PREVIOUS_SECRETS', 'TRACKING_PREVIOUS_SECRETS', 'PARTNER_WEBHOOK_SECRETS'];

test.each(previous)('each secret of %s obeys the rules of one in force', (name) => {
  const [long, short] = ['p'.repeat(32), 'summer'];
  expect(complaint({ ...production, [name]: long })).toBe('');
  for (const value of [short, `${long},${short}`, `${short} , ${long}`]) {
    expect(complaint({ ...production, [name]: value })).toContain(name);
    expect(complaint({ ...production, [name]: value })).not.toContain(short);
  }
});

test('each of two Stripe webhook secrets obeys the rules of one', () => {
  const name = 'STRIPE_WEBHOOK_SECRET';
  expect(loadConfig({ ...required, [name]: 'whsec_1234, whsec_5678' })[name]).toEqual([
    'whsec_1234',
    'whsec_5678',
  ]);
  for (const value of ['whsec_1234,short', ',', '']) {
    expect(complaint({ ...required, [name]: value })).toContain(name);
  }
});

const shared = 's'.repeat(40);
const twice = {
  JWT_SECRET: shared,
  JWT_PREVIOUS_SECRETS: `${'o'.repeat(32)},${shared}`,
  TRACKING_SECRET: shared,
  TRACKING_PREVIOUS_SECRETS: shared,
  PARTNER_WEBHOOK_SECRETS: shared,
  STRIPE_SECRET_KEY: shared,
  STRIPE_WEBHOOK_SECRET: shared,
  TEMPORAL_API_KEY: shared,
  TEMPORAL_CODEC_KEY: shared,
  ADMIN_PASSWORD: shared,
  DATABASE_URL: `postgresql://adflight:${shared}@localhost/adflight`,
  REDIS_URL: `redis://:${shared}@localhost`,
  SMTP_URL: `smtps://adflight:${shared}@mail.example`,
  EGRESS_PROXY_URL: `http://adflight:${shared}@egress.example`,
};
const serviceSecrets = {
  S3_SECRET_ACCESS_KEY: { S3_BUCKET: 'media', S3_ACCESS_KEY_ID: 'id' },
  TELEGRAM_BOT_TOKEN: { TELEGRAM_CHAT_ID: '1' },
  SMS_AUTH_TOKEN: { SMS_ACCOUNT_SID: 'AC1', SMS_FROM: '+14155552671' },
  GOOGLE_CLIENT_SECRET: { GOOGLE_CLIENT_ID: 'id' },
};

test.each(Object.entries(twice).filter(([name]) => name !== 'JWT_SECRET'))(
  'production refuses %s with the value of JWT_SECRET',
  (name, value) => {
    const said = complaint({ ...production, JWT_SECRET: shared, [name]: value });
    expect(said).toMatch(new RegExp(`JWT_SECRET.*${name}|${name}.*JWT_SECRET`));
    expect(said).not.toContain(shared);
    expect(complaint({ ...required, JWT_SECRET: shared, [name]: value })).toBe('');
  },
);
test.each(Object.entries(serviceSecrets))(
  'production refuses %s with the value of JWT_SECRET',
  (name, rest) => {
    expect(complaint({ ...production, ...rest, [name]: shared })).toBe('');
    expect(complaint({ ...production, ...rest, [name]: shared, JWT_SECRET: shared })).toContain(name);
  },
);

test('every variable that holds a secret by its name is compared', () => {
  const compared = [
    ...Object.keys({ ...twice, ...serviceSecrets }),
    'ENCRYPTION_KEY',
    'ENCRYPTION_PREVIOUS_KEYS',
  ];
  // Two halves of key pairs, and a name.
  const none = ['JWT_PRIVATE_KEY', 'JWT_PUBLIC_KEYS', 'S3_ACCESS_KEY_ID'];
  const secret = configured.filter((name) => /SECRET|PASSWORD$|TOKEN|KEY/.test(name) && !none.includes(name));
  expect(secret.filter((name) => !compared.includes(name))).toEqual([]);
});

test('an encryption key is no other secret, nor the key before it under another id', () => {
  const bytes = Buffer.alloc(32, 5).toString('base64');
  const ENCRYPTION_KEY = `new:${bytes}`;
  for (const equal of [{ ENCRYPTION_PREVIOUS_KEYS: `old:${bytes}` }, { TRACKING_SECRET: bytes }]) {
    const said = complaint({ ...production, ENCRYPTION_KEY, ...equal });
    expect(said).toContain('ENCRYPTION_KEY');
    expect(said).toContain(Object.keys(equal)[0]);
    expect(said).not.toContain(bytes);
  }
});

test('one secret twice in a list is refused, and a password in an address is compared as it is meant', () => {
  expect(complaint({ ...production, PARTNER_WEBHOOK_SECRETS: `${shared},${shared}` })).toContain('PARTNER');
  const odd = `${'a+/='.repeat(8)}b`;
  const DATABASE_URL = `postgresql://adflight:${encodeURIComponent(odd)}@localhost/adflight`;
  expect(complaint({ ...production, DATABASE_URL, JWT_SECRET: odd })).toContain('DATABASE_URL');
});

test('one start names the problems of every kind together: broken, missing, weak, shared and unfit for production', () => {
  const said = complaint({
    ...production,
    PORT: '99999',
    DATABASE_URL: '',
    JWT_PREVIOUS_SECRETS: 'summer',
    TRACKING_SECRET: shared,
    PARTNER_WEBHOOK_SECRETS: shared,
    PUBLIC_URL: '',
    TRUST_PROXY: 'true',
    S3_BUCKET: 'media',
    S3_ENDPOINT: 'http://minio:9000',
  });
  const named = [
    ...['PORT', 'DATABASE_URL', 'JWT_PREVIOUS_SECRETS.0', 'TRACKING_SECRET, PARTNER_WEBHOOK_SECRETS'],
    ...['PUBLIC_URL', 'TRUST_PROXY', 'S3_ENDPOINT', 'S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY'],
  ];
  for (const name of named) expect(said).toContain(`\n  ${name}: `);
  expect(said).toContain(`${named.length} problem(s)`);
  expect(said).not.toMatch(/summer|ssss/);
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
