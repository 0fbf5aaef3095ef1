/** Asks a campaign's workflow something, once, and says in the API's words what came of it. */
import { createHash, randomUUID } from 'node:crypto';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import {
  type CampaignView,
  campaignWorkflowId,
  type Envelope,
  type Messages,
  type UpdateKind,
} from '../../contracts/campaign';
import { BusinessError, type ErrorDetails, isErrorCode } from '../../domain/errors';
import { SECOND } from '../../domain/time';
import { runDirectly } from '../../infra/database';
import { releaseCampaign } from '../../store/outbox';
import { originOf } from '../audit';
import type { Allowed } from '../context';
import { asBusinessError } from '../failures';
import { ownerOf } from '../verb';
import { findCampaign } from './find';
import { startCampaign } from './start';
import { viewOfRow } from './view';

/** An answer takes milliseconds; one that takes longer is not waited for. */
const PATIENCE = 8 * SECOND;
/** What the server says of an update that was accepted in a run that ended before it answered. */
const CUT_OFF = 'AcceptedUpdateCompletedWorkflow';
/** Temporal keeps an update's answer for good: what failed for a passing reason is asked again under the next id. */
const passing: readonly string[] = ['UNAVAILABLE', 'RATE_LIMITED'];
const MOST_IDS = 10;

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
  const first = updateIdOf(ctx, question);
  for (let [n, isRetry] = [0, false]; ; ) {
    try {
      const view = await send(ctx, question, n === 0 ? first : `${first}:${n}`);
      confirm(ctx, view);
      return view;
    } catch (error) {
      const failure = failureOf(error);
      if (failure?.type === CUT_OFF) {
        if (isRetry) throw new BusinessError('OUTCOME_UNKNOWN', { outcome: 'unknown', retryAfterSeconds: 1 });
        isRetry = true;
      } else if (passing.includes(failure?.type ?? '') && n + 1 < MOST_IDS) {
        n += 1;
      } else {
        throw await translate(ctx, question.campaignId, error);
      }
    }
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
      throw await translate(ctx, reserved.campaignId, error);
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

async function send<K extends UpdateKind>(
  ctx: Allowed,
  { campaignId, kind, fields, expectedVersion }: Question<K>,
  updateId: string,
): Promise<CampaignView> {
  const envelope = envelopeOf(ctx);
  if (expectedVersion != null) envelope.expectedVersion = expectedVersion;
  const handle = ctx.temporal.workflow.getHandle(campaignWorkflowId(campaignId));
  return ctx.temporal.connection.withDeadline(Date.now() + PATIENCE, () =>
    handle.executeUpdate<CampaignView, [unknown]>(kind, { args: [{ ...fields, ...envelope }], updateId }),
  );
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

/** What the workflow, or the server in its place, refused an update with. */
function failureOf(error: unknown): ApplicationFailure | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure ? cause : null;
}

async function translate(ctx: Allowed, campaignId: string, error: unknown): Promise<unknown> {
  const failure = failureOf(error);
  if (failure && isErrorCode(failure.type)) return new BusinessError(failure.type, detailsOf(failure));
  if (error instanceof WorkflowNotFoundError) {
    const { view } = await findCampaign(ctx, campaignId);
    const last = { campaign_status: view.status, phase: view.phase };
    // A campaign writes its end before it closes: one that is open by its row was ended by somebody else.
    return view.over
      ? new BusinessError('CAMPAIGN_CLOSED', last)
      : new BusinessError('CAMPAIGN_STUCK', { ...last, retryAfterSeconds: 60 });
  }
  return asBusinessError(error) ?? error;
}

function detailsOf(failure: ApplicationFailure): ErrorDetails {
  const [details] = failure.details ?? [];
  return z.record(z.string(), z.unknown()).catch({}).parse(details);
}
