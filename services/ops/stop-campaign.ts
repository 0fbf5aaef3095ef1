/** Stops one campaign of a stopped account: it is told to hold, then looked at for the proof. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { campaignWorkflowId, DELIVERY_EVENT, type DeliveryEvent } from '../../contracts/campaign';
import { SECOND } from '../../domain/time';
import type { Campaign } from '../../prisma/generated/client';
import { startCampaign } from '../campaigns/start';
import { viewOfRow } from '../campaigns/view';
import type { Deps } from '../context';
import { type Proof, proofIn, whyNot } from './stop-proof';

export type StopDeps = Pick<Deps, 'config' | 'db' | 'temporal' | 'log' | 'now'> & { requestId: string };
type Row = Pick<Campaign, 'id' | 'version' | 'view'>;

/** How long one call may take. */
const PATIENCE = 5 * SECOND;

/**
 * One look at a campaign; the first tells it.
 * @param told ids of those that were told; grows.
 * @returns the proof, or what is in its way so far.
 */
export async function stopCampaign(deps: StopDeps, row: Row, told: Set<string>): Promise<Proof | string> {
  if (!told.has(row.id)) {
    const refusal = await tell(deps, row);
    if (refusal) return refusal;
    told.add(row.id);
  }
  const view = viewOfRow(row);
  const proof = proofIn(view);
  if (typeof proof === 'string') return whyNot(view, proof);
  if (proof.proof === 'confirmed' && !(await isQuiet(deps, row.id))) return whyNot(view, 'word');
  return proof;
}

/** @returns null once the campaign's history has the order: whatever dies, it will be heard. */
async function tell(deps: StopDeps, { id, version, view }: Row): Promise<Proof | string | null> {
  const { db, temporal, now, requestId } = deps;
  const event: DeliveryEvent = {
    eventId: `${requestId}:${id}`,
    // Makes an admin's hold in every phase, where `pause` is for campaigns that were approved.
    kind: 'disapproved',
    reason: 'All campaigns of this account were stopped.',
    at: now(),
  };
  // A reservation would begin by itself a little later: it begins now, so that there is something to hold.
  const start = () => startCampaign(deps, viewOfRow({ view }));
  const failure = version > 0 ? null : await start().then(() => null, reasonOf);
  try {
    await temporal.withDeadline(Date.now() + PATIENCE, () =>
      temporal.workflow.getHandle(campaignWorkflowId(id)).signal(DELIVERY_EVENT, event),
    );
    return null;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) return `It can't be told: ${reasonOf(error)}`;
  }
  if (failure !== null)
    return { proof: 'never_started', detail: `No workflow of it can be started and held: ${failure}` };
  // A campaign writes its end before it closes: what is open by its row was closed by somebody else.
  const proof = proofIn(viewOfRow(await db.campaign.findUniqueOrThrow({ where: { id } })));
  if (typeof proof !== 'string' && proof.proof === 'over') return proof;
  return { proof: 'not_stopped', detail: 'It is open by its row, and its workflow was terminated.' };
}

/** Nothing is on its way to the platform that was decided before the hold. */
async function isQuiet({ temporal }: StopDeps, id: string): Promise<boolean> {
  const { raw } = await temporal.withDeadline(Date.now() + PATIENCE, () =>
    temporal.workflow.getHandle(campaignWorkflowId(id)).describe(),
  );
  const moving = raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'setDelivery');
  return !moving && !raw.pendingWorkflowTask;
}

export const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
