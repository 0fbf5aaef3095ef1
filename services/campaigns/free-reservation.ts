/** Takes back a reservation whose workflow never came to be: its place in the plan is free again. */
import type { Database } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { type Acting, audit } from '../audit';

/** Whoever repeats the request that made it makes it anew. @returns false when its workflow has written to it since. */
export function freeReservation(db: Database, acting: Acting, campaignId: string): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { count } = await tx.campaign.deleteMany({ where: { id: campaignId, version: 0 } });
    if (count === 0) return false;
    const parts = { where: { campaignId } };
    await tx.creative.deleteMany(parts);
    await tx.adGroup.deleteMany(parts);
    await tx.media.updateMany({ ...parts, data: { campaignId: null } });
    const target = { kind: 'campaign', id: campaignId };
    await audit(tx, acting, { action: 'campaign.reservation_freed', target });
    return true;
  });
}
