/** Webhook endpoints and their deliveries on the wire. */
import { z } from 'zod';
import { eventFamilies, publicEvents } from '../domain/public-events';
import { Timestamp, Uuid } from './common';
import { listing } from './lists';

/** Whether it is public is looked up: the pattern says what most that are look like. */
const Address = z.string().min(1).max(2_048).meta({
  format: 'uri',
  pattern: '^https://[a-z][a-z0-9]{1,30}\\.(com|net|org)(/[A-Za-z0-9_-]{0,200}){0,3}$',
  description: 'A public https address, on port 443 or above 1023',
  example: 'https://hooks.example.com/adflight',
});
const Description = z.string().trim().max(200);
const types = Object.keys(publicEvents) as (keyof typeof publicEvents)[];
const Event = z.enum([...eventFamilies, ...types]);
const Events = z
  .array(Event)
  .min(1)
  .max(eventFamilies.length + types.length)
  .refine((events) => new Set(events).size === events.length, 'Each event at most once.')
  .meta({
    description: 'Event types, or families of them',
    uniqueItems: true,
    example: ['campaign.*', 'payment.received'],
  });

export const WebhookEndpointAnswer = z
  .strictObject({
    id: Uuid,
    url: z.string(),
    description: z.string(),
    events: z.array(z.string()),
    is_active: z.boolean(),
    disabled_reason: z.string().nullable().meta({ description: 'Why it was shut off without your word' }),
    failing_since: Timestamp.nullable().meta({ description: 'Null: the last try came through' }),
    previous_secret_until: Timestamp.nullable().meta({
      description: 'Until then the secret before the last rotation signs too',
    }),
    version: z.int(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'WebhookEndpoint' });

export const WebhookEndpointWithSecret = z
  .strictObject({
    ...WebhookEndpointAnswer.shape,
    secret: z.string().meta({ description: 'Verifies signatures. It is never shown again.' }),
  })
  .meta({ id: 'WebhookEndpointWithSecret' });

export const WebhookEndpoints = listing(WebhookEndpointAnswer, { sorts: ['-created_at'] });

export const WebhookEndpointBody = z
  .strictObject({ url: Address, description: Description.default(''), events: Events })
  .meta({ id: 'NewWebhookEndpoint' });

export const WebhookEndpointChanges = z
  .strictObject({
    url: Address.optional(),
    description: Description.optional(),
    events: Events.optional(),
    is_active: z
      .boolean()
      .optional()
      .meta({ description: 'Switched on, what waited for it is sent at once' }),
  })
  .meta({ id: 'WebhookEndpointChanges' });

const State = z.enum(['pending', 'delivered', 'failed']);

const Try = z.strictObject({
  n: z.int(),
  at: Timestamp,
  status: z.int().nullable().meta({ description: 'Null: nothing was answered' }),
  failure: z.string().nullable().meta({ description: 'Null: it came through' }),
  duration_ms: z.int(),
});

export const WebhookDeliveryAnswer = z
  .strictObject({
    id: Uuid.meta({ description: 'The webhook-id, the same for every try' }),
    webhook_endpoint_id: Uuid,
    type: z.string(),
    body: z.string().meta({ description: 'As it is signed and sent' }),
    state: State,
    next_try_at: Timestamp.nullable().meta({ description: 'Null: none, or not while the endpoint is off' }),
    delivered_at: Timestamp.nullable(),
    created_at: Timestamp,
    tries: z.array(Try),
  })
  .meta({ id: 'WebhookDelivery' });

export const WebhookDeliveries = listing(WebhookDeliveryAnswer, {
  sorts: ['-created_at'],
  filters: { state: State.optional() },
});
