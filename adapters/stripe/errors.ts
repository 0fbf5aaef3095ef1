/** Sorts what Stripe's client throws: try again, wait, look first what happened, or give up. */
import Stripe from 'stripe';
import type { ErrorCode } from '../../domain/errors';
import { MINUTE, SECOND } from '../../domain/time';

/**
 * retry: the same call under the same key is safe and may succeed. wait: as retry, but not before `waitMs`.
 * ask: this key will answer so for ever; look at Stripe what was done before another key is used.
 * give_up: Stripe refuses, and will again.
 */
export type Remedy = 'retry' | 'wait' | 'ask' | 'give_up';

export interface StripeFailure {
  remedy: Remedy;
  code: ErrorCode;
  /** For logs and operators: Stripe's code and request id, never what was sent. */
  message: string;
  waitMs?: number;
}

const refusals: Readonly<Record<string, ErrorCode>> = {
  amount_too_small: 'AMOUNT_NOT_CHARGEABLE',
  amount_too_large: 'AMOUNT_NOT_CHARGEABLE',
  charge_disputed: 'PAYMENT_DISPUTED',
  charge_already_refunded: 'REFUND_TOO_LARGE',
  resource_missing: 'NOT_FOUND',
};

/** Null for what Stripe did not say: a bug of ours. */
export function sortStripeError(error: unknown): StripeFailure | null {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) return null;
  const named = [error.type, error.code, error.requestId].filter(Boolean).join(' ');
  const message = `Stripe: ${named}`;
  if (error instanceof errors.StripeConnectionError) return { remedy: 'retry', code: 'UNAVAILABLE', message };
  if (error instanceof errors.StripeRateLimitError)
    return { remedy: 'wait', code: 'UNAVAILABLE', message, waitMs: retryAfter(error.headers) };
  // A wrong or revoked key is mended by a person: what was asked must not be lost until then.
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { remedy: 'wait', code: 'UNAVAILABLE', message, waitMs: MINUTE };
  if (error instanceof errors.StripeIdempotencyError)
    return { remedy: 'ask', code: 'OUTCOME_UNKNOWN', message };
  if (error instanceof errors.StripeCardError) return { remedy: 'give_up', code: 'CARD_DECLINED', message };
  if (error instanceof errors.StripeInvalidRequestError)
    return { remedy: 'give_up', code: refusalOf(error), message };
  // Stripe keeps a 500 under its key and replays it, so only the first one is worth another try.
  const replayed = error.headers?.['idempotent-replayed'] === 'true';
  return replayed
    ? { remedy: 'ask', code: 'OUTCOME_UNKNOWN', message }
    : { remedy: 'retry', code: 'UNAVAILABLE', message };
}

function refusalOf(error: InstanceType<typeof Stripe.errors.StripeInvalidRequestError>): ErrorCode {
  // Said of a session; a refund alone has an amount as its parameter.
  const known = refusals[error.code ?? ''];
  return known ?? (error.param === 'amount' ? 'REFUND_TOO_LARGE' : 'PROVIDER_REFUSED');
}

/** Milliseconds of a Retry-After header in seconds, at most five minutes; two seconds without one. */
function retryAfter(headers: Readonly<Record<string, string>> | undefined): number {
  const seconds = Number(headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * SECOND, 5 * MINUTE) : 2 * SECOND;
}
