/** Messages of the outside that nobody here understands: admins see them, with what overtook them, and have them tried again. */
import { BusinessError } from '../../domain/errors';
import type { Queryable } from '../../infra/database';
import type { InboxMessage } from '../../prisma/generated/client';
import { type InboxSource, overtaking, unparkMessage } from '../../store/inbox';
import { inTransaction } from '../../store/transaction';
import { type Acting, audit } from '../audit';
import type { Deps } from '../context';
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';

export interface ParkedMessage extends InboxMessage {
  parkedAt: Date;
  /** Later messages of the same key that took effect meanwhile, oldest first. */
  overtakenBy: InboxMessage[];
}

type Filter = PageInput & { source?: InboxSource | undefined };

export const listParked = verb<Filter, Page<ParkedMessage>>(
  'inbox.manage',
  async ({ db }, { source, ...page }) => {
    const found = await readPage(page, {
      orders: { parked_at: { parkedAt: 'time', id: 'bigint' } },
      where: { parkedAt: { not: null }, ...(source && { source }) },
      find: (slice) => db.inboxMessage.findMany(slice),
      count: (slice) => db.inboxMessage.count(slice),
    });
    const overtakers = await Promise.all(found.items.map((message) => overtaking(db, message)));
    const later = new Map(found.items.map(({ id }, n) => [id, overtakers[n] ?? []]));
    return mapPage(found, (message) => ({
      ...message,
      parkedAt: message.parkedAt ?? message.receivedAt,
      overtakenBy: later.get(message.id) ?? [],
    }));
  },
);

/** @throws NOT_FOUND; CONFLICT for one that is not parked */
export const retryParked = verb<{ id: bigint }, { id: bigint }>('inbox.manage', async (ctx, { id }) => {
  await retryMessage(ctx, ctx, id);
  return { id };
});

/**
 * Lets a parked message be relayed once more; one that is still not understood is parked again at once.
 * @throws NOT_FOUND; CONFLICT for one that is not parked
 */
export function retryMessage({ db, now }: Pick<Deps, 'db' | 'now'>, acting: Acting, id: bigint) {
  return inTransaction(db, async (tx) => {
    const message = await findMessage(tx, id);
    if (!(await unparkMessage(tx, id, now())))
      throw new BusinessError('CONFLICT', { detail: 'This event is not parked.' });
    await audit(tx, acting, {
      action: 'inbox.retried',
      target: { kind: 'inbox_message', id: String(id) },
      before: { source: message.source, event_id: message.externalId, reason: message.outcome },
    });
  });
}

async function findMessage(db: Queryable, id: bigint): Promise<InboxMessage> {
  const message = await db.inboxMessage.findUnique({ where: { id } });
  if (!message) throw new BusinessError('NOT_FOUND');
  return message;
}
