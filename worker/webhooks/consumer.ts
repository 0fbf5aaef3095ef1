/** The outbox's consumer that writes deliveries: an event becomes one for each endpoint of its owner that chose it. */
import { isChosen } from '../../domain/public-events';
import { uuidV5 } from '../../infra/uuid';
import { readPublicEvent } from '../public-event';
import type { Consumer } from '../relay/relay';

/** Namespace of our UUIDv5s: `<outbox id>:<endpoint>`. */
const NAMESPACE = '3c1d6f0a-7a94-4d1e-8f52-6be20d9a4f17';

/** Writes in the consumer's transaction; an event told twice adds nothing: its deliveries have the same ids. */
export const webhookConsumer: Consumer = async (tx, event) => {
  const heard = await readPublicEvent(tx, event);
  if (!heard) return;
  const endpoints = await tx.webhookEndpoint.findMany({
    where: { userId: heard.userId, isActive: true },
    select: { id: true, events: true },
  });
  const chosen = endpoints.filter(({ events }) => isChosen(events, heard.type));
  if (chosen.length === 0) return;
  await tx.webhookDelivery.createMany({
    skipDuplicates: true,
    data: chosen.map(({ id }) => ({
      id: uuidV5(NAMESPACE, `${event.id}:${id}`),
      endpointId: id,
      type: heard.type,
      body: JSON.stringify(heard.body),
      nextTryAt: event.createdAt,
      createdAt: event.createdAt,
    })),
  });
};
