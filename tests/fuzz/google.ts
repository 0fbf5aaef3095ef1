/** Signing in with Google, at a real OpenID provider that everyone may sign in at. */
import { randomUUID } from 'node:crypto';
import { cookieOf, openBrowser } from '../integration/browser';
import { openIdProvider } from '../integration/parts';
import { type Example, type Examples, json } from './example';
import type { Stage } from './stage';

const [ID, SECRET] = ['a-client-of-the-fuzzer', 'its-secret-0123456789-0123456789'];
const callbackOf = (publicUrl: string) => `${publicUrl}/api/v1/auth/google/callback`;

/** @returns what the system is configured with to use it. */
export async function startGoogle(publicUrl: string) {
  const { issuer, close } = await openIdProvider({ id: ID, secret: SECRET }, callbackOf(publicUrl));
  return { env: { GOOGLE_CLIENT_ID: ID, GOOGLE_CLIENT_SECRET: SECRET, GOOGLE_ISSUER: issuer }, close };
}

/** Good for a minute. */
export async function googleExamples(stage: Stage): Promise<Examples> {
  const [coming, back] = await Promise.all([door(stage), door(stage).then((found) => pass(stage, found))]);
  return {
    'GET /auth/google/callback': coming,
    'POST /auth/google/finish': {
      ...json({}),
      headers: { Cookie: back, Origin: stage.config.PUBLIC_URL },
    },
  };
}

/** He, whose email is verified, signs in with Google from now on. */
export async function linkGoogle(stage: Stage, email: string): Promise<void> {
  await pass(stage, await door(stage, email));
}

/** To the provider and back to our door. @returns the request that passes it. */
async function door({ apiUrl, config }: Stage, email = `${randomUUID()}@example.com`) {
  const begun = await fetch(`${apiUrl}/api/v1/auth/google`, { redirect: 'manual' });
  const login = `${randomUUID()}|${email}|yes`;
  const location = begun.headers.get('location') ?? '';
  const { searchParams } = await openBrowser().signIn(location, login, callbackOf(config.PUBLIC_URL));
  return {
    query: Object.fromEntries(searchParams),
    headers: { Cookie: cookieOf(begun) },
  } satisfies Example;
}

/** @returns the cookie that the tokens are fetched with. */
async function pass({ apiUrl }: Stage, { query, headers }: Awaited<ReturnType<typeof door>>) {
  const url = `${callbackOf(apiUrl)}?${new URLSearchParams(query)}`;
  const answer = await fetch(url, { headers, redirect: 'manual' });
  const location = answer.headers.get('location') ?? '';
  if (answer.status !== 302 || location.includes('error=')) {
    throw new Error(`no sign-in with Google: ${answer.status} ${location}`);
  }
  return cookieOf(answer);
}
