/** Secrets are planted all over a running system at its most talkative, and none is found again where it does not belong. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Answered, callerOf } from '../../../bin/demo/api';
import { until } from '../../../bin/demo/driver';
import { sealedColumns } from '../../../store/sealed-columns';
import { WEBHOOK_SECRET, type WholeSystem, wholeSystem } from '../system';
import { Canaries } from './canaries';
import { type Field, MARKER } from './field';
import { type Hostile, openHostile } from './hostile';
import { plantPeople } from './people';
import { plantPrograms } from './programs';
import { dumpOf, historiesOf, logsOf } from './sources';

jest.setTimeout(120_000);

const canaries = new Canaries();
const secret = canaries.secret.bind(canaries);
const key = () => randomBytes(32).toString('base64');

let whole: WholeSystem;
let hostile: Hostile;
let call: Field['call'];
const answers: Answered[] = [];

beforeAll(async () => {
  hostile = await openHostile();
  const [current, previous] = [secret('ENCRYPTION_KEY', key()), secret('ENCRYPTION_PREVIOUS_KEYS', key())];
  const away = hostile.url;
  whole = await wholeSystem({
    LOG_LEVEL: 'trace',
    JWT_SECRET: secret('JWT_SECRET', randomUUID() + randomUUID()),
    JWT_PREVIOUS_SECRETS: secret('JWT_PREVIOUS_SECRETS', randomUUID() + randomUUID()),
    TRACKING_SECRET: secret('TRACKING_SECRET', randomUUID() + randomUUID()),
    ENCRYPTION_KEY: `now:${current}`,
    ENCRYPTION_PREVIOUS_KEYS: `before:${previous}`,
    PARTNER_WEBHOOK_SECRETS: secret('PARTNER_WEBHOOK_SECRETS', randomUUID() + randomUUID()),
    ADMIN_PASSWORD: secret('ADMIN_PASSWORD'),
    SMTP_URL: `smtp://adflight:${secret('SMTP password')}@127.0.0.1:${hostile.mailPort}`,
    TELEGRAM_BOT_TOKEN: `123456:${secret('TELEGRAM_BOT_TOKEN')}`,
    TELEGRAM_CHAT_ID: '-1001',
    TELEGRAM_API_URL: away,
    SMS_ACCOUNT_SID: 'AC00000000000000000000000000000000',
    SMS_AUTH_TOKEN: secret('SMS_AUTH_TOKEN'),
    SMS_FROM: '+15005550006',
    SMS_API_URL: away,
    GOOGLE_CLIENT_ID: 'adflight.apps.example',
    GOOGLE_CLIENT_SECRET: secret('GOOGLE_CLIENT_SECRET'),
    GOOGLE_ISSUER: away,
    EGRESS_ALLOW_LOOPBACK: 'true',
  });
  secret('STRIPE_SECRET_KEY', whole.system.env.STRIPE_SECRET_KEY);
  secret('STRIPE_WEBHOOK_SECRET', WEBHOOK_SECRET);
  const asking = callerOf(whole.apiUrl);
  call = async (method, path, { raw, ...asked } = {}) => {
    const answer = await asking(method, path, raw === undefined ? asked : { ...asked, body: raw });
    answers.push(answer);
    return answer;
  };
  const field = { whole, hostile, canaries, secret, call };
  await plantPrograms(field, await plantPeople(field));
});
afterAll(async () => {
  try {
    expect(await whole?.contradictions()).toEqual([]);
  } finally {
    await whole?.close();
    await hostile?.close();
  }
});

/** All that was logged, once the line of this very request is there. */
async function logs(): Promise<string> {
  const last = `last-${randomUUID()}`;
  await call('GET', `/${last}`);
  return until(
    async () => logsOf(whole.system.logDir),
    (text) => text.includes(last),
    () => 'the log does not go on',
  );
}

