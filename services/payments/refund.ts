/** An admin gives money back: asked of the payment's workflow, which judges again when its turn comes. */
import { randomUUID } from 'node:crypto';
import { PAYMENT_WORKFLOW, toPayment } from '../../contracts/payment';
import { BusinessError } from '../../domain/errors';
import { formatMoney } from '../../domain/money';
import { SECOND } from '../../domain/time';
import { uuidV5 } from '../../infra/uuid';
import { originOf } from '../audit';
import { verb } from '../verb';
import { leftOf, withHistory } from './payment';

const DEADLINE = 10 * SECOND;

export interface RefundInput {
  id: string;
  /** Minor units; null: all that is left. */
  amount: number | null;
  reason: string;
}

/** A refund that was asked for; its progress is on the payment, under the same id. */
export interface RequestedRefund {
  id: string;
  paymentId: string;
  amount: number;
  currency: string;
}

/**
 * The same Idempotency-Key asks for the same refund.
 * @throws NOT_FOUND; PAYMENT_DISPUTED while a dispute is open; REFUND_TOO_LARGE when less is left.
 */
export const refundPayment = verb<RefundInput, RequestedRefund>('payment.refund', async (ctx, input) => {
  const { db, temporal, config, caller, requestId } = ctx;
  const { id: paymentId, reason } = input;
  const payment = await db.payment.findUnique({ where: { id: paymentId }, include: withHistory });
  if (!payment) throw new BusinessError('NOT_FOUND');
  const { currency } = payment;
  const id = uuidV5(paymentId, `${caller.userId}:${ctx.idempotencyKey ?? randomUUID()}`);
  const known = payment.refunds.find(({ key }) => key === id);
  if (known) return { id, paymentId, amount: Number(known.amount), currency };
  if (payment.disputed) throw new BusinessError('PAYMENT_DISPUTED');
  const left = Number(leftOf(payment));
  const amount = input.amount ?? left;
  if (amount > left || left === 0)
    throw new BusinessError('REFUND_TOO_LARGE', {
      detail: `${formatMoney(left, currency)} of this payment can be refunded.`,
      left,
    });
  const asked = { requestedBy: caller.userId, requestId, origin: originOf(caller) };
  const request = { key: id, amount, exact: true, reason, ...asked };
  const message = toPayment({ paymentId, timeScale: config.ADFLIGHT_TIME_SCALE }, { refund: request });
  await temporal.withDeadline(Date.now() + DEADLINE, () =>
    temporal.workflow.signalWithStart(PAYMENT_WORKFLOW, message),
  );
  return { id, paymentId, amount, currency };
});
