/** What signing in, and what belongs to an account, can be asked with success: links and codes that were really sent. */
import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readInbox } from '../../adapters/mail/inbox';
import { until } from '../../bin/demo/driver';
import { bytes, type Examples, json, on } from './example';
import { FUZZ_PASSWORD, type Stage } from './stage';

const Id = z.object({ id: z.uuid() });
const Ids = z.object({ items: z.array(Id) });
const Tokens = z.object({ refresh_token: z.string() });

export async function accountsExamples(stage: Stage): Promise<Examples> {
  const { driver, person } = stage;
  const { token } = await person('advertiser');
  const [forgetful, fresh] = [await driver.register(), await driver.register()];
  await driver.call('POST', '/auth/forgot-password', { body: { email: forgetful.email } });
  const login = { email: forgetful.email, password: 'correct horse battery' };
  const session = await driver.ask(Tokens, 'POST', '/auth/login', { body: login });
  // Others than the document's example, to which anyone has codes sent.
  const [phone, other] = ['+14155552681', '+14155552682'];
  await driver.call('POST', '/auth/login', { body: { phone } });
  await driver.call('POST', '/users/me/phone', { token, body: { phone: other, password: FUZZ_PASSWORD } });
  const endpoint = await driver.ask(Id, 'POST', '/webhook-endpoints', { token, body: ENDPOINT });
  await driver.call('POST', `/webhook-endpoints/${endpoint.id}/test`, { token });
  const sent = await until(
    () => driver.ask(Ids, 'GET', `/webhook-endpoints/${endpoint.id}/deliveries`, { token }),
    ({ items }) => items.length > 0,
    () => 'no delivery',
  );
  const key = await driver.ask(Id, 'POST', '/api-keys', { token, body: KEY });
  return {
    'POST /auth/refresh': json({ refresh_token: session.refresh_token }),
    'POST /auth/reset-password': json({
      token: await linkTo(stage, forgetful.email, 'reset'),
      password: 'another horse battery',
    }),
    'POST /auth/verify-email': json({ token: await linkTo(stage, fresh.email, 'verify') }),
    'POST /auth/verify': json({ phone, otp: await codeTo(stage, phone) }),
    'DELETE /users/me/phone': json({ password: FUZZ_PASSWORD }),
    'POST /users/me/totp': json({ password: FUZZ_PASSWORD }),
    'POST /users/me/phone/verify': json({ otp: await codeTo(stage, other) }),
    'POST /users/me/password': json({ old_password: FUZZ_PASSWORD, new_password: 'a wholly new horse' }),
    'POST /users/me/email': json({ email: 'elsewhere@fuzz.example', password: FUZZ_PASSWORD }),
    'POST /api-keys': json(KEY),
    'GET /api-keys/{id}': on(key.id),
    'POST /webhook-endpoints': json(ENDPOINT),
    'GET /webhook-endpoints/{id}': on(endpoint.id),
    'POST /webhook-deliveries/{id}/resend': on(sent.items[0]?.id ?? ''),
    ...signedExamples(stage),
  };
}

const ENDPOINT = { url: 'https://hooks.example.com/adflight', events: ['campaign.*'] };
const KEY = { name: 'Nightly import', scopes: ['campaigns:read'] };

/** Events that their senders would have signed just so. */
function signedExamples({ config }: Stage): Examples {
  const stripe = Buffer.from(JSON.stringify(STRIPE_EVENT));
  const partner = Buffer.from(
    JSON.stringify({ id: randomUUID(), type: 'news.told', created_at: new Date().toISOString(), data: {} }),
  );
  const event = {
    body: bytes(stripe),
    media_type: 'application/json',
    headers: { 'Stripe-Signature': signature(stripe, config.STRIPE_WEBHOOK_SECRET) },
  };
  return {
    'POST /payment/webhook': event,
    'POST /webhooks/stripe': event,
    'POST /webhooks/platform-events': {
      body: bytes(partner),
      media_type: 'application/json',
      headers: { 'X-Platform-Signature': signature(partner, config.PARTNER_WEBHOOK_SECRETS[0] ?? '') },
    },
  };
}

/** Both write it the same way. */
function signature(body: Buffer, secret: string): string {
  const t = Math.floor(Date.now() / 1_000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;
}

const STRIPE_EVENT = {
  id: 'evt_fuzz',
  object: 'event',
  type: 'customer.created',
  created: 1_795_000_000,
  livemode: false,
  data: { object: { id: 'cus_fuzz', object: 'customer' } },
};

async function linkTo(stage: Stage, email: string, purpose: 'reset' | 'verify'): Promise<string> {
  const text = await messageTo(stage, email, new RegExp(`${purpose}[^\\s]*token=`));
  return decodeURIComponent(/token=([^\s&]+)/.exec(text)?.[1] ?? '');
}

async function codeTo(stage: Stage, phone: string): Promise<string> {
  return /\b\d{6}\b/.exec(await messageTo(stage, phone, /\b\d{6}\b/))?.[0] ?? '';
}

/** Waits for it: the worker sends. */
async function messageTo({ config }: Stage, recipient: string, holds: RegExp): Promise<string> {
  const found = await until(
    async () => (await readInbox(config.MAIL_DIR, 100)).filter((mail) => mail.recipient === recipient),
    (mails) => mails.some(({ text }) => holds.test(text)),
    (mails) =>
      `${recipient} got ${mails.length} messages, none with ${holds}: ${mails.map(({ text }) => text)}`,
  );
  return found.find(({ text }) => holds.test(text))?.text ?? '';
}
