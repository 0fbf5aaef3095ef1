/** What ops see of a campaign in the Temporal UI: current details in Markdown, and the attributes they filter by. */
import type { CampaignInput, CampaignView } from '../../contracts/campaign';
import { searchAttributes } from '../../contracts/search-attributes';
import { lifecycle } from '../../domain/campaign/phases';
import { formatMoney } from '../../domain/money';
import { iso } from '../../domain/time';
import { showAttributes, showDetails } from '../shown';

const next: Record<CampaignView['phase'], string> = {
  draft: 'The advertiser edits and submits; an idle draft expires after 30 days.',
  media_review: 'An admin decides on each media item of the revision.',
  awaiting_payment: 'The advertiser pays; unpaid, it expires after 14 days.',
  pending_approval: 'An admin approves or rejects the campaign.',
  scheduled: 'It starts by itself at the start of its flight.',
  activating: 'The platform makes its objects; then it delivers.',
  activation_failed: 'An admin retries, or refunds and cancels.',
  active: 'It delivers until the end of its flight.',
  completing: 'The platform stops; the last metrics make the final report.',
  completed: 'Nothing.',
  rejected: 'Nothing.',
  cancelled: 'Nothing.',
  expired: 'Nothing.',
};

/** Costs no history event. */
export function describe(view: CampaignView, lastWhy: string): void {
  showDetails(() => detailsOf(view, lastWhy));
}

function detailsOf(view: CampaignView, lastWhy: string): string {
  const money = view.quoteId
    ? `${view.payment}, ${formatMoney(view.amountPaid, view.currency)} paid, ${formatMoney(view.amountDue, view.currency)} due`
    : 'nothing due so far';
  const holds = view.holds.map((h) => `${h.by} (${h.reason}, since ${iso(h.since)})`).join('; ');
  const delivery = view.delivery.confirmed
    ? view.delivery.wanted
      ? 'delivering'
      : 'pausing'
    : view.delivery.wanted
      ? 'starting'
      : 'not delivering';
  return [
    `**${view.phase}**: ${lastWhy}`,
    `- waits for: ${view.waitingFor ?? 'nobody'}, since ${iso(view.waitingSince)}. ${next[view.phase]}`,
    `- payment: ${money}`,
    `- delivery: ${delivery}${holds ? `; held by ${holds}` : ''}`,
    `- flight: ${view.brief.startAt ? iso(view.brief.startAt) : 'at approval'} to ${view.brief.endAt ? iso(view.brief.endAt) : 'open'}`,
  ].join('\n\n');
}

/** Upserts what changed since `shown` (one event, or none); returns what is shown now. */
export function updateAttributes(view: CampaignView, shown: string): string {
  const now = JSON.stringify([view.phase, view.payment, view.waitingFor, view.brief.endAt]);
  if (now === shown) return shown;
  showAttributes([
    { key: searchAttributes.phase, value: view.phase },
    { key: searchAttributes.payment, value: view.payment },
    { key: searchAttributes.waitingFor, value: view.waitingFor ?? 'nobody' },
    { key: searchAttributes.waitingSince, value: new Date(view.waitingSince) },
    { key: searchAttributes.flightEnd, value: view.brief.endAt === null ? null : new Date(view.brief.endAt) },
  ]);
  return now;
}

/** What the start of a campaign's workflow already shows: the same words as {@link updateAttributes} would. */
export function shownAtStart(input: CampaignInput): string {
  return JSON.stringify(['draft', 'not_due', lifecycle.draft.waitsFor, input.brief.endAt]);
}
