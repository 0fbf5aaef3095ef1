/** Asks a campaign's workflow something, once, and says in the API's words what came of it. */
import { createHash, randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { ask } from '../../adapters/temporal/workflows';
import {
  type CampaignView,
  campaignWorkflowId,
  type Envelope,
  type Messages,
  type UpdateKind,
} from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { runDirectly } from '../../infra/database';
import { releaseCampaign } from '../../store/outbox';
import { originOf } from '../audit';
import type { Allowed } from '../context';
import { ownerOf } from '../verb';
import { findCampaign } from './find';
import { startCampaign } from './start';
import { viewOfRow } from './view';

type Fields<K extends UpdateKind> = Omit<Messages[K], keyof Envelope>;

export interface Question<K extends UpdateKind> {
  campaignId: string;
  kind: K;
  fields: Fields<K>;
  /** The caller's If-Match. */
  expectedVersion?: number | null;
}

/**
 * @returns the campaign after the decision.
 * @throws NOT_FOUND; what the workflow refuses with; CAMPAIGN_CLOSED with its last state; CAMPAIGN_STUCK while its task
 * fails, or when its workflow was ended from outside; OUTCOME_UNKNOWN when no answer came in time (the same
 * Idempotency-Key gets the same answer later).
 */
export async function askCampaign<K extends UpdateKind>(
  ctx: Allowed,
  question: Question<K>,
): Promise<CampaignView> {
  const reserved = await reservationOf(ctx, question.campaignId);
  if (reserved) await startOrRead(ctx, reserved);
  const { campaignId, kind, fields, expectedVersion } = question;
  const envelope = envelopeOf(ctx);
  if (expectedVersion != null) envelope.expectedVersion = expectedVersion;
  try {
    const view = await ask<CampaignView>(ctx.temporal, {
      workflowId: campaignWorkflowId(campaignId),
      update: kind,
      message: { ...fields, ...envelope },
      updateId: updateIdOf(ctx, question),
    });
    confirm(ctx, view);
    return view;
  } catch (error) {
    throw await whereItIs(ctx, campaignId, error);
  }
}

/**
 * Starts a reserved campaign, or answers the present state of one that was started before, whatever became of it.
 * @throws OUTCOME_UNKNOWN when no answer came in time: repeating is safe.
 */
export async function startOrRead(ctx: Allowed, reserved: CampaignView): Promise<CampaignView> {
  const message = envelopeOf(ctx);
  try {
    return await startCampaign(ctx, reserved, message);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError))
      throw await whereItIs(ctx, reserved.campaignId, error);
    return (await findCampaign(ctx, reserved.campaignId)).view;
  }
}

const Rows = z.array(z.object({ view: z.json() }));

/** What a campaign that nobody started yet starts from; null for one that runs. @throws NOT_FOUND as {@link findCampaign}. */
async function reservationOf(ctx: Allowed, id: string): Promise<CampaignView | null> {
  const statement = `
    SELECT CASE WHEN version = 0 THEN view END AS view FROM campaigns
    WHERE id = $1 AND ($2::uuid IS NULL OR advertiser_id = $2)`;
  const rows = await runDirectly(ctx.db, statement, [id, ownerOf(ctx)]);
  const [row] = Rows.parse(rows);
  if (!row) throw new BusinessError('NOT_FOUND');
  return row.view === null ? null : viewOfRow({ view: row.view });
}

/** The events of a version that was answered may go; should this be lost, the relay finds out by itself. */
export function confirm({ db, log }: Allowed, { campaignId, version }: CampaignView): void {
  releaseCampaign(db, campaignId, version).catch((error: unknown) =>
    log.warn({ error, campaignId }, 'events wait for the relay'),
  );
}

function envelopeOf({ caller, reach, requestId }: Allowed): Envelope {
  const kind = reach === 'any' && caller.role === 'admin' ? 'admin' : 'user';
  return { actor: { kind, id: caller.userId }, requestId, origin: originOf(caller) };
}

/** The same actor, operation, thing and key is the same update; without a key each is a new one. */
function updateIdOf(
  { caller, idempotencyKey }: Allowed,
  { kind, campaignId }: Pick<Question<UpdateKind>, 'kind' | 'campaignId'>,
): string {
  if (idempotencyKey === null) return randomUUID();
  return createHash('sha256')
    .update(JSON.stringify([caller.userId, kind, campaignId, idempotencyKey]))
    .digest('hex');
}

/** A campaign that no workflow is open of: over, or ended from outside. */
async function whereItIs(ctx: Allowed, campaignId: string, error: unknown): Promise<unknown> {
  if (!(error instanceof WorkflowNotFoundError)) return error;
  const { view } = await findCampaign(ctx, campaignId);
  const last = { campaign_status: view.status, phase: view.phase };
  // A campaign writes its end before it closes: one that is open by its row was ended by somebody else.
  return view.over
    ? new BusinessError('CAMPAIGN_CLOSED', last)
    : new BusinessError('CAMPAIGN_STUCK', { ...last, retryAfterSeconds: 60 });
}
