/** Requests and answers of the second factor. */
import { z } from 'zod';
import { RefreshTokenIn } from './auth';
import { Timestamp } from './common';

const AppCode = z
  .string()
  .regex(/^\d{6}$/)
  .meta({ description: 'Of the authenticator app', example: '123456' });
/** Of the app, or a recovery code; spaces and dashes are for the eye. */
const AnyCode = z
  .string()
  .trim()
  .min(6)
  .max(64)
  .meta({ description: 'Of the authenticator app, or a recovery code', example: '123456' });

export const ConfirmBody = z.strictObject({ code: AppCode }).meta({ id: 'SecondFactorConfirmation' });
export const RemoveBody = z.strictObject({ code: AnyCode }).meta({ id: 'SecondFactorRemoval' });
export const SecondStepBody = z
  .strictObject({
    challenge: z
      .string()
      .min(1)
      .max(1_024)
      .meta({ description: 'From the first step; good for five minutes' }),
    code: AnyCode,
    refresh_token_in: RefreshTokenIn,
  })
  .meta({ id: 'SecondStep' });

export const EnrolmentAnswer = z
  .strictObject({
    secret: z.string().meta({ description: 'Base32, for those who type it; shown this once' }),
    uri: z.string().meta({ description: 'otpauth:// address, for a QR code' }),
  })
  .meta({ id: 'SecondFactorEnrolment' });
export const RecoveryCodesAnswer = z
  .strictObject({
    recovery_codes: z.array(z.string()).meta({ description: 'Each counts once; shown this once' }),
  })
  .meta({ id: 'RecoveryCodes' });
export const SecondFactorAnswer = z
  .strictObject({
    is_confirmed: z.boolean().meta({ description: 'Whether sign-ins ask for a code' }),
    confirmed_at: Timestamp.nullable(),
    recovery_codes_left: z.int(),
  })
  .meta({ id: 'SecondFactor' });
