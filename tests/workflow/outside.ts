/** The outside of one campaign as a recorded fake: what it was asked, in order, and how it answers. */
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { DeliveryReading, PaymentEvent, Projection } from '../../contracts/campaign';
import type { RefundRequest } from '../../contracts/payment';
import type { ErrorCode } from '../../domain/errors';

const names = [
  'projectCampaign',
  'createCheckoutSession',
  'expireCheckoutSession',
  'chargeWallet',
  'requestRefund',
  'forwardPaymentEvent',
  'activateCampaign',
  'withdrawCampaign',
  'setDelivery',
  'setBudget',
  'setFlight',
  'setRevision',
  'readDelivery',
  'readLastEdit',
  'finishCampaign',
] as const;
type ActivityName = (typeof names)[number];

interface SessionEnd {
  outcome: 'expired' | 'paid' | 'processing';
  intentId: string | null;
  amount: number;
  currency: string;
}

/** A call as its worker saw it; `id` is the activity's own, in which a repeat of the same attempt can be seen. */
export interface Asked {
  name: string;
  args: unknown[];
  id: string;
}

export function asked(name: string, args: unknown[]): Asked {
  const { workflowExecution, activityId, attempt } = activityInfo();
  return { name, args, id: `${workflowExecution?.runId}/${activityId}/${attempt}` };
}

export class Outside implements Answering {
  /** Every call, also those that failed. */
  readonly asked: Asked[] = [];
  readonly projections: Projection[] = [];
  readonly refunds: RefundRequest[] = [];
  readonly forwarded: PaymentEvent[] = [];
  reading: DeliveryReading = { billedUnits: 1_000, delivered: 10_000 };
  /** When the draft's ad groups or creatives were last written, epoch ms. */
  lastEdit: number | null = null;
  sessionEnd: SessionEnd = { outcome: 'expired', intentId: null, amount: 0, currency: 'USD' };
  /** When a new session ends, epoch ms. */
  sessionExpiresAt = 4_000_000_000_000;
  private readonly faults = new Map<ActivityName, () => Promise<void>>();
  private readonly healers = new Map<ActivityName, () => void>();
  private readonly ends = new AbortController();

  /** Makes an activity answer nothing until {@link heal}, a cancellation, or the test's end. */
  hang(name: ActivityName): void {
    const healed = new AbortController();
    this.faults.set(name, async () => {
      const signal = AbortSignal.any([healed.signal, this.ends.signal, cancellationSignal()]);
      while (!signal.aborted) {
        if (!activityInfo().isLocal) heartbeat();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      if (cancellationSignal().aborted) throw cancellationSignal().reason;
    });
    this.healers.set(name, () => healed.abort());
  }

  /** Makes an activity fail, `times` times or until healed: for good with a code, else as an outage that is retried. */
  fail(name: ActivityName, code: ErrorCode | 'outage', times = Number.POSITIVE_INFINITY): void {
    let left = times;
    this.faults.set(name, async () => {
      if (left <= 0) return;
      left -= 1;
      if (code === 'outage') throw new Error(`${name} is away`);
      throw ApplicationFailure.nonRetryable(`${name} refused.`, code);
    });
  }

  /** Takes a fault away; what hangs goes on. */
  heal(name: ActivityName): void {
    this.healers.get(name)?.();
    this.faults.delete(name);
  }

  /** The test is over: nothing hangs any more. */
  end(): void {
    this.ends.abort();
  }

  /** What an activity was asked with, call by call. */
  args(name: ActivityName): unknown[][] {
    return this.asked.filter((call) => call.name === name).map((call) => call.args);
  }

  /** An activity by its name, as a worker calls it. */
  async call(name: ActivityName, args: unknown[]): Promise<unknown> {
    this.asked.push(asked(name, args));
    await this.faults.get(name)?.();
    const [first, second] = args;
    switch (name) {
      case 'projectCampaign':
        return void this.projections.push(first as Projection);
      case 'requestRefund':
        return void this.refunds.push(second as RefundRequest);
      case 'forwardPaymentEvent':
        return void this.forwarded.push(first as PaymentEvent);
      case 'createCheckoutSession': {
        const sessionId = `cs_${(first as { n: number }).n}`;
        return { sessionId, url: `https://pay.test/${sessionId}`, expiresAt: this.sessionExpiresAt };
      }
      case 'expireCheckoutSession':
        return this.sessionEnd;
      case 'activateCampaign':
        return ['line-item'];
      case 'readLastEdit':
        return this.lastEdit;
      case 'setDelivery':
        return second;
      case 'readDelivery':
      case 'finishCampaign':
        return this.reading;
      default:
        return undefined;
    }
  }
}

const ofPayments = [
  'readPayment',
  'noteLateEvent',
  'projectPayment',
  'createRefund',
  'lookAtRefund',
  'listRefunds',
] as const;
const ofRotations = ['rewrapSlice'] as const;

/** Whatever answers the activities of one workflow. */
export interface Answering {
  call(name: string, args: unknown[]): Promise<unknown>;
}

/** Activities for one worker that serves many workflows: each call goes to the outside of its own. */
export function activitiesOf(outsides: Map<string, Answering>) {
  const forward =
    (name: string) =>
    async (...args: unknown[]) => {
      const { workflowExecution } = activityInfo();
      return outsides.get(workflowExecution?.workflowId ?? '')?.call(name, args);
    };
  return Object.fromEntries([...names, ...ofPayments, ...ofRotations].map((name) => [name, forward(name)]));
}
