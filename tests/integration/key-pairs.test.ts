/** Tokens signed by a key pair: what only a public key, another algorithm or another key could make opens nothing. */
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { loadConfig } from '../../infra/config';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

jest.setTimeout(20_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(async () => {
  for (const part of open.reverse()) await part.close();
  await database.close();
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const ed25519 = generateKeyPairSync('ed25519');
const pem = (key: KeyObject) =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString();
const jwk = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }));

const env = {
  NODE_ENV: 'test',
  DATABASE_URL: 'postgresql://unused',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  JWT_SECRET: 'a secret of the tests of thirty-two characters',
  TRACKING_SECRET: 'a secret of the tests, thirty-two characters',
  ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  STRIPE_SECRET_KEY: 'sk_test_123',
  STRIPE_WEBHOOK_SECRET: 'whsec_test_123',
  BCRYPT_ROUNDS: '4',
  RATE_LIMIT_SCALE: '10000',
};

async function apiWith(changes: Record<string, string>): Promise<Api> {
  const deps = testDeps(database.db, { config: loadConfig({ ...env, ...changes }) });
  const api = await startApi(deps);
  open.push(deps, api);
  return api;
}
const isOpen = async (api: Api, token: string) => {
  const answer = await api.call('GET', '/users/me', { token });
  expectConforms(answer);
  return answer.status === 200;
};
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each([
  ['RS256', rsa, pem(rsa.privateKey)],
  ['RS256', rsa, pem(rsa.privateKey).replaceAll('\n', '\\n')],
  ['RS256', rsa, jwk(rsa.privateKey)],
  ['EdDSA', ed25519, pem(ed25519.privateKey)],
  ['EdDSA', ed25519, jwk(ed25519.privateKey)],
])('%s', (alg, pair, JWT_PRIVATE_KEY) => {
  let api: Api;
  let user: Awaited<ReturnType<Api['signIn']>>;
  beforeAll(async () => {
    api = await apiWith({ JWT_PRIVATE_KEY });
    user = await api.signIn();
  });

  test('signs tokens that open, refresh and rotate', async () => {
    expect(decode(user.token.split('.')[0])).toMatchObject({ alg, typ: 'at+jwt' });
    expect(await isOpen(api, user.token)).toBe(true);
    const body = { refresh_token: user.refresh };
    const [first, again] = [
      await api.call('POST', '/auth/refresh', { body }),
      await api.call('POST', '/auth/refresh', { body }),
    ];
    expect(again.body.refresh_token).toBe(first.body.refresh_token);
    expect(await isOpen(api, first.body.access_token)).toBe(true);
  });

  /** The user's token with another header, signed by `make`. */
  function forge(header: object, make: (content: Buffer) => Buffer): string {
    const [own, claims] = user.token.split('.');
    const content = `${encode({ ...decode(own), ...header })}.${claims}`;
    return `${content}.${make(Buffer.from(content)).toString('base64url')}`;
  }
  const hmac =
    (secret: string | Buffer, hash = 'sha256') =>
    (content: Buffer) =>
      createHmac(hash, secret).update(content).digest();
  const by = (key: KeyObject, hash: string | null) => (content: Buffer) => sign(hash, content, key);
  const hash = alg === 'RS256' ? 'sha256' : null;
  const other =
    alg === 'RS256' ? generateKeyPairSync('rsa', { modulusLength: 2_048 }) : generateKeyPairSync('ed25519');

  test('the forger’s unchanged copy is accepted', async () => {
    expect(await isOpen(api, forge({}, by(pair.privateKey, hash)))).toBe(true);
  });

  test.each<[string, () => string]>([
    ['HS256 under the public key’s PEM', () => forge({ alg: 'HS256' }, hmac(pem(pair.publicKey)))],
    [
      'HS256 under the public key’s bytes',
      () => forge({ alg: 'HS256' }, hmac(pair.publicKey.export({ type: 'spki', format: 'der' }))),
    ],
    [
      'HS256 under our own secret, which signs no tokens here',
      () => forge({ alg: 'HS256' }, hmac(env.JWT_SECRET)),
    ],
    ['none', () => forge({ alg: 'none' }, () => Buffer.alloc(0))],
    ['another key of the kind', () => forge({}, by(other.privateKey, hash))],
    [
      'another key, sent along',
      () =>
        forge(
          { jwk: createPublicKey(pem(other.publicKey)).export({ format: 'jwk' }) },
          by(other.privateKey, hash),
        ),
    ],
    [
      'a key that is to be fetched',
      () => forge({ jku: 'https://evil.example/jwks' }, by(other.privateKey, hash)),
    ],
    ['an unknown kid', () => forge({ kid: 'unknown' }, by(pair.privateKey, hash))],
    [
      'another algorithm of the same key',
      () =>
        forge(
          { alg: alg === 'RS256' ? 'RS512' : 'ES256' },
          by(pair.privateKey, alg === 'RS256' ? 'sha512' : null),
        ),
    ],
    ['a PSS signature', () => forge({ alg: 'PS256' }, by(rsa.privateKey, 'sha256'))],
    [
      'the other kind of key',
      () => forge({}, alg === 'RS256' ? by(ed25519.privateKey, null) : by(rsa.privateKey, 'sha256')),
    ],
    ['a signature that is cut', () => user.token.slice(0, -4)],
    ['the refresh token', () => user.refresh],
  ])('%s opens nothing', async (_name, make) => {
    expect(await isOpen(api, make())).toBe(false);
  });
});

