/** How campaigns reach `payment/<id>`: a signal that starts it when it is not there, durable once it is accepted. */
import type { Client } from '@temporalio/client';
import type { PaymentEvent } from '../contracts/campaign';
import { PAYMENT_WORKFLOW, type PaymentInput, type RefundRequest, toPayment } from '../contracts/payment';

export type PaymentTarget = Pick<PaymentInput, 'paymentId'>;

export function messagesToPayments(temporal: Client, timeScale: number) {
  return {
    async requestRefund({ paymentId }: PaymentTarget, refund: RefundRequest): Promise<void> {
      await temporal.workflow.signalWithStart(
        PAYMENT_WORKFLOW,
        toPayment({ paymentId, timeScale }, { refund }),
      );
    },
    async forwardPaymentEvent(event: PaymentEvent): Promise<void> {
      const { paymentId } = event;
      await temporal.workflow.signalWithStart(
        PAYMENT_WORKFLOW,
        toPayment({ paymentId, timeScale }, { event }),
      );
    },
  };
}
