/** Reads what an outbox event is about: the names and amounts that its words need, and whose it is. */
import { paymentIdOf } from '../../contracts/payment';
import type { Facts } from '../../domain/notice';
import type { Transaction } from '../../infra/database';
import type { OutboxEvent } from '../../prisma/generated/client';
import {
  CampaignPayload,
  DigestPayload,
  EndpointPayload,
  ParkedPayload,
  PaymentPayload,
  StuckPayload,
} from '../../schemas/notifications';

export interface Told {
  facts: Facts;
  /** Null: it is about no one advertiser, nor campaign. */
  advertiserId: string | null;
  campaignId: string | null;
}

/** Null for an event that is nobody's to hear of, such as that of a payment without a campaign. */
export async function readFacts(tx: Transaction, event: OutboxEvent): Promise<Told | null> {
  if (event.campaignId) return ofCampaign(event);
  if (event.kind === 'review.digest') return ofDigest(event);
  if (event.kind === 'webhook.disabled') return ofEndpoint(event);
  if (event.kind === 'inbox.parked') return ofParked(event);
  if (event.kind === 'workflow.stuck') return ofStuck(tx, event);
  const paymentId = paymentIdOf(event.key.replace(':', '/'));
  return paymentId ? ofPayment(tx, event, paymentId) : null;
}

/** The payload holds the campaign as it was then, so no later change alters the words. */
function ofCampaign(event: OutboxEvent): Told {
  const { decision, campaign } = CampaignPayload.parse(event.payload);
  const { actor, from, to, why, data } = decision;
  const facts = {
    campaign: campaign.brief.name,
    currency: campaign.currency,
    from,
    to,
    why,
    holds: campaign.holds,
    byAdvertiser: actor.kind === 'user',
    data,
  };
  return { facts, advertiserId: campaign.advertiserId, campaignId: campaign.campaignId };
}

const unmoved = { from: null, to: null, holds: [], byAdvertiser: false };

function ofDigest(event: OutboxEvent): Told {
  const data = DigestPayload.parse(event.payload);
  const facts = { campaign: '', currency: '', why: '', data, ...unmoved };
  return { facts, advertiserId: null, campaignId: null };
}

/** Of a payment's workflow, the campaign that was paid for is named. */
async function ofStuck(tx: Transaction, event: OutboxEvent): Promise<Told> {
  const { campaignId, paymentId, why } = StuckPayload.parse(event.payload);
  const payment = paymentId && (await tx.payment.findUnique({ where: { id: paymentId } }));
  const id = campaignId ?? (payment ? payment.campaignId : null);
  const campaign = id && (await tx.campaign.findUnique({ where: { id } }));
  const data = { payment: paymentId !== null };
  const name = campaign ? campaign.name : (paymentId ?? '');
  return {
    facts: { campaign: name, currency: '', why, data, ...unmoved },
    advertiserId: null,
    campaignId: id,
  };
}

/** Its host stands where else the campaign's name does. */
function ofEndpoint(event: OutboxEvent): Told {
  const { userId, host, why } = EndpointPayload.parse(event.payload);
  return {
    facts: { campaign: host, currency: '', why, data: {}, ...unmoved },
    advertiserId: userId,
    campaignId: null,
  };
}

/** Its type stands where else the campaign's name does. */
function ofParked(event: OutboxEvent): Told {
  const { source, kind, why } = ParkedPayload.parse(event.payload);
  const facts = { campaign: kind, currency: '', why, data: { source }, ...unmoved };
  return { facts, advertiserId: null, campaignId: null };
}

async function ofPayment(tx: Transaction, event: OutboxEvent, id: string): Promise<Told | null> {
  const { why, data } = PaymentPayload.parse(event.payload);
  const payment = await tx.payment.findUniqueOrThrow({ where: { id } });
  const campaign =
    payment.campaignId && (await tx.campaign.findUniqueOrThrow({ where: { id: payment.campaignId } }));
  if (!campaign) return null;
  const { name, advertiserId, id: campaignId } = campaign;
  return {
    facts: {
      campaign: name,
      currency: payment.receivedCurrency ?? payment.currency,
      why,
      data,
      ...unmoved,
    },
    advertiserId,
    campaignId,
  };
}
