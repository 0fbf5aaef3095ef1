/** Requests of the ways to sign in beside the password: a code from a phone, and a return from Google. */
import { z } from 'zod';
import { CurrentPassword, RefreshTokenIn } from './auth';
import { Otp, Phone } from './phone';

export const VerifyBody = z
  .strictObject({ phone: Phone, otp: Otp, refresh_token_in: RefreshTokenIn })
  .meta({ id: 'PhoneSignIn' });

export const PhoneLinkBody = z
  .strictObject({ phone: Phone, password: CurrentPassword })
  .meta({ id: 'PhoneToLink' });

/** What OAuth 2.0 and RFC 9207 put into the address; a provider adds words of its own, which are left aside. */
const word = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[ -~]*$/)
    .optional();
export const ReturnQuery = z.object({
  code: word(2_048),
  state: word(512),
  iss: word(512),
  error: word(512),
  error_description: word(512),
});

export const FinishBody = z
  .strictObject({ refresh_token_in: RefreshTokenIn })
  .meta({ id: 'GoogleSignInFinish' });
