/** Payments as their owner and staff read them: the receipt, with each refund's progress. */
import { BusinessError } from '../../domain/errors';
import { type Page, type PageInput, readPage } from '../lists';
import { ownedBy, verb } from '../verb';
import { type ShownPayment, withHistory, withRefundable } from './payment';

interface PaymentFilter extends PageInput {
  campaignId: string | undefined;
  userId: string | undefined;
}

export const listPayments = verb<PaymentFilter, Page<ShownPayment>>(
  'payment.read',
  async (ctx, { campaignId, userId, ...page }) => {
    const asked = {
      ...(campaignId !== undefined && { campaignId }),
      ...(userId !== undefined && { userId }),
    };
    return readPage(page, {
      orders: {
        created_at: { createdAt: 'time', id: 'uuid' },
        amount: { amount: 'bigint', id: 'uuid' },
      },
      where: { AND: [ownedBy(ctx, 'userId'), asked] },
      find: async (slice) =>
        withRefundable(ctx.db, await ctx.db.payment.findMany({ ...slice, include: withHistory })),
      count: (slice) => ctx.db.payment.count(slice),
    });
  },
);

/** @throws NOT_FOUND, also for another user's. */
export const getPayment = verb<string, ShownPayment>('payment.read', async (ctx, id) => {
  const where = { id, ...ownedBy(ctx, 'userId') };
  const payment = await ctx.db.payment.findFirst({ where, include: withHistory });
  const [shown] = await withRefundable(ctx.db, payment ? [payment] : []);
  if (!shown) throw new BusinessError('NOT_FOUND');
  return shown;
});
