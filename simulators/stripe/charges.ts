/** What disputes leave of a charge: how much can be refunded, and whether it may be now. */
import type { Desk } from './desk';
import type { Charge, Dispute } from './objects';

/** The bank only asks; nothing was withdrawn. */
export const isInquiry = ({ status }: Dispute): boolean => status.startsWith('warning_');
/** Withdrawn, and not decided yet. */
export const isOpenDispute = ({ status }: Dispute): boolean =>
  status === 'needs_response' || status === 'under_review';

export function disputesOf(desk: Desk, chargeId: string): Dispute[] {
  return desk.memory.all('dispute').filter((dispute) => dispute.charge === chargeId);
}

export function hasOpenDispute(desk: Desk, chargeId: string): boolean {
  return disputesOf(desk, chargeId).some(isOpenDispute);
}

/** Captured, less refunds, less what open and lost disputes took: what can still be refunded or disputed. */
export function leftOf(desk: Desk, charge: Charge): number {
  const taken = disputesOf(desk, charge.id)
    .filter((dispute) => isOpenDispute(dispute) || dispute.status === 'lost')
    .reduce((sum, { amount }) => sum + amount, 0);
  return charge.amount_captured - charge.amount_refunded - taken;
}

/** Brings `is_charge_refundable` of a charge's disputes up to date. */
export function markRefundable(desk: Desk, charge: Charge): void {
  const is_charge_refundable = !hasOpenDispute(desk, charge.id) && leftOf(desk, charge) > 0;
  for (const dispute of disputesOf(desk, charge.id))
    desk.memory.put('dispute', { ...dispute, is_charge_refundable });
}

/** A charge that is refunded whole leaves its inquiries nothing to ask: https://docs.stripe.com/disputes. */
export function settleInquiries(desk: Desk, chargeId: string): void {
  const charge = desk.memory.get('charge', chargeId);
  if (!charge || leftOf(desk, charge) > 0) return;
  for (const dispute of disputesOf(desk, chargeId))
    if (isInquiry(dispute) && dispute.status !== 'warning_closed')
      desk.raise(
        'charge.dispute.closed',
        desk.memory.put('dispute', { ...dispute, status: 'warning_closed' }),
      );
}
