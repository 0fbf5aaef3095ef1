/** Signing in with Google: to the provider and back, then the browser fetches its tokens. No token is ever in an address. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Flow,
  newFlow,
  OpenIdError,
  type OpenIdProvider,
  openIdProviderOf,
} from '../../adapters/google/openid';
import { BusinessError, type ErrorCode } from '../../domain/errors';
import { MINUTE } from '../../domain/time';
import { SealBroken, sealerOf } from '../../infra/sealing';
import { inTransaction } from '../../store/transaction';
import type { Context } from '../context';
import { publicVerb } from '../verb';
import { userOfIdentity } from './identity';
import { type SignedIn, signIn } from './sign-in';

/** How long a person may take at the provider. */
export const FLOW_LIFETIME = 10 * MINUTE;
/** How long a browser that is back may take to fetch its tokens. */
const RETURN_LIFETIME = MINUTE;

const FlowCookie = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), until: z.int() });
const ReturnCookie = z.object({ returned: z.uuid() });

/** Where the browser goes next, and what it keeps until then: sealed, for it alone. */
export interface Onward {
  location: string;
  cookie: string;
}

/** @throws SIGN_IN_METHOD_OFF, UNAVAILABLE */
export const startGoogle = publicVerb<undefined, Onward>(async (ctx) => {
  const flow = newFlow();
  const location = await heard(ctx, providerOf(ctx).authorizationUrl(flow));
  return { location, cookie: seal(ctx, { ...flow, until: ctx.now() + FLOW_LIFETIME }) };
});

interface Back {
  /** What the provider put into the address. */
  answer: Readonly<Record<string, string>>;
  cookie: string | null;
  address: string;
}

/**
 * The browser is back: whatever came of it, it is sent on to the dashboard, which shows an error by its code.
 * @throws SIGN_IN_METHOD_OFF; UNAVAILABLE and OUTCOME_UNKNOWN, which a reload of the page may mend.
 */
export const returnFromGoogle = publicVerb<Back, Onward>(async (ctx, back) => {
  const location = `${ctx.config.PUBLIC_URL}/sign-in/google`;
  try {
    return { location, cookie: seal(ctx, { returned: await identify(ctx, back) }) };
  } catch (error) {
    if (!(error instanceof BusinessError) || !told.has(error.code)) throw error;
    return { location: `${location}?error=${error.code}`, cookie: '' };
  }
});

const told: ReadonlySet<ErrorCode> = new Set([
  'SIGN_IN_FAILED',
  'ACCOUNT_DISABLED',
  'PROVIDER_EMAIL_UNVERIFIED',
  'EMAIL_NOT_VERIFIED',
]);

/** @returns the id of what the browser exchanges for its tokens, once. */
async function identify(ctx: Context, { answer, cookie, address }: Back): Promise<string> {
  const provider = providerOf(ctx);
  const flow = open(ctx, FlowCookie, cookie);
  if (!flow || flow.until < ctx.now()) throw new BusinessError('SIGN_IN_FAILED');
  const proven = await heard(ctx, provider.identify(answer, flow));
  return inTransaction(ctx.db, async (tx) => {
    const userId = await userOfIdentity(tx, ctx, proven, address);
    const at = ctx.now();
    const row = { purpose: 'google', target: proven.subject, userId, address, codeHash: '' };
    const times = { createdAt: new Date(at), expiresAt: new Date(at + RETURN_LIFETIME) };
    const { id } = await tx.verificationCode.create({ data: { id: randomUUID(), ...row, ...times } });
    return id;
  });
}

interface Fetch {
  cookie: string | null;
  address: string;
  userAgent: string | null;
}

/** Exchanges what the return left with the browser for its tokens, once. @throws SIGN_IN_FAILED, ACCOUNT_DISABLED */
export const finishGoogle = publicVerb<Fetch, SignedIn>(async (ctx, { cookie, address, userAgent }) => {
  const id = open(ctx, ReturnCookie, cookie)?.returned;
  if (id === undefined) throw new BusinessError('SIGN_IN_FAILED');
  const now = new Date(ctx.now());
  const [used] = await ctx.db.verificationCode.updateManyAndReturn({
    where: { id, purpose: 'google', usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (!used?.userId) throw new BusinessError('SIGN_IN_FAILED');
  return signIn(ctx, { id: used.userId }, { method: 'google', address, userAgent });
});

function providerOf({ config }: Context): OpenIdProvider {
  const provider = openIdProviderOf(config);
  if (!provider) throw new BusinessError('SIGN_IN_METHOD_OFF');
  return provider;
}

/** @throws SIGN_IN_FAILED, UNAVAILABLE */
async function heard<T>({ log }: Context, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof OpenIdError)) throw error;
    const { outcome, message: failure } = error;
    log[outcome === 'ask' ? 'error' : 'info']({ outcome, failure }, 'no sign-in by the provider');
    if (outcome === 'refused') throw new BusinessError('SIGN_IN_FAILED');
    throw new BusinessError('UNAVAILABLE', { retryAfterSeconds: 5 });
  }
}

const PLACE = 'cookies/google/flow';

function seal({ config }: Context, content: (Flow & { until: number }) | { returned: string }): string {
  return sealerOf(config).seal(JSON.stringify(content), PLACE);
}

/** Null for a cookie that is missing, forged, or of another step. */
function open<T>({ config }: Context, shape: z.ZodType<T>, cookie: string | null): T | null {
  if (!cookie) return null;
  try {
    return shape.safeParse(JSON.parse(sealerOf(config).open(cookie, PLACE))).data ?? null;
  } catch (error) {
    if (error instanceof SealBroken) return null;
    throw error;
  }
}
