/** The SMS adapter against a stand-in that keeps the gateway's rules, and codes on their way through the worker. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readInbox } from '../../adapters/mail/inbox';
import { DeliveryError, type Messenger } from '../../adapters/messenger';
import { smsMessenger } from '../../adapters/sms/twilio';
import { createLogger } from '../../infra/log';
import { type SmsSimulator, startSmsSimulator } from '../../simulators/sms/sms';
import { enqueueSecret } from '../../store/deliveries';
import { openMessengers } from '../../worker/notifications/messengers';
import { sendDue } from '../../worker/notifications/sender';
import { testDeps } from './http';
import { freshDatabase } from './parts';

const account = {
  accountSid: 'AC0123456789',
  authToken: 'the-auth-token-of-the-tests',
  from: '+15005550006',
};
const PHONE = '+14155552671';
let simulator: SmsSimulator;
let clock = 1_000_000;

beforeAll(async () => {
  simulator = await startSmsSimulator({ ...account, perSecond: 2, now: () => clock });
});
beforeEach(() => {
  clock += 10_000;
  simulator.messages.length = 0;
});
afterAll(() => simulator.close());

function send(
  changes: { to?: string; text?: string } = {},
  options: Partial<typeof account> = {},
  url = simulator.url,
) {
  const { to = PHONE, text = 'A word' } = changes;
  const messenger = smsMessenger({ ...account, ...options, apiUrl: url });
  return messenger.send({ id: 'd1', recipient: to, subject: 'unused', text, html: null });
}

async function failure(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}

describe('the gateway', () => {
  test('a message reaches the phone as it was written', async () => {
    await send({ text: 'Grüße & <b>100%</b> ✓' }, {}, `${simulator.url}/`);
    expect(simulator.messages).toMatchObject([{ to: PHONE, body: 'Grüße & <b>100%</b> ✓' }]);
  });

  test('a text beyond the limit is cut to it, and no character in half', async () => {
    await send({ text: `a${'😀'.repeat(900)}` });
    expect(simulator.messages[0]?.body).toBe(`a${'😀'.repeat(799)}`);
  });

  test('too many at once wait for as long as it says', async () => {
    await Promise.all([send(), send()]);
    const error = await failure(send());
    expect([error.outcome, error.retryAfterMs]).toEqual(['wait', 1_000]);
    clock += 1_000;
    await send();
    expect(simulator.messages).toHaveLength(3);
  });

  test.each([
    ['a wrong token', { authToken: 'wrong' }],
    ['another account', { accountSid: 'AC9' }],
    ['a sender that is not ours', { from: '+15005550001' }],
  ])('%s is the operator’s to mend: nothing is given up', async (_name, options) => {
    expect((await failure(send({}, options))).outcome).toBe('ask');
  });

  test.each([
    ['a number that is none', { to: '+0123' }],
    ['an empty text', { text: '' }],
  ])('%s is refused for good', async (_name, changes) => {
    expect((await failure(send(changes))).outcome).toBe('refused');
  });

  test('whoever answered STOP is left alone', async () => {
    simulator.stopped.add('+14155550000');
    expect((await failure(send({ to: '+14155550000' }))).outcome).toBe('refused');
  });

  test.each(['down', 'cut', 'lost'] as const)('one that is %s is tried again', async (fault) => {
    simulator.fault = fault;
    expect((await failure(send())).outcome).toBe('retry');
  });

  test('no failure holds the token, the phone or the text', async () => {
    const failures = [
      await failure(send({ text: 'code 424242' }, { authToken: 'wrong-but-secret' })),
      await failure(send({ to: '+999', text: 'code 424242' })),
      await failure(send({ text: 'code 424242' }, {}, 'http://127.0.0.1:1')),
    ];
    for (const error of failures) {
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toMatch(
        /wrong-but|auth-token|424242|\+999|2671/,
      );
    }
  });
});

describe('a code on its way', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let folder: string;
  const deps: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-sms-'));
  });
  afterAll(async () => {
    await Promise.all(deps.map((it) => it.close()));
    await rm(folder, { recursive: true });
    await database.close();
  });

  async function sendOne(changes: Record<string, string>, log = createLogger('test', 'silent')) {
    const made = testDeps(database.db);
    deps.push(made);
    const config = { ...made.config, MAIL_DIR: folder, ...changes };
    const messengers = openMessengers(config as typeof made.config, log, Date.now);
    const message = {
      channel: 'sms',
      recipient: PHONE,
      subject: 'Your code',
      text: '424242 is your code',
    } as const;
    await database.db.$transaction((tx) =>
      enqueueSecret(tx, config as typeof made.config, message, Date.now()),
    );
    const tried = await sendDue({
      config: config as typeof made.config,
      db: database.db,
      messengers,
      log,
      now: Date.now,
    });
    const row = await database.db.delivery.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    await database.db.delivery.deleteMany();
    return { tried, row, messengers: messengers as Partial<Record<string, Messenger>> };
  }

  test('goes through the gateway that is configured, and is nowhere readable afterwards', async () => {
    const { SMS_ACCOUNT_SID, SMS_AUTH_TOKEN, SMS_FROM, SMS_API_URL } = {
      SMS_ACCOUNT_SID: account.accountSid,
      SMS_AUTH_TOKEN: account.authToken,
      SMS_FROM: account.from,
      SMS_API_URL: simulator.url,
    };
    const { row } = await sendOne({ SMS_ACCOUNT_SID, SMS_AUTH_TOKEN, SMS_FROM, SMS_API_URL });
    expect(simulator.messages).toMatchObject([{ to: PHONE, body: '424242 is your code' }]);
    expect(row).toMatchObject({ sentAt: expect.any(Date), text: '' });
  });

  test('goes to the local inbox without one', async () => {
    await sendOne({ NODE_ENV: 'development' });
    const [newest] = await readInbox(folder, 1);
    expect(newest).toMatchObject({ channel: 'sms', recipient: PHONE, text: '424242 is your code' });
    expect(await readFile(path.join(folder, 'inbox.jsonl'), 'utf8')).toContain('424242');
  });

  test('stays where it is in production without one, and no worker takes it', async () => {
    const { tried, row, messengers } = await sendOne({
      NODE_ENV: 'production',
      SMTP_URL: 'smtp://127.0.0.1:1',
    });
    expect([tried, row.sentAt, messengers.sms]).toEqual([0, null, undefined]);
    expect(row.text).not.toContain('424242');
    await messengers.email?.close();
  });
});
