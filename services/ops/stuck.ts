/** Finds the workflows that can't go on by themselves: each is looked at, and only what Temporal itself says counts. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { temporal as proto } from '@temporalio/proto';
import { campaignWorkflowId } from '../../contracts/campaign';
import { PAYMENT_WORKFLOW, paymentWorkflowId } from '../../contracts/payment';
import { type Instant, MINUTE, SECOND } from '../../domain/time';
import type { ServiceConfig } from '../../infra/config';
import { scrubbed } from '../../infra/redact';
import { openPayments, type WatchedCampaign, watchedCampaigns } from '../../store/stuck';
import type { Deps } from '../context';

const { WorkflowTaskFailedCause } = proto.api.enums.v1;

type LookDeps = Pick<Deps<ServiceConfig>, 'config' | 'db' | 'temporal'>;

export interface Stuck {
  workflowId: string;
  /** `failing`: its task fails. `closed`: ended from outside, or before its row. `missing`: Temporal has no trace of it. */
  trouble: 'failing' | 'closed' | 'missing';
  /** A sentence for people. */
  cause: string;
  /** When it was first seen to fail, where that is known. */
  since: Instant | null;
  runId: string | null;
}

/** A workflow that can go on: `running`, or `ended` by its own decision. */
type Look = Stuck | { workflowId: string; trouble: null; is: 'running' | 'ended' };

const PATIENCE = 5 * SECOND;
const LISTED_WITHIN = 30 * SECOND;
const AT_ONCE = 20;
/** A server that answers so few questions is away: silence is no proof of anything, and asking on takes for ever. */
const MOST_SILENT = 20;
/** A worker that died in the middle of a task lets it time out; one that always does so is at fault. */
const TIMED_OUT_OFTEN = 5;
/** Failures that say nothing against the workflow: a reset, and what came while a task was under way. */
const HARMLESS: readonly number[] = [
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
  WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
];
export const isHarmless = ({ cause }: { cause?: number | null }) => HARMLESS.includes(cause ?? 0);
const CAUSE_LENGTH = 300;
const LAST_EVENTS = 20;

/** @throws what the client says while Temporal is away: nothing is known then. */
export async function lookAt(deps: LookDeps, workflowId: string): Promise<Look> {
  const { temporal } = deps;
  try {
    const { raw, status, runId } = await temporal.withDeadline(Date.now() + PATIENCE, () =>
      temporal.workflow.getHandle(workflowId).describe(),
    );
    if (status.name === 'RUNNING' || status.name === 'PAUSED' || status.name === 'CONTINUED_AS_NEW') {
      const task = raw.pendingWorkflowTask;
      const failure = task ? await failureOf(deps, workflowId, runId, task.attempt ?? 1) : null;
      return failure
        ? { workflowId, runId, trouble: 'failing', ...failure }
        : { workflowId, trouble: null, is: 'running' };
    }
    if (status.name === 'COMPLETED') return { workflowId, trouble: null, is: 'ended' };
    const ending = await endingOf(deps, workflowId, runId);
    const cause = `Its workflow is ${status.name.toLowerCase().replaceAll('_', ' ')}${ending}.`;
    return { workflowId, runId, trouble: 'closed', cause, since: null };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const cause = 'Temporal has no workflow of it, nor a history.';
    return { workflowId, runId: null, trouble: 'missing', cause, since: null };
  }
}

/**
 * Why the task that waits or runs will fail as the one before did; null where that was completed, or only interrupted.
 * The number of its tries tells little: a signal that comes meanwhile begins to count anew.
 */
async function failureOf(
  deps: LookDeps,
  workflowId: string,
  runId: string,
  attempts: number,
): Promise<Pick<Stuck, 'cause' | 'since'> | null> {
  const events = await lastEvents(deps, workflowId, runId);
  const completed = events.findIndex((event) => event.workflowTaskCompletedEventAttributes);
  const since = completed < 0 ? events : events.slice(0, completed);
  const failures = since.flatMap(({ eventTime, workflowTaskFailedEventAttributes: failure }) =>
    failure && !isHarmless(failure) ? [{ failure, at: instantOf(eventTime) }] : [],
  );
  const [newest, oldest] = [failures.at(0), failures.at(-1)];
  if (newest && oldest) {
    const name = WorkflowTaskFailedCause[newest.failure.cause ?? 0] ?? '';
    const kind = name.replace('WORKFLOW_TASK_FAILED_CAUSE_', '').toLowerCase();
    const said = scrubbed(newest.failure.failure?.message ?? '').slice(0, CAUSE_LENGTH);
    return { cause: `Its task fails: ${said || 'without a reason'} (${kind}).`, since: oldest.at };
  }
  const cause = `Its task was tried ${attempts} times and never ended.`;
  return attempts >= TIMED_OUT_OFTEN ? { cause, since: null } : null;
}

