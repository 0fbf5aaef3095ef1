/** Payments on the wire: the receipt with its refunds and disputes, the refund that an admin asks for, the webhook's answer. */
import { z } from 'zod';
import { Amount, PositiveAmount, Timestamp, text, Uuid } from './common';
import { listing } from './lists';

const CurrencyCode = z.string().length(3);

const RefundWire = z
  .strictObject({
    id: z.string(),
    amount: PositiveAmount,
    currency: CurrencyCode,
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
    currency: CurrencyCode,
    fee: Amount,
    status: z
      .enum(['inquiry', 'inquiry_closed', 'open', 'won', 'lost'])
      .meta({ description: 'An inquiry is a question of the bank: refunds and delivery go on' }),
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
    currency: CurrencyCode,
    amount: Amount.meta({ description: 'Minor units asked for' }),
    received: Amount.meta({ description: 'Minor units that came, in `received_currency`' }),
    received_currency: CurrencyCode.nullable().meta({
      description:
        'The currency in which it came, null until it came; refunds and disputes are in it. Another than `currency` only for a payment that is held',
    }),
    refunded: Amount.meta({ description: 'Minor units that went back, in `received_currency`' }),
    refundable: Amount.meta({
      description:
        'Minor units that a refund can give now, in `received_currency`: less what was delivered, disputed, or is on its way back',
    }),
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
    currency: CurrencyCode,
    status: z.literal('requested'),
  })
  .meta({ id: 'RequestedRefund' });

export const WebhookAnswer = z.strictObject({ received: z.literal(true) }).meta({ id: 'WebhookAnswer' });
