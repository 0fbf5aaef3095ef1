/** Whatever Stripe did not send just now is refused, and told nothing but that. */
import { createHmac } from 'node:crypto';
import { verifyWebhook } from '../../adapters/stripe/webhook';
import { BusinessError } from '../../domain/errors';

const NOW = Date.UTC(2026, 10, 21);
const SECRET = 'whsec_one';
const body = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'checkout.session.completed',
  created: 1,
  data: { object: { id: 'cs_1' } },
});

function header(options: { payload?: string; secret?: string; age?: number } = {}): string {
  const { payload = body, secret = SECRET, age = 0 } = options;
  const at = NOW / 1_000 - age;
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex')}`;
}

const verify = (raw: string | Buffer, signature: string | undefined, secrets = [SECRET]) =>
  verifyWebhook(Buffer.from(raw), signature, secrets, NOW);

test('a genuine webhook is read', () => {
  expect(verify(body, header())).toMatchObject({ id: 'evt_1', type: 'checkout.session.completed' });
});

test.each([
  ['just not too old', header({ age: 300 })],
  ['just not too far ahead', header({ age: -300 })],
  ['with a further, unknown scheme', `${header()},v0=abc`],
])('%s is accepted', (_name, signature) => {
  expect(verify(body, signature).id).toBe('evt_1');
});

test('during a rotation either secret is good', () => {
  expect(verify(body, header({ secret: 'whsec_two' }), [SECRET, 'whsec_two']).id).toBe('evt_1');
  expect(verify(body, header(), [SECRET, 'whsec_two']).id).toBe('evt_1');
});

const sent = header();
test.each<[string, string | Buffer, string | undefined]>([
  ['no signature', body, undefined],
  ['an empty signature', body, ''],
  ['a malformed signature', body, 'nonsense'],
  ['no time', body, sent.replace(/^t=\d+,/, '')],
  ['a time that is no number', body, sent.replace(/^t=\d+/, 't=now')],
  ['two times', body, `t=1,${sent}`],
  ['no scheme that we know', body, sent.replace('v1=', 'v0=')],
  ['another secret', body, header({ secret: 'whsec_other' })],
  ['an empty secret', body, header({ secret: ' ' })],
  ['one byte changed in the body', body.replace('cs_1', 'cs_2'), sent],
  ['one digit changed in the signature', body, sent.replace(/.$/, (c) => (c === '0' ? '1' : '0'))],
  ['the same JSON written anew', JSON.stringify(JSON.parse(body), null, 2), sent],
  ['a byte order mark before it', `\uFEFF${body}`, sent],
  ['bytes that are no text', Buffer.concat([Buffer.from(body), Buffer.from([0xff])]), sent],
  ['older than five minutes', body, header({ age: 301 })],
  ['more than five minutes ahead', body, header({ age: -301 })],
  ['an hour ahead', body, header({ age: -3_600 })],
  ['nothing', '', header({ payload: '' })],
  ['signed text that is no JSON', 'hello', header({ payload: 'hello' })],
  ['signed JSON that is no event', '{}', header({ payload: '{}' })],
])('%s is refused as SIGNATURE_INVALID', (_name, raw, signature) => {
  let thrown: unknown;
  try {
    verify(raw, signature);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(BusinessError);
  expect(thrown).toMatchObject({ code: 'SIGNATURE_INVALID', details: {} });
});
