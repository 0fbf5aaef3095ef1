/** Every few minutes: finds workflows that can't go on by themselves, tells admins, and stops what is served in their name. */
import { Gauge } from 'prom-client';
import { campaignIdOf } from '../contracts/campaign';
import { paymentIdOf } from '../contracts/payment';
import { MINUTE, SECOND } from '../domain/time';
import type { ServiceConfig } from '../infra/config';
import type { Deps } from '../services/context';
import { isStillOpen, lookAtAll, type Stuck, stuckIn } from '../services/ops/stuck';
import { settleDelivery } from '../services/ops/withhold';
import { takeTurn } from '../store/cursors';
import { countStuck, forgetStuck, noteStuck } from '../store/stuck';

const stuckWorkflows = new Gauge({
  name: 'adflight_stuck_workflows',
  help: "Workflows that can't go on by themselves, by the trouble.",
  labelNames: ['trouble'],
});

const EVERY = 2 * MINUTE;
/** However much time is squeezed. */
const LEAST = 5 * SECOND;
/** A task that failed a moment ago may have met a worker on its way out: the next try succeeds. */
const TOLD_AFTER = 10 * SECOND;

export type WatchDeps = Pick<Deps<ServiceConfig>, 'config' | 'db' | 'log' | 'now' | 'temporal'>;

/** A step for a loop: one round every two minutes, by one of the processes; each shows the numbers. */
export function watchWorkflows(deps: WatchDeps): () => Promise<number> {
  const { config, db, now } = deps;
  const every = Math.max(LEAST, EVERY / config.ADFLIGHT_TIME_SCALE);
  return async () => {
    if (await takeTurn(db, 'watch', every, now())) await watchRound(deps);
    await show(deps);
    return 0;
  };
}

/** @throws when Temporal is away: what was noted stays, and nothing is stopped. */
async function watchRound(deps: WatchDeps): Promise<void> {
  const { db, log } = deps;
  const noted = new Set((await db.stuckWorkflow.findMany()).map(({ workflowId }) => workflowId));
  const looked = new Set<string>();
  const silent = await lookAtAll(deps, async ({ look, campaign }) => {
    const { workflowId } = look;
    looked.add(workflowId);
    try {
      if (campaign) await settleDelivery(deps, { look }, campaign);
      const stuck = stuckIn(look, campaign);
      if (stuck && (await isStillOpen(deps, campaign))) await note(deps, stuck);
      else if (noted.has(workflowId)) await forgetStuck(db, [workflowId]);
    } catch (error) {
      log.warn({ error, workflowId }, 'a workflow that was looked at could not be noted');
    }
  });
  // It is over, or nothing of it is open any more.
  await forgetStuck(
    db,
    [...noted].filter((workflowId) => !looked.has(workflowId) && !silent.has(workflowId)),
  );
}

async function note({ db, log, now }: WatchDeps, stuck: Stuck): Promise<void> {
  const { workflowId, trouble, cause, since } = stuck;
  if (since !== null && since > now() - TOLD_AFTER) return;
  const about = { campaignId: campaignIdOf(workflowId), paymentId: paymentIdOf(workflowId) };
  if (await noteStuck(db, stuck, about, now()))
    log.error({ workflowId, trouble, cause }, 'a workflow is stuck');
}

async function show({ db }: WatchDeps): Promise<void> {
  const counts = new Map((await countStuck(db)).map(({ trouble, count }) => [trouble, count]));
  for (const trouble of ['failing', 'closed', 'missing'])
    stuckWorkflows.set({ trouble }, counts.get(trouble) ?? 0);
}
