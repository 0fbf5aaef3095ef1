/** Payments: receipts, refunds by admins, and Stripe's webhooks. */
import { IdParams } from '../../schemas/common';
import { Payments, PaymentWire, RefundAnswer, RefundBody, WebhookAnswer } from '../../schemas/payments';
import { refundedOf, type ShownPayment, statusOf } from '../../services/payments/payment';
import { getPayment, listPayments } from '../../services/payments/read';
import { refundPayment } from '../../services/payments/refund';
import { receiveStripeWebhook } from '../../services/payments/webhook';
import { presentList } from '../lists';
import { type Route, route } from '../route';

const tag = 'Payments';

function present(row: ShownPayment) {
  const times = ({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }) => ({
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  });
  const { id, purpose, method, currency, held, url, refunds, disputes } = row;
  const status = statusOf(row);
  return PaymentWire.parse({
    id,
    user_id: row.userId,
    campaign_id: row.campaignId,
    purpose,
    method,
    status,
    currency,
    amount: Number(row.amount),
    received: Number(row.received),
    received_currency: row.receivedCurrency,
    refunded: Number(refundedOf(row)),
    refundable: Number(row.refundable),
    held,
    checkout_url: status === 'pending' ? url : null,
    refunds: refunds.map((refund) => ({
      id: refund.key,
      amount: Number(refund.amount),
      currency: refund.currency,
      // What is promised was asked for; that its payment has not heard of it yet is our affair.
      status: refund.status === 'reserved' ? 'requested' : refund.status,
      origin: refund.origin,
      reason: refund.reason,
      ...times(refund),
    })),
    disputes: disputes.map((dispute) => ({
      id: dispute.id,
      amount: Number(dispute.amount),
      currency: dispute.currency,
      fee: Number(dispute.fee),
      status: dispute.status,
      ...times(dispute),
    })),
    ...times(row),
  });
}

/** Two addresses, one endpoint: the seeds name both. */
const webhook = (path: string) =>
  route({
    method: 'post',
    path,
    summary: 'Take a signed event of Stripe',
    tag,
    bodyKind: 'raw',
    signature: 'Stripe-Signature',
    rate: 'webhook',
    verb: receiveStripeWebhook,
    input: ({ raw, headers }) => ({ raw, signature: headers['stripe-signature'] }),
    status: 200,
    answer: WebhookAnswer,
    present: () => ({ received: true as const }),
    errors: ['SIGNATURE_INVALID'],
  });

export const routes: readonly Route[] = [
  webhook('/payment/webhook'),
  webhook('/webhooks/stripe'),
  route({
    method: 'get',
    path: '/payments',
    summary: 'List payments',
    tag,
    query: Payments.Query,
    verb: listPayments,
    input: ({ query: { campaign_id: campaignId, user_id: userId, ...query } }) => ({
      ...query,
      campaignId,
      userId,
    }),
    status: 200,
    answer: Payments.Answer,
    present: presentList(present),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/payments/{id}',
    summary: 'Read a payment: the receipt, and how far each refund is',
    tag,
    params: IdParams,
    verb: getPayment,
    input: ({ params }) => params.id,
    status: 200,
    answer: PaymentWire,
    present,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'post',
    path: '/payments/{id}/refund',
    summary: 'Give back a part of a payment, or all that is left',
    tag,
    params: IdParams,
    body: RefundBody,
    verb: refundPayment,
    input: ({ params, body }) => ({ id: params.id, amount: body.amount ?? null, reason: body.reason }),
    status: 202,
    answer: RefundAnswer,
    present: ({ id, paymentId, amount, currency }) => ({
      id,
      payment_id: paymentId,
      amount,
      currency,
      status: 'requested' as const,
    }),
    headers: { Location: ({ paymentId }) => `/api/v1/payments/${paymentId}` },
    errors: ['NOT_FOUND', 'PAYMENT_DISPUTED', 'REFUND_TOO_LARGE', 'UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    idempotent: true,
  }),
];
