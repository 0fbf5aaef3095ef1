/** The outbox's consumer that tells campaigns what stops or allows their delivery: the event becomes a signal. */
import { z } from 'zod';
import type { DeliveryEvent } from '../contracts/campaign';
import type { OutboxEvent } from '../prisma/generated/client';
import type { Door } from './relay/door';
import type { Consumer } from './relay/relay';

const Exhausted = z.object({
  eventId: z.string(),
  kind: z.literal('budget_exhausted'),
  reason: z.string(),
  at: z.number(),
}) satisfies z.ZodType<DeliveryEvent>;
const User = z.object({ userId: z.uuid() });

const ofUser: Readonly<Record<string, Pick<DeliveryEvent, 'kind' | 'reason'>>> = {
  'user.disabled': { kind: 'account_disabled', reason: 'The account was disabled.' },
  'user.enabled': { kind: 'account_enabled', reason: 'The account is enabled again.' },
};

/**
 * Told twice it changes nothing: a campaign holds for one reason once. One that is over need not hear; one that is
 * reserved but not started yet must: the event is told again until it can, or is gone.
 */
export function deliveryFactsConsumer(door: Pick<Door, 'signalDelivery'>): Consumer {
  return async (tx, event) => {
    if (event.kind === 'house.exhausted') {
      await door.signalDelivery(event.key.replace('campaign:', ''), Exhausted.parse(event.payload));
    }
    const fact = ofUser[event.kind];
    if (!fact) return;
    const { userId } = User.parse(event.payload);
    const campaigns = await tx.campaign.findMany({
      where: { advertiserId: userId, over: false },
      select: { id: true, version: true },
    });
    // All at once: one after the other would take longer than this transaction may.
    const at = event.createdAt.getTime();
    const deaf = await Promise.all(
      campaigns.map(async ({ id, version }) => {
        const hears = await door.signalDelivery(id, { ...fact, eventId: eventId(event, id), at });
        return version === 0 && !hears;
      }),
    );
    if (deaf.includes(true)) throw new Error('a reserved campaign is not started yet');
  };
}

const eventId = ({ id }: OutboxEvent, campaignId: string) => `outbox:${id}:${campaignId}`;
