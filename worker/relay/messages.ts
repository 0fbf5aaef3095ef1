/** Delivers what must be told to workflows, outside any transaction: one that can't be told holds up no other. */
import { z } from 'zod';
import { campaignIdOf } from '../../contracts/campaign';
import { paymentIdOf, REFUND } from '../../contracts/payment';
import { MINUTE, SECOND } from '../../domain/time';
import {
  claimWorkflowMessages,
  finishWorkflowMessage,
  postponeWorkflowMessage,
  type WorkflowMessage,
} from '../../store/workflow-messages';
import { backoff } from './loop';
import type { RelayDeps } from './relay';
import type { WorkflowClient } from './workflow-client';

const BATCH = 50;
/** Longer than one call may take. */
const LEASE = 30 * SECOND;
/** After as many failures it is a workflow that is gone or broken, not one that is away for a moment. */
const PATIENCE = 20;

type MessageDeps = Pick<RelayDeps, 'db' | 'workflows' | 'log' | 'now' | 'random'>;

/**
 * A step that delivers up to 50 messages, those that were never tried or those that failed before: a loop each, so that
 * the ones don't wait until a server has not answered the others.
 */
export function deliverMessages(deps: MessageDeps, which: 'new' | 'failed'): () => Promise<number> {
  const { db, now } = deps;
  return async () => {
    const at = now();
    const claimed = await claimWorkflowMessages(db, which, {
      now: at,
      leasedUntil: at + LEASE,
      limit: BATCH,
    });
    const done = await Promise.all(claimed.map((message) => deliver(deps, message)));
    return done.filter(Boolean).length;
  };
}

async function deliver(deps: MessageDeps, message: WorkflowMessage): Promise<boolean> {
  const { db, workflows, log, now, random } = deps;
  const { id, target, kind, attempts } = message;
  try {
    const isHeard = await tell(workflows, message);
    if (!isHeard && (await mayHearYet(deps, target))) throw new Error('There is no open workflow yet.');
    await finishWorkflowMessage(db, id);
    return true;
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    const pause = attempts < PATIENCE ? backoff(attempts, random) : 5 * MINUTE;
    await postponeWorkflowMessage(db, id, failure.slice(0, 500), now() + pause);
    log.warn({ error, target, kind, attempts }, 'a message to a workflow waits for another try');
    return false;
  }
}

/** Written by us alone, from a RefundRequest. */
const Refund = z.object({
  key: z.string(),
  amount: z.int().positive(),
  exact: z.literal(true),
  reason: z.string(),
  requestedBy: z.string(),
  requestId: z.string(),
  origin: z.object({ address: z.string(), apiKeyId: z.string().exactOptional() }),
});

/** A payment's workflow is started by what it is asked. @returns whether it was heard. */
async function tell(workflows: WorkflowClient, { target, kind, payload }: WorkflowMessage): Promise<boolean> {
  const paymentId = paymentIdOf(target);
  if (paymentId === null || kind !== REFUND) return workflows.signal(target, kind, payload);
  await workflows.requestRefund(paymentId, Refund.parse(payload));
  return true;
}

/** A campaign that is only reserved is started yet, and one that was terminated may be revived; one that is over is neither. */
async function mayHearYet({ db }: MessageDeps, target: string): Promise<boolean> {
  const id = campaignIdOf(target);
  return id !== null && (await db.campaign.count({ where: { id, over: false } })) > 0;
}
