/** An admin gives money back: promised under the payment's lock, so that nothing else can take it meanwhile. */
import { randomUUID } from 'node:crypto';
import { requireStep } from '../../domain/charges';
import { BusinessError } from '../../domain/errors';
import { formatMoney } from '../../domain/money';
import { uuidV5 } from '../../infra/uuid';
import { lockPayment, readRefundable, reserveRefund } from '../../store/payments';
import { inTransaction } from '../../store/transaction';
import { askForRefund } from '../../store/workflow-messages';
import { originOf } from '../audit';
import { verb } from '../verb';

export interface RefundInput {
  id: string;
  /** Minor units; null: all that can be refunded. */
  amount: number | null;
  reason: string;
}

/** A refund that was accepted; its progress is on the payment, under the same id. */
export interface RequestedRefund {
  id: string;
  paymentId: string;
  amount: number;
  currency: string;
}

/**
 * The same Idempotency-Key asks for the same refund. The relay takes it to the payment's workflow.
 * @throws NOT_FOUND; PAYMENT_DISPUTED while a dispute is open; VALIDATION_FAILED for an amount that the provider does not
 *   refund; REFUND_TOO_LARGE when less can be refunded.
 */
export const refundPayment = verb<RefundInput, RequestedRefund>('payment.refund', (ctx, input) => {
  const { id: paymentId, reason } = input;
  const { caller, requestId } = ctx;
  const id = uuidV5(paymentId, `${caller.userId}:${ctx.idempotencyKey ?? randomUUID()}`);
  return inTransaction(
    ctx.db,
    async (tx) => {
      if (!(await lockPayment(tx, paymentId))) throw new BusinessError('NOT_FOUND');
      const payment = await tx.payment.findUniqueOrThrow({ where: { id: paymentId } });
      const currency = payment.receivedCurrency ?? payment.currency;
      const known = await tx.refund.findUnique({ where: { key: id } });
      if (known) return { id, paymentId, amount: Number(known.amount), currency };
      if (payment.disputed) throw new BusinessError('PAYMENT_DISPUTED');
      requireStep(input.amount ?? 0, currency, '/amount');
      const left = Number((await readRefundable(tx, [paymentId])).get(paymentId) ?? 0n);
      const amount = input.amount ?? left;
      if (amount > left || left === 0)
        throw new BusinessError('REFUND_TOO_LARGE', {
          detail: `${formatMoney(left, currency)} of this payment can be refunded.`,
          left,
        });
      const refund = { key: id, paymentId, amount, currency, reason, requestedBy: caller.userId };
      await reserveRefund(tx, refund);
      const asked = { key: id, amount, exact: true, reason, requestedBy: caller.userId, requestId };
      await askForRefund(tx, paymentId, { ...asked, origin: originOf(caller) });
      return { id, paymentId, amount, currency };
    },
    { repeatable: true },
  );
});
