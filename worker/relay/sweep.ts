/** Reads Stripe's own list of events into the inbox, for the webhooks that were lost. */
import { DAY, MINUTE } from '../../domain/time';
import { orderingKey } from '../../schemas/stripe-events';
import { readCursor, writeCursor } from '../../store/cursors';
import { receive } from '../../store/inbox';
import type { RelayDeps } from './relay';

const CURSOR = 'stripe-events';
/** Stripe may list an event a little later than it dates it. */
const OVERLAP = 10 * MINUTE;
/** How far the first sweep of an installation looks back. */
const FIRST_LOOK = DAY;

/** Stores what no webhook brought; answers how many those were. The cursor moves once all of it is stored. */
export async function sweepStripe({
  db,
  listStripeEvents,
  log,
  now,
}: Pick<RelayDeps, 'db' | 'listStripeEvents' | 'log' | 'now'>): Promise<number> {
  const started = now();
  const cursor = await readCursor(db, CURSOR);
  const since = cursor === null ? started - FIRST_LOOK : Number(cursor) - OVERLAP;
  let found = 0;
  for (const event of await listStripeEvents(since)) {
    const message = {
      source: 'stripe' as const,
      externalId: event.id,
      kind: event.type,
      key: orderingKey(event),
    };
    if ((await receive(db, { ...message, payload: event })) === 'stored') found += 1;
  }
  await writeCursor(db, CURSOR, String(started));
  if (found > 0) log.warn({ found }, 'the sweep found events whose webhook was lost');
  return 0;
}
