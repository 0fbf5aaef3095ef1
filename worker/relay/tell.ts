/** Hands released events to their consumers, in order per key; a consumer's rows commit with the mark. */
import { type DueEvent, dueEvents, lockEvents, markTold, postponeEvent } from '../../store/outbox';
import { inTransaction } from '../../store/transaction';
import { backoff } from './loop';
import type { RelayDeps } from './relay';

const BATCH = 50;

type TellDeps = Pick<RelayDeps, 'db' | 'consumers' | 'log' | 'now' | 'random'>;

/** Tells the oldest event of up to 50 keys in one transaction; one that fails is told apart, so that it harms no other. */
export async function tellEvents(deps: TellDeps): Promise<number> {
  const due = await dueEvents(deps.db, deps.now(), BATCH);
  if (due.length === 0) return 0;
  try {
    return await tellTogether(deps, due);
  } catch (error) {
    deps.log.debug({ error }, 'a batch of events failed and is told one by one');
  }
  let told = 0;
  for (const event of due) told += await tellAlone(deps, event);
  return told;
}

function tellTogether({ db, consumers, now }: TellDeps, due: readonly DueEvent[]): Promise<number> {
  return inTransaction(
    db,
    async (tx) => {
      const events = await lockEvents(
        tx,
        due.map((event) => event.id),
      );
      // Consumer by consumer: the last one holds a lock that other processes wait for.
      for (const consume of consumers) for (const event of events) await consume(tx, event);
      await markTold(
        tx,
        events.map((event) => event.id),
        now(),
      );
      return events.length;
    },
    // What was told is marked in the same commit: a second try finds nothing.
    { repeatable: true },
  );
}

async function tellAlone(deps: TellDeps, event: DueEvent): Promise<number> {
  try {
    return await tellTogether(deps, [event]);
  } catch (error) {
    const attempts = event.attempts + 1;
    await postponeEvent(deps.db, event.id, deps.now() + backoff(attempts, deps.random));
    deps.log.warn(
      { error, event: String(event.id), attempts },
      'an event could not be told and is tried again',
    );
    return 0;
  }
}
