/** Stripe's events as the facts that a campaign or a payment acts on. Pure: what Stripe sends, parsed and translated. */
import { z } from 'zod';
import type { PaymentEvent } from '../contracts/campaign';
import type { DisputeState } from '../contracts/payment';
import { SECOND } from '../domain/time';
import { EpochSeconds } from './common';

/** The least that makes an event one: it can be stored, and set aside where the rest of it is not understood. */
export const NamedEvent = z.looseObject({ id: z.string().min(1).max(255), type: z.string().min(1).max(255) });
export type NamedEvent = z.output<typeof NamedEvent>;

/** The outer fields of any event, from a webhook or from the list. */
export const StripeEnvelope = z.looseObject({
  id: z.string().min(1).max(255),
  object: z.literal('event'),
  type: z.string().min(1).max(255),
  created: EpochSeconds,
  data: z.looseObject({ object: z.looseObject({}) }),
});
export type StripeEnvelope = z.output<typeof StripeEnvelope>;

/** A payment event, and what is known of whose it is: a dispute names but the payment intent. */
export interface StripeFact {
  campaignId: string | null;
  paymentId: string | null;
  intentId: string | null;
  event: Omit<PaymentEvent, 'paymentId'>;
}

const Id = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const Metadata = z.record(z.string(), z.string()).nullish();
const Currency = z
  .string()
  .length(3)
  .transform((code) => code.toUpperCase());
const Minor = z.int().nonnegative();

const Session = z.object({
  id: z.string(),
  payment_intent: Id.nullish(),
  amount_total: Minor.nullish(),
  currency: Currency.nullish(),
  payment_status: z.string(),
  metadata: Metadata,
});
const Charge = z.object({
  payment_intent: Id.nullish(),
  amount_refunded: Minor,
  currency: Currency,
  metadata: Metadata,
});
const Refund = z.object({
  id: z.string(),
  payment_intent: Id.nullish(),
  amount: Minor,
  currency: Currency,
  status: z.string(),
});
const Dispute = z.object({
  id: z.string(),
  payment_intent: Id.nullish(),
  amount: Minor,
  currency: Currency,
  status: z.string(),
  balance_transactions: z.array(z.object({ fee: z.int(), currency: Currency })).default([]),
});

/** Our ids in the metadata of a session, an intent or a charge; null where they are not ours. */
export const OurIds = z
  .object({ campaign_id: z.uuid().nullish(), payment_id: z.uuid().nullish() })
  .catch({})
  .transform(({ campaign_id, payment_id }) => ({
    campaignId: campaign_id ?? null,
    paymentId: payment_id ?? null,
  }));

type Kind = PaymentEvent['kind'];

const readers: Readonly<Record<string, (object: unknown, base: Base) => StripeFact | null>> = {
  'checkout.session.completed': (object, base) => {
    const paid = Session.parse(object).payment_status !== 'unpaid';
    return ofSession(object, base, paid ? 'paid' : 'processing');
  },
  'checkout.session.async_payment_succeeded': (object, base) => ofSession(object, base, 'paid'),
  'checkout.session.async_payment_failed': (object, base) => ofSession(object, base, 'failed'),
  'checkout.session.expired': (object, base) => ofSession(object, base, 'expired'),
  'charge.refunded': (object, base) => {
    const { payment_intent, amount_refunded, currency, metadata } = Charge.parse(object);
    if (!payment_intent) return null;
    const event = { ...base, kind: 'refunded' as const, sessionId: null, amount: amount_refunded, currency };
    return {
      ...OurIds.parse(metadata ?? {}),
      intentId: payment_intent,
      event: { ...event, intentId: payment_intent },
    };
  },
  'refund.updated': ofRefund,
  'refund.failed': ofRefund,
  'charge.dispute.created': ofDispute,
  'charge.dispute.updated': ofDispute,
  'charge.dispute.funds_withdrawn': ofDispute,
  'charge.dispute.funds_reinstated': ofDispute,
  'charge.dispute.closed': ofDispute,
};

/** The types of events that mean something here. */
export const stripeEventTypes: readonly string[] = Object.keys(readers);

