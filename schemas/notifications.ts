/** Notifications on the wire (field names of seed 004), and the part of an outbox payload that they are made of. */
import { z } from 'zod';
import { phases } from '../domain/campaign/phases';
import { QueryFlag, Timestamp, Uuid } from './common';
import { listing } from './lists';

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Data = z.record(z.string(), Scalar);

/** What store/projection writes beside a campaign's event. */
export const CampaignPayload = z.object({
  decision: z.object({
    actor: z.object({ kind: z.string() }),
    from: z.enum(phases),
    to: z.enum(phases),
    why: z.string(),
    data: Data,
  }),
  campaign: z.object({
    campaignId: z.uuid(),
    advertiserId: z.uuid(),
    currency: z.string(),
    brief: z.object({ name: z.string() }),
    holds: z.array(z.object({ by: z.string(), reason: z.string() })),
  }),
});

/** What a payment's event carries: amounts in minor units. */
export const PaymentPayload = z.object({ why: z.string().default(''), data: Data.default({}) });

/** Which webhook endpoint was switched off, and why. */
export const EndpointPayload = z.object({ userId: z.uuid(), host: z.string(), why: z.string() });

/** Which event of the outside was set aside, and what was not understood. */
export const ParkedPayload = z.object({ source: z.string(), kind: z.string(), why: z.string() });

/** How many campaigns, and payments that are held, have waited too long for a decision; and how many events are parked. */
export const DigestPayload = z.object({
  overdue: z.int(),
  held: z.int().default(0),
  parked: z.int().default(0),
});

/** Which workflow can't go on by itself, and why. */
export const StuckPayload = z.object({
  campaignId: z.uuid().nullable(),
  paymentId: z.uuid().nullable(),
  why: z.string(),
});

export const NotificationAnswer = z
  .strictObject({
    id: Uuid,
    type: z.string().meta({ example: 'payment.received' }),
    title: z.string(),
    message: z.string(),
    campaign_id: Uuid.nullable(),
    is_read: z.boolean(),
    created_at: Timestamp,
  })
  .meta({ id: 'Notification' });

export const Notifications = listing(NotificationAnswer, {
  sorts: ['-created_at'],
  filters: { is_read: QueryFlag.optional() },
});
export const UnreadCountAnswer = z.strictObject({ unread_count: z.int() }).meta({ id: 'UnreadCount' });
export const ReadAllAnswer = z.strictObject({ marked: z.int() }).meta({ id: 'ReadAll' });
