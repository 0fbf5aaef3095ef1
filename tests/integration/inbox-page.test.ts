/** The page that shows a developer what his machine sent to nobody: to him alone, and harmless whatever a message says. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { inboxMessenger, readInbox } from '../../adapters/mail/inbox';
import { createApp } from '../../api/app';
import { INBOX_PATH, inboxPage } from '../../api/inbox-page';
import { serve } from '../../api/serve';
import { createLogger } from '../../infra/log';
import { testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let serving: Awaited<ReturnType<typeof serve>>;
let folder: string;
let clock = Date.parse('2026-11-21T10:00:00Z');

beforeAll(async () => {
  [database, folder] = await Promise.all([
    freshDatabase(),
    mkdtemp(path.join(os.tmpdir(), 'adflight-inbox-')),
  ]);
  deps = testDeps(database.db);
  serving = await serve(createApp(deps, { extras: [inboxPage(() => readInbox(folder, 100))] }), 0);
}, 60_000);
afterAll(async () => {
  await serving.close();
  await deps.close();
  await rm(folder, { recursive: true });
  await database.close();
});

function keep(channel: 'email' | 'sms', subject: string, text: string) {
  const log = createLogger('test', 'silent');
  clock += 1_000;
  const messenger = inboxMessenger({ channel, folder, log, logsText: false, now: () => clock });
  return messenger.send({
    id: `m${clock}`,
    recipient: 'ada@example.com',
    subject,
    text,
    html: '<script>1</script>',
  });
}

/** Over a plain socket: fetch does not let a test choose the Host. */
function get(headers: Record<string, string> = {}, options: object = {}) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const asked = { host: '127.0.0.1', port: serving.port, path: INBOX_PATH, headers, ...options };
      const asking = request(asked, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
      });
      asking.on('error', reject).end();
    },
  );
}

test('is there before the first message', async () => {
  const { status, text } = await get();
  expect(status).toBe(200);
  expect(text).toContain('Nothing has been sent yet.');
});

test('shows mails and SMS, the newest first, with links that can be followed', async () => {
  await keep('email', 'Verify your email', 'Open http://localhost:3000/verify?token=a&b=1 now');
  await keep('sms', 'Your code', '424242 is your Adflight code.');
  const { text, headers } = await get();
  expect(text.indexOf('424242')).toBeLessThan(text.indexOf('Verify your email'));
  expect(text).toContain('SMS to ada@example.com');
  expect(text).toContain('<a href="http://localhost:3000/verify?token=a&amp;b=1" rel="noreferrer">');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline'/);
});

test('shows what a message says as text, never as a page', async () => {
  const evil =
    '"><img src=x onerror=alert(1)> \'</pre> http://e.example/"onmouseover="alert(1) javascript:alert(1)';
  await keep('email', `<script>alert(1)</script>`, evil);
  const { text } = await get();
  expect(text).not.toMatch(/<script|<img|href="javascript|onmouseover="/);
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test.each([
  ['that a proxy passed on', { 'x-forwarded-for': '198.51.100.7' }],
  ['that a proxy passed on for this machine', { 'x-forwarded-for': '127.0.0.1' }],
  ['that a proxy passed on by the standard', { forwarded: 'for=198.51.100.7' }],
  ['by a name that leads here (DNS rebinding)', { host: 'evil.example' }],
  ['by a name that begins as ours', { host: 'localhost.evil.example' }],
])('does not exist for a request %s', async (_name, headers) => {
  const { status, text } = await get(headers);
  expect([status, JSON.parse(text).code]).toEqual([404, 'NOT_FOUND']);
});

test('does not exist for another machine', async () => {
  const page = inboxPage(async () => []);
  const socket = { remoteAddress: '198.51.100.7' };
  const next = jest.fn();
  await page(
    { path: INBOX_PATH, method: 'GET', headers: { host: 'localhost' }, socket } as never,
    {} as never,
    next,
  );
  expect(next).toHaveBeenCalledTimes(1);
});

test('takes nothing but GET, and an API without it has no such page', async () => {
  expect((await get({}, { method: 'POST' })).status).toBe(404);
  const bare = await serve(createApp(deps), 0);
  const { status } = await get({}, { port: bare.port });
  await bare.close();
  expect(status).toBe(404);
});
