/** Brings a workflow back that can't go on: its newest run goes back to the last task that it completed, and goes on from there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { temporal as proto } from '@temporalio/proto';
import { z } from 'zod';
import { messagesToPayments } from '../../adapters/temporal/payments';
import { campaignIdOf, campaignWorkflowId, GET_STATE, type PaymentEvent } from '../../contracts/campaign';
import { paymentIdOf, paymentWorkflowId } from '../../contracts/payment';
import { SECOND } from '../../domain/time';
import type { ServiceConfig } from '../../infra/config';
import { isPaymentOpen, withhold } from '../../store/stuck';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Deps } from '../context';
import { reproject } from './reproject';
import { isHarmless, lookAt, type Stuck, stuckIn } from './stuck';
import { mayServeByItsState } from './withhold';

type HistoryEvent = proto.api.history.v1.IHistoryEvent;
type ReviveDeps = Pick<Deps<ServiceConfig>, 'config' | 'db' | 'temporal' | 'log' | 'now'>;

const { ResetReapplyExcludeType, WorkflowTaskFailedCause } = proto.api.enums.v1;
const PAGE = 100;
/** How long a revived workflow may take to answer, where a worker is there. */
const PATIENCE = 20 * SECOND;
const LOOK_EVERY = 250;
const SETTLED_AFTER = 3 * SECOND;

export interface Reset {
  runId: string;
  /** The end of the task to go back to: an event of that run. */
  eventId: NonNullable<HistoryEvent['eventId']>;
  /** How many events after it are undone. */
  undone: number;
  /** Facts that came after it: they are heard again. */
  signals: number;
  /** What people asked after it, by name and id. */
  updates: { name: string; id: string }[];
  /** False after a failed task, whose cause may be one of them. */
  hearsUpdates: boolean;
}

export type Plan =
  | { kind: 'nothing'; workflowId: string; why: string }
  | { kind: 'reset'; workflowId: string; stuck: Stuck; reset: Reset }
  /** A payment begins anew from its rows. */
  | { kind: 'restart'; workflowId: string; stuck: Stuck }
  | { kind: 'lost'; workflowId: string; stuck: Stuck; why: string };

/**
 * The workflow that an id is of: a campaign's, a payment's, or a workflow's own.
 * @throws for one that is nobody's.
 */
export async function workflowOf({ db }: Pick<Deps, 'db'>, id: string): Promise<string> {
  const bare = campaignIdOf(id) ?? paymentIdOf(id) ?? id;
  if (z.uuid().safeParse(bare).success) {
    const where = { where: { id: bare } };
    if (!paymentIdOf(id) && (await db.campaign.count(where)) > 0) return campaignWorkflowId(bare);
    if (!campaignIdOf(id) && (await db.payment.count(where)) > 0) return paymentWorkflowId(bare);
  }
  throw new Error(`There is no campaign and no payment ${id}.`);
}

/**
 * What would be done; changes nothing.
 * @param further go back to before the last revival, which did not help.
 * @throws while Temporal is away.
 */
export async function planRevival(deps: ReviveDeps, workflowId: string, further = false): Promise<Plan> {
  const nothing = (why: string): Plan => ({ kind: 'nothing', workflowId, why });
  const { db } = deps;
  const campaignId = campaignIdOf(workflowId);
  const row = campaignId ? await db.campaign.findUniqueOrThrow({ where: { id: campaignId } }) : null;
  if (row?.version === 0) return nothing('It was reserved and never started: the relay starts it by itself.');
  if (row?.over) return nothing(`It is over: ${row.phase}.`);
  const look = await lookAt(deps, workflowId);
  if (look.trouble === null && look.is === 'running') return nothing('It goes on by itself.');
  if (look.trouble === null && row)
    return nothing('It ended by itself, and its row is behind: reproject writes it.');
  const isOpen = row !== null || look.trouble === 'failing';
  if (!isOpen && !(await isPaymentOpen(db, paymentIdOf(workflowId) ?? '')))
    return nothing('Nothing of it is open: it needs no workflow.');
  const stuck = stuckIn(look, null);
  if (!stuck) return nothing('It goes on by itself.');
  if (stuck.runId !== null) {
    const reset = await findReset(deps, workflowId, stuck.runId, further);
    if (reset) return { kind: 'reset', workflowId, stuck, reset };
  }
  if (!row && stuck.trouble !== 'failing') return { kind: 'restart', workflowId, stuck };
  const why =
    stuck.trouble === 'missing'
      ? 'Its history is gone: it can only be ended from its row.'
      : 'No task of its newest run was ever completed: there is nothing to go back to.';
  return { kind: 'lost', workflowId, stuck, why };
}

