/** Signing in by the code that a phone was sent, and making a phone part of one's account, or no longer. */
import { ProofBody, SignedInAnswer } from '../../schemas/auth';
import { CodeSentAnswer, OtpBody } from '../../schemas/phone';
import { PhoneLinkBody, VerifyBody } from '../../schemas/sign-in';
import { UserAnswer } from '../../schemas/users';
import { verifyPhone } from '../../services/auth/phone-sign-in';
import { askPhone, linkPhone } from '../../services/users/phone';
import { unlinkPhone } from '../../services/users/unlink';
import { type Route, route } from '../route';
import { keptToken, presentSignedIn, requirePlace } from '../signed-in';
import { presentUser } from './users';

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/auth/verify',
    summary: 'Sign in by the newest code that the phone was sent; a new phone makes a new user',
    tag: 'Sign-in',
    body: VerifyBody,
    verb: verifyPhone,
    input(request, ctx) {
      const { body, address, headers } = request;
      requirePlace(body.refresh_token_in, request, ctx);
      return { phone: body.phone, otp: body.otp, address, userAgent: headers['user-agent'] ?? null };
    },
    status: 200,
    answer: SignedInAnswer,
    present: (output, { body }) => presentSignedIn(output, body.refresh_token_in),
    headers: {
      'Set-Cookie': (output, { body }, ctx) =>
        keptToken(output.kind === 'tokens' ? output.pair : null, body.refresh_token_in, ctx),
    },
    errors: ['OTP_INVALID', 'ACCOUNT_DISABLED', 'ORIGIN_REFUSED', 'RATE_LIMITED'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/users/me/phone',
    summary: 'Send a code to a phone that is to be yours',
    tag: 'Users',
    body: PhoneLinkBody,
    verb: askPhone,
    input: ({ body }) => ({ phone: body.phone, password: body.password }),
    status: 202,
    answer: CodeSentAnswer,
    present: ({ codeExpiresIn }) => ({ code_expires_in: codeExpiresIn }),
    errors: ['SIGN_IN_NOT_RECENT', 'VALIDATION_FAILED', 'SIGN_IN_METHOD_OFF', 'RATE_LIMITED'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/users/me/phone/verify',
    summary: 'Make the phone yours by the newest code that you had sent to it',
    tag: 'Users',
    body: OtpBody,
    verb: linkPhone,
    input: ({ body }) => body,
    status: 200,
    answer: UserAnswer,
    present: presentUser,
    errors: ['OTP_INVALID', 'PHONE_TAKEN', 'RATE_LIMITED'],
    rate: 'sign_in',
  }),
  route({
    method: 'delete',
    path: '/users/me/phone',
    summary: 'Unlink your phone: it signs in no more',
    tag: 'Users',
    body: ProofBody,
    verb: unlinkPhone,
    input: ({ body }) => ({ password: body?.password }),
    status: 204,
    errors: ['NOT_FOUND', 'SIGN_IN_NOT_RECENT', 'VALIDATION_FAILED', 'CONFLICT'],
    rate: 'sign_in',
  }),
];
