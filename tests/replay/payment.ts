/** A payment's own workflow as a scenario drives it, with rows and provider that it remembers. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { PaymentEvent } from '../../contracts/campaign';
import {
  type FoundRefund,
  PAYMENT_WORKFLOW,
  type PaymentProjection,
  type PaymentState,
  paymentWorkflowId,
  type RefundOrder,
  toPayment,
} from '../../contracts/payment';
import { type Answering, type Asked, asked } from '../workflow/outside';

const unknown: PaymentState = {
  schema: 1,
  version: 0,
  paymentId: '',
  campaignId: 'c1',
  method: 'checkout',
  captured: 0,
  currency: 'USD',
  intentId: 'pi_1',
  refunds: [],
  disputes: [],
  seenEvents: [],
  updatedAt: 0,
};

/** The rows of one payment and the provider behind it. */
export class PaymentOutside implements Answering {
  readonly asked: Asked[] = [];
  private rows: PaymentState;

  constructor(
    readonly paymentId: string,
    captured: number,
  ) {
    this.rows = { ...unknown, paymentId, captured };
  }

  async call(name: string, args: unknown[]): Promise<unknown> {
    this.asked.push(asked(name, args));
    switch (name) {
      case 'projectPayment':
        this.rows = (args[0] as PaymentProjection).state;
        return;
      case 'createRefund': {
        const { key, amount } = args[0] as RefundOrder;
        return { id: `re_${key}`, key, amount, status: 'succeeded' } satisfies FoundRefund;
      }
      case 'listRefunds':
        return [];
      default:
        return this.rows;
    }
  }
}

/** Sends refunds and events to `payment/<id>`, which the first of them starts. */
export class PaymentDrive {
  readonly workflowId: string;

  constructor(
    private readonly client: TestWorkflowEnvironment['client'],
    readonly outside: PaymentOutside,
  ) {
    this.workflowId = paymentWorkflowId(outside.paymentId);
  }

  refund(n: number, amount: number | null, requestedBy = 'campaign/c1'): Promise<unknown> {
    const by = { reason: 'campaign cancelled', requestedBy, requestId: requestedBy };
    return this.send({ refund: { key: `c1:refund:${n}`, amount, ...by } });
  }

  event(n: number, kind: PaymentEvent['kind'], about: Partial<PaymentEvent> = {}): Promise<unknown> {
    const { paymentId } = this.outside;
    const money = { intentId: 'pi_1', amount: 10_000, currency: 'USD' };
    const event = { eventId: `evt_${n}`, kind, paymentId, sessionId: 'cs_1', ...money, at: 0, ...about };
    return this.send({ event });
  }

  /** Its last state as one word a refund and a dispute. */
  async ends(): Promise<string> {
    const state: PaymentState = await this.client.workflow.getHandle(this.workflowId).result();
    const refunds = state.refunds.map(({ amount, status }) => `${status} ${amount}`);
    return [...state.disputes.map(({ status }) => status), ...refunds].join(', ');
  }

  private send(message: Parameters<typeof toPayment>[1]): Promise<unknown> {
    const input = { paymentId: this.outside.paymentId, timeScale: 1 };
    return this.client.workflow.signalWithStart(PAYMENT_WORKFLOW, toPayment(input, message));
  }
}
