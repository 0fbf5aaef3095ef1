/** Whether a campaign is its advertiser's first: what the discount of that name asks. */
import type { Queryable } from '../../infra/database';

/** Who buys; null where nobody is signed in, or no campaign is there yet. */
export interface Purchase {
  userId: string | null;
  campaignId: string | null;
}

/**
 * True while no other campaign of the advertiser holds a frozen quote; one that ended without a payment is forgotten.
 * Whoever grants the discount for good holds the advertiser's lock, so that two first campaigns can't both get it.
 */
export async function isFirstCampaign(db: Queryable, { userId, campaignId }: Purchase): Promise<boolean> {
  if (userId === null) return false;
  const [other] = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM quotes q JOIN campaigns c ON c.id = q.campaign_id
    WHERE q.user_id = ${userId}::uuid AND q.frozen_at IS NOT NULL
      AND q.campaign_id IS DISTINCT FROM ${campaignId}::uuid
      AND (NOT c.over OR EXISTS (SELECT 1 FROM payments p WHERE p.campaign_id = c.id AND p.received > 0))
    LIMIT 1`;
  return other === undefined;
}
