/** How a decision reaches Postgres: row, timeline, outbox and ledger in one transaction, sooner or later. */
import { log, rootCause, sleep } from '@temporalio/workflow';
import type { Projection } from '../../contracts/campaign';
import { activities, projectLocally } from './activities';

interface How {
  /** By a local activity first: one history event. */
  isLocal: boolean;
  /** Milliseconds between two tries of what was refused. */
  retryEvery: number;
}

/**
 * Where a local activity fails, a regular one follows, and is tried for ever. To be awaited by the story itself, which
 * nothing cancels.
 */
export async function storeDecision(projection: Projection, { isLocal, retryEvery }: How): Promise<void> {
  const { version, event } = projection.decision;
  const summary = `Store decision ${version}: ${event}`;
  if (isLocal) {
    try {
      return await projectLocally.executeWithOptions({ startToCloseTimeout: '2s', summary }, [projection]);
    } catch (error) {
      log.warn('The projection failed locally and is tried as an activity', {
        error: String(rootCause(error)),
      });
    }
  }
  for (;;) {
    try {
      return await activities.projectCampaign.executeWithOptions({ summary }, [projection]);
    } catch (error) {
      log.error('The projection was refused and is tried again', { error: String(rootCause(error)) });
      await sleep(retryEvery, { summary: 'Try the projection again' });
    }
  }
}
