/** Promotion codes: whether one may be quoted now, and its one use by a campaign. */
import { BusinessError } from '../../domain/errors';
import { parseDecimal } from '../../domain/pricing/ratio';
import type { Instant } from '../../domain/time';
import type { Queryable, Transaction } from '../../infra/database';
import type { Purchase } from './first-campaign';

/**
 * The code's discount, when it is active, within its dates and not used up.
 * @throws BusinessError PROMO_INVALID, the same for an unknown code.
 */
export async function usablePromo(
  db: Queryable,
  code: string,
  { userId, campaignId }: Purchase,
  now: Instant,
): Promise<{ code: string; basisPoints: number }> {
  const promo = await db.promoCode.findUnique({ where: { code } });
  const started = !promo?.startsAt || promo.startsAt.getTime() <= now;
  const ended = promo?.endsAt ? promo.endsAt.getTime() <= now : false;
  if (!promo?.isActive || !started || ended) throw invalid();
  const redeemed =
    campaignId !== null && (await db.promoRedemption.count({ where: { code, campaignId } })) > 0;
  if (!redeemed) {
    if (promo.maxUses !== null && promo.uses >= promo.maxUses) throw invalid();
    if (promo.maxUsesEach !== null && userId !== null) {
      if ((await db.promoRedemption.count({ where: { code, userId } })) >= promo.maxUsesEach) throw invalid();
    }
  }
  return { code, basisPoints: Number(parseDecimal(promo.percent.toFixed(2), 2)) };
}

/**
 * Counts the campaign's use of a code that its quote promised; a second time for the same campaign counts nothing.
 * The dates were checked when the quote was made, and it holds for as long as it is valid. The limits hold under any
 * concurrency: in all by one conditional UPDATE, for each advertiser by his lock, which the caller holds.
 * @throws BusinessError PROMO_INVALID when the code was used up or disabled meanwhile.
 */
export async function redeemPromo(
  tx: Transaction,
  code: string,
  userId: string,
  campaignId: string,
): Promise<void> {
  const fresh = await tx.$executeRaw`
    INSERT INTO promo_redemptions (code, campaign_id, user_id)
    SELECT code, ${campaignId}::uuid, ${userId}::uuid FROM promo_codes p
    WHERE code = ${code} AND (max_uses_each IS NULL OR max_uses_each >
      (SELECT count(*) FROM promo_redemptions r WHERE r.code = p.code AND r.user_id = ${userId}::uuid
        AND r.campaign_id <> ${campaignId}::uuid))
    ON CONFLICT DO NOTHING`;
  if (fresh === 0) {
    if ((await tx.promoRedemption.count({ where: { code, campaignId } })) === 0) throw invalid();
    return;
  }
  const counted = await tx.$executeRaw`
    UPDATE promo_codes SET uses = uses + 1
    WHERE code = ${code} AND is_active AND (max_uses IS NULL OR uses < max_uses)`;
  if (counted === 0) throw invalid();
}

function invalid(): BusinessError {
  const message = 'Unknown, used up or not valid now.';
  return new BusinessError('PROMO_INVALID', { errors: [{ path: '/promo_code', message }] });
}
