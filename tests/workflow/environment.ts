/** A time-skipping Temporal with a worker whose outside is a recorded fake: what campaign tests drive. */

import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { timeSkippingServer } from '../../bin/system/tools';
import {
  CAMPAIGN_WORKFLOW,
  type CampaignInput,
  type CampaignSnapshot,
  type CampaignView,
  CREATE,
  campaignWorkflowId,
  type DeliveryReading,
  GET_STATE,
  type Messages,
  type PaymentEvent,
  type Projection,
  type UpdateKind,
} from '../../contracts/campaign';
import type { RefundRequest } from '../../contracts/payment';
import { queues } from '../../contracts/queues';
import { DAY } from '../../domain/time';
import { registerSearchAttributes } from '../../worker/search-attributes';

/** What the fake outside was asked, and how it answers. */
export class Outside {
  projections: Projection[] = [];
  calls: string[] = [];
  refunds: RefundRequest[] = [];
  forwarded: PaymentEvent[] = [];
  reading: DeliveryReading = { billedUnits: 1_000, delivered: 10_000 };
  sessionEnd: { outcome: 'expired' | 'paid' | 'processing'; intentId: string | null; amount: number } = {
    outcome: 'expired',
    intentId: null,
    amount: 0,
  };
  /** Runs before an activity answers; a throw is its failure. */
  before: (name: string) => Promise<void> = async () => {};

  activities() {
    const call = async <T>(name: string, answer: () => T): Promise<T> => {
      this.calls.push(name);
      await this.before(name);
      return answer();
    };
    return {
      projectCampaign: (p: Projection) => call('projectCampaign', () => void this.projections.push(p)),
      createCheckoutSession: (s: { n: number }) =>
        call('createCheckoutSession', () => ({
          sessionId: `cs_${s.n}`,
          url: `https://pay.test/cs_${s.n}`,
          expiresAt: 4_000_000_000_000,
        })),
      expireCheckoutSession: (_id: string) => call('expireCheckoutSession', () => this.sessionEnd),
      chargeWallet: () => call('chargeWallet', () => undefined),
      requestRefund: (_t: unknown, r: RefundRequest) =>
        call('requestRefund', () => void this.refunds.push(r)),
      forwardPaymentEvent: (e: PaymentEvent) =>
        call('forwardPaymentEvent', () => void this.forwarded.push(e)),
      activateCampaign: () => call('activateCampaign', () => ['line-item']),
      withdrawCampaign: () => call('withdrawCampaign', () => undefined),
      setDelivery: (_t: unknown, wanted: boolean) => call('setDelivery', () => wanted),
      setBudget: () => call('setBudget', () => undefined),
      setFlight: () => call('setFlight', () => undefined),
      setRevision: () => call('setRevision', () => undefined),
      readDelivery: () => call('readDelivery', () => this.reading),
      finishCampaign: () => call('finishCampaign', () => this.reading),
    };
  }
}

export interface Stage {
  env: TestWorkflowEnvironment;
  bundle: WorkflowBundleWithSourceMap;
  close(): Promise<void>;
}

/** Starts the time-skipping server and builds the bundle, once a test file. */
export async function openStage(): Promise<Stage> {
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  const bundle = await bundleWorkflowCode({
    workflowsPath: require.resolve('../../workflows'),
    logger: new DefaultLogger('ERROR'),
  });
  const path = await timeSkippingServer(() => {});
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await registerSearchAttributes(env.connection, env.namespace ?? 'default');
  return { env, bundle, close: () => env.teardown() };
}

let campaigns = 0;

/** Runs `play` with one campaign on the stage and a worker of its own. */
export async function withCampaign(
  stage: Stage,
  play: (drive: Drive) => Promise<void>,
  options: Partial<Omit<CampaignInput, 'brief'>> & { brief?: Partial<CampaignInput['brief']> } = {},
): Promise<void> {
  campaigns += 1;
  const outside = new Outside();
  const now = await stage.env.currentTimeMs();
  const input: CampaignInput = {
    campaignId: `c${campaigns}`,
    advertiserId: 'advertiser-1',
    adAccountId: 'account-1',
    channel: 'house',
    currency: 'USD',
    timeZone: 'UTC',
    timeScale: 1,
    ...options,
    brief: {
      name: 'Spring sale',
      objective: 'traffic',
      tags: [],
      budgetLifetime: 10_000,
      budgetDaily: null,
      budgetCeiling: null,
      startAt: null,
      endAt: now + 30 * DAY,
      startDate: null,
      endDate: null,
      makeGood: 'refund',
      optimization: 'off',
      ...options.brief,
    },
  };
  const taskQueue = `${queues.lifecycle}-${campaigns}`;
  const worker = await Worker.create({
    connection: stage.env.nativeConnection,
    taskQueue,
    workflowBundle: stage.bundle,
    activities: { ...outside.activities() },
  });
  const drive = new Drive(stage, input, outside, taskQueue);
  await worker.runUntil(async () => {
    await drive.create();
    await play(drive);
  });
}

