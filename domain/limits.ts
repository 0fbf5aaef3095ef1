/** How often each thing may be asked for: the one table of rate limits, and the arithmetic of their windows. */
import { DAY, HOUR, type Instant, SECOND } from './time';

interface RateLimit {
  /** Requests that one caller may make in a window. */
  points: number;
  /** Length of the window. */
  seconds: number;
  /** Guards a guess: each point is counted by all processes at once, and nothing passes while that can't be done. */
  isStrict?: true;
  /** Never raised: how likely a guess is rests on it. */
  isFixed?: true;
}

/** Named as in the RateLimit headers. */
export const rateLimits = {
  // By class of route, of whoever is signed in: an API key, else a user
  read: { points: 1_200, seconds: 60 },
  write: { points: 600, seconds: 60 },
  // By class of route, of all API keys of a user together
  keys_read: { points: 3_600, seconds: 60 },
  keys_write: { points: 1_800, seconds: 60 },
  // By class of route, of a network address without a sign-in
  public_read: { points: 600, seconds: 60 },
  public_write: { points: 120, seconds: 60 },
  webhook: { points: 3_000, seconds: 60 },
  // Credentials that were none, of an address: guesses at tokens and keys
  refused: { points: 120, seconds: 60 },
  // Signing in: of an address, of an account's name from there, and of that name from everywhere
  sign_in: { points: 30, seconds: 60, isStrict: true },
  sign_in_account: { points: 10, seconds: 900, isStrict: true },
  sign_in_name: { points: 100, seconds: 3_600, isStrict: true },
  // Registrations of one email: each but the first sends its owner a mail
  registration: { points: 10, seconds: 86_400, isStrict: true },
  // Registrations from a network: each sends somebody a mail
  registration_network: { points: 50, seconds: 3_600, isStrict: true },
  registration_network_daily: { points: 150, seconds: 86_400, isStrict: true },
  // Deliveries of webhooks that a person asks for, tests and repeats: to an endpoint, and of a user. Each is a request to
  // an address that they name.
  webhook_asked_endpoint: { points: 60, seconds: 3_600 },
  webhook_asked_user: { points: 200, seconds: 3_600 },
  // Codes sent: to a phone (by known networks apart from strangers), and for an address and its range to any phone. Each
  // costs money and rings somewhere.
  otp_resend: { points: 1, seconds: 30, isStrict: true },
  otp_send_phone: { points: 5, seconds: 3_600, isStrict: true, isFixed: true },
  otp_send_phone_daily: { points: 20, seconds: 86_400, isStrict: true, isFixed: true },
  otp_send_address: { points: 30, seconds: 3_600, isStrict: true },
  otp_send_range: { points: 120, seconds: 3_600, isStrict: true },
  // Tries of codes: at one phone's from where none was asked for, and from an address and its range at anyone's
  otp_try_phone: { points: 50, seconds: 86_400, isStrict: true, isFixed: true },
  otp_try_address: { points: 200, seconds: 86_400, isStrict: true, isFixed: true },
  otp_try_range: { points: 400, seconds: 86_400, isStrict: true, isFixed: true },
  // Codes of a second factor: tries at one user's, by known networks apart from strangers
  totp_guess: { points: 10, seconds: 900, isStrict: true, isFixed: true },
  totp_guess_daily: { points: 50, seconds: 86_400, isStrict: true, isFixed: true },
} as const satisfies Readonly<Record<string, RateLimit>>;

export type LimitName = keyof typeof rateLimits;

/**
 * Mails that an address gets which nobody has proved to be an account's, whatever they are about: whoever made the
 * account may not own it. `within` is in milliseconds, and rolls. Not scaled.
 */
export const unprovedMails = [
  { most: 10, within: HOUR },
  { most: 30, within: DAY },
] as const;

/** The limit of this name, its points multiplied by `scale` (at least 1 is left). */
export function rateLimit(name: LimitName, scale: number): Readonly<RateLimit> {
  const limit: RateLimit = rateLimits[name];
  const factor = limit.isFixed ? Math.min(1, scale) : scale;
  return { ...limit, points: Math.max(1, Math.round(limit.points * factor)) };
}

/**
 * The window that holds `now`. Windows of one length lie end to end, so every process knows them without asking;
 * `shift` (any integer of the key's own) keeps those of all callers from ending at the same moment.
 */
export function windowAt(seconds: number, shift: number, now: Instant): { start: Instant; end: Instant } {
  const length = seconds * SECOND;
  const offset = (shift * SECOND) % length;
  const start = Math.floor((now - offset) / length) * length + offset;
  return { start, end: start + length };
}

/** The last points of a window are never reserved ahead, so that none lies idle in one process when another needs it. */
const COUNTED_ONE_BY_ONE = 400;
/** Part of the rest that one process may reserve ahead. */
const SHARE = 16;

/**
 * Points that a process takes ahead of need, to spare the shared store: no more than it has used in this window, and
 * a small share of what is left before the last ones.
 * @param taken by all processes, so far.
 * @param used by this process, so far.
 */
export function pointsAhead({ points, isStrict }: RateLimit, taken: number, used: number): number {
  if (isStrict) return 0;
  const spare = points - taken - Math.max(COUNTED_ONE_BY_ONE, points / 3);
  return Math.max(0, Math.min(used, Math.floor(spare / SHARE)));
}

/** Of `asked` points, those within the limit when the store now counts `taken` with them. Never more than the limit in sum. */
export function pointsGranted(points: number, asked: number, taken: number): number {
  return Math.min(asked, Math.max(0, points - (taken - asked)));
}
