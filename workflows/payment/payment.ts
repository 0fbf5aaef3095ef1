/** A payment as its story speaks of it: its state, and how a decision is stored and told. */
import type { PaymentInput, PaymentProjection, PaymentState, RefundState } from '../../contracts/payment';
import { activities } from './activities';
import { unknownPayment } from './decide';
import { describe } from './describe';

type Told = NonNullable<PaymentProjection['told']>;

export class Payment {
  state: PaymentState;
  /** The sums that its campaign was last told of: minor units. */
  readonly campaignKnows = { byOthers: 0, shortfall: 0 };

  constructor(readonly input: PaymentInput) {
    this.state = unknownPayment(input.paymentId);
  }

  /** Its rows are its memory: what they say replaces what is known. */
  async read(): Promise<void> {
    const rows = await activities.readPayment.executeWithOptions({ summary: 'Read the payment' }, [
      this.input.paymentId,
    ]);
    this.state = rows ?? this.state;
  }

  /** Rows, ledger and outbox follow each decision, in one transaction. */
  store(told: Told | null): Promise<void> {
    this.state.version += 1;
    this.state.updatedAt = Date.now();
    describe(this.state);
    const summary = told ? `Store ${told.kind}` : 'Store the payment';
    return activities.projectPayment.executeWithOptions({ summary }, [{ state: this.state, told }]);
  }

  /** Stores what became of a refund, and tells it. */
  tell(kind: Told['kind'], { key, amount }: RefundState, why: string): Promise<void> {
    const { currency } = this.state;
    const data = { refund_key: key, amount, currency, payment_id: this.input.paymentId };
    return this.store({ kind, why, data });
  }

  succeed(refund: RefundState): Promise<void> {
    refund.status = 'succeeded';
    refund.lookAt = null;
    return this.tell('refund.succeeded', refund, refund.reason);
  }

  fail(refund: RefundState, why: string): Promise<void> {
    refund.status = 'failed';
    refund.lookAt = null;
    return this.tell('refund.failed', refund, why);
  }

  /** A duration of real life, in milliseconds of this run (demo and fault runs squeeze time). */
  scaled(duration: number): number {
    return duration / this.input.timeScale;
  }
}
