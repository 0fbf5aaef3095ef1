/** Standard lives in squeezed time, on one worker of their own, with what each left in Temporal. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { temporal } from '@temporalio/proto';
import { campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { DAY } from '../../domain/time';
import type { Deps } from '../../services/context';
import { startWorker } from '../../worker/worker';
import { inviteCast } from './cast';
import { constantOutside } from './outside';
import { openParts } from './parts';
import { type Flight, live, reaches } from './standard-life';

/** From today for 30 days: from the approval on, and from the sixth day on. */
export const STANDARD: Flight = { startsIn: null, lasts: 29 };
export const SCHEDULED: Flight = { startsIn: 5, lasts: 29 };

export interface WatchedLife {
  events: temporal.api.history.v1.IHistoryEvent[];
  /** As the server counts them. */
  transitions: number;
  /** Events that an active day added in which nothing happened but looks at the campaign. */
  idle: number;
}

/** Thirty days take a minute, and 24 hours two seconds: an admin who decides at once is never overdue. */
const TIME_SCALE = 43_200;

/** Lives all flights at once, on a migrated database. */
export async function watchLives(
  where: { databaseUrl: string; temporalAddress: string },
  flights: readonly Flight[],
): Promise<WatchedLife[]> {
  const { deps, close } = openParts({ ...where, timeScale: TIME_SCALE });
  const outside = constantOutside({ ...deps, timeScale: TIME_SCALE });
  const worker = await startWorker({ config: deps.config, activities: outside, log: deps.log });
  try {
    const cast = await inviteCast(deps);
    return await Promise.all(flights.map(async (flight) => watch(deps, await live(deps, cast, flight))));
  } finally {
    await worker.stop();
    await close();
  }
}

async function watch(deps: Deps, campaignId: string): Promise<WatchedLife> {
  const handle = deps.temporal.workflow.getHandle(campaignWorkflowId(campaignId));
  const length = async () => (await handle.describe()).historyLength;
  await reaches(deps, campaignId, 'active');
  // The row is written before its task is done: what the task adds is no part of the idle day.
  await sleep(DAY / TIME_SCALE / 2);
  const before = await length();
  await handle.query(GET_STATE);
  await deps.db.campaign.findUniqueOrThrow({ where: { id: campaignId } });
  await sleep(DAY / TIME_SCALE);
  const idle = (await length()) - before;
  await handle.result();
  const { raw } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const transitions = Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
  return { events: events ?? [], transitions, idle };
}
