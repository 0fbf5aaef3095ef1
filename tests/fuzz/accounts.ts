/** What signing in, and what belongs to an account, can be asked with success: links and codes that were really sent. */
import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readInbox } from '../../adapters/mail/inbox';
import { type Person, until } from '../../bin/demo/driver';
import { appCode } from '../fixtures/authenticator';
import { by, bytes, type Example, type Examples, json, on } from './example';
import { googleExamples, linkGoogle } from './google';
import { FUZZ_PASSWORD, type Stage } from './stage';

const Id = z.object({ id: z.uuid() });
const Ids = z.object({ items: z.array(Id) });
const Tokens = z.object({ refresh_token: z.string() });
const Secret = z.object({ secret: z.string() });
const Recovery = z.object({ recovery_codes: z.array(z.string()) });
const Challenge = z.object({ challenge: z.string() });

/** Of whom the driver registers. */
const PASSWORD = 'correct horse battery';

export async function accountsExamples(stage: Stage): Promise<Examples> {
  const parts = [sessionExamples, linkedExamples, secondFactorExamples, googleExamples, programsExamples];
  const made = await Promise.all(parts.map((part) => part(stage)));
  return Object.fromEntries([signedExamples(stage), ...made].flatMap(Object.entries<Example>));
}

async function sessionExamples(stage: Stage): Promise<Examples> {
  const { driver } = stage;
  const people = [driver.register(), driver.register(), driver.register(), driver.register()] as const;
  const [forgetful, fresh, changing, leaving] = await Promise.all(people);
  await driver.call('POST', '/auth/forgot-password', { body: { email: forgetful.email } });
  const login = { email: fresh.email, password: PASSWORD };
  const { refresh_token } = await driver.ask(Tokens, 'POST', '/auth/login', { body: login });
  const sessions = await driver.ask(Ids, 'GET', '/users/me/sessions', { token: leaving.token });
  const token = await linkTo(stage, forgetful.email, 'reset');
  const change = { old_password: PASSWORD, new_password: 'a wholly new horse' };
  return {
    'POST /auth/login': json(login),
    'POST /auth/refresh': json({ refresh_token }),
    'POST /auth/reset-password': json({ token, password: 'another horse battery' }),
    'POST /auth/verify-email': json({ token: await linkTo(stage, fresh.email, 'verify') }),
    'POST /users/me/email': json({ email: 'elsewhere@fuzz.example', password: FUZZ_PASSWORD }),
    'POST /users/me/password': by(changing, json(change)),
    'DELETE /users/me/sessions/{id}': by(leaving, on(sessions.items[0]?.id ?? '')),
  };
}

/** Phones, and Google: what one signs in with besides the password. */
async function linkedExamples(stage: Stage): Promise<Examples> {
  const { driver } = stage;
  const [linked, linking] = await Promise.all([driver.register(), driver.register()]);
  const otp = await codeToLink(stage, linked);
  await driver.call('POST', '/users/me/phone/verify', { token: linked.token, body: { otp } });
  const token = await linkTo(stage, linked.email, 'verify');
  await driver.call('POST', '/auth/verify-email', { body: { token } });
  await linkGoogle(stage, linked.email);
  const phone = newPhone();
  await driver.call('POST', '/auth/login', { body: { phone } });
  const proof = { password: PASSWORD };
  return {
    'POST /auth/verify': json({ phone, otp: await codeTo(stage, phone) }),
    'POST /users/me/phone': by(linked, json({ phone: newPhone(), ...proof })),
    'POST /users/me/phone/verify': by(linking, json({ otp: await codeToLink(stage, linking) })),
    'DELETE /users/me/phone': by(linked, json(proof)),
    'DELETE /users/me/google': by(linked, json(proof)),
  };
}

async function secondFactorExamples({ driver }: Stage): Promise<Examples> {
  const people = [driver.register(), driver.register(), driver.register()] as const;
  const [confirming, removing, entering] = await Promise.all(people);
  const begin = ({ token }: Person) =>
    driver.ask(Secret, 'POST', '/users/me/totp', { token, body: { password: PASSWORD } });
  const recoveryCode = async (person: Person) => {
    const code = appCode((await begin(person)).secret, Date.now());
    const asked = { token: person.token, body: { code } };
    return (await driver.ask(Recovery, 'POST', '/users/me/totp/confirm', asked)).recovery_codes[0];
  };
  const [removal, entrance] = await Promise.all([recoveryCode(removing), recoveryCode(entering)]);
  const login = { email: entering.email, password: PASSWORD };
  const { challenge } = await driver.ask(Challenge, 'POST', '/auth/login', { body: login });
  const { secret } = await begin(confirming);
  return {
    'POST /users/me/totp': json({ password: FUZZ_PASSWORD }),
    // Of the step after this one: it is good for a minute at least.
    'POST /users/me/totp/confirm': by(confirming, json({ code: appCode(secret, Date.now() + 30_000) })),
    'DELETE /users/me/totp': by(removing, json({ code: removal })),
    'POST /auth/totp': json({ challenge, code: entrance }),
  };
}

/** What programs use. */
async function programsExamples({ driver, person }: Stage): Promise<Examples> {
  const { token } = await person('advertiser');
  const endpoint = await driver.ask(Id, 'POST', '/webhook-endpoints', { token, body: ENDPOINT });
  await driver.call('POST', `/webhook-endpoints/${endpoint.id}/test`, { token });
  const sent = await until(
    () => driver.ask(Ids, 'GET', `/webhook-endpoints/${endpoint.id}/deliveries`, { token }),
    ({ items }) => items.length > 0,
    () => 'no delivery',
  );
  const key = await driver.ask(Id, 'POST', '/api-keys', { token, body: KEY });
  return {
    'POST /api-keys': json(KEY),
    'GET /api-keys/{id}': on(key.id),
    'POST /webhook-endpoints': json(ENDPOINT),
    'GET /webhook-endpoints/{id}': on(endpoint.id),
    'POST /webhook-deliveries/{id}/resend': on(sent.items[0]?.id ?? ''),
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
    headers: { 'Stripe-Signature': signature(stripe, config.STRIPE_WEBHOOK_SECRET[0] ?? '') },
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

/** Nobody else's: a code that is sent later ends those before it. */
function newPhone(): string {
  return `+1415${randomInt(2_000_000, 10_000_000)}`;
}

/** Of a phone that is to be his. */
async function codeToLink(stage: Stage, { token }: Person): Promise<string> {
  const body = { phone: newPhone(), password: PASSWORD };
  await stage.driver.call('POST', '/users/me/phone', { token, body });
  return codeTo(stage, body.phone);
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
