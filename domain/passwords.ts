/** Which passwords are refused as trivial: the ones that every guesser tries first. */
import { commonPasswords } from './common-passwords';

/** Least length in characters (NIST 800-63B for a password beside other limits); no rules of composition. */
export const MIN_PASSWORD = 8;
/** Far above any pass phrase; keeps the work for one request bounded. */
export const MAX_PASSWORD = 256;

/** What setup guides and our own name suggest, beside what was leaked most. */
const suggested = new Set(
  `adflight adflight1 adflight123 admin1234 administrator1 adminadmin batman123 changeme1 changeme123 default1 facebook1
  football123 guest1234 hello1234 letmein123 linkedin1 p@ssword pa$$word rootroot secret123 welcome123 12341234
  123123123`.split(/\s+/),
);

/** Whether each character follows the one before it by the same step: 12345678, abcdefgh, 00000000. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, i) => code - (codes[i] ?? 0)));
  return steps.size === 1 && [...steps].every((step) => Math.abs(step) <= 1);
}

/** Why a password is refused, as a sentence; null when it may be used. */
export function passwordProblem(password: string, email: string): string | null {
  const plain = password.toLowerCase();
  const [name = ''] = email.toLowerCase().split('@');
  if (commonPasswords.has(plain) || suggested.has(plain) || isRun(plain)) {
    return 'This password is among the first that anyone would guess.';
  }
  if (plain === email.toLowerCase() || plain === name) return 'The password must not be your email address.';
  return null;
}
