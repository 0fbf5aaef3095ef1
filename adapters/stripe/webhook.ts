/** Proves that a webhook is Stripe's: the signature over the raw bytes, and a time that is neither old nor to come. */
import Stripe from 'stripe';
import { BusinessError } from '../../domain/errors';
import { type Instant, SECOND } from '../../domain/time';
import { NamedEvent } from '../../schemas/stripe-events';

/** Stripe's tolerance, both ways. Its client has no limit ahead: a signature dated in the future would stay good for as long. */
const TOLERANCE_SECONDS = 300;

/**
 * @param secrets any of them may have signed: during a rotation Stripe's old and new.
 * @throws BusinessError SIGNATURE_INVALID, and nothing else, for whatever Stripe did not send just now.
 */
export function verifyWebhook(
  raw: Buffer,
  header: string | undefined,
  secrets: readonly string[],
  now: Instant,
): NamedEvent {
  const payload = raw.toString('utf8');
  const stamps = (header ?? '').split(',').filter((part) => part.startsWith('t='));
  const at = /^t=(\d{1,12})$/.exec(stamps[0] ?? '')?.[1];
  const future = Number(at) - Math.floor(now / SECOND) > TOLERANCE_SECONDS;
  // Bytes that are no UTF-8 would be signed over other bytes than came.
  const faithful = Buffer.from(payload, 'utf8').equals(raw);
  if (!header || !at || stamps.length > 1 || future || !faithful)
    throw new BusinessError('SIGNATURE_INVALID');
  for (const secret of secrets) {
    try {
      const event = Stripe.webhooks.constructEvent(
        payload,
        header,
        secret,
        TOLERANCE_SECONDS,
        undefined,
        now,
      );
      return NamedEvent.parse(event);
    } catch {
      // The next secret may fit.
    }
  }
  throw new BusinessError('SIGNATURE_INVALID');
}