interface Base {
  eventId: string;
  at: number;
}

/**
 * What an event says about a payment of ours.
 * @returns null for a type that means nothing here, and for a session that is not a campaign's (a plan's checkout).
 * @throws z.ZodError when a type that matters has another shape than Stripe's.
 */
export function toPaymentEvent(payload: unknown): StripeFact | null {
  const { type } = NamedEvent.parse(payload);
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader) return null;
  const { id, created, data } = StripeEnvelope.parse(payload);
  return reader(data.object, { eventId: id, at: created * SECOND });
}

/**
 * Events of one key are relayed in order: all of a payment intent, or of a session that has none yet. One that can't be read
 * waits for nothing and holds up nothing.
 */
export function orderingKey(event: NamedEvent): string {
  const envelope = StripeEnvelope.safeParse(event);
  if (!envelope.success) return event.id;
  const { id, data } = envelope.data;
  const { object } = data;
  const intent = Id.safeParse(object.payment_intent);
  if (intent.success) return intent.data;
  return typeof object.id === 'string' ? object.id : id;
}

function ofSession(object: unknown, base: Base, kind: Kind): StripeFact | null {
  const { id, payment_intent, amount_total, currency, metadata } = Session.parse(object);
  const ours = OurIds.parse(metadata ?? {});
  if (!ours.paymentId) return null;
  const intentId = payment_intent ?? null;
  const event = {
    ...base,
    kind,
    sessionId: id,
    intentId,
    amount: amount_total ?? 0,
    currency: currency ?? '',
  };
  return { ...ours, intentId, event };
}

/** What Stripe calls a refund that will not arrive. */
const returned: readonly string[] = ['failed', 'canceled'];

function ofRefund(object: unknown, base: Base): StripeFact | null {
  const { id, payment_intent, amount, currency, status } = Refund.parse(object);
  if (!payment_intent) return null;
  const is = status === 'succeeded' ? status : returned.includes(status) ? 'failed' : 'pending';
  const event = {
    ...base,
    kind: 'refund_updated' as const,
    sessionId: null,
    intentId: payment_intent,
    amount,
    currency,
    refund: { id, status: is } as const,
  };
  return { campaignId: null, paymentId: null, intentId: payment_intent, event };
}

const dispute = {
  inquiry: { kind: 'inquiry' },
  inquiry_closed: { kind: 'inquiry_closed' },
  open: { kind: 'disputed' },
  won: { kind: 'dispute_closed', won: true },
  lost: { kind: 'dispute_closed', won: false },
} as const;

/** Whatever happened to a dispute, its status says how it stands. */
function ofDispute(object: unknown, base: Base): StripeFact | null {
  const { payment_intent, currency } = Dispute.parse(object);
  const { disputeId, amount, fee, status } = readDispute(object);
  if (!payment_intent) return null;
  const event = {
    ...base,
    ...dispute[status],
    ...{ sessionId: null, intentId: payment_intent, amount, currency, disputeId, fee },
  };
  return { campaignId: null, paymentId: null, intentId: payment_intent, event };
}

/**
 * A dispute as it stands; amounts in minor units. An inquiry (`warning_…`) took no money: closed, it is over without a
 * winner, and it may become a dispute. @throws z.ZodError for another shape than Stripe's.
 */
export function readDispute(object: unknown): DisputeState {
  const { id, amount, currency, status, balance_transactions } = Dispute.parse(object);
  const fees = balance_transactions.filter((move) => move.currency === currency).map(({ fee }) => fee);
  const fee = fees.reduce((sum, part) => sum + part, 0);
  return { disputeId: id, amount, fee: Math.max(0, fee), status: disputeStatusOf(status) };
}

function disputeStatusOf(status: string): DisputeState['status'] {
  if (status === 'warning_closed') return 'inquiry_closed';
  if (status.startsWith('warning_')) return 'inquiry';
  // `prevented`: the payment was disputed, and refunded before a bank could take it.
  if (status === 'won' || status === 'prevented') return 'won';
  return status === 'lost' ? 'lost' : 'open';
}