/** Reads from the end; null where no task was completed. */
async function findReset(
  deps: ReviveDeps,
  workflowId: string,
  runId: string,
  further: boolean,
): Promise<Reset | null> {
  const after: HistoryEvent[] = [];
  let passed = !further;
  for await (const event of backwards(deps, workflowId, runId)) {
    const cause = event.workflowTaskFailedEventAttributes?.cause;
    if (cause === WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW) passed = true;
    if (!passed || !event.workflowTaskCompletedEventAttributes || event.eventId == null) {
      after.push(event);
      continue;
    }
    const accepted = after.flatMap((one) => one.workflowExecutionUpdateAcceptedEventAttributes ?? []);
    const updates = accepted.map(({ acceptedRequest, protocolInstanceId }) => ({
      name: acceptedRequest?.input?.name ?? 'unknown',
      id: acceptedRequest?.meta?.updateId ?? protocolInstanceId ?? '',
    }));
    const failed = after.some(
      ({ workflowTaskFailedEventAttributes: failure }) => failure && !isHarmless(failure),
    );
    return {
      runId,
      eventId: event.eventId,
      undone: after.length,
      signals: after.filter((one) => one.workflowExecutionSignaledEventAttributes).length,
      updates: updates.reverse(),
      hearsUpdates: !failed,
    };
  }
  return null;
}

async function* backwards({ temporal, config }: ReviveDeps, workflowId: string, runId: string) {
  let nextPageToken: Uint8Array | null | undefined = null;
  do {
    const page: proto.api.workflowservice.v1.IGetWorkflowExecutionHistoryReverseResponse =
      await temporal.workflowService.getWorkflowExecutionHistoryReverse({
        namespace: config.TEMPORAL_NAMESPACE,
        execution: { workflowId, runId },
        maximumPageSize: PAGE,
        ...(nextPageToken && { nextPageToken }),
      });
    yield* page.history?.events ?? [];
    nextPageToken = page.nextPageToken;
  } while (nextPageToken && nextPageToken.length > 0);
}

/** What came of it: null while no worker has let it answer yet. */
export interface Revived {
  /** The version that the campaign's row has now. */
  version: number | null;
  answers: boolean;
}

/** Does what was planned; the same plan twice is done once. */
export async function revive(
  deps: ReviveDeps,
  plan: Extract<Plan, { kind: 'reset' | 'restart' }>,
): Promise<Revived> {
  const { workflowId } = plan;
  await record(deps, plan);
  if (plan.kind === 'reset') await reset(deps, workflowId, plan.reset);
  else await restart(deps, workflowId);
  const answers = await answersInTime(deps, workflowId);
  const campaignId = campaignIdOf(workflowId);
  if (!answers || !campaignId) return { version: null, answers };
  // The row may show what was undone.
  const version = await reproject(deps, campaignId);
  if (await mayServeByItsState(deps, campaignId)) await withhold(deps.db, campaignId, false);
  return { version, answers };
}

async function reset(
  { temporal, config }: ReviveDeps,
  workflowId: string,
  { runId, eventId, hearsUpdates }: Reset,
): Promise<void> {
  await temporal.workflowService.resetWorkflowExecution({
    namespace: config.TEMPORAL_NAMESPACE,
    workflowExecution: { workflowId, runId },
    reason: 'Revived by ops.',
    workflowTaskFinishEventId: eventId,
    requestId: `revive:${runId}:${eventId}`,
    resetReapplyExcludeTypes: hearsUpdates ? [] : [ResetReapplyExcludeType.RESET_REAPPLY_EXCLUDE_TYPE_UPDATE],
  });
}

/** Its rows are its memory: whatever message starts it, it goes on with what they leave open. */
async function restart({ temporal, config, now }: ReviveDeps, workflowId: string): Promise<void> {
  const paymentId = paymentIdOf(workflowId) ?? '';
  const event: PaymentEvent = {
    ...{ eventId: `revive:${now()}`, kind: 'refunded', paymentId, sessionId: null, intentId: null },
    // Of what is known already: nothing changes by it.
    ...{ amount: 0, currency: '', at: now() },
  };
  await messagesToPayments(temporal, config.ADFLIGHT_TIME_SCALE).forwardPaymentEvent(event);
}

/** False as soon as its task is seen to fail again. */
async function answersInTime(deps: ReviveDeps, workflowId: string): Promise<boolean> {
  const { temporal } = deps;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(LOOK_EVERY)) {
    const answers = temporal.withDeadline(Math.min(end, Date.now() + 5 * SECOND), () =>
      // Both kinds of workflow answer to this name.
      temporal.workflow.getHandle(workflowId).query(GET_STATE),
    );
    const look = await answers.then(
      () => 'answers' as const,
      () => lookAt(deps, workflowId).catch(() => null),
    );
    if (look === 'answers') {
      // Timers that are long due, and what was held back meanwhile, come to it now.
      await sleep(SETTLED_AFTER);
      return (await lookAt(deps, workflowId)).trouble === null;
    }
    if (look?.trouble === 'failing') return false;
  }
  return false;
}

function record({ db, now }: ReviveDeps, plan: Extract<Plan, { kind: 'reset' | 'restart' }>): Promise<void> {
  const { workflowId, stuck } = plan;
  const [kind = '', id = ''] = workflowId.split('/');
  const actor = { kind: 'system' as const, id: 'ops', address: null };
  const how =
    plan.kind === 'reset'
      ? {
          run: plan.reset.runId,
          event: String(plan.reset.eventId),
          updates: plan.reset.updates,
          updates_heard: plan.reset.hearsUpdates,
        }
      : {};
  const entry = {
    action: 'workflow.revived',
    target: { kind, id },
    after: { trouble: stuck.trouble, cause: stuck.cause, ...how },
  };
  return inTransaction(db, (tx) => audit(tx, { caller: null, requestId: `revive/${id}`, now, actor }, entry));
}
