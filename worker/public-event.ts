/** Reads an outbox event as its owner's programs and pages may hear it. */
import type { CampaignEvent } from '../contracts/campaign';
import { paymentIdOf } from '../contracts/payment';
import { isPublicEvent, type PublicEvent, publicEvents } from '../domain/public-events';
import { type Instant, iso } from '../domain/time';
import type { Transaction } from '../infra/database';
import type { OutboxEvent } from '../prisma/generated/client';
import {
  CampaignEventPayload,
  type EventBody,
  type EventData,
  PaymentEventPayload,
} from '../schemas/public-events';

/** What can happen to a campaign is in the table, but for what concerns our own people: the compiler says so. */
publicEvents satisfies Record<Exclude<CampaignEvent, 'review.overdue'>, string>;

export interface HeardEvent {
  type: PublicEvent;
  /** Whose it is. */
  userId: string;
  campaignId: string | null;
  body: EventBody;
}

/** Null for an event that is not in the table, or of a payment that is nobody's. */
export async function readPublicEvent(tx: Transaction, event: OutboxEvent): Promise<HeardEvent | null> {
  if (!isPublicEvent(event.kind)) return null;
  return event.campaignId ? ofCampaign(event, event.kind) : ofPayment(tx, event, event.kind);
}

function ofCampaign({ payload }: OutboxEvent, type: PublicEvent): HeardEvent {
  const { decision, campaign } = CampaignEventPayload.parse(payload);
  const { campaignId, advertiserId: userId, status, phase, currency } = campaign;
  const { data, version, at } = decision;
  const state = { campaign_id: campaignId, status, phase, version };
  const [family] = type.split('.');
  if (family === 'media') return heard(type, userId, at, { ...state, media_id: textOf(data.media_id) });
  if (family !== 'payment') return heard(type, userId, at, state);
  return heard(type, userId, at, {
    campaign_id: campaignId,
    payment_id: textOf(data.payment_id),
    amount: amountOf(data.amount),
    // What is held may be of another currency than the campaign's.
    currency: textOf(data.currency) ?? currency,
  });
}

/** Refunds, and what becomes of a payment whose campaign is over. */
async function ofPayment(tx: Transaction, event: OutboxEvent, type: PublicEvent): Promise<HeardEvent | null> {
  const id = paymentIdOf(event.key.replace(':', '/'));
  const payment = id && (await tx.payment.findUnique({ where: { id } }));
  if (!payment) return null;
  const { data } = PaymentEventPayload.parse(event.payload);
  const { userId, campaignId } = payment;
  const currency = payment.receivedCurrency ?? payment.currency;
  const amount = amountOf(data.amount);
  const at = event.createdAt.getTime();
  return heard(type, userId, at, { campaign_id: campaignId, payment_id: payment.id, amount, currency });
}

function heard(type: PublicEvent, userId: string, at: Instant, data: EventData): HeardEvent {
  const campaignId = 'campaign_id' in data ? data.campaign_id : null;
  return { type, userId, campaignId, body: { type, timestamp: iso(at), data } };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
const amountOf = (value: unknown) => (typeof value === 'number' ? value : null);
