/** What webhooks and live events tell: ids and states alone, for the receiver to ask for the rest. */
import { z } from 'zod';
import { phases } from '../domain/campaign/phases';
import { Timestamp, Uuid } from './common';

const Status = z.enum([
  'draft',
  'pending',
  'active',
  'paused',
  'completed',
  'rejected',
  'cancelled',
  'expired',
]);

/** Of `campaign.*`; as it was when it happened. */
const CampaignData = z.strictObject({
  campaign_id: Uuid,
  status: Status,
  phase: z.enum(phases),
  version: z.int().meta({ description: 'Grows with each event of the campaign: an older one came late' }),
});
/** Of `media.*`. */
const MediaData = CampaignData.extend({ media_id: Uuid.nullable() });
/** Of `payment.*` and `refund.*`; null is not known, or of no campaign. */
const PaymentData = z.strictObject({
  campaign_id: Uuid.nullable(),
  payment_id: Uuid.nullable(),
  amount: z.int().nullable().meta({ description: 'Minor units of the currency' }),
  currency: z.string(),
});
/** Of `webhook.test`. */
const TestData = z.strictObject({ webhook_endpoint_id: Uuid });

/** The body of a webhook, and the data of a live event. */
export const EventBody = z.strictObject({
  type: z.string().meta({ example: 'campaign.activated' }),
  timestamp: Timestamp.meta({ description: 'When it happened' }),
  data: z.union([MediaData, CampaignData, PaymentData, TestData]),
});
export type EventBody = z.output<typeof EventBody>;
export type EventData = EventBody['data'];

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Data = z.record(z.string(), Scalar);

/** What is read of a campaign's event in the outbox. */
export const CampaignEventPayload = z.object({
  decision: z.object({ at: z.int(), version: z.int(), data: Data }),
  campaign: z.object({
    campaignId: z.uuid(),
    advertiserId: z.uuid(),
    currency: z.string(),
    status: Status,
    phase: z.enum(phases),
  }),
});

/** What is read of a payment's own event there. */
export const PaymentEventPayload = z.object({ data: Data.default({}) });
