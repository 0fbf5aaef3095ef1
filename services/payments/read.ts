/** Payments as their owner and staff read them: the receipt, with each refund's progress. */
import { BusinessError } from '../../domain/errors';
import type { Allowed } from '../context';
import type { Page } from '../users/list';
import { verb } from '../verb';
import { type PaymentRow, withHistory } from './payment';

export interface PaymentFilter {
  campaignId: string | undefined;
  userId: string | undefined;
  offset: number;
  limit: number;
}

/** His own payments; anyone's for staff. */
function reach({ scope, caller }: Allowed): { userId?: string } {
  return scope === 'any' ? {} : { userId: caller.userId };
}

/** Newest first. */
export const listPayments = verb<PaymentFilter, Page<PaymentRow>>('payment.read', async (ctx, filter) => {
  const { campaignId, userId, offset, limit } = filter;
  const asked = { ...(campaignId !== undefined && { campaignId }), ...(userId !== undefined && { userId }) };
  const where = { AND: [reach(ctx), asked] };
  const [items, total] = await Promise.all([
    ctx.db.payment.findMany({
      where,
      include: withHistory,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: offset,
      take: limit,
    }),
    ctx.db.payment.count({ where }),
  ]);
  return { items, total, offset, limit };
});

/** @throws NOT_FOUND, also for another user's. */
export const getPayment = verb<string, PaymentRow>('payment.read', async (ctx, id) => {
  const where = { id, ...reach(ctx) };
  const payment = await ctx.db.payment.findFirst({ where, include: withHistory });
  if (!payment) throw new BusinessError('NOT_FOUND');
  return payment;
});
