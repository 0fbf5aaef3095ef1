/** Signing in with Google: a browser goes there and comes back, and then fetches its tokens. Unlinking it, too. */
import { ProofBody, SignedInAnswer } from '../../schemas/auth';
import { FinishBody, ReturnQuery } from '../../schemas/sign-in';
import {
  FLOW_LIFETIME,
  finishGoogle,
  type Onward,
  returnFromGoogle,
  startGoogle,
} from '../../services/auth/google';
import type { Context } from '../../services/context';
import { unlinkGoogle } from '../../services/users/unlink';
import { cookie, cookieOf, requireOwnPage } from '../cookies';
import { type Route, route } from '../route';
import { keptToken, presentSignedIn } from '../signed-in';

const tag = 'Sign-in';
const COOKIE = 'google';

const onward = {
  Location: ({ location }: Onward) => location,
  // Lax: the way back is a link from the provider's site.
  'Set-Cookie': ({ cookie: value }: Onward, _request: unknown, { config }: Context) =>
    cookie(config, COOKIE, { value, seconds: FLOW_LIFETIME / 1_000, sameSite: 'Lax' }),
};

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/auth/google',
    summary: 'Go to Google to sign in: for a browser, which is sent there',
    tag,
    verb: startGoogle,
    input: () => undefined,
    status: 302,
    headers: onward,
    errors: ['SIGN_IN_METHOD_OFF'],
    rate: 'sign_in',
  }),
  route({
    method: 'get',
    path: '/auth/google/callback',
    summary:
      'Where Google sends the browser back to; it goes on to the dashboard, with `error` when it failed',
    tag,
    query: ReturnQuery,
    verb: returnFromGoogle,
    input: (request, { config }) => ({
      answer: Object.fromEntries(Object.entries(request.query).filter(([, word]) => word !== undefined)),
      cookie: cookieOf(request, COOKIE, config),
      address: request.address,
    }),
    status: 302,
    headers: onward,
    errors: ['SIGN_IN_METHOD_OFF'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/google/finish',
    summary:
      'Fetch the tokens after the return from Google: by the cookie that it left, once, within a minute',
    tag,
    body: FinishBody,
    verb: finishGoogle,
    input(request, ctx) {
      requireOwnPage(request, ctx);
      const { address, headers } = request;
      return {
        cookie: cookieOf(request, COOKIE, ctx.config),
        address,
        userAgent: headers['user-agent'] ?? null,
      };
    },
    status: 200,
    answer: SignedInAnswer,
    present: (output, { body }) => presentSignedIn(output, body.refresh_token_in),
    headers: {
      'Set-Cookie': (output, { body }, ctx) =>
        keptToken(output.kind === 'tokens' ? output.pair : null, body.refresh_token_in, ctx),
    },
    errors: ['SIGN_IN_FAILED', 'ACCOUNT_DISABLED', 'ORIGIN_REFUSED'],
    rate: 'sign_in',
  }),
  route({
    method: 'delete',
    path: '/users/me/google',
    summary: 'Unlink Google from your account: it signs in no more',
    tag: 'Users',
    body: ProofBody,
    verb: unlinkGoogle,
    input: ({ body }) => ({ password: body?.password }),
    status: 204,
    errors: ['NOT_FOUND', 'SIGN_IN_NOT_RECENT', 'VALIDATION_FAILED', 'CONFLICT'],
    rate: 'sign_in',
  }),
];
