/** Requests and answers of registration and sign-in. */
import { z } from 'zod';
import { MAX_PASSWORD, MIN_PASSWORD } from '../domain/passwords';
import { Currency, Email, TimeZone, text } from './common';

export const RegisterBody = z
  .strictObject({
    email: Email,
    password: z.string().min(MIN_PASSWORD).max(MAX_PASSWORD).meta({ example: 'correct horse battery' }),
    full_name: text(200).meta({ example: 'Ada Lovelace' }),
    currency: Currency.default('USD'),
    time_zone: TimeZone.default('UTC'),
  })
  .meta({ id: 'Registration' });

export const LoginBody = z
  .strictObject({ email: Email, password: z.string().min(1).max(MAX_PASSWORD) })
  .meta({ id: 'Login' });

/** Longer than any token of ours; a bound for what is hashed. */
const Token = z.string().min(1).max(4_096);

export const RefreshBody = z.strictObject({ refresh_token: Token }).meta({ id: 'Refresh' });

export const TokenAnswer = z
  .strictObject({
    access_token: z.string(),
    refresh_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds until the access token expires', example: 1800 }),
  })
  .meta({ id: 'Tokens' });
