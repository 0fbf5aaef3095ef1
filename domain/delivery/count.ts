/** The words of counting: what a tracked event is, and why one is invalid. `count_ad_events` of the database counts. */
import type { Instant } from '../time';

export type EventKind = 'impression' | 'click' | 'conversion';
export type InvalidReason =
  | 'bot'
  | 'data_center'
  | 'prefetch'
  | 'duplicate'
  | 'expired'
  | 'forged'
  | 'over_delivery';

/** Stands for "no creative" (totals of a campaign) and "no campaign" (forged tokens). */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** One event as it came in; `invalid` is what the request itself gave away. */
export interface Arrival {
  /** Kind and nonce: counted once however often it comes. */
  id: string;
  kind: EventKind;
  campaignId: string;
  creativeId: string;
  placement: string;
  leaseId: string | null;
  invalid: InvalidReason | null;
  /** Of a conversion, in minor units of the campaign's currency. */
  value: number | null;
  /** Id of the click event that led to a conversion; its creative gets the credit. */
  clickEvent: string | null;
  at: Instant;
}
