/** Creatives: their statuses, and what a reader is shown of a review. */

export const creativeStatuses = ['pending_review', 'active', 'paused', 'rejected'] as const;
export type CreativeStatus = (typeof creativeStatuses)[number];
/** What its advertiser may set; the other two are the review's. */
export const settableStatuses = ['active', 'paused'] as const;
export type SettableStatus = (typeof settableStatuses)[number];

export const DEFAULT_CALL_TO_ACTION = 'Shop Now';

export interface MediaVerdict {
  mediaId: string;
  decision: 'pending' | 'approved' | 'rejected';
  reason: string | null;
}

/** A creative is in review while its media are; the campaign's workflow decides, this only shows it. */
export function shownStatus(
  creative: { status: SettableStatus; mediaId: string | null },
  verdicts: readonly MediaVerdict[],
): { status: CreativeStatus; rejectionReason: string | null } {
  const verdict = verdicts.find((one) => one.mediaId === creative.mediaId);
  if (verdict?.decision === 'rejected') return { status: 'rejected', rejectionReason: verdict.reason };
  if (verdict?.decision === 'pending') return { status: 'pending_review', rejectionReason: null };
  return { status: creative.status, rejectionReason: null };
}