test('at least forty secrets are planted', () => {
  console.log(`${canaries.names.length} secrets planted`);
  expect(canaries.names.length).toBeGreaterThanOrEqual(40);
});

test('every channel was tried, and refused with an echo of what it was sent', async () => {
  await until(
    () => whole.db.delivery.findMany({ where: { failure: { not: null } }, distinct: ['channel'] }),
    (tried) => tried.length === 3,
    (tried) => `only ${tried.map(({ channel }) => channel)} were tried`,
  );
});

test('no log line shows one', async () => {
  const text = await logs();
  expect(text).toContain(MARKER);
  expect(canaries.foundIn(text)).toEqual([]);
  for (const line of text.split('\n').filter(Boolean)) expect(() => JSON.parse(line)).not.toThrow();
});

test('no error answer shows one', () => {
  const refused = answers.filter(({ status }) => status >= 400);
  expect(refused.length).toBeGreaterThan(15);
  const text = refused.map(({ text: body, headers }) => `${body} ${JSON.stringify([...headers])}`).join('\n');
  expect(text).toContain(MARKER);
  expect(canaries.foundIn(text)).toEqual([]);
});

test('no measurement shows one', async () => {
  const { ADSERVER_URL = '' } = whole.system.env;
  const asked = [whole.apiUrl, ADSERVER_URL].map((url) =>
    fetch(`${url}/metrics`).then((answer) => answer.text()),
  );
  expect(canaries.foundIn((await Promise.all(asked)).join('\n'))).toEqual([]);
});

test('no workflow history shows one', async () => {
  const text = await historiesOf(whole.temporal);
  expect(text).toContain(MARKER);
  expect(canaries.foundIn(text)).toEqual([]);
});

test('a dump of the whole database shows none in clear, the audit log not even a phone', async () => {
  const dump = await dumpOf(whole.system.env.DATABASE_URL ?? '');
  expect(dump.size).toBeGreaterThan(30);
  const text = [...dump].map(([name, rows]) => `${name}\n${rows}`).join('\n');
  expect(text).toContain(MARKER);
  expect(canaries.foundIn(text, { alsoPersonal: false })).toEqual([]);
  const audit = dump.get('public.audit_entries') ?? '';
  expect(audit.split('\n').length).toBeGreaterThan(10);
  expect(canaries.foundIn(audit)).toEqual([]);
});

test('sealed text stands only in columns that a rotation knows', async () => {
  const dump = await dumpOf(whole.system.env.DATABASE_URL ?? '');
  const known = new Set(sealedColumns.map(({ table }) => `public.${table}`));
  const sealed = [...dump].filter(([, rows]) => /\bv1\.(?:now|before)\./.test(rows)).map(([name]) => name);
  expect(sealed.length).toBeGreaterThan(0);
  expect(sealed.filter((name) => !known.has(name))).toEqual([]);
});

test('a leak that is planted on purpose is found in each place', async () => {
  const leak = secret('a leak');
  const { id: userId } = whole.admin;
  const url = whole.system.env.DATABASE_URL ?? '';
  await whole.db.notification.create({
    data: {
      id: randomUUID(),
      userId,
      type: 'x',
      title: 'x',
      message: `so ${Buffer.from(`x${leak}`).toString('base64')}`,
    },
  });
  const text = [...(await dumpOf(url)).values()].join('\n');
  expect(canaries.foundIn(text, { alsoPersonal: false })).toHaveLength(1);
  // No rule knows the look of this one: what is logged as it is, is found.
  await call('GET', `/${leak}`);
  expect(canaries.foundIn(await logs())).toHaveLength(1);
  expect(
    canaries.foundIn(answers.map(({ text: body }) => body).join('\n')).some((it) => it.startsWith('a leak')),
  ).toBe(true);
  const named = await whole.driver.draft(await whole.advertiser(), { name: leak });
  await whole.driver.read(whole.admin, named.id);
  expect(canaries.foundIn(await historiesOf(whole.temporal))).toHaveLength(1);
});
