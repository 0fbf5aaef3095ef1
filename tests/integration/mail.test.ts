/** Mail to a real SMTP server that is as strict as a provider's, and to the local inbox without one. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { inboxMessenger, readInbox } from '../../adapters/mail/inbox';
import { smtpMessenger } from '../../adapters/mail/smtp';
import { DeliveryError, type OutgoingMessage } from '../../adapters/messenger';
import { createLogger } from '../../infra/log';

const received: { to: string[]; raw: string; secure: boolean }[] = [];
const PASSWORD = 'right-password';

/** Knows one user, takes 4 kB, and no mail to nobody@. */
function strictServer(): Promise<SMTPServer> {
  const server = new SMTPServer({
    size: 4_000,
    onAuth: ({ username, password }, _session, done) =>
      username === 'adflight' && password === PASSWORD
        ? done(null, { user: username })
        : done(new Error('no')),
    onRcptTo({ address }, _session, done) {
      const refusal = address.startsWith('nobody@') ? 550 : address.startsWith('busy@') ? 450 : 0;
      done(refusal === 0 ? null : Object.assign(new Error('mailbox'), { responseCode: refusal }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(Object.assign(new Error('too large'), { responseCode: 552 }));
          return;
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: Buffer.concat(chunks).toString('utf8'), secure: session.secure });
        done();
      });
    },
  });
  server.on('error', () => {});
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: SMTPServer) => (server.server.address() as AddressInfo).port;
const close = (server: SMTPServer) => new Promise<void>((resolve) => server.close(resolve));

const message = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: '0b6f4f5e-6f0a-5c38-9d53-3b1c3f6f7c11',
  recipient: 'ada@example.com',
  subject: 'Payment received – 120.00 €',
  text: 'Thank you.',
  html: '<p>Thank you.</p>',
  ...changes,
});

let server: SMTPServer;
const messengers: { close(): Promise<void> }[] = [];

function messenger({ password = PASSWORD, query = '', port = portOf(server), requireTls = true } = {}) {
  const made = smtpMessenger({
    url: `smtp://adflight:${password}@127.0.0.1:${port}?tls.rejectUnauthorized=false${query}`,
    from: 'Adflight <no-reply@adflight.example>',
    requireTls,
  });
  messengers.push(made);
  return made;
}

async function failure(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}

beforeAll(async () => {
  server = await strictServer();
});
beforeEach(() => {
  received.length = 0;
});
afterEach(async () => {
  await Promise.all(messengers.splice(0).map((made) => made.close()));
});
afterAll(() => close(server));

describe('SMTP', () => {
  test('a mail arrives encrypted, as text and HTML, under its stable message id', async () => {
    const mail = messenger();
    await mail.send(message());
    await mail.send(message());
    expect(received).toHaveLength(2);
    for (const { raw, to, secure } of received) {
      expect(secure).toBe(true);
      expect(to).toEqual(['ada@example.com']);
      expect(raw).toContain('Message-ID: <0b6f4f5e-6f0a-5c38-9d53-3b1c3f6f7c11@adflight.example>');
      expect(raw).toContain('Content-Type: text/plain');
      expect(raw).toContain('Content-Type: text/html');
      expect(raw).toContain('Auto-Submitted: auto-generated');
    }
  });

  test('a recipient that holds a second address reaches nobody else', async () => {
    const error = await failure(messenger().send(message({ recipient: 'ada@example.com, eve@example.com' })));
    expect(error.outcome).toBe('refused');
    expect(received).toHaveLength(0);
  });

  test('an unknown recipient is refused for good, a busy one is tried again', async () => {
    const mail = messenger();
    expect((await failure(mail.send(message({ recipient: 'nobody@example.com' })))).outcome).toBe('refused');
    expect((await failure(mail.send(message({ recipient: 'busy@example.com' })))).outcome).toBe('retry');
  });

  test('a mail that is too large is refused for good', async () => {
    expect((await failure(messenger().send(message({ text: 'x'.repeat(8_000) })))).outcome).toBe('refused');
    expect(received).toHaveLength(0);
  });

  test('a wrong password is the operator’s to mend, gives no mail up and is not repeated in the error', async () => {
    const error = await failure(messenger({ password: 'wrong-password' }).send(message()));
    expect(error.outcome).toBe('ask');
    expect(error.message).not.toContain('wrong-password');
  });

  test('where encryption is required, a server without it gets no mail and no password', async () => {
    const plain = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      onAuth: (_a, _s, done) => done(null, { user: 'x' }),
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    const error = await failure(messenger({ port: portOf(plain) }).send(message()));
    expect(['ask', 'retry']).toContain(error.outcome);
    await close(plain);
  });

  test('a server that is away is tried again', async () => {
    const gone = await strictServer();
    const port = portOf(gone);
    await close(gone);
    expect((await failure(messenger({ port }).send(message()))).outcome).toBe('retry');
  });
});

describe('the local inbox', () => {
  test('keeps mails, newest first, and is empty before the first', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'adflight-mail-'));
    const inbox = inboxMessenger({
      channel: 'email',
      folder,
      log: createLogger('test', 'silent'),
      logsText: false,
      now: () => 0,
    });
    expect(await readInbox(folder, 10)).toEqual([]);
    await inbox.send(message({ subject: 'first\nline' }));
    await inbox.send(message({ subject: 'second' }));
    const kept = await readInbox(folder, 10);
    expect(kept.map(({ subject }) => subject)).toEqual(['second', 'first\nline']);
    expect(kept[0]).toMatchObject({ recipient: 'ada@example.com', at: '1970-01-01T00:00:00.000Z' });
    expect(await readInbox(folder, 1)).toHaveLength(1);
    await rm(folder, { recursive: true });
  });
});
