/** Standard lives in squeezed time, on one worker of their own, with what each left in Temporal. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { temporal } from '@temporalio/proto';
import { campaignWorkflowId } from '../../contracts/campaign';
import { DAY } from '../../domain/time';
import type { Deps } from '../../services/context';
import { startWorker } from '../../worker/worker';
import { inviteCast } from './cast';
import { constantOutside } from './outside';
import { openParts } from './parts';
import { type Flight, live } from './standard-life';

export interface WatchedLife {
  events: temporal.api.history.v1.IHistoryEvent[];
  /** As the server counts them. */
  transitions: number;
  /** Events that an active day added in which nothing happened. */
  idle: number;
}

/** Thirty days take a minute, and 24 hours two seconds: an admin who decides at once is never overdue. */
export const TIME_SCALE = 43_200;

/** Lives all flights at once, each of 30 days or less. */
export async function watchLives(
  where: { databaseUrl: string; temporalAddress: string },
  flights: readonly Flight[],
): Promise<WatchedLife[]> {
  const { deps, close } = openParts({ ...where, timeScale: TIME_SCALE });
  const outside = constantOutside({ ...deps, timeScale: TIME_SCALE });
  const worker = await startWorker({ config: deps.config, activities: outside });
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
  await phaseIs(deps, campaignId, 'active');
  const before = await length();
  await sleep(DAY / TIME_SCALE);
  const idle = (await length()) - before;
  await handle.result();
  const { raw } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const transitions = Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
  return { events: events ?? [], transitions, idle };
}
