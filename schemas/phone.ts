/** Phones and the codes sent to them, on the wire. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { CODE_DIGITS } from '../domain/one-time-codes';

/** Digits, and what people write between them: the library would also take extensions and the digits of other scripts. */
const WRITTEN = /^\+[0-9][0-9 ().-]{5,30}$/;

const numberOf = (written: string) => parsePhoneNumberFromString(written, { extract: false });

/** Kept as E.164, so that one phone is one account however it is written. */
export const Phone = z
  .string()
  .regex(WRITTEN, 'Must be an international number: +, country and number.')
  .refine((written) => numberOf(written)?.isPossible() ?? false, 'There is no such number.')
  .transform((written): string => numberOf(written)?.number ?? written)
  .meta({ format: 'phone', example: '+14155552671' });

export const Otp = z
  .string()
  .regex(new RegExp(`^[0-9]{${CODE_DIGITS}}$`), `Must have ${CODE_DIGITS} digits.`)
  .meta({ example: '123456' });

export const PhoneBody = z.strictObject({ phone: Phone }).meta({ id: 'PhoneNumber' });
export const OtpBody = z.strictObject({ otp: Otp }).meta({ id: 'OneTimeCode' });

export const CodeSentAnswer = z
  .strictObject({
    code_expires_in: z.int().meta({ description: 'Seconds until the code expires', example: 300 }),
  })
  .meta({ id: 'CodeSent' });
