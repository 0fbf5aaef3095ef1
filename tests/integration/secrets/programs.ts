/** Plants what programs send: keys, webhooks, requests made without care, what outsiders say, a campaign's life. */
import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Person, until } from '../../../bin/demo/driver';
import { sign } from '../../../simulators/stripe/webhooks';
import { WEBHOOK_SECRET } from '../system';
import { anyPhone, type Field, MARKER } from './field';

export async function plantPrograms(field: Field, token: string): Promise<void> {
  await keysAndWebhooks(field, token);
  await carelessRequests(field, token);
  await outsiders(field);
  await aCampaign(field);
}

async function keysAndWebhooks({ whole, call, secret, hostile }: Field, token: string): Promise<void> {
  const made = await call('POST', '/api-keys', { token, body: { name: 'Import', scopes: ['account:read'] } });
  const apiKey = secret('API key', z.object({ key: z.string() }).parse(made.body).key);
  expect((await call('GET', '/users/me', { headers: { 'x-api-key': apiKey } })).status).toBe(200);
  await call('GET', '/users/me', { headers: { 'x-api-key': `afk_${secret('wrong API key')}` } });
  const body = {
    url: `${hostile.url}/hook`,
    description: MARKER,
    events: ['campaign.*'],
  };
  const Endpoint = z.object({ id: z.string(), secret: z.string() });
  const endpoint = Endpoint.parse((await call('POST', '/webhook-endpoints', { token, body })).body);
  secret('webhook secret', endpoint.secret);
  const rotated = await call('POST', `/webhook-endpoints/${endpoint.id}/rotate-secret`, { token });
  secret('rotated webhook secret', Endpoint.parse(rotated.body).secret);
  await call('POST', `/webhook-endpoints/${endpoint.id}/test`, { token });
  await until(
    () => whole.db.webhookAttempt.count(),
    (count) => count > 0,
    () => 'no try of a webhook',
  );
}

/** Secrets where they don't belong: queries, wrong fields, broken bodies, headers that nobody reads. */
async function carelessRequests({ call, secret }: Field, token: string): Promise<void> {
  await call(
    'GET',
    `/users/me?password=${secret('password in a query')}&access_token=${secret('token in a query')}`,
    { token },
  );
  await call('GET', `/nowhere/${MARKER}?api_key=${secret('key in a query of nowhere')}`);
  await call('POST', '/auth/login', {
    raw: `{"email":"a@b.example","password":"${secret('password in broken JSON')}`,
  });
  await call('POST', '/auth/login', {
    raw: `password=${secret('password in a form')}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  await call('POST', '/auth/login', {
    body: { email: `${secret('password in the email field')} x`, password: 'x' },
  });
  await call('POST', '/auth/login', {
    body: { email: 'a@b.example', password: { nested: secret('password in an object') } },
  });
  await call('GET', '/users/me', { headers: { authorization: `Bearer ${secret('bearer of nobody')}` } });
  await call('GET', '/users/me', {
    headers: { authorization: `Basic ${Buffer.from(`ada:${secret('basic password')}`).toString('base64')}` },
  });
  await call('GET', '/users/me', {
    token,
    headers: { cookie: `refresh=${secret('cookie')}; google=${secret('another cookie')}` },
  });
  await call('POST', '/auth/refresh', {
    headers: { cookie: `adflight_refresh=${secret('refresh cookie')}` },
  });
  await call('GET', '/users/me', {
    token,
    headers: {
      referer: `https://app.example/?code=${secret('code in a referer')}`,
      'x-forwarded-authorization': secret('forwarded header'),
    },
  });
  await call('PATCH', '/users/me', {
    token,
    body: { full_name: 'Ada', card_number: secret('card', '4242424242424242') },
  });
  await call('GET', `/payments?card=${encodeURIComponent(secret('card', '5555 5555 5555 4444'))}`, { token });
  await call('GET', `/payments/${secret('card', '378282246310005')}`, { token });
  await call('GET', `/auth/google/callback?code=${secret('OAuth code')}&state=${secret('OAuth state')}`);
  await call('GET', '/auth/google');
}

/** What Stripe and the partner platform send, rightly and wrongly signed. */
async function outsiders({ whole, call, secret, canaries }: Field): Promise<void> {
  const intent = {
    id: `pi_${randomUUID()}`,
    object: 'payment_intent',
    client_secret: secret('client secret of a payment'),
  };
  const details = {
    card: { number: secret('card', '4000056655665556') },
    phone: canaries.personal('phone at Stripe', anyPhone()),
  };
  const event = {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.created',
    created: Math.floor(Date.now() / 1_000),
    data: { object: { ...intent, payment_method_details: details } },
  };
  const raw = JSON.stringify(event);
  const signature = sign(raw, WEBHOOK_SECRET, Math.floor(Date.now() / 1_000));
  expect(
    (await call('POST', '/payment/webhook', { raw, headers: { 'stripe-signature': signature } })).status,
  ).toBe(200);
  await call('POST', '/payment/webhook', {
    raw,
    headers: { 'stripe-signature': `t=1,v1=${secret('wrong signature')}` },
  });
  const seconds = Math.floor(Date.now() / 1_000);
  const said = JSON.stringify({
    id: `p_${randomUUID()}`,
    type: 'user.greeted',
    created_at: new Date().toISOString(),
    data: {
      user_id: 'p-1',
      password: secret('password at the partner'),
      session_token: secret('token at the partner'),
    },
  });
  const mac = createHmac('sha256', whole.system.env.PARTNER_WEBHOOK_SECRETS ?? '')
    .update(`${seconds}.${said}`)
    .digest('hex');
  await call('POST', '/webhooks/platform-events', {
    raw: said,
    headers: { 'x-platform-signature': `t=${seconds},v1=${mac}` },
  });
}

/** Workflows with all that they tell, and an alarm to the admins' chat. */
async function aCampaign({ whole, secret }: Field): Promise<void> {
  const { driver, admin } = whole;
  secret('access token of the admin', admin.token);
  const person: Person = await whole.advertiser();
  secret('access token of an advertiser', person.token);
  const campaign = await driver.draft(person, { name: MARKER });
  await driver.content(person, campaign.id);
  await driver.act(person, campaign.id, 'submit');
  await driver.approveMedia(admin, campaign.id);
  await driver.press(await driver.checkout(person, campaign.id), 'pay');
  await driver.until(person, campaign.id, ({ phase }) => phase === 'pending_approval');
  await driver.decide(admin, campaign.id);
  await driver.until(person, campaign.id, ({ delivery }) => delivery === 'delivering');
  const alarm = { channel: 'telegram', recipient: '-1001', subject: 'An alarm', text: 'An alarm' };
  await whole.db.delivery.create({ data: { id: randomUUID(), ...alarm } });
}
