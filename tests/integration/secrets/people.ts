/** Plants what people prove themselves by: passwords, tokens, links, codes, phones, second factors. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../../../bin/demo/driver';
import { loadConfig } from '../../../infra/config';
import { sealerOf } from '../../../infra/sealing';
import { appCode } from '../../fixtures/authenticator';
import { anyPhone, type Field } from './field';

interface Ada {
  email: string;
  password: string;
  token: string;
}

/** @returns the access token of a user who has been through all of it. */
export async function plantPeople(field: Field): Promise<string> {
  const ada = await passwords(field);
  await secondFactor(field, ada);
  await phones(field, ada);
  return ada.token;
}

const Tokens = z.object({ access_token: z.string(), refresh_token: z.string() });

/** What the pattern catches in a sealed message that nobody could be sent, and was not caught before. */
async function caught(
  { whole }: Field,
  recipient: string,
  pattern: RegExp,
  before: readonly string[] = [],
): Promise<string> {
  const { open } = sealerOf(loadConfig(whole.system.env));
  const found = await until(
    async () => {
      const sealed = await whole.db.delivery.findMany({
        where: { recipient, isSealed: true, text: { not: '' } },
      });
      const texts = sealed.map(({ id, text }) => open(text, `deliveries/${id}/text`));
      return texts.map((text) => pattern.exec(text)?.[1]).find((it) => it && !before.includes(it));
    },
    (it) => it !== undefined,
    () => `no sealed message to ${recipient}`,
  );
  return found ?? '';
}
const LINK = /token=([\w.-]+)/;

async function passwords(field: Field): Promise<Ada> {
  const { call, secret } = field;
  const email = `${randomUUID()}@example.com`;
  const first = secret('registered password');
  await call('POST', '/auth/register', { body: { email, password: first, full_name: 'Ada' } });
  await call('POST', '/auth/register', {
    body: { email, password: secret('password of a taken email'), full_name: 'Eve' },
  });
  await call('POST', '/auth/login', { body: { email, password: secret('wrong password') } });
  await call('POST', '/auth/login', {
    body: { email: 'nobody@example.com', password: secret('password of nobody') },
  });
  const { access_token, refresh_token } = Tokens.parse(
    (await call('POST', '/auth/login', { body: { email, password: first } })).body,
  );
  secret('access token', access_token);
  secret('refresh token', refresh_token);
  const next = Tokens.parse((await call('POST', '/auth/refresh', { body: { refresh_token } })).body);
  secret('rotated refresh token', next.refresh_token);
  secret('rotated access token', next.access_token);
  const forged = [next.refresh_token.split('.')[0], secret('payload of a forged token'), 'x'].join('.');
  expect((await call('POST', '/auth/refresh', { body: { refresh_token: forged } })).status).toBe(401);
  const link = secret('link to verify an email', await caught(field, email, LINK));
  expect((await call('POST', '/auth/verify-email', { body: { token: link } })).status).toBeLessThan(300);
  expect((await call('POST', '/auth/verify-email', { body: { token: link } })).status).toBeGreaterThan(399);
  const second = secret('changed password');
  const token = next.access_token;
  await call('POST', '/users/me/password', {
    token,
    body: { old_password: secret('wrong old password'), new_password: second },
  });
  const changed = await call('POST', '/users/me/password', {
    token,
    body: { old_password: first, new_password: second },
  });
  expect(changed.status).toBeLessThan(300);
  await call('POST', '/auth/forgot-password', { body: { email } });
  const reset = secret('link to reset a password', await caught(field, email, LINK, [link]));
  const third = secret('password after a reset');
  expect(
    (await call('POST', '/auth/reset-password', { body: { token: reset, password: third } })).status,
  ).toBeLessThan(300);
  await call('POST', '/auth/reset-password', {
    body: { token: reset, password: secret('password with a used link') },
  });
  const again = Tokens.parse((await call('POST', '/auth/login', { body: { email, password: third } })).body);
  return { email, password: third, token: secret('access token of the last sign-in', again.access_token) };
}

async function secondFactor({ call, secret }: Field, { email, password, token }: Ada) {
  const { secret: shared, uri } = z
    .object({ secret: z.string(), uri: z.string() })
    .parse((await call('POST', '/users/me/totp', { token, body: { password } })).body);
  secret('TOTP secret', shared);
  secret('otpauth address', uri);
  const code = secret('TOTP code', appCode(shared, Date.now()));
  const confirmed = await call('POST', '/users/me/totp/confirm', { token, body: { code } });
  const { recovery_codes } = z.object({ recovery_codes: z.array(z.string()) }).parse(confirmed.body);
  for (const [n, recovery] of recovery_codes.slice(0, 3).entries())
    secret(`recovery code ${n + 1}`, recovery);
  const { challenge } = z
    .object({ challenge: z.string() })
    .parse((await call('POST', '/auth/login', { body: { email, password } })).body);
  secret('challenge', challenge);
  await call('POST', '/auth/totp', { body: { challenge, code: secret('wrong second factor') } });
  const [used = ''] = recovery_codes;
  const signedIn = await call('POST', '/auth/totp', { body: { challenge, code: used } });
  secret('access token after two factors', Tokens.parse(signedIn.body).access_token);
}

async function phones(field: Field, { token, password }: Ada): Promise<void> {
  const { call, secret, canaries } = field;
  const phone = canaries.personal('phone that signs in', anyPhone());
  expect((await call('POST', '/auth/login', { body: { phone } })).status).toBe(202);
  const otp = secret('OTP', await caught(field, phone, /\b(\d{6})\b/));
  await call('POST', '/auth/verify', { body: { phone, otp: otp === '000000' ? '000001' : '000000' } });
  const signedIn = await call('POST', '/auth/verify', { body: { phone, otp } });
  secret('access token of a phone', Tokens.parse(signedIn.body).access_token);
  const impossible = canaries.personal('impossible phone', '+499912345678901234');
  expect((await call('POST', '/auth/login', { body: { phone: impossible } })).status).toBe(422);
  await call('GET', `/users?phone=${encodeURIComponent(canaries.personal('phone in a query', anyPhone()))}`, {
    token,
  });
  await call('POST', `/users/me/phone`, {
    token,
    body: { phone: canaries.personal('phone to link', anyPhone()), password },
  });
}
