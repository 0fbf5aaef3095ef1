/** What admins do to promotion codes: make, list, disable. A code is never deleted: quotes name it. */
import { BusinessError } from '../../domain/errors';
import type { PromoCode } from '../../prisma/generated/client';
import { classify, inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';

interface NewPromo {
  code: string;
  /** Percent in text: "12.50". */
  percent: string;
  startsAt: Date | null;
  endsAt: Date | null;
  maxUses: number | null;
  maxUsesEach: number | null;
}

/** @throws CONFLICT when the code exists. */
export const createPromo = verb<NewPromo, PromoCode>('pricing.manage', async (ctx, promo) => {
  try {
    return await inTransaction(ctx.db, async (tx) => {
      const created = await tx.promoCode.create({ data: { ...promo, createdAt: new Date(ctx.now()) } });
      const after = {
        percent: promo.percent,
        starts_at: promo.startsAt?.toISOString() ?? null,
        ends_at: promo.endsAt?.toISOString() ?? null,
        max_uses: promo.maxUses,
        max_uses_each: promo.maxUsesEach,
      };
      await audit(tx, ctx, { action: 'promo.created', target: { kind: 'promo', id: promo.code }, after });
      return created;
    });
  } catch (error) {
    if (classify(error).kind === 'unique')
      throw new BusinessError('CONFLICT', { detail: 'This code exists.' });
    throw error;
  }
});

export const listPromos = verb<PageInput, Page<PromoCode>>('pricing.manage', ({ db }, page) =>
  readPage(page, {
    orders: { code: { code: 'text' }, created_at: { createdAt: 'time', code: 'text' } },
    where: {},
    find: (slice) => db.promoCode.findMany(slice),
    count: (slice) => db.promoCode.count(slice),
  }),
);

/** Campaigns that used it keep their price; no other one gets it. @throws NOT_FOUND */
export const disablePromo = verb<string, PromoCode>('pricing.manage', (ctx, code) =>
  inTransaction(ctx.db, async (tx) => {
    const changed = await tx.promoCode.updateMany({
      where: { code, isActive: true },
      data: { isActive: false },
    });
    const promo = await tx.promoCode.findUnique({ where: { code } });
    if (!promo) throw new BusinessError('NOT_FOUND');
    if (changed.count > 0) {
      await audit(tx, ctx, {
        action: 'promo.disabled',
        target: { kind: 'promo', id: code },
        before: { is_active: true },
        after: { is_active: false },
      });
    }
    return promo;
  }),
);
