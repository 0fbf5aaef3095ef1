/** The one table of events that an advertiser's own programs and pages may hear: outbound webhooks and live events. */

/** Named as the timeline names them; docs/webhooks.md is read beside this. */
export const publicEvents = {
  'campaign.created': 'A campaign was made, as a draft.',
  'campaign.edited': 'A campaign was changed.',
  'campaign.reminded': 'A draft has waited for its submission for long.',
  'campaign.submitted': 'A revision was submitted for review.',
  'campaign.expired': 'A campaign was given up: nobody paid or submitted it in time.',
  'campaign.approved': 'A campaign was approved.',
  'campaign.rejected': 'A campaign was rejected.',
  'campaign.revision_approved': 'A later revision was approved, and is served.',
  'campaign.revision_rejected': 'A later revision was rejected; the live one is served on.',
  'campaign.activating': 'A campaign is being started.',
  'campaign.activation_failed': 'A campaign could not be started yet.',
  'campaign.activated': 'A campaign runs.',
  'campaign.pausing': 'A campaign is being paused.',
  'campaign.paused': 'A campaign is paused.',
  'campaign.resumed': 'A campaign runs again.',
  'campaign.delivery_confirmed': 'The platform confirmed that delivery is as it was asked for.',
  'campaign.budget_changed': 'A budget was changed.',
  'campaign.budget_exhausted': 'A budget is used up.',
  'campaign.flight_changed': 'The dates of a campaign were changed.',
  'campaign.extended': 'A campaign runs on after its end, to deliver what was paid for.',
  'campaign.optimized': 'An optimization was applied or undone.',
  'campaign.completing': 'A campaign is being closed.',
  'campaign.completed': 'A campaign is completed, and its report ready.',
  'campaign.cancelled': 'A campaign was cancelled.',
  'media.approved': 'A media item was approved.',
  'media.rejected': 'A media item was rejected.',
  'payment.requested': 'A payment page was opened.',
  'payment.received': 'A payment was received.',
  'payment.processing': 'The bank is processing a payment.',
  'payment.failed': 'A payment did not go through.',
  'payment.expired': 'A payment page was not used in time.',
  'payment.excess': 'More was paid than was due; the excess goes back.',
  'payment.held': 'A payment differs from what was asked for, and is looked at.',
  'payment.disputed': 'The bank disputes a payment.',
  'payment.dispute_won': 'A disputed payment stands.',
  'payment.dispute_lost': 'The bank took a disputed payment back.',
  'payment.refunded': 'A refund was asked for by a campaign.',
  'payment.refund_reduced': 'A campaign gets less back than it asked for.',
  'refund.requested': 'A refund was asked for.',
  'refund.processing': 'A refund is on its way.',
  'refund.succeeded': 'A refund was made.',
  'refund.failed': 'A refund did not go through.',
} as const;

export type PublicEvent = keyof typeof publicEvents;

/** What an endpoint may ask for in a word, now and as the family grows; orders have no events yet. */
export const eventFamilies = ['campaign.*', 'media.*', 'payment.*', 'refund.*', 'order.*'] as const;

export function isPublicEvent(kind: string): kind is PublicEvent {
  return Object.hasOwn(publicEvents, kind);
}

/** Whether what was chosen (types, or families of them) holds an event. */
export function isChosen(chosen: readonly string[], type: PublicEvent): boolean {
  return chosen.includes(type) || chosen.includes(`${type.split('.')[0]}.*`);
}
