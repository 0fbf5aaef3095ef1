/** The one table of business errors: code → HTTP status and the sentence a person reads. */
export const errorTable = {
  // The request itself
  MALFORMED_JSON: [400, 'The request body is not valid JSON.'],
  MALFORMED_ID: [400, 'An id in the address is not a valid UUID.'],
  IDEMPOTENCY_KEY_INVALID: [400, 'The Idempotency-Key must be 1 to 255 visible characters.'],
  UNAUTHENTICATED: [401, 'Sign in, or send a valid token.'],
  BAD_CREDENTIALS: [401, 'The email or the password is wrong.'],
  CHALLENGE_INVALID: [401, 'This sign-in took too long or was not begun here: begin it again.'],
  SECOND_FACTOR_INVALID: [422, 'The code is wrong or was used before.'],
  OTP_INVALID: [401, 'The code is wrong, too old or was used: ask for a new one.'],
  SIGN_IN_FAILED: [401, 'The provider did not confirm who you are: start the sign-in again.'],
  TOKEN_REUSED: [401, 'This refresh token was used before; its sessions have been ended. Sign in again.'],
  SIGNATURE_INVALID: [400, 'The webhook signature is missing, wrong, too old or in the future.'],
  TWO_CREDENTIALS: [400, 'Send a token or an API key, not both.'],
  ORIGIN_REFUSED: [403, 'Sign-in cookies are only for pages of our own.'],
  FORBIDDEN: [403, 'Your role does not allow this.'],
  API_KEY_REFUSED: [403, 'This takes a sign-in, not an API key.'],
  API_KEY_SCOPE: [403, 'The API key does not have the scope for this.'],
  PROVIDER_EMAIL_UNVERIFIED: [
    403,
    'The provider has not verified your email: do so there, or sign in another way.',
  ],
  SIGN_IN_NOT_RECENT: [
    403,
    'Your sign-in is too old for this: sign in again, and repeat it within ten minutes.',
  ],
  ACCOUNT_DISABLED: [403, 'This account has been disabled.'],
  PLAN_LIMIT_REACHED: [403, 'Your plan does not allow more of these.'],
  NOT_FOUND: [404, 'There is no such thing, or it is not yours.'],
  SIGN_IN_METHOD_OFF: [404, 'This way to sign in is not set up here.'],
  HEADERS_TOO_LARGE: [431, 'The address or the headers of the request are too long.'],
  REQUEST_TIMEOUT: [408, 'The request took too long to come in.'],
  RANGE_NOT_SATISFIABLE: [416, 'The file has no such part.'],
  MALFORMED_REQUEST: [400, 'This is not an HTTP request that can be understood.'],
  METHOD_NOT_ALLOWED: [405, 'This address does not take that method.'],
  CONFLICT: [409, 'This is already so, or something else is in the way.'],
  EMAIL_TAKEN: [409, 'An account with this email exists.'],
  PHONE_TAKEN: [409, 'An account with this phone exists.'],
  EMAIL_NOT_VERIFIED: [
    409,
    'An account with this email exists, but nobody has proved yet whose email it is: sign in to it and verify it first.',
  ],
  IDEMPOTENCY_IN_PROGRESS: [409, 'A request with this Idempotency-Key is still running.'],
  IDEMPOTENCY_KEY_REUSED: [422, 'This Idempotency-Key was used with another body.'],
  VERSION_CONFLICT: [409, 'It was changed meanwhile: read it again.'],
  PAYLOAD_TOO_LARGE: [413, 'The request is too large.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'This content type is not accepted here.'],
  LINK_INVALID: [422, 'This link is not valid, too old or was used: ask for a new one.'],
  VALIDATION_FAILED: [422, 'Some fields are not valid.'],
  RATE_LIMITED: [429, 'Too many requests: wait and try again.'],
  UNAVAILABLE: [
    503,
    'A part of the system is away for the moment. Repeating with the same Idempotency-Key is safe.',
  ],
  OUTCOME_UNKNOWN: [
    503,
    'The request was sent on but its answer was lost. Repeating with the same Idempotency-Key is safe.',
  ],
  INTERNAL: [500, 'Something went wrong on our side.'],
  // Campaigns
  WRONG_PHASE: [409, 'The campaign does not allow this in its present phase.'],
  BUSY: [409, 'The campaign is in the middle of a step: try again in a moment.'],
  CAMPAIGN_CLOSED: [409, 'The campaign is over.'],
  CAMPAIGN_STUCK: [
    503,
    'A fault of ours keeps this campaign from going on. It is found by itself and mended by people; repeating with the same Idempotency-Key is safe.',
  ],
  STALE_REVIEW: [409, 'The revision changed since you looked: read it again.'],
  MEDIA_NOT_IN_REVIEW: [409, 'This media item is not waiting for a decision.'],
  NOTHING_TO_SERVE: [422, 'Add at least one creative with media or text that the channel can serve.'],
  NOT_HELD: [409, 'There is no hold on this campaign that you can lift so.'],
  NOTHING_DUE: [409, 'Nothing is due on this campaign.'],
  PAYMENT_PROCESSING: [409, 'A payment is being processed by the bank: wait for its result.'],
  FLIGHT_OVER: [409, 'The flight is over: choose new dates first.'],
  BUDGET_BELOW_DELIVERED: [422, 'The budget cannot go below what was delivered or is about to be.'],
  BUDGET_CEILING: [422, 'The budget would pass the ceiling that the advertiser set.'],
  QUOTE_EXPIRED: [409, 'The quote is no longer valid: ask for a new one.'],
  QUOTE_MISMATCH: [422, 'The quote was made for another configuration.'],
  CHANNEL_UNAVAILABLE: [422, 'Campaigns cannot run on this kind of ad account yet.'],
  OPTIMIZATION_STALE: [409, 'The campaign changed since this optimization was computed.'],
  // Payments
  AMOUNT_NOT_CHARGEABLE: [422, 'The payment provider does not take a payment of this amount.'],
  PAYMENT_DISPUTED: [409, 'The payment is disputed: it cannot be refunded until the bank decides.'],
  REFUND_TOO_LARGE: [422, 'The refund is larger than what is left of the payment.'],
  INSUFFICIENT_FUNDS: [409, 'The balance is too low.'],
  CARD_DECLINED: [409, 'The card was declined.'],
  PROVIDER_REFUSED: [502, 'The payment provider refused the request.'],
  // Media
  MEDIA_BROKEN: [422, 'The file is damaged or cut off.'],
  MEDIA_UNSAFE: [422, 'The file holds more than a picture or a video.'],
  MEDIA_DIMENSIONS: [422, 'The picture or video is too large in pixels or too long.'],
  MEDIA_TOO_COMPLEX: [422, 'Reading the file takes too much time or memory.'],
  MEDIA_TOO_LARGE: [413, 'The file is too large.'],
  MEDIA_TYPE: [415, 'Only JPEG, PNG, WebP, GIF, MP4 and WebM are accepted.'],
  // Pricing
  UNKNOWN_REGION: [422, 'We know no such region.'],
  UNKNOWN_INDUSTRY: [422, 'We know no such industry.'],
  PROMO_INVALID: [422, 'The promotion code is unknown, used up or not valid now.'],
  // Reservations found again under another body
  CAMPAIGN_EXISTS: [422, 'A campaign with this id or key exists with another body.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ErrorCode = keyof typeof errorTable;

/** One invalid field: a JSON pointer into the request, and a sentence. */
export interface FieldError {
  path: string;
  message: string;
}

/** Extra members of a problem document (RFC 9457); plain JSON, never a secret. */
export interface ErrorDetails {
  detail?: string;
  errors?: FieldError[];
  retryAfterSeconds?: number;
  [member: string]: unknown;
}

/** The one error of the business. The same code crosses adapter, activity, workflow, update and HTTP. */
export class BusinessError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
  ) {
    super(details.detail ?? errorTable[code][1]);
    this.name = 'BusinessError';
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorTable, value);
}

/** Seconds before a repeat, where a part that is away did not say when it may be back. */
const AWAY_FOR = 5;

/** Whole seconds to wait before a repeat; undefined where waiting alone changes nothing. Every 503 names some. */
export function retryAfter({ code, details }: BusinessError): number | undefined {
  const seconds = details.retryAfterSeconds ?? (errorTable[code][0] === 503 ? AWAY_FOR : undefined);
  return seconds === undefined ? undefined : Math.ceil(seconds);
}
