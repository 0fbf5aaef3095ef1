/** Time-based one-time codes (RFC 6238) as every authenticator app knows them: SHA-1, six digits, a step of 30 s. */
import { Secret, TOTP } from 'otpauth';
import { type Instant, SECOND } from '../domain/time';

const STEP_SECONDS = 30;
/** RFC 4226, section 4: 160 bits. */
const SECRET_BYTES = 20;
/** Steps before and after the present one: clocks differ, and typing takes a while (RFC 6238, section 5.2). */
const WINDOW = 1;

/** A new secret, in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The `otpauth://` address that an authenticator app takes from a QR code. */
export function totpUri(secret: string, label: string): string {
  return totpOf(secret, label).toString();
}

/** The time step whose code this is, within one of `now`; null when it is none's. */
export function totpStep(secret: string, code: string, now: Instant): number | null {
  // The library compares bytes, and throws at digits of another script.
  if (!/^[0-9]{6}$/.test(code)) return null;
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / (STEP_SECONDS * SECOND)) + delta;
}

function totpOf(secret: string, label = ''): TOTP {
  const rules = { algorithm: 'SHA1', digits: 6, period: STEP_SECONDS };
  return new TOTP({ ...rules, issuer: 'Adflight', label, secret: Secret.fromBase32(secret) });
}
