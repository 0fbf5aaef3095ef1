/** Registration, sign-in, and the way back in for who forgot his password. */
import {
  EmailBody,
  LinkBody,
  LoginAnswer,
  LoginBody,
  MailAskedAnswer,
  RefreshBody,
  RegisterBody,
  ResetBody,
  TokenAnswer,
} from '../../schemas/auth';
import { UserAnswer } from '../../schemas/users';
import { resendVerification, verifyEmail } from '../../services/auth/email';
import { login } from '../../services/auth/login';
import { logout } from '../../services/auth/logout';
import { refresh } from '../../services/auth/refresh';
import { register } from '../../services/auth/register';
import { forgotPassword, resetPassword } from '../../services/auth/reset-password';
import { type Route, route } from '../route';
import {
  broughtToken,
  forgottenToken,
  keptToken,
  placeOfBrought,
  presentSignedIn,
  presentTokens,
  requirePlace,
} from '../signed-in';
import { presentUser } from './users';

const tag = 'Sign-in';

const placeOf = (body: object & { refresh_token_in?: 'body' | 'cookie' }) => body.refresh_token_in ?? 'body';
const mailAsked = () => ({ message: 'If there is such an account, a mail is on its way.' });

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/auth/register',
    summary: 'Make an account; the owner of an email that has one already gets a mail instead',
    tag,
    body: RegisterBody,
    verb: register,
    input: ({ body, address }) => ({
      email: body.email,
      password: body.password,
      fullName: body.full_name,
      currency: body.currency,
      timeZone: body.time_zone,
      address,
    }),
    status: 201,
    answer: UserAnswer,
    present: presentUser,
    errors: [],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in by email and password, or have a code sent to a phone (202)',
    tag,
    body: LoginBody,
    verb: login,
    input(request, ctx) {
      const { body, address, headers } = request;
      requirePlace(placeOf(body), request, ctx);
      return { ...body, address, userAgent: headers['user-agent'] ?? null };
    },
    status: 200,
    isPending: ({ kind }) => kind === 'code_sent',
    answer: LoginAnswer,
    present: (output, { body }) =>
      output.kind === 'code_sent'
        ? { code_expires_in: output.codeExpiresIn }
        : presentSignedIn(output, placeOf(body)),
    headers: {
      'Set-Cookie': (output, { body }, ctx) =>
        keptToken(output.kind === 'tokens' ? output.pair : null, placeOf(body), ctx),
    },
    errors: ['BAD_CREDENTIALS', 'ACCOUNT_DISABLED', 'ORIGIN_REFUSED', 'SIGN_IN_METHOD_OFF', 'RATE_LIMITED'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/refresh',
    summary: 'Exchange a refresh token, of the body or of the cookie, for the next pair',
    tag,
    body: RefreshBody,
    verb: refresh,
    input: (request, ctx) => ({ refreshToken: broughtToken(request, ctx), address: request.address }),
    status: 200,
    answer: TokenAnswer,
    present: (pair, request) => presentTokens(pair, placeOfBrought(request)),
    headers: { 'Set-Cookie': (pair, request, ctx) => keptToken(pair, placeOfBrought(request), ctx) },
    errors: ['UNAUTHENTICATED', 'TOKEN_REUSED', 'ORIGIN_REFUSED'],
    // Nobody guesses a refresh token, and the people of an office share an address.
    rate: 'write',
  }),
  route({
    method: 'post',
    path: '/auth/logout',
    summary:
      'End a sign-in: that of the access token, and that of the refresh token of the body or the cookie',
    tag,
    body: RefreshBody,
    verb: logout,
    input: (request, ctx) => ({ refreshToken: broughtToken(request, ctx), address: request.address }),
    status: 204,
    headers: { 'Set-Cookie': (_output, _request, ctx) => forgottenToken(ctx) },
    errors: ['UNAUTHENTICATED', 'ORIGIN_REFUSED'],
    signIn: 'optional',
    rate: 'write',
  }),
  route({
    method: 'post',
    path: '/auth/forgot-password',
    summary: 'Mail a link to choose a new password',
    tag,
    body: EmailBody,
    verb: forgotPassword,
    input: ({ body }) => body,
    status: 202,
    answer: MailAskedAnswer,
    present: mailAsked,
    errors: [],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/reset-password',
    summary: 'Choose a new password by the link; every sign-in ends',
    tag,
    body: ResetBody,
    verb: resetPassword,
    input: ({ body, address }) => ({ ...body, address }),
    status: 204,
    errors: ['LINK_INVALID'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/verify-email',
    summary: 'Prove by the link that an email is yours',
    tag,
    body: LinkBody,
    verb: verifyEmail,
    input: ({ body, address }) => ({ ...body, address }),
    status: 204,
    errors: ['LINK_INVALID', 'EMAIL_TAKEN'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/verify-email/resend',
    summary: 'Mail the link that proves an email again',
    tag,
    body: EmailBody,
    verb: resendVerification,
    input: ({ body }) => body,
    status: 202,
    answer: MailAskedAnswer,
    present: mailAsked,
    errors: [],
    rate: 'sign_in',
  }),
];
