/** The one table of who hears what: event → audience → channels, and the words. */
import {
  admins,
  advertiser,
  alarm,
  awaitsRevision,
  bell,
  byOthers,
  enters,
  type Facts,
  givenBack,
  mail,
  money,
  type Notice,
  named,
  nudge,
  pausedWhy,
  reason,
  whileOpen,
} from './notice';

const mediaToReview = admins(
  bell,
  'Media to review',
  (f) => `The media of ${named(f)} wait for a review.`,
  // A later revision is reviewed while the live one runs on: the phase stays.
  (f) => f.to === 'media_review' || (f.from === f.to && f.data.media !== 0),
);
const campaignToReview = admins(
  bell,
  'Campaign to approve',
  (f) => `${named(f)} waits for an approval.`,
  enters('pending_approval'),
);
const revisionToReview = admins(
  bell,
  'Changes to approve',
  (f) => `Changes of ${named(f)}, which is approved already, wait for an approval.`,
  awaitsRevision,
);

/** Every event that an outbox row can tell; an empty list: nobody needs to hear of it. */
export const notices = {
  'campaign.created': [],
  'campaign.edited': [],
  'campaign.reminded': [
    advertiser(mail, 'Your draft is waiting', (f) => `${named(f)} has not been submitted yet. ${f.why}`),
  ],
  'campaign.submitted': [mediaToReview, campaignToReview, revisionToReview],
  'campaign.expired': [
    advertiser(mail, 'Your campaign has expired', (f) => `${named(f)} has expired. ${f.why}${givenBack(f)}`),
  ],
  'media.approved': [
    advertiser(
      mail,
      'Your media are approved: payment is due',
      (f) => `The media of ${named(f)} are approved. It goes on once it is paid.`,
      enters('awaiting_payment'),
    ),
    advertiser(
      bell,
      'Your media are approved',
      (f) => `A media item of ${named(f)} was approved.`,
      (f) => !enters('awaiting_payment')(f),
    ),
    campaignToReview,
    revisionToReview,
  ],
  'media.rejected': [
    advertiser(
      mail,
      'A media item was rejected',
      (f) => `A media item of ${named(f)} was rejected. ${reason(f)} Replace it and submit again.`,
    ),
  ],
  'payment.requested': [],
  'payment.received': [
    advertiser(
      mail,
      'Payment received',
      (f) => `We received ${money(f, 'amount', 'your payment')} for ${named(f)}. Thank you.`,
    ),
    campaignToReview,
  ],
  'payment.processing': [
    advertiser(
      bell,
      'Payment is being processed',
      (f) => `Your bank is processing the payment for ${named(f)}. This can take a few days.`,
    ),
  ],
  'payment.failed': [
    advertiser(
      mail,
      'Payment failed',
      (f) => `The payment for ${named(f)} did not go through. You can try again at any time.`,
    ),
  ],
  'payment.expired': [
    advertiser(
      bell,
      'The payment page has expired',
      (f) => `The payment page for ${named(f)} was not used in time. Ask for a new one to pay.`,
    ),
  ],
  'payment.excess': [
    advertiser(
      mail,
      'You paid more than was due',
      (f) =>
        `${money(f, 'amount', 'A payment')} for ${named(f)} was more than was due. We give the excess back.`,
    ),
  ],
  'payment.held': [
    advertiser(
      mail,
      'Your payment is being looked at',
      (f) => `A payment for ${named(f)} differs from what was asked for. We look at it and write to you.`,
    ),
    admins(alarm, 'A payment is held', (f) => `A payment for ${named(f)} needs a decision. ${f.why}`),
  ],
  'payment.disputed': [
    advertiser(
      mail,
      'Your payment is disputed',
      (f) =>
        `The bank disputes the payment for ${named(f)}.${whileOpen(f, 'The campaign waits until the bank decides.')}`,
    ),
    admins(
      alarm,
      'A payment is disputed',
      (f) =>
        `${money(f, 'amount', 'A payment')} for ${named(f)} is disputed. Send the evidence to the provider.`,
    ),
  ],
  'payment.dispute_won': [
    advertiser(mail, 'The dispute is over', (f) => `The payment for ${named(f)} stands.`),
    admins(bell, 'A dispute is won', (f) => `The payment for ${named(f)} stands.`),
  ],
  'payment.dispute_lost': [
    advertiser(
      mail,
      'The dispute is over',
      (f) => `The payment for ${named(f)} was taken back by the bank.${whileOpen(f, 'The campaign ends.')}`,
    ),
    admins(alarm, 'A dispute is lost', (f) => `The bank took back the payment for ${named(f)}.`),
  ],
  'payment.inquiry': [
    admins(
      alarm,
      'A bank asks about a payment',
      (f) =>
        `The bank asks about ${money(f, 'amount', 'a payment')} for ${named(f)}. Answer it at the provider; the campaign goes on.`,
    ),
  ],
  'payment.inquiry_closed': [
    admins(bell, 'A bank has no more questions', (f) => `The payment for ${named(f)} stands.`),
  ],
  // Each refund is told by its payment, step by step: refund.* below.
  'payment.refunded': [],
  'payment.refund_reduced': [advertiser(bell, 'A refund is smaller', (f) => `${named(f)}: ${f.why}`)],
  'refund.requested': [],
  'refund.processing': [
    advertiser(
      bell,
      'A refund is on its way',
      (f) => `${money(f, 'amount', 'Your refund')} for ${named(f)} is on its way to you.`,
    ),
  ],
  'refund.succeeded': [
    advertiser(
      mail,
      'A refund was made',
      (f) =>
        `${money(f, 'amount', 'Your payment')} for ${named(f)} was refunded. Your bank shows it in 5 to 10 days.`,
    ),
  ],
  'refund.failed': [
    advertiser(
      mail,
      'A refund did not go through',
      (f) => `The refund of ${money(f, 'amount', 'your payment')} for ${named(f)} failed. We look after it.`,
    ),
    admins(
      alarm,
      'A refund failed',
      (f) => `The refund of ${money(f, 'amount', 'a payment')} for ${named(f)} failed. ${reason(f)}`,
    ),
  ],
  'campaign.approved': [
    advertiser(mail, 'Your campaign is approved', (f) => `${named(f)} is approved. ${f.why}`),
  ],
  'campaign.rejected': [
    advertiser(
      mail,
      'Your campaign was rejected',
      (f) => `${named(f)} was rejected. ${reason(f)}${givenBack(f)}`,
    ),
  ],
  'campaign.revision_approved': [
    advertiser(
      mail,
      'Your changes are approved',
      (f) => `The changes of ${named(f)} are approved, and live.`,
    ),
  ],
  'campaign.revision_rejected': [
    advertiser(
      mail,
      'Your changes were rejected',
      (f) => `The changes of ${named(f)} were rejected. ${reason(f)} It runs on as it was.`,
    ),
  ],
  'campaign.activating': [],
  'campaign.activation_failed': [
    advertiser(
      bell,
      'Your campaign starts later',
      (f) => `${named(f)} could not be started yet. We look after it.`,
    ),
    admins(
      alarm,
      'A campaign could not be started',
      (f) => `${named(f)} waits for a decision: try again, or refund. ${f.why}`,
    ),
  ],
  'campaign.activated': [
    advertiser(mail, 'Your campaign is running', (f) => `${named(f)} is live from now on.`),
  ],
  'campaign.pausing': [],
  'campaign.paused': [
    advertiser(
      mail,
      'Your campaign is paused',
      (f) => `${named(f)} is paused. ${pausedWhy(f)}`,
      // His own pause is no news to him, and the others here have a notification of their own.
      (f) => f.holds.some(({ by }) => !['advertiser', 'budget_exhausted', 'dispute'].includes(by)),
    ),
  ],
  'campaign.resumed': [
    advertiser(bell, 'Your campaign runs again', (f) => `${named(f)} runs again. ${f.why}`, byOthers),
  ],
  'campaign.delivery_confirmed': [],
  'campaign.budget_changed': [
    advertiser(bell, 'A budget was changed', (f) => `The budget of ${named(f)} changed. ${f.why}`, byOthers),
    campaignToReview,
  ],
  'campaign.budget_exhausted': [
    advertiser(
      mail,
      'The budget is used up',
      (f) => `${named(f)} has delivered all it was paid for. Raise its budget to go on.`,
    ),
  ],
  'campaign.flight_changed': [
    advertiser(bell, 'The dates were changed', (f) => `The dates of ${named(f)} changed. ${f.why}`, byOthers),
  ],
  'campaign.extended': [
    advertiser(
      mail,
      'Your campaign runs longer',
      (f) => `${named(f)} had not delivered everything by its end, so it goes on. ${f.why}`,
    ),
  ],
  'campaign.optimized': [
    advertiser(bell, 'A budget was optimized', (f) => `${named(f)} was optimized. ${f.why}`),
  ],
  'campaign.completing': [],
  'campaign.completed': [
    advertiser(
      mail,
      'Your campaign is completed',
      (f) => `${named(f)} is completed. ${f.why} Its final report is ready.`,
    ),
  ],
  'campaign.cancelled': [
    advertiser(
      mail,
      'Your campaign is cancelled',
      (f) => `${named(f)} is cancelled. ${reason(f)}${givenBack(f)}`,
    ),
  ],
  // Named by its host; the sentence says why.
  'webhook.disabled': [
    advertiser(
      mail,
      'A webhook endpoint was switched off',
      (f) => `We no longer send events to ${named(f)}. ${f.why} Switch it on again once it is well.`,
    ),
  ],
  // Named by its type; the sentence says what was not understood.
  'inbox.parked': [
    admins(
      alarm,
      'An event could not be understood',
      (f) =>
        `An event ${named(f)} of ${f.data.source ?? 'a provider'} was set aside; those after it go on. ${reason(f)} Once a version that understands it runs, try it again.`,
    ),
  ],
  'review.digest': [
    admins(nudge, 'Decisions are overdue', ({ data: { overdue, held, parked } }) =>
      [
        overdue && `Campaigns that have waited for a decision for more than three days: ${overdue}.`,
        held && `Payments of another sum than was asked for, held for more than a day: ${held}.`,
        parked && `Events that could not be understood, and wait to be tried again: ${parked}.`,
      ]
        .filter(Boolean)
        .join(' '),
    ),
  ],
  // Of ours alone: who advertises is told by what becomes of it.
  'workflow.stuck': [
    admins(
      alarm,
      'A campaign is stuck',
      (f) => `${f.data.payment ? 'A payment of ' : ''}${named(f)} can't go on by itself. ${f.why}`,
    ),
  ],
  'review.overdue': [admins(nudge, 'A decision is overdue', (f) => `${named(f)} still waits. ${f.why}`)],
} as const satisfies Record<string, readonly Notice[]>;

type NotifiedEvent = keyof typeof notices;

/** Who is to hear of an event, and how; empty for an event that the table does not know. */
export function noticesOf(event: string, facts: Facts): readonly Notice[] {
  if (!isNotified(event)) return [];
  const rows: readonly Notice[] = notices[event];
  return rows.filter((notice) => notice.when?.(facts) ?? true);
}

export function isNotified(event: string): event is NotifiedEvent {
  return Object.hasOwn(notices, event);
}
