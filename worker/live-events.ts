/** The outbox's consumer that writes the numbered log of live events. The last of all: its lock holds up the next writer. */
import { readPublicEvent } from './public-event';
import type { Consumer } from './relay/relay';

/** Once an event: the row commits with the mark that it was told. */
export const liveConsumer: Consumer = async (tx, event) => {
  const heard = await readPublicEvent(tx, event);
  if (!heard) return;
  const { userId, campaignId, type, body } = heard;
  await tx.liveEvent.create({
    data: { userId, campaignId, kind: type, data: body, createdAt: event.createdAt },
  });
};
