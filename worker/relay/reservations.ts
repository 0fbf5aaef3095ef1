/** Starts the campaigns whose creation stopped between the reservation and its workflow, and frees what can't be started. */
import { DAY, type Instant, MINUTE, SECOND } from '../../domain/time';
import { freeReservation } from '../../services/campaigns/free-reservation';
import { staleReservations } from '../../store/reservations';
import { backoff } from './loop';
import type { RelayDeps } from './relay';

const BATCH = 20;
/** The API starts its own within seconds, however much time is squeezed. */
const LEAST_AGE = 5 * SECOND;

type ReservationDeps = Pick<
  RelayDeps,
  'db' | 'workflows' | 'startCampaign' | 'timeScale' | 'log' | 'now' | 'random'
>;

/** A step that starts up to 20 of them; one that cannot be started waits apart, and holds up no other. */
export function startReservations(deps: ReservationDeps) {
  const { db, startCampaign, timeScale, log, now, random } = deps;
  const waiting = new Map<string, { attempts: number; until: Instant }>();

  return async function step(): Promise<number> {
    const at = now();
    const except = [...waiting].filter(([, { until }]) => until > at).map(([id]) => id);
    const createdBefore = at - Math.max(LEAST_AGE, MINUTE / timeScale);
    const stale = await staleReservations(db, { createdBefore, except, limit: BATCH });
    let started = 0;
    const hopelessBefore = at - Math.max(MINUTE, DAY / timeScale);
    for (const reservation of stale) {
      const { id, createdAt } = reservation;
      const attempts = (waiting.get(id)?.attempts ?? 0) + 1;
      try {
        await startCampaign(reservation);
        started += 1;
      } catch (error) {
        log.warn({ error, campaignId: id, attempts }, 'a reserved campaign could not be started');
        if (createdAt.getTime() < hopelessBefore) await free(deps, id);
      }
      // Even one that started: its row may stay at version 0 for a moment.
      waiting.set(id, { attempts, until: now() + backoff(attempts, random) });
    }
    forget(waiting, now());
    return started;
  };
}

/** After a day of tries its place goes to another, if Temporal itself says that there is no such workflow. */
async function free({ db, workflows, log, now }: ReservationDeps, campaignId: string): Promise<void> {
  try {
    if ((await workflows.readCampaign(campaignId)) !== null) return;
    const actor = { kind: 'system' as const, id: 'relay', address: null };
    const acting = { caller: null, requestId: `reservation/${campaignId}`, now, actor };
    if (await freeReservation(db, acting, campaignId)) log.error({ campaignId }, 'a reservation was freed');
  } catch (error) {
    log.warn({ error, campaignId }, 'a reservation could not be freed');
  }
}

/** What has waited its time and was not met again is started, or gone. */
function forget(waiting: Map<string, { until: Instant }>, now: Instant): void {
  for (const [id, { until }] of waiting) if (until < now - MINUTE) waiting.delete(id);
}
