/** A payment as use cases return it: what was paid, what of it went back, and how far that is. */
import type { Queryable } from '../../infra/database';
import type { Prisma } from '../../prisma/generated/client';
import { readRefundable } from '../../store/payments';

/** Oldest first, as a receipt lists them. */
export const withHistory = {
  refunds: { orderBy: { createdAt: 'asc' } },
  disputes: { orderBy: { createdAt: 'asc' } },
} as const satisfies Prisma.PaymentInclude;

export type PaymentRow = Prisma.PaymentGetPayload<{ include: typeof withHistory }>;

export type PaymentStatus =
  | 'pending'
  | 'processing'
  | 'paid'
  | 'failed'
  | 'expired'
  | 'disputed'
  | 'partially_refunded'
  | 'refunded';

/** What a person is told: a dispute first, then what went back for good. */
export function statusOf(row: PaymentRow): PaymentStatus {
  const status = collected.find((name) => name === row.status) ?? 'pending';
  if (status !== 'paid') return status;
  if (row.disputed || row.lost > 0n) return 'disputed';
  const back = refundedOf(row);
  if (back === 0n) return 'paid';
  return back < row.received ? 'partially_refunded' : 'refunded';
}

const collected = ['pending', 'processing', 'paid', 'failed', 'expired'] as const;

/** Minor units that arrived back; the row's own `refunded` counts those on their way as well. */
export function refundedOf({ refunds }: PaymentRow): bigint {
  return refunds.filter(({ status }) => status === 'succeeded').reduce((sum, { amount }) => sum + amount, 0n);
}

/** A payment with what a refund of it can really give now, in minor units. */
export interface ShownPayment extends PaymentRow {
  refundable: bigint;
}

export async function withRefundable(db: Queryable, rows: readonly PaymentRow[]): Promise<ShownPayment[]> {
  const refundable = await readRefundable(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, refundable: refundable.get(row.id) ?? 0n }));
}
