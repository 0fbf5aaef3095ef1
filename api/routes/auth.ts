/** Registration and sign-in. */
import { LoginBody, RefreshBody, RegisterBody, TokenAnswer } from '../../schemas/auth';
import { UserAnswer } from '../../schemas/users';
import { login } from '../../services/auth/login';
import { logout } from '../../services/auth/logout';
import { refresh } from '../../services/auth/refresh';
import { register } from '../../services/auth/register';
import type { TokenPair } from '../../services/auth/tokens';
import { type Route, route } from '../route';
import { presentUser } from './users';

const tag = 'Sign-in';

function presentTokens({ accessToken, refreshToken, expiresIn }: TokenPair) {
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'bearer' as const,
    expires_in: expiresIn,
  };
}

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/auth/register',
    summary: 'Make an account with a house and a sandbox ad account',
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
    errors: ['EMAIL_TAKEN'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/login',
    summary: 'Sign in by email and password',
    tag,
    body: LoginBody,
    verb: login,
    input: ({ body, address, headers }) => ({ ...body, address, userAgent: headers['user-agent'] ?? null }),
    status: 200,
    answer: TokenAnswer,
    present: presentTokens,
    errors: ['BAD_CREDENTIALS', 'ACCOUNT_DISABLED'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/refresh',
    summary: 'Exchange a refresh token for the next pair',
    tag,
    body: RefreshBody,
    verb: refresh,
    input: ({ body, address }) => ({ refreshToken: body.refresh_token, address }),
    status: 200,
    answer: TokenAnswer,
    present: presentTokens,
    errors: ['UNAUTHENTICATED', 'TOKEN_REUSED'],
    rate: 'sign_in',
  }),
  route({
    method: 'post',
    path: '/auth/logout',
    summary: 'End this sign-in',
    tag,
    verb: logout,
    input: () => undefined,
    status: 204,
    errors: [],
  }),
];
