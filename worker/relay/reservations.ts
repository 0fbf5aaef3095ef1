/** Starts the campaigns whose creation stopped between the reservation and its workflow. */
import { type Instant, MINUTE, SECOND } from '../../domain/time';
import { staleReservations } from '../../store/reservations';
import { backoff } from './loop';
import type { RelayDeps } from './relay';

const BATCH = 20;
/** The API starts its own within seconds, however much time is squeezed. */
const LEAST_AGE = 5 * SECOND;

type ReservationDeps = Pick<RelayDeps, 'db' | 'startCampaign' | 'timeScale' | 'log' | 'now' | 'random'>;

/** A step that starts up to 20 of them; one that cannot be started waits apart, and holds up no other. */
export function startReservations({ db, startCampaign, timeScale, log, now, random }: ReservationDeps) {
  const waiting = new Map<string, { attempts: number; until: Instant }>();

  return async function step(): Promise<number> {
    const at = now();
    const except = [...waiting].filter(([, { until }]) => until > at).map(([id]) => id);
    const createdBefore = at - Math.max(LEAST_AGE, MINUTE / timeScale);
    const stale = await staleReservations(db, { createdBefore, except, limit: BATCH });
    let started = 0;
    for (const reservation of stale) {
      const { id } = reservation;
      const attempts = (waiting.get(id)?.attempts ?? 0) + 1;
      try {
        await startCampaign(reservation);
        started += 1;
      } catch (error) {
        log.warn({ error, campaignId: id, attempts }, 'a reserved campaign could not be started');
      }
      // Even one that started: its row may stay at version 0 for a moment.
      waiting.set(id, { attempts, until: now() + backoff(attempts, random) });
    }
    forget(waiting, now());
    return started;
  };
}

/** What has waited its time and was not met again is started, or gone. */
function forget(waiting: Map<string, { until: Instant }>, now: Instant): void {
  for (const [id, { until }] of waiting) if (until < now - MINUTE) waiting.delete(id);
}
