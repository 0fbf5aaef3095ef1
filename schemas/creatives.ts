/** Creatives on the wire. */
import { z } from 'zod';
import { creativeStatuses, DEFAULT_CALL_TO_ACTION, settableStatuses } from '../domain/creatives';
import { Timestamp, text, Uuid, webAddress } from './common';
import { listing } from './lists';

const Destination = webAddress(512).meta({ example: 'https://shop.example/spring?click={click_id}' });
const Weight = z.int().min(0).max(1_000).meta({ description: 'Share among its campaign’s creatives' });

export const CreativeAnswer = z
  .strictObject({
    id: Uuid,
    ad_group_id: Uuid,
    campaign_id: Uuid,
    headline: z.string(),
    description: z.string(),
    destination_url: z.string(),
    call_to_action: z.string(),
    media_id: Uuid.nullable(),
    weight: z.int(),
    status: z.enum(creativeStatuses),
    rejection_reason: z.string().nullable(),
    version: z.int(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Creative' });
export const Creatives = listing(CreativeAnswer, {
  sorts: ['created_at', 'headline'],
  filters: { ad_group_id: Uuid.optional() },
});

export const CreativeBody = z
  .strictObject({
    headline: text(255),
    description: text(2_000),
    destination_url: Destination,
    call_to_action: text(50).default(DEFAULT_CALL_TO_ACTION),
    media_id: Uuid.nullable().default(null),
    weight: Weight.default(1),
    status: z.enum(settableStatuses).default('active'),
  })
  .meta({
    id: 'NewCreative',
    example: {
      headline: 'Fresh bread',
      description: 'From seven in the morning.',
      destination_url: 'https://shop.example/spring?click={click_id}',
    },
  });

export const CreativeChanges = z
  .strictObject({
    headline: text(255).optional(),
    description: text(2_000).optional(),
    destination_url: Destination.optional(),
    call_to_action: text(50).optional(),
    media_id: Uuid.nullable().optional(),
    weight: Weight.optional(),
    status: z.enum(settableStatuses).optional(),
  })
  .meta({ id: 'CreativeChanges' });
