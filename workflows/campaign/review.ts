/** What admins decide: media of a frozen revision, and the campaign itself. */
import type { Revision } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Campaign, Step } from './campaign';
import { close } from './endings';
import type { HeardOf } from './mailbox';
import { isLive, pushRevision } from './platform';
import { amountDue } from './view';

const allApproved = (revision: Revision) => revision.media.every((m) => m.decision === 'approved');

/** Freezes a revision; media that were approved before need no second look. */
export async function submit(c: Campaign, heard: HeardOf<'submit'>): Promise<Step> {
  const { revision, quote } = heard.message;
  const { state } = c;
  if (c.phase === 'draft' && c.input.channel === 'house' && !quote)
    throw new BusinessError('CONFLICT', { detail: 'It was submitted without a price.' });
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
  const ready = allApproved(state.submitted);
  if (ready && c.phase !== 'draft') await goLive(c);
  return {
    to: c.phase === 'draft' ? (ready ? afterMediaReview(c) : 'media_review') : c.phase,
    event: 'campaign.submitted',
    why: `Revision ${revision.hash.slice(0, 8)} was submitted.`,
    data: { revision: revision.hash, media: revision.media.length, total: quote?.total ?? null },
  };
}

/** An admin's decision on one media item of the revision that he saw. */
export async function reviewMedia(c: Campaign, heard: HeardOf<'reviewMedia'>): Promise<Step> {
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
  if (ready && c.phase !== 'media_review') await goLive(c);
  const to = ready && c.phase === 'media_review' ? afterMediaReview(c) : c.phase;
  return { to, event: 'media.approved', why: 'A media item was approved.', data };
}

/** An admin's decision on the campaign. */
export async function reviewCampaign(c: Campaign, heard: HeardOf<'reviewCampaign'>): Promise<Step> {
  const { revision, decision, reason } = heard.message;
  const { state } = c;
  if (!state.submitted || state.submitted.hash !== revision || !allApproved(state.submitted))
    throw new BusinessError('STALE_REVIEW');
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

/** A later revision whose media are all approved replaces the live one. */
async function goLive(c: Campaign): Promise<void> {
  const { submitted, live } = c.state;
  if (!submitted || !live) return;
  if (isLive(c)) await c.surely(() => pushRevision(c, submitted.hash));
  c.state.live = submitted;
}
