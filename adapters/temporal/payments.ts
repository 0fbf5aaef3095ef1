/** How `payment/<id>` is told something: a signal that starts it where it does not run, durable once it is accepted. */
import type { Client } from '@temporalio/client';
import type { PaymentEvent } from '../../contracts/campaign';
import { PAYMENT_WORKFLOW, type RefundRequest, toPayment } from '../../contracts/payment';
import { tellOrStart } from './workflows';

export function messagesToPayments(client: Client, timeScale: number) {
  return {
    requestRefund: ({ paymentId }: { paymentId: string }, refund: RefundRequest): Promise<void> =>
      tellOrStart(client, PAYMENT_WORKFLOW, toPayment({ paymentId, timeScale }, { refund })),
    forwardPaymentEvent: (event: PaymentEvent): Promise<void> =>
      tellOrStart(client, PAYMENT_WORKFLOW, toPayment({ paymentId: event.paymentId, timeScale }, { event })),
  };
}
