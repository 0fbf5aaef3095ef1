/** Takes Stripe's webhooks: proved, stored, acknowledged; the relay does the rest. */
import { verifyWebhook } from '../../adapters/stripe/webhook';
import { orderingKey } from '../../schemas/stripe-events';
import { receive } from '../../store/inbox';
import { withRetry } from '../../store/transaction';
import { publicVerb } from '../verb';

export interface Webhook {
  raw: Buffer;
  signature: string | undefined;
}

/** An event that was stored before is acknowledged again. @throws SIGNATURE_INVALID, and stores nothing. */
export const receiveStripeWebhook = publicVerb<Webhook, void>(async (ctx, { raw, signature }) => {
  const event = verifyWebhook(raw, signature, ctx.config.STRIPE_WEBHOOK_SECRET, ctx.now());
  const message = {
    source: 'stripe' as const,
    externalId: event.id,
    kind: event.type,
    key: orderingKey(event),
    payload: event,
  };
  const stored = await withRetry(() => receive(ctx.db, message), { repeatable: true });
  ctx.log.info({ event: event.id, kind: event.type, stored }, 'stripe webhook');
});
