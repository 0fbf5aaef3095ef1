/** The outbox's consumer that tells a campaign what its ad server found: the event becomes a signal. */
import { z } from 'zod';
import type { DeliveryEvent } from '../contracts/campaign';
import type { Door } from './relay/door';
import type { Consumer } from './relay/relay';

const KIND = 'house.exhausted';
const Key = z
  .string()
  .startsWith('campaign:')
  .transform((key) => key.slice('campaign:'.length));
const Payload = z.object({
  eventId: z.string(),
  kind: z.literal('budget_exhausted'),
  reason: z.string(),
  at: z.number(),
}) satisfies z.ZodType<DeliveryEvent>;

/** Told twice it changes nothing: the campaign holds for this reason once. */
export function deliveryFactsConsumer(door: Pick<Door, 'signalDelivery'>): Consumer {
  return async (_tx, { kind, key, payload }) => {
    if (kind === KIND) await door.signalDelivery(Key.parse(key), Payload.parse(payload));
  };
}
