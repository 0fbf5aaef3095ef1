/** Signing in with Google against a provider that forges: its ID tokens are wrong in every way that one can be. */
import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';
import { cookieOf, openBrowser } from './browser';
import { type Api, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

const CALLBACK = 'http://localhost:3000/api/v1/auth/google/callback';
const [ID, SECRET] = ['a-client-of-the-tests', 'its-secret-0123456789-0123456789'];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;
const server = new OAuth2Server();

/** What the provider says of a person (undefined: nothing), and what becomes of the token on its way; null: none is sent. */
interface Forgery {
  claims?: Record<string, unknown>;
  token?: (token: string) => string | null;
}
let forgery: Forgery = {};

// The first request of all makes the document that every answer is held against.
jest.setTimeout(30_000);

beforeAll(async () => {
  database = await freshDatabase();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  server.issuer.url = issuer;
  server.service.on('beforeTokenSigning', ({ payload }: { payload: JWTPayload }) => {
    Object.assign(payload, forgery.claims);
  });
  server.service.on('beforeResponse', (response: { body: { id_token?: string } }) => {
    const token = forgery.token?.(response.body.id_token ?? '');
    if (token === null) delete response.body.id_token;
    else if (token !== undefined) response.body.id_token = token;
  });
  const { config } = testDeps(database.db);
  const google = { GOOGLE_CLIENT_ID: ID, GOOGLE_CLIENT_SECRET: SECRET, GOOGLE_ISSUER: issuer };
  deps = testDeps(database.db, { config: { ...config, ...google } });
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await server.stop();
  await database.close();
});

/** Goes there and back; answers the error that the dashboard is told, and who was made of it. */
async function signIn({ claims, ...rest }: Forgery) {
  const email = `${randomUUID()}@example.com`;
  const said = { sub: randomUUID(), email, email_verified: true, name: 'Eve', ...claims };
  forgery = { ...rest, claims: said };
  const started = await api.call('GET', '/auth/google');
  const back = await openBrowser().signIn(started.headers.get('location') ?? '', '', CALLBACK);
  const headers = { cookie: cookieOf(started) };
  const returned = await api.call('GET', `/auth/google/callback${back.search}`, { headers });
  const finished = await api.call('POST', '/auth/google/finish', {
    body: {},
    headers: { cookie: cookieOf(returned), origin: 'https://app.example' },
  });
  const location = new URL(returned.headers.get('location') ?? '');
  return {
    error: location.searchParams.get('error'),
    signedIn: finished.status === 200,
    known: await database.db.identity.count({ where: { subject: String(said.sub) } }),
    user: await database.db.user.findUnique({ where: { email } }),
  };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** The same claims under another header and signature. */
const resigned =
  (header: object, signatureOf: (signed: string) => string, claims: object = {}) =>
  (token: string): string => {
    const content = { ...decodeJwt(token), ...claims };
    const signed = `${encode({ ...decodeProtectedHeader(token), ...header })}.${encode(content)}`;
    return `${signed}.${signatureOf(signed)}`;
  };
const anothersKey = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const byAnother = (signed: string) =>
  sign('RSA-SHA256', Buffer.from(signed), anothersKey).toString('base64url');
const bySecret = (signed: string) => createHmac('sha256', SECRET).update(signed).digest('base64url');
const now = () => Math.floor(Date.now() / 1_000);

test('what the provider says truly is believed', async () => {
  const { error, signedIn, known, user } = await signIn({});
  expect([error, signedIn, known, user?.fullName]).toEqual([null, true, 1, 'Eve']);
});

test.each<[string, Forgery]>([
  ['of another sign-in (nonce)', { claims: { nonce: 'x'.repeat(43) } }],
  ['of no sign-in (no nonce)', { claims: { nonce: undefined } }],
  ['of another issuer', { claims: { iss: 'https://accounts.google.com' } }],
  ['without an issuer', { claims: { iss: undefined } }],
  ['for another client', { claims: { aud: 'somebody-else' } }],
  ['for several, by another', { claims: { aud: [ID, 'somebody-else'], azp: 'somebody-else' } }],
  ['for nobody', { claims: { aud: undefined } }],
  ['that is over', { claims: { exp: now() - 60 } }],
  ['without an end', { claims: { exp: undefined } }],
  ['that has not begun', { claims: { nbf: now() + 600 } }],
  ['without a time of issue', { claims: { iat: undefined } }],
  ['without a subject', { claims: { sub: undefined } }],
  ['with an empty subject', { claims: { sub: '' } }],
  ['with a subject that is a number', { claims: { sub: 7 } }],
  ['without a signature (alg none)', { token: resigned({ alg: 'none' }, () => '') }],
  ['signed with our own secret (HS256)', { token: resigned({ alg: 'HS256' }, bySecret) }],
  ['signed with another’s key', { token: resigned({}, byAnother) }],
  ['signed with a key that nobody knows', { token: resigned({ kid: 'unknown' }, byAnother) }],
  [
    'changed after it was signed',
    { token: (token) => resigned({}, () => token.split('.')[2] ?? '', { sub: 'x' })(token) },
  ],
  ['with a critical extension', { token: resigned({ crit: ['exp'] }, byAnother) }],
  ['that is no token', { token: () => 'no.token' }],
  ['that is missing', { token: () => null }],
])('an ID token %s signs nobody in', async (_name, forged) => {
  const { error, signedIn, known, user } = await signIn(forged);
  expect([error, signedIn, known, user]).toEqual(['SIGN_IN_FAILED', false, 0, null]);
});

test.each<[string, Forgery]>([
  ['unverified', { claims: { email_verified: false } }],
  ['of which nothing is said', { claims: { email_verified: undefined } }],
  ['verified in words alone', { claims: { email_verified: 'true' } }],
  ['that is none', { claims: { email: 'eve' } }],
  ['that is missing', { claims: { email: undefined } }],
])('an email %s links and makes nobody', async (_name, forged) => {
  const { error, signedIn, known, user } = await signIn(forged);
  expect([error, signedIn, known, user]).toEqual(['PROVIDER_EMAIL_UNVERIFIED', false, 0, null]);
});

test('a name that is no name does no harm', async () => {
  const { error, user } = await signIn({ claims: { name: { first: 'Eve' } } });
  expect([error, user?.fullName]).toEqual([null, '']);
});

test('the same subject of another issuer is another person', async () => {
  const sub = randomUUID();
  const first = await signIn({ claims: { sub } });
  await database.db.identity.updateMany({
    where: { subject: sub },
    data: { issuer: 'https://other.example' },
  });
  const second = await signIn({ claims: { sub } });
  expect([first.signedIn, second.signedIn]).toEqual([true, true]);
  expect(second.user?.id).not.toBe(first.user?.id);
});

test('a verified email in capitals is the same email', async () => {
  const email = `${randomUUID()}@example.com`;
  await database.db.user.create({ data: { email, fullName: 'Ada', emailVerifiedAt: new Date() } });
  expect((await signIn({ claims: { email: email.toUpperCase() } })).signedIn).toBe(true);
  expect(await database.db.identity.count({ where: { user: { email } } })).toBe(1);
});
