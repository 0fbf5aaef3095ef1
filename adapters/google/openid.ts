/** Google as an OpenID provider, or another one that is configured: whom a browser that comes back from it is. */
import * as client from 'openid-client';
import { z } from 'zod';
import { HOUR } from '../../domain/time';
import type { ConfigOf } from '../../infra/config';
import { Email } from '../../schemas/common';

/** What one sign-in is bound to; its browser alone keeps it. */
export interface Flow {
  state: string;
  nonce: string;
  /** Of PKCE (RFC 7636): only its hash goes to the provider at first. */
  verifier: string;
}

export interface ProvenIdentity {
  issuer: string;
  subject: string;
  /** Null also where the provider doesn't say that it has verified it. */
  verifiedEmail: string | null;
  name: string | null;
}

/** `retry`: it is away; `ask`: our client is set up wrongly; `refused`: this answer proves nothing. */
export class OpenIdError extends Error {
  constructor(
    readonly outcome: 'retry' | 'ask' | 'refused',
    message: string,
  ) {
    super(message);
  }
}

export interface OpenIdProvider {
  /** Where the browser is sent. @throws OpenIdError */
  authorizationUrl(flow: Flow): Promise<string>;
  /** Checks what the browser brought back, against the provider and against the flow that it began. @throws OpenIdError */
  identify(answer: Readonly<Record<string, string>>, flow: Flow): Promise<ProvenIdentity>;
}

export const newFlow = (): Flow => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  verifier: client.randomPKCECodeVerifier(),
});

/** Where the provider sends the browser back to, below PUBLIC_URL. */
const CALLBACK_PATH = '/api/v1/auth/google/callback';

const TIMEOUT_SECONDS = 8;
/** The provider's addresses and keys are asked for again after this. */
const FRESH = HOUR;

function openProvider(options: {
  issuer: string;
  id: string;
  secret: string;
  callback: string;
}): OpenIdProvider {
  let known: { at: number; found: Promise<client.Configuration> } | null = null;

  /** Kept only when it succeeds: a provider that was away is asked again by the next sign-in. */
  async function discovered(): Promise<client.Configuration> {
    if (known && performance.now() - known.at < FRESH) return known.found;
    const entry = { at: performance.now(), found: discover() };
    known = entry;
    entry.found.catch(() => {
      if (known === entry) known = null;
    });
    return entry.found;
  }

  async function discover(): Promise<client.Configuration> {
    const issuer = new URL(options.issuer);
    const metadata = { [client.clockTolerance]: 10 };
    const secret = client.ClientSecretPost(options.secret);
    try {
      return await client.discovery(issuer, options.id, metadata, secret, {
        timeout: TIMEOUT_SECONDS,
        execute: [
          // The ID token comes straight from the provider over TLS; its signature is checked all the same.
          client.enableNonRepudiationChecks,
          // Configuration refuses such an issuer in production.
          ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
        ],
      });
    } catch (error) {
      const { outcome, message } = sorted(error);
      // Nobody has answered for a person yet: what is wrong with it is wrong for everyone.
      throw new OpenIdError(outcome === 'retry' ? 'retry' : 'ask', message);
    }
  }

  return {
    async authorizationUrl({ state, nonce, verifier }) {
      try {
        const url = client.buildAuthorizationUrl(await discovered(), {
          redirect_uri: options.callback,
          scope: 'openid email profile',
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return url.href;
      } catch (error) {
        throw sorted(error);
      }
    },
    async identify(answer, { state, nonce, verifier }) {
      const url = new URL(options.callback);
      url.search = new URLSearchParams(answer).toString();
      try {
        const tokens = await client.authorizationCodeGrant(await discovered(), url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return identityOf(tokens.claims());
      } catch (error) {
        throw sorted(error);
      }
    },
  };
}

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: Email.optional().catch(undefined),
  // Only the boolean: a text "false" is no proof.
  email_verified: z.literal(true).optional().catch(undefined),
  name: z.string().trim().max(200).optional().catch(undefined),
});

function identityOf(claims: unknown): ProvenIdentity {
  const { iss, sub, email, email_verified: verified, name } = Claims.parse(claims);
  return { issuer: iss, subject: sub, verifiedEmail: (verified && email) ?? null, name: name || null };
}

/** Nothing of the provider's own words is kept: they may repeat the code or a token. */
function sorted(error: unknown): OpenIdError {
  if (error instanceof OpenIdError) return error;
  if (error instanceof client.ResponseBodyError) {
    const { error: code, status } = error;
    if (code === 'invalid_client' || code === 'unauthorized_client') {
      return new OpenIdError('ask', 'The provider does not take our client id and secret.');
    }
    return new OpenIdError(status >= 500 ? 'retry' : 'refused', 'The provider refused the code.');
  }
  if (error instanceof client.AuthorizationResponseError) {
    return new OpenIdError('refused', 'The provider or the person declined.');
  }
  if (error instanceof client.WWWAuthenticateChallengeError) {
    return new OpenIdError('ask', 'The provider does not take our client id and secret.');
  }
  if (error instanceof z.ZodError || (error instanceof client.ClientError && !isAway(error.code))) {
    return new OpenIdError('refused', 'The answer is not the one to this sign-in.');
  }
  return new OpenIdError('retry', 'The provider is away, or does not answer as it should.');
}

/** Nothing came back, or with a status that none should have; every other failure of the library's has a code of its own. */
function isAway(code: string | undefined): boolean {
  return (
    code === undefined || ['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM'].includes(code)
  );
}

const opened = new WeakMap<ConfigOf<'api'>, OpenIdProvider>();

/** The provider of a configuration; null where none is set up. */
export function openIdProviderOf(config: ConfigOf<'api'>): OpenIdProvider | null {
  const { GOOGLE_CLIENT_ID: id, GOOGLE_CLIENT_SECRET: secret, GOOGLE_ISSUER: issuer, PUBLIC_URL } = config;
  if (!id || !secret) return null;
  const known = opened.get(config);
  if (known) return known;
  const provider = openProvider({ issuer, id, secret, callback: `${PUBLIC_URL}${CALLBACK_PATH}` });
  opened.set(config, provider);
  return provider;
}
