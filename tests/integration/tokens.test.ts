/** No token but ours, of the right type, unexpired and of a living sign-in, opens anything. */
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { tokensOf } from '../../infra/tokens';
import { expectConforms } from './conforms';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
let user: Awaited<ReturnType<Api['signIn']>>;

beforeAll(async () => {
  database = await freshDatabase();
  deps = testDeps(database.db);
  api = await startApi(deps);
  user = await api.signIn();
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The user's own token, its header and claims changed, signed again with our secret unless another is given. */
function forge({ header = {}, claims = {}, secret = deps.config.JWT_SECRET, hash = 'sha256' } = {}): string {
  const [h, c] = user.token.split('.');
  const content = `${encode({ ...decode(h), ...header })}.${encode({ ...decode(c), ...claims })}`;
  return `${content}.${createHmac(hash, secret).update(content).digest('base64url')}`;
}
const now = () => Math.floor(Date.now() / 1_000);

/** The same request, so that each row of the table proves that it fails for its own reason alone. */
test('the forger’s unchanged copy is accepted', async () => {
  expect((await api.call('GET', '/users/me', { token: forge() })).status).toBe(200);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const forgeries: [string, () => string | Promise<string>][] = [
  ['nothing at all', () => ''],
  ['not a token', () => 'hello'],
  ['three dots', () => '...'],
  ['no signature', () => `${user.token.split('.').slice(0, 2).join('.')}.`],
  ['alg none', () => forge({ header: { alg: 'none' } })],
  [
    'alg none without a signature',
    () =>
      `${forge({ header: { alg: 'none' } })
        .split('.')
        .slice(0, 2)
        .join('.')}.`,
  ],
  ['alg NONE', () => forge({ header: { alg: 'NONE' } })],
  ['alg HS512', () => forge({ header: { alg: 'HS512' }, hash: 'sha512' })],
  ['alg HS384 over an HS256 signature', () => forge({ header: { alg: 'HS384' } })],
  [
    'RS256 with a key of its own',
    () =>
      new SignJWT(decode(user.token.split('.')[1]))
        .setProtectedHeader({ ...decode(user.token.split('.')[0]), alg: 'RS256' })
        .sign(rsa.privateKey),
  ],
  [
    'a key in the header',
    () => forge({ header: { jwk: { kty: 'oct', k: encode('my key') } }, secret: 'my key' }),
  ],
  ['another secret', () => forge({ secret: 'x'.repeat(40) })],
  ['an empty secret', () => forge({ secret: '' })],
  ['an unknown kid', () => forge({ header: { kid: 'unknown' } })],
  ['a kid that is a path', () => forge({ header: { kid: '../../dev/null' }, secret: '' })],
  ['no kid', () => forge({ header: { kid: undefined } })],
  ['a refresh token', () => user.refresh],
  ['the typ of a refresh token', () => forge({ header: { typ: 'rt+jwt' } })],
  ['a plain JWT', () => forge({ header: { typ: 'JWT' } })],
  ['no typ', () => forge({ header: { typ: undefined } })],
  ['type refresh under typ at+jwt', () => forge({ claims: { type: 'refresh' } })],
  ['no type', () => forge({ claims: { type: undefined } })],
  ['another issuer', () => forge({ claims: { iss: 'https://evil.example' } })],
  ['another audience', () => forge({ claims: { aud: 'another-api' } })],
  ['no audience', () => forge({ claims: { aud: undefined } })],
  ['expired', () => forge({ claims: { exp: now() - 1 } })],
  ['no expiry', () => forge({ claims: { exp: undefined } })],
  ['an expiry that is no number', () => forge({ claims: { exp: '9999999999' } })],
  ['not valid yet', () => forge({ claims: { nbf: now() + 60 } })],
  ['no subject', () => forge({ claims: { sub: undefined } })],
  ['a subject that is no id', () => forge({ claims: { sub: "' OR 1=1 --" } })],
  ['another user’s subject', async () => forge({ claims: { sub: (await api.signIn('admin')).id } })],
  ['no session', () => forge({ claims: { sid: undefined } })],
  ['an unknown session', () => forge({ claims: { sid: randomUUID() } })],
  ['a critical header that we do not know', () => forge({ header: { crit: ['exp'], exp: now() + 9 } })],
  [
    'changed claims under the old signature',
    () => {
      const [header, claims, signature] = user.token.split('.');
      return [header, encode({ ...decode(claims), role: 'admin' }), signature].join('.');
    },
  ],
];

test.each(forgeries)('%s is 401', async (_name, make) => {
  const answer = await api.call('GET', '/users/me', { token: await make() });
  expectConforms(answer);
  expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED']);
});

test('a token in any other place opens nothing', async () => {
  const { token } = user;
  const answers = await Promise.all([
    api.call('GET', '/users/me', { headers: { authorization: `Basic ${token}` } }),
    api.call('GET', '/users/me', { headers: { authorization: token } }),
    api.call('GET', '/users/me', { headers: { cookie: `access_token=${token}` } }),
    api.call('GET', `/users/me?access_token=${token}`),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
});

test.each<[string, () => string]>([
  ['an access token', () => user.token],
  ['rubbish', () => 'rubbish'],
  [
    'another secret',
    () => forge({ header: { typ: 'rt+jwt' }, claims: { type: 'refresh' }, secret: 'x'.repeat(40) }),
  ],
])('%s refreshes nothing and ends nothing', async (_name, make) => {
  const answer = await api.call('POST', '/auth/refresh', { body: { refresh_token: make() } });
  expectConforms(answer);
  expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect((await api.call('GET', '/users/me', { token: user.token })).status).toBe(200);
});

test('after a change of secrets old tokens are read and new ones are signed anew', async () => {
  const rotated = testDeps(database.db, {
    config: {
      ...deps.config,
      JWT_SECRET: 'the next secret, at least thirty-two characters',
      JWT_PREVIOUS_SECRETS: [deps.config.JWT_SECRET],
    },
  });
  const next = await startApi(rotated);
  const own = await api.signIn();
  expect((await next.call('GET', '/users/me', { token: own.token })).status).toBe(200);
  const { body } = await next.call('POST', '/auth/refresh', { body: { refresh_token: own.refresh } });
  expect((await next.call('GET', '/users/me', { token: body.access_token })).status).toBe(200);
  expect((await api.call('GET', '/users/me', { token: body.access_token })).status).toBe(401);
  await next.close();
  await rotated.close();
});

test('tokens say no more than who, which sign-in, and until when', async () => {
  const claims = decode(user.token.split('.')[1]);
  expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub', 'type']);
  expect(claims.exp - claims.iat).toBe(1_800);
  const refresh = decode(user.refresh.split('.')[1]);
  expect(refresh.exp - refresh.iat).toBe(7 * 86_400);
  const subject = { userId: claims.sub, sessionId: claims.sid };
  await expect(tokensOf(deps.config).verify('access', user.token, Date.now())).resolves.toEqual(subject);
});