function instantOf(time: proto.api.history.v1.IHistoryEvent['eventTime']): Instant | null {
  return time?.seconds == null ? null : Number(time.seconds) * SECOND;
}

async function endingOf(deps: LookDeps, workflowId: string, runId: string): Promise<string> {
  const [last] = await lastEvents(deps, workflowId, runId);
  const said =
    last?.workflowExecutionTerminatedEventAttributes?.reason ??
    last?.workflowExecutionFailedEventAttributes?.failure?.message;
  return said ? `: ${scrubbed(said).slice(0, CAUSE_LENGTH)}` : '';
}

/** Newest first. */
async function lastEvents({ temporal, config }: LookDeps, workflowId: string, runId: string) {
  const { history } = await temporal.withDeadline(Date.now() + PATIENCE, () =>
    temporal.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: config.TEMPORAL_NAMESPACE,
      execution: { workflowId, runId },
      maximumPageSize: LAST_EVENTS,
    }),
  );
  return history?.events ?? [];
}

export interface WatchedLook {
  look: Look;
  /** Of a campaign, as it was before the look; null for a payment. */
  campaign: WatchedCampaign | null;
}

/**
 * Looks at every campaign that is open by its row or may be served, and every payment with something open, and hands
 * over what was seen.
 * @returns the workflows of which Temporal said nothing.
 * @throws when it says nothing of many: it is away.
 */
export async function lookAtAll(
  deps: LookDeps,
  seen: (one: WatchedLook) => Promise<void>,
): Promise<ReadonlySet<string>> {
  const silent = new Set<string>();
  const each = async (workflowId: string, campaign: WatchedCampaign | null) => {
    const look = await lookAt(deps, workflowId).catch((error: unknown) => {
      silent.add(workflowId);
      if (silent.size >= MOST_SILENT) throw error;
      return null;
    });
    if (look) await seen({ look, campaign });
  };
  for (let after: string | null = null; ; ) {
    const campaigns: WatchedCampaign[] = await watchedCampaigns(deps.db, after, AT_ONCE);
    await Promise.all(campaigns.map((campaign) => each(campaignWorkflowId(campaign.id), campaign)));
    after = campaigns.at(-1)?.id ?? null;
    if (after === null) break;
  }
  const payments = [...(await paymentsAtWork(deps))];
  while (payments.length > 0)
    await Promise.all(payments.splice(0, AT_ONCE).map((workflowId) => each(workflowId, null)));
  return silent;
}

/** By their rows, and those that have not written any yet. */
async function paymentsAtWork({ db, temporal, config }: LookDeps): Promise<Set<string>> {
  // What was asked for a moment ago may not have reached its workflow yet.
  const age = Math.max(5 * SECOND, MINUTE / config.ADFLIGHT_TIME_SCALE);
  const rows = await openPayments(db, new Date(Date.now() - age));
  const found = new Set(rows.map(paymentWorkflowId));
  const query = `WorkflowType = '${PAYMENT_WORKFLOW}' AND ExecutionStatus = 'Running'`;
  await temporal.withDeadline(Date.now() + LISTED_WITHIN, async () => {
    for await (const { workflowId } of temporal.workflow.list({ query })) found.add(workflowId);
  });
  return found;
}

/** What can't go on now. A campaign that is over needs no workflow, nor a payment that ended. */
export async function findStuck(deps: LookDeps): Promise<Stuck[]> {
  const found: Stuck[] = [];
  await lookAtAll(deps, async ({ look, campaign }) => {
    const stuck = stuckIn(look, campaign);
    if (stuck && (await isStillOpen(deps, campaign))) found.push(stuck);
  });
  return found.sort((a, b) => a.workflowId.localeCompare(b.workflowId));
}

/** A look as trouble: an end is one where the row goes on. */
export function stuckIn(look: Look, campaign: WatchedCampaign | null): Stuck | null {
  if (campaign?.over) return null;
  if (look.trouble !== null) return look;
  if (look.is === 'running') return null;
  const cause = 'Its workflow ended, but its row goes on: the last decision was not written.';
  return { workflowId: look.workflowId, runId: null, trouble: 'closed', cause, since: null };
}

/** A campaign writes its end before it closes: one that ended between the two looks is no trouble. */
export async function isStillOpen({ db }: LookDeps, campaign: WatchedCampaign | null): Promise<boolean> {
  if (!campaign) return true;
  const { id, version } = campaign;
  return (await db.campaign.count({ where: { id, version, over: false } })) > 0;
}
