/** What admins decide: media of a frozen revision, and the campaign itself. */
import type { Revision } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Campaign, Step } from './campaign';
import { close } from './endings';
import { lift } from './holds';
import type { HeardOf } from './messages';
import { pushRevision } from './platform';
import { amountDue } from './view';

const allApproved = (revision: Revision) => revision.media.every((m) => m.decision === 'approved');

/** Freezes a revision; media that were approved before need no second look. */
export function submit(c: Campaign, heard: HeardOf<'submit'>): Step {
  const { revision, quote, targeting } = heard.message;
  const { state } = c;
  if (c.phase === 'draft' && c.input.channel === 'house' && !quote)
    throw new BusinessError('CONFLICT', { detail: 'It was submitted without a price.' });
  if (targeting !== undefined && targeting !== (state.brief.targeting ?? null))
    throw new BusinessError('CONFLICT', { detail: 'Its targeting was changed meanwhile: submit it again.' });
  state.submitted = {
    hash: revision.hash,
    media: revision.media.map((m) =>
      state.approvedMedia.includes(m.mediaId) ? { ...m, decision: 'approved' } : m,
    ),
  };
  state.lastActivity = c.now;
  if (c.phase === 'draft' && quote) {
    state.quote = quote;
    state.brief = { ...state.brief, budgetLifetime: quote.total };
  }
  if (state.live) awaitReview(c, revision.hash !== state.live.hash);
  const ready = allApproved(state.submitted);
  return {
    to: c.phase === 'draft' ? (ready ? afterMediaReview(c) : 'media_review') : c.phase,
    event: 'campaign.submitted',
    why: `Revision ${revision.hash.slice(0, 8)} was submitted.`,
    data: { revision: revision.hash, media: revision.media.length, total: quote?.total ?? null, ...later(c) },
  };
}

/** An admin's decision on one media item of the revision that he saw. */
export function reviewMedia(c: Campaign, heard: HeardOf<'reviewMedia'>): Step {
  const { revision, mediaId, decision, reason } = heard.message;
  const { state } = c;
  if (state.submitted?.hash !== revision) throw new BusinessError('STALE_REVIEW');
  const item = state.submitted.media.find((m) => m.mediaId === mediaId);
  if (item?.decision !== 'pending') throw new BusinessError('MEDIA_NOT_IN_REVIEW');
  item.decision = decision;
  item.reason = reason;
  const data = { revision, media_id: mediaId, reason };
  if (decision === 'rejected') {
    // The live revision serves on; where there is none, the rejected one says why until another is submitted.
    state.submitted = state.live ?? state.submitted;
    if (state.live) awaitReview(c, false);
    const to = c.phase === 'media_review' ? 'draft' : c.phase;
    if (to === 'draft') state.lastActivity = c.now;
    return {
      to,
      event: 'media.rejected',
      why: `A media item was rejected: ${reason ?? 'no reason given'}.`,
      data,
    };
  }
  state.approvedMedia = [...state.approvedMedia, mediaId];
  const ready = allApproved(state.submitted);
  const to = ready && c.phase === 'media_review' ? afterMediaReview(c) : c.phase;
  return { to, event: 'media.approved', why: 'A media item was approved.', data: { ...data, ...later(c) } };
}

/** An admin's decision on the campaign, or on a later revision of one that was approved. */
export async function reviewCampaign(c: Campaign, heard: HeardOf<'reviewCampaign'>): Promise<Step> {
  const { revision, decision, reason } = heard.message;
  const { state } = c;
  if (!state.submitted || state.submitted.hash !== revision || !allApproved(state.submitted))
    throw new BusinessError('STALE_REVIEW');
  if (state.live) return reviewRevision(c, state.submitted, heard);
  if (decision === 'rejected')
    return close(c, 'rejected', reason ?? 'The campaign was rejected.', 'campaign rejected');
  state.live = state.submitted;
  const { startAt } = state.brief;
  const to = startAt !== null && startAt > c.now ? 'scheduled' : 'activating';
  return { to, event: 'campaign.approved', why: 'The campaign was approved.', data: { revision } };
}

/** Where a campaign goes once its media are approved. */
function afterMediaReview(c: Campaign): 'awaiting_payment' | 'pending_approval' {
  return amountDue(c.state) > 0 ? 'awaiting_payment' : 'pending_approval';
}

/** An approved revision replaces the live one, which serves on after a no. */
async function reviewRevision(
  c: Campaign,
  submitted: Revision,
  { message: { decision, reason } }: HeardOf<'reviewCampaign'>,
): Promise<Step> {
  const { state } = c;
  const { hash: revision } = submitted;
  if (!state.revisionWait) throw new BusinessError('STALE_REVIEW');
  awaitReview(c, false);
  const name = `Revision ${revision.slice(0, 8)}`;
  if (decision === 'rejected') {
    state.submitted = state.live;
    const why = `${name} was rejected: ${reason ?? 'no reason given'}.`;
    return { to: c.phase, event: 'campaign.revision_rejected', why, data: { revision, reason } };
  }
  await c.surely(() => pushRevision(c, revision));
  state.live = submitted;
  // What the platform disapproved of serves no longer.
  lift(c, 'disapproved');
  return {
    to: c.phase,
    event: 'campaign.revision_approved',
    why: `${name} was approved.`,
    data: { revision },
  };
}

/** What a later revision waits for now, for those who are told. */
function later(c: Campaign): Step['data'] {
  return c.state.live ? { review: c.view().review } : {};
}

/** An admin is awaited for a later revision from now on, or no longer. */
function awaitReview(c: Campaign, isAwaited: boolean): void {
  c.state.revisionWait = isAwaited ? (c.state.revisionWait ?? { since: c.now, nudges: 0 }) : null;
}