describe('a change of keys', () => {
  test('from the secret to a pair and on to the next: no sign-in is lost, and each is signed anew', async () => {
    const before = await apiWith({});
    const user = await before.signIn();
    const pair = await apiWith({
      JWT_PRIVATE_KEY: pem(rsa.privateKey),
      JWT_PREVIOUS_SECRETS: env.JWT_SECRET,
    });
    expect(await isOpen(pair, user.token)).toBe(true);
    const second = await pair.call('POST', '/auth/refresh', { body: { refresh_token: user.refresh } });
    const next = await apiWith({
      JWT_PRIVATE_KEY: jwk(ed25519.privateKey),
      JWT_PUBLIC_KEYS: `${pem(generateKeyPairSync('ed25519').publicKey)}${pem(rsa.publicKey)}`,
    });
    expect(await isOpen(next, second.body.access_token)).toBe(true);
    const third = await next.call('POST', '/auth/refresh', {
      body: { refresh_token: second.body.refresh_token },
    });
    expect(decode(third.body.access_token.split('.')[0]).alg).toBe('EdDSA');
    expect(await isOpen(next, user.token)).toBe(false);
    const asSet = await apiWith({
      JWT_PRIVATE_KEY: pem(rsa.privateKey),
      JWT_PUBLIC_KEYS: JSON.stringify({ keys: [ed25519.publicKey.export({ format: 'jwk' })] }),
    });
    expect(await isOpen(asSet, third.body.access_token)).toBe(true);
  });

  test.each([
    ['rubbish', 'not a key'],
    ['a public key', pem(rsa.publicKey)],
    ['two keys', pem(rsa.privateKey) + pem(ed25519.privateKey)],
    ['a short RSA key', pem(generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey)],
    ['a curve for encryption', pem(generateKeyPairSync('x25519').privateKey)],
    ['a broken JWK', '{"kty":"OKP","d":"c2VjcmV0"}'],
  ])('%s as the private key is refused at start, without showing it', (_name, JWT_PRIVATE_KEY) => {
    const load = () => loadConfig({ ...env, JWT_PRIVATE_KEY });
    expect(load).toThrow(/JWT_PRIVATE_KEY: must be one private key/);
    try {
      load();
    } catch (error) {
      expect(String(error)).not.toContain(JWT_PRIVATE_KEY.slice(30, 60) || JWT_PRIVATE_KEY);
    }
  });
});
