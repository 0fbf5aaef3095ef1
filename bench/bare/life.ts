/** A bare life as its client drives it: the messages of a standard life, with nothing in them. */
import { randomUUID } from 'node:crypto';
import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import type { BareInput } from './workflow';

export const BARE_QUEUE = 'bare';

/** Starts it and hears its first answer, in one call; returns its id. */
export async function startBare(temporal: Client, input: BareInput): Promise<string> {
  const workflowId = `bare/${randomUUID()}`;
  const startWorkflowOperation = new WithStartWorkflowOperation('bareLife', {
    workflowId,
    taskQueue: BARE_QUEUE,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await temporal.workflow.executeUpdateWithStart('create', { startWorkflowOperation, args: [] });
  return workflowId;
}

export async function liveBare(temporal: Client, input: BareInput): Promise<string> {
  const workflowId = await startBare(temporal, input);
  const handle = temporal.workflow.getHandle(workflowId);
  for (const name of ['submit', 'reviewMedia', 'requestCheckout']) await handle.executeUpdate(name);
  await handle.signal('paymentEvent');
  await handle.executeUpdate('reviewCampaign');
  return workflowId;
}
