/** Payments on the wire: the receipt with its refunds and disputes, the refund that an admin asks for, the webhook's answer. */
import { z } from 'zod';
import { Amount, PositiveAmount, Timestamp, text, Uuid } from './common';
import { listing } from './lists';

const RefundWire = z
  .strictObject({
    id: z.string(),
    amount: PositiveAmount,
    status: z.enum(['requested', 'processing', 'succeeded', 'failed']),
    origin: z.enum(['adflight', 'provider']),
    reason: z.string(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Refund' });

const DisputeWire = z
  .strictObject({
    id: z.string(),
    amount: PositiveAmount,
    fee: Amount,
    status: z.enum(['open', 'won', 'lost']),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Dispute' });

export const PaymentWire = z
  .strictObject({
    id: Uuid,
    user_id: Uuid,
    campaign_id: Uuid.nullable(),
    purpose: z.enum(['campaign', 'budget']),
    method: z.enum(['checkout', 'wallet']),
    status: z.enum([
      'pending',
      'processing',
      'paid',
      'failed',
      'expired',
      'disputed',
      'partially_refunded',
      'refunded',
    ]),
    currency: z.string().length(3),
    amount: Amount.meta({ description: 'Minor units asked for' }),
    received: Amount,
    refunded: Amount.meta({ description: 'Minor units that went back' }),
    refundable: Amount.meta({ description: 'Minor units that can still be refunded' }),
    held: z.boolean().meta({ description: 'Another sum than was asked for came: an admin decides' }),
    checkout_url: z.url().nullable(),
    refunds: z.array(RefundWire),
    disputes: z.array(DisputeWire),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Payment' });
export const Payments = listing(PaymentWire, {
  sorts: ['-created_at', 'amount'],
  filters: { campaign_id: Uuid.optional(), user_id: Uuid.optional() },
});

export const RefundBody = z.strictObject({
  amount: PositiveAmount.optional().meta({ description: 'Minor units; all that is left when absent' }),
  reason: text(500),
});
export const RefundAnswer = z
  .strictObject({
    id: Uuid,
    payment_id: Uuid,
    amount: PositiveAmount,
    currency: z.string().length(3),
    status: z.literal('requested'),
  })
  .meta({ id: 'RequestedRefund' });

export const WebhookAnswer = z.strictObject({ received: z.literal(true) }).meta({ id: 'WebhookAnswer' });
