/** Lets a campaign's events go once its workflow is known to have decided them, and corrects rows that it did not. */
import { isDeepStrictEqual } from 'node:util';
import type { CampaignSnapshot } from '../../contracts/campaign';
import { SECOND } from '../../domain/time';
import { claimUnreleased, postponeUnreleased, releaseCampaign, type Unreleased } from '../../store/outbox';
import { readStamp, reprojectCampaign } from '../../store/projection';
import { backoff } from './loop';
import type { RelayDeps } from './relay';

const BATCH = 20;
/** An update's own answer releases its events: only what is older than this was not an update's, or was lost. */
const PATIENCE = SECOND;
const LEASE = 30 * SECOND;

type ConfirmDeps = Pick<RelayDeps, 'db' | 'workflows' | 'log' | 'now' | 'random'>;

/**
 * Asks the workflows of up to 20 events' campaigns what they decided. A row that a lost task wrote is rewritten from the
 * answer, and its events are never told. A reservation without a workflow is left alone.
 */
export async function confirmCampaigns(deps: ConfirmDeps): Promise<number> {
  const now = deps.now();
  const times = { now, writtenBefore: now - PATIENCE, leasedUntil: now + LEASE, limit: BATCH };
  const claimed = await claimUnreleased(deps.db, times);
  const done = await Promise.all(claimed.map((campaign) => confirmOne(deps, campaign)));
  return done.filter(Boolean).length;
}

async function confirmOne(deps: ConfirmDeps, { campaignId, attempts, events }: Unreleased): Promise<boolean> {
  const { db, workflows, log, now, random } = deps;
  try {
    // Before the question: an answer that is older than the row is then no reason to rewrite it.
    const stamp = await readStamp(db, campaignId);
    const snapshot = await workflows.readCampaign(campaignId);
    if (snapshot && events.every((event) => wasDecided(snapshot, event))) {
      await releaseCampaign(db, campaignId, Math.max(...events.map((event) => event.version)));
      return true;
    }
    if (snapshot && (await reprojectCampaign(db, snapshot, stamp)) === 'reprojected') {
      log.warn({ campaignId, version: snapshot.state.version }, 'rows of a lost task were corrected');
      return true;
    }
  } catch (error) {
    log.warn({ error, campaignId, attempts }, 'the events of a campaign wait for a confirmation');
  }
  await postponeUnreleased(db, campaignId, now() + backoff(attempts, random));
  return false;
}

/** True also for a decision older than those that the workflow still carries: each was projected again if redone. */
function wasDecided({ state }: CampaignSnapshot, event: Unreleased['events'][number]): boolean {
  const decision = state.timeline.find((entry) => entry.version === event.version);
  if (!decision) return event.version < (state.timeline[0]?.version ?? 0);
  return isDeepStrictEqual(decision, event.decision);
}
