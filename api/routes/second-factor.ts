/** TOTP as a second factor: set up, asked for at sign-in, taken away. */
import { ProofBody, TokenAnswer } from '../../schemas/auth';
import { IdParams } from '../../schemas/common';
import {
  ConfirmBody,
  EnrolmentAnswer,
  RecoveryCodesAnswer,
  RemoveBody,
  SecondFactorAnswer,
  SecondStepBody,
} from '../../schemas/second-factor';
import { getTotp, removeTotp, resetTotp } from '../../services/second-factor/manage';
import { confirmTotp, enrolTotp } from '../../services/second-factor/set-up';
import { signInWithCode } from '../../services/second-factor/sign-in';
import { type Route, route } from '../route';
import { keptToken, presentTokens, requirePlace } from '../signed-in';

const tag = 'Sign-in';

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/auth/totp',
    summary: 'Finish a sign-in that asks for a second factor: its challenge and a code give the tokens',
    tag,
    body: SecondStepBody,
    verb: signInWithCode,
    input(request, ctx) {
      const { body, address, headers } = request;
      requirePlace(body.refresh_token_in, request, ctx);
      return {
        challenge: body.challenge,
        code: body.code,
        address,
        userAgent: headers['user-agent'] ?? null,
      };
    },
    status: 200,
    answer: TokenAnswer,
    present: (pair, { body }) => presentTokens(pair, body.refresh_token_in),
    headers: { 'Set-Cookie': (pair, { body }, ctx) => keptToken(pair, body.refresh_token_in, ctx) },
    errors: [
      'CHALLENGE_INVALID',
      'SECOND_FACTOR_INVALID',
      'ACCOUNT_DISABLED',
      'ORIGIN_REFUSED',
      'RATE_LIMITED',
    ],
    rate: 'sign_in',
  }),
  route({
    method: 'get',
    path: '/users/me/totp',
    summary: 'Whether your sign-ins ask for a second factor',
    tag,
    verb: getTotp,
    input: () => undefined,
    status: 200,
    answer: SecondFactorAnswer,
    present: ({ isConfirmed, confirmedAt, recoveryCodesLeft }) => ({
      is_confirmed: isConfirmed,
      confirmed_at: confirmedAt?.toISOString() ?? null,
      recovery_codes_left: recoveryCodesLeft,
    }),
    errors: [],
  }),
  route({
    method: 'post',
    path: '/users/me/totp',
    summary: 'Begin to set up a second factor; this answer alone shows its secret',
    tag,
    body: ProofBody,
    verb: enrolTotp,
    input: ({ body }) => ({ password: body?.password }),
    status: 201,
    answer: EnrolmentAnswer,
    present: (enrolment) => enrolment,
    errors: ['SIGN_IN_NOT_RECENT', 'VALIDATION_FAILED', 'CONFLICT'],
    idempotent: true,
    secretAnswer: true,
    // It takes guesses at the password.
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/users/me/totp/confirm',
    summary: 'Confirm it by a first code; this answer alone shows the recovery codes',
    tag,
    body: ConfirmBody,
    verb: confirmTotp,
    input: ({ body }) => body,
    status: 200,
    answer: RecoveryCodesAnswer,
    present: (codes) => ({ recovery_codes: codes }),
    errors: ['SECOND_FACTOR_INVALID', 'RATE_LIMITED'],
    idempotent: true,
    secretAnswer: true,
  }),
  route({
    method: 'delete',
    path: '/users/me/totp',
    summary: 'Take your second factor away, by one of its codes or a recovery code',
    tag,
    body: RemoveBody,
    verb: removeTotp,
    input: ({ body }) => body,
    status: 204,
    errors: ['NOT_FOUND', 'SECOND_FACTOR_INVALID', 'RATE_LIMITED'],
  }),
  route({
    method: 'delete',
    path: '/users/{id}/totp',
    summary: 'Take away the second factor of a user who has lost it',
    tag: 'Users',
    params: IdParams,
    verb: resetTotp,
    input: ({ params }) => params,
    status: 204,
    errors: ['CONFLICT'],
  }),
];
