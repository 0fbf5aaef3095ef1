/** A user's live events, from where he left off: read from the log, so it does not matter which process he comes back to. */
import { z } from 'zod';
import type { Json } from '../../domain/json';
import type { Database } from '../../infra/database';
import { readCursor } from '../../store/cursors';
import { verb } from '../verb';
import { hubOf, type Listener } from './hub';

/** Events read at a time: what a slow client has not taken yet waits in the database. */
const BATCH = 100;
/** The cursor that holds the greatest number that was removed. */
export const REMOVED = 'live-events-removed';

export interface LiveEvent {
  id: bigint;
  data: Json;
}

interface Listening {
  /** Where it begins; `reset`: what came before is no longer known, so read anew what is shown. */
  from: { id: bigint; kind: 'ready' | 'reset' };
  events: AsyncIterable<LiveEvent>;
  end(): void;
}

/** @param lastEventId the last one that the client saw; null: from now on. @throws RATE_LIMITED for too many streams */
export const listen = verb<{ lastEventId: bigint | null }, Listening>(
  'events.read',
  async (ctx, { lastEventId }) => {
    // Before the first reading, so that nothing falls between the two.
    const listener = hubOf(ctx).listen(ctx.caller);
    try {
      const from = await beginAt(ctx.db, lastEventId);
      const events = follow(ctx.db, ctx.caller.userId, from.id, listener);
      return { from, events, end: listener.end };
    } catch (error) {
      listener.end();
      throw error;
    }
  },
);

async function beginAt(db: Database, last: bigint | null): Promise<Listening['from']> {
  const { _max } = await db.liveEvent.aggregate({ _max: { id: true } });
  const removed = BigInt((await readCursor(db, REMOVED)) ?? 0);
  const newest = _max.id !== null && _max.id > removed ? _max.id : removed;
  if (last === null) return { id: newest, kind: 'ready' };
  // Above the newest it is no number of this log.
  return last < removed || last > newest ? { id: newest, kind: 'reset' } : { id: last, kind: 'ready' };
}

const Data = z.json();

async function* follow(
  db: Database,
  userId: string,
  from: bigint,
  listener: Listener,
): AsyncGenerator<LiveEvent, void> {
  let last = from;
  for (;;) {
    const rows = await db.liveEvent.findMany({
      where: { userId, id: { gt: last } },
      orderBy: { id: 'asc' },
      take: BATCH,
      select: { id: true, data: true },
    });
    for (const { id, data } of rows) {
      // A slow client takes what was read for it long after.
      if (listener.isOver()) return;
      yield { id, data: Data.parse(data) };
      last = id;
    }
    if (rows.length < BATCH && !(await listener.news())) return;
  }
}
