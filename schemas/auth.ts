/** Requests and answers of registration, sign-in, sessions and passwords. */
import { z } from 'zod';
import { MAX_PASSWORD, MIN_PASSWORD } from '../domain/passwords';
import { Currency, Email, Timestamp, TimeZone, text, Uuid } from './common';
import { listing } from './lists';
import { CodeSentAnswer, PhoneBody } from './phone';

const NewPassword = z
  .string()
  .min(MIN_PASSWORD)
  .max(MAX_PASSWORD)
  .meta({ example: 'correct horse battery', format: 'password' });
const Password = z.string().min(1).max(MAX_PASSWORD).meta({ format: 'password' });

/** For the body of every route that asks for the person, not only for his token. */
export const CurrentPassword = Password.optional().meta({
  description: 'Needed by those who have one; the others must have signed in within the last ten minutes',
});
export const ProofBody = z
  .strictObject({ password: CurrentPassword })
  .meta({ id: 'ProofOfPerson' })
  .optional();

export const RegisterBody = z
  .strictObject({
    email: Email,
    password: NewPassword,
    full_name: text(200).meta({ example: 'Ada Lovelace' }),
    currency: Currency.default('USD'),
    time_zone: TimeZone.default('UTC'),
  })
  .meta({ id: 'Registration' });

/** For the body of every route that signs in. */
export const RefreshTokenIn = z.enum(['body', 'cookie']).default('body').meta({
  description:
    'Where the refresh token is kept: `cookie` for pages of ours in a browser, where no script can read it',
});

const PasswordLogin = z
  .strictObject({ email: Email, password: Password, refresh_token_in: RefreshTokenIn })
  .meta({ id: 'PasswordLogin' });

/** One or the other: both together are refused. */
export const LoginBody = z.union([PasswordLogin, PhoneBody]).meta({ id: 'Login' });

/** Longer than any token of ours; a bound for what is hashed. */
const Token = z.string().min(1).max(4_096);

/** Without a body, or without a token in it, the cookie counts. */
export const RefreshBody = z
  .strictObject({ refresh_token: Token.optional() })
  .meta({ id: 'Refresh' })
  .optional();

export const TokenAnswer = z
  .strictObject({
    access_token: z.string(),
    refresh_token: z.string().optional().meta({ description: 'Absent where it is kept in a cookie' }),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds until the access token expires', example: 1800 }),
  })
  .meta({ id: 'Tokens' });

const SecondFactorAnswer = z
  .strictObject({
    second_factor: z.literal('totp'),
    challenge: z.string().meta({ description: 'With the code of the second factor it gives the tokens' }),
  })
  .meta({ id: 'SecondFactorNeeded' });

export const SignedInAnswer = z.union([TokenAnswer, SecondFactorAnswer]).meta({ id: 'SignedIn' });
export const LoginAnswer = z
  .union([TokenAnswer, SecondFactorAnswer, CodeSentAnswer])
  .meta({ id: 'LoginAnswer' });

export const EmailBody = z.strictObject({ email: Email }).meta({ id: 'EmailAddress' });
export const MailAskedAnswer = z
  .strictObject({ message: z.string() })
  .meta({ id: 'MailAsked', description: 'The same whether or not there is anyone to write to' });

const LinkToken = z.string().min(1).max(200).meta({ description: 'From the link in the mail' });
export const LinkBody = z.strictObject({ token: LinkToken }).meta({ id: 'MailLink' });
export const ResetBody = z
  .strictObject({ token: LinkToken, password: NewPassword })
  .meta({ id: 'PasswordReset' });
export const PasswordBody = z
  .strictObject({ old_password: Password, new_password: NewPassword })
  .meta({ id: 'PasswordChange' });
export const EmailChangeBody = z
  .strictObject({
    email: Email,
    password: CurrentPassword,
  })
  .meta({ id: 'EmailChange' });

export const SessionAnswer = z
  .strictObject({
    id: Uuid,
    method: z.enum(['password', 'google', 'phone']),
    user_agent: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'The network address it was begun from' }),
    is_current: z.boolean().meta({ description: 'The one that asks' }),
    created_at: Timestamp,
    last_used_at: Timestamp.meta({ description: 'When its tokens were last renewed' }),
    expires_at: Timestamp,
  })
  .meta({ id: 'Session' });
export const Sessions = listing(SessionAnswer, { sorts: ['-last_used_at', 'created_at'] });
