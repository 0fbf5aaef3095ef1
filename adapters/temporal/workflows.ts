/** The one way to talk to a workflow: start it, ask it, tell it, read it. Each call has a deadline, and none is repeated blindly. */
import {
  type Client,
  type WithStartWorkflowOperation,
  WorkflowNotFoundError,
  type WorkflowSignalWithStartOptions,
} from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import { BusinessError } from '../../domain/errors';
import { SECOND } from '../../domain/time';
import { refusalOf, temporalFailure } from './failures';

/** An answer takes milliseconds; one that takes longer is not waited for. */
const UPDATE_TIMEOUT = 8 * SECOND;
const SIGNAL_TIMEOUT = 10 * SECOND;
const QUERY_TIMEOUT = 10 * SECOND;
/** What the server says of an update that was accepted in a run that ended before it answered. */
const CUT_OFF = 'AcceptedUpdateCompletedWorkflow';
/** Temporal keeps an update's answer for good: what failed for a passing reason is asked again under the next id. */
const passing: readonly string[] = ['UNAVAILABLE', 'RATE_LIMITED'];
const MAX_UPDATE_IDS = 10;

export interface Question {
  workflowId: string;
  /** The update's name. */
  update: string;
  message: unknown;
  /** The same id gets the same answer. */
  updateId: string;
}

/**
 * Asks an open workflow for a decision.
 * @throws BusinessError: what the workflow refuses with; CAMPAIGN_STUCK while its task fails; OUTCOME_UNKNOWN when no answer
 *   came in time; UNAVAILABLE while Temporal is away. WorkflowNotFoundError where none is open.
 */
export async function ask<Answer>(client: Client, question: Question): Promise<Answer> {
  const { workflowId, update, message, updateId } = question;
  const handle = client.workflow.getHandle(workflowId);
  const send = (id: string) =>
    client.withDeadline(Date.now() + UPDATE_TIMEOUT, () =>
      handle.executeUpdate<Answer, [unknown]>(update, { args: [message], updateId: id }),
    );
  let [ids, isRepeated] = [0, false];
  for (;;) {
    try {
      return await send(ids === 0 ? updateId : `${updateId}:${ids}`);
    } catch (error) {
      const refusal = refusalOf(error)?.type ?? '';
      if (refusal === CUT_OFF && isRepeated)
        throw new BusinessError('OUTCOME_UNKNOWN', { outcome: 'unknown', retryAfterSeconds: 1 });
      if (refusal === CUT_OFF) isRepeated = true;
      else if (passing.includes(refusal) && ids + 1 < MAX_UPDATE_IDS) ids += 1;
      else throw asFailure(error);
    }
  }
}

/**
 * Starts a workflow, or finds it there, and asks it in the same call.
 * @throws as {@link ask}; WorkflowExecutionAlreadyStartedError where it was started before and is closed.
 */
export async function startAndAsk<Answer>(
  client: Client,
  startWorkflowOperation: WithStartWorkflowOperation<Workflow>,
  { update, message }: Pick<Question, 'update' | 'message'>,
): Promise<Answer> {
  try {
    return await client.withDeadline(Date.now() + UPDATE_TIMEOUT, () =>
      client.workflow.executeUpdateWithStart<Workflow, Answer, [unknown]>(update, {
        startWorkflowOperation,
        args: [message],
      }),
    );
  } catch (error) {
    throw asFailure(error);
  }
}

/** Tells an open workflow a fact. @returns false where none is open. */
export async function tell(
  client: Client,
  workflowId: string,
  signal: string,
  message: unknown,
): Promise<boolean> {
  const told = client.withDeadline(Date.now() + SIGNAL_TIMEOUT, () =>
    client.workflow.getHandle(workflowId).signal(signal, message),
  );
  return (await found(told)) !== null;
}

/** Tells a workflow a fact, and starts it where it does not run. */
export async function tellOrStart(
  client: Client,
  workflow: string,
  options: WorkflowSignalWithStartOptions<unknown[]>,
): Promise<void> {
  await client.withDeadline(Date.now() + SIGNAL_TIMEOUT, () =>
    client.workflow.signalWithStart(workflow, options),
  );
}

/** What a workflow says of itself, open or closed; null where there is none. */
export function read<Answer>(client: Client, workflowId: string, query: string): Promise<Answer | null> {
  return found(
    client.withDeadline(Date.now() + QUERY_TIMEOUT, () =>
      client.workflow.getHandle(workflowId).query<Answer>(query),
    ),
  );
}

/** Null where Temporal knows no such workflow, or knows it as closed where it must be open. */
async function found<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** "Not found" is for the caller to understand, who knows what should be there. */
function asFailure(error: unknown): unknown {
  return error instanceof WorkflowNotFoundError ? error : (temporalFailure(error) ?? error);
}