/** A campaign as a test drives it: one line a thing that people do. */
export class Drive {
  readonly handle: WorkflowHandle;
  readonly revision = 'revision-1';

  constructor(
    readonly stage: Stage,
    readonly input: CampaignInput,
    readonly outside: Outside,
    private readonly taskQueue: string,
  ) {
    this.handle = stage.env.client.workflow.getHandle(campaignWorkflowId(input.campaignId));
  }

  create(): Promise<CampaignView> {
    const start = new WithStartWorkflowOperation(CAMPAIGN_WORKFLOW, {
      workflowId: campaignWorkflowId(this.input.campaignId),
      taskQueue: this.taskQueue,
      args: [this.input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return this.stage.env.client.workflow.executeUpdateWithStart(CREATE, {
      startWorkflowOperation: start,
      args: [this.by('user')],
    });
  }

  by(kind: 'user' | 'admin' | 'rule') {
    return { actor: { kind, id: `${kind}-1` } as const, requestId: 'request-1' };
  }

  update<K extends UpdateKind>(
    kind: K,
    message: Omit<Messages[K], 'actor' | 'requestId'>,
    as: 'user' | 'admin' | 'rule' = 'user',
    updateId?: string,
  ): Promise<CampaignView> {
    return this.handle.executeUpdate<CampaignView, [unknown]>(kind, {
      args: [{ ...this.by(as), ...message }],
      ...(updateId ? { updateId } : {}),
    });
  }

  state(): Promise<CampaignSnapshot> {
    return this.handle.query<CampaignSnapshot>(GET_STATE);
  }

  submit(media: string[] = ['m1'], revision = this.revision): Promise<CampaignView> {
    return this.update('submit', {
      revision: {
        hash: revision,
        media: media.map((mediaId) => ({ mediaId, decision: 'pending' as const, reason: null })),
      },
      quote: { id: 'q1', total: 10_000, billedUnit: 'impression', unitPriceMicros: 100_000, units: 1_000 },
    });
  }

  approveMedia(mediaId = 'm1', revision = this.revision): Promise<CampaignView> {
    return this.update('reviewMedia', { revision, mediaId, decision: 'approved', reason: null }, 'admin');
  }

  checkout(): Promise<CampaignView> {
    return this.update('requestCheckout', {
      successUrl: 'https://a.test/ok',
      cancelUrl: 'https://a.test/no',
    });
  }

  approve(): Promise<CampaignView> {
    return this.update(
      'reviewCampaign',
      { revision: this.revision, decision: 'approved', reason: null },
      'admin',
    );
  }

  async paymentEvent(kind: PaymentEvent['kind'], extra: Partial<PaymentEvent> = {}): Promise<void> {
    const { state } = await this.state();
    const attempt = state.payments.at(-1);
    await this.handle.signal('paymentEvent', {
      eventId: `evt_${kind}_${Math.trunc(state.version)}`,
      kind,
      paymentId: attempt?.paymentId ?? 'unknown',
      sessionId: attempt?.sessionId ?? null,
      intentId: 'pi_1',
      amount: attempt?.amount ?? 0,
      currency: 'USD',
      at: await this.stage.env.currentTimeMs(),
      ...extra,
    } satisfies PaymentEvent);
  }

  /** To `active`, by the standard way. */
  async run(): Promise<CampaignView> {
    await this.submit();
    await this.approveMedia();
    await this.checkout();
    await this.paymentEvent('paid');
    await this.approve();
    return this.reaches('active');
  }

  /** Waits, in real time, until the campaign is in a phase. */
  async reaches(phase: CampaignView['phase']): Promise<CampaignView> {
    for (let i = 0; i < 200; i += 1) {
      const { view } = await this.state();
      if (view.phase === phase) return view;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`still ${(await this.state()).view.phase}, not ${phase}`);
  }

  events(): string[] {
    return this.outside.projections.map((p) => p.decision.event);
  }
}
