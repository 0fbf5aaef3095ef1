/** A campaign as a test drives it: one line a thing that people, providers or the clock do. */
import { setTimeout as pause } from 'node:timers/promises';
import {
  WithStartWorkflowOperation,
  type WorkflowHandle,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  type Actor,
  CAMPAIGN_WORKFLOW,
  type CampaignInput,
  type CampaignSnapshot,
  type CampaignView,
  CREATE,
  campaignWorkflowId,
  type DeliveryEvent,
  GET_STATE,
  type Messages,
  type PaymentAttempt,
  type PaymentEvent,
  type Projection,
  type UpdateKind,
} from '../../contracts/campaign';
import { queues } from '../../contracts/queues';
import type { Outside } from './outside';

type Who = 'user' | 'admin' | 'rule' | 'ops';
const by = (kind: Who) => ({ actor: { kind, id: `${kind}-1` } satisfies Actor, requestId: 'request-1' });
const pageUrls = { successUrl: 'https://a.test/ok', cancelUrl: 'https://a.test/no' };
const { EventType } = temporal.api.enums.v1;
let events = 0;

/** The code of a refusal; null for an answer. */
export async function refusal(answer: Promise<unknown>): Promise<string | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? 'untyped';
    throw error;
  }
}

export class Drive {
  readonly handle: WorkflowHandle;
  readonly revision = 'revision-1';

  constructor(
    readonly env: Pick<
      TestWorkflowEnvironment,
      'client' | 'currentTimeMs' | 'sleep' | 'supportsTimeSkipping'
    >,
    readonly input: CampaignInput,
    readonly outside: Outside,
  ) {
    this.handle = env.client.workflow.getHandle(campaignWorkflowId(input.campaignId));
  }

  create(): Promise<CampaignView> {
    const start = new WithStartWorkflowOperation(CAMPAIGN_WORKFLOW, {
      workflowId: campaignWorkflowId(this.input.campaignId),
      taskQueue: queues.lifecycle,
      args: [this.input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const args = [by('user')];
    return this.env.client.workflow.executeUpdateWithStart(CREATE, { startWorkflowOperation: start, args });
  }

  update<K extends UpdateKind>(
    kind: K,
    message: Omit<Messages[K], 'actor' | 'requestId'>,
    as: Who = 'user',
    updateId?: string,
  ): Promise<CampaignView> {
    return this.handle.executeUpdate<CampaignView, [unknown]>(kind, {
      args: [{ ...by(as), ...message }],
      ...(updateId ? { updateId } : {}),
    });
  }

  /** Sends and waits until it is accepted, not until it is decided. */
  async post<K extends UpdateKind>(
    kind: K,
    message: Omit<Messages[K], 'actor' | 'requestId'>,
    as: Who = 'user',
  ): Promise<{ answer: Promise<CampaignView> }> {
    const args: [unknown] = [{ ...by(as), ...message }];
    const update = await this.handle.startUpdate<CampaignView, [unknown]>(kind, {
      args,
      waitForStage: 'ACCEPTED',
    });
    const answer = update.result();
    answer.catch(() => {});
    return { answer };
  }

  edit(name: string, updateId?: string): Promise<CampaignView> {
    return this.update('editCampaign', { changes: { name } }, 'user', updateId);
  }

  submit(media: string[] = ['m1'], revision = this.revision): Promise<CampaignView> {
    const pending = media.map((mediaId) => ({ mediaId, decision: 'pending' as const, reason: null }));
    const units = { billedUnit: 'impression', unitPriceMicros: 100_000, units: 1_000 } as const;
    const quote = this.input.channel === 'house' ? { id: 'q1', total: 10_000, ...units } : null;
    return this.update('submit', { revision: { hash: revision, media: pending }, quote });
  }

  approveMedia(mediaId = 'm1', revision = this.revision): Promise<CampaignView> {
    return this.update('reviewMedia', { revision, mediaId, decision: 'approved', reason: null }, 'admin');
  }

  rejectMedia(mediaId: string, reason: string, revision = this.revision): Promise<CampaignView> {
    return this.update('reviewMedia', { revision, mediaId, decision: 'rejected', reason }, 'admin');
  }

  checkout(): Promise<CampaignView> {
    return this.update('requestCheckout', pageUrls);
  }

  review(decision: 'approved' | 'rejected', revision = this.revision): Promise<CampaignView> {
    return this.update('reviewCampaign', { revision, decision, reason: null }, 'admin');
  }

  cancel(reason = 'No longer wanted.'): Promise<CampaignView> {
    return this.update('cancel', { reason });
  }

  /** What the provider says of the newest payment, unless told of another. */
  async paymentEvent(kind: PaymentEvent['kind'], about: Partial<PaymentEvent> = {}): Promise<PaymentEvent> {
    const attempt = this.payments().at(-1);
    events += 1;
    const event: PaymentEvent = {
      eventId: `evt_${events}`,
      kind,
      paymentId: attempt?.paymentId ?? 'unknown',
      sessionId: attempt?.sessionId ?? null,
      intentId: 'pi_1',
      amount: attempt?.amount ?? 0,
      currency: 'usd',
      at: await this.env.currentTimeMs(),
      ...about,
    };
    await this.tell(event);
    return event;
  }

  /** Sends an event as it is: once more, or late. */
  tell(event: PaymentEvent): Promise<void> {
    return this.handle.signal('paymentEvent', event);
  }

  async deliveryEvent(kind: DeliveryEvent['kind'], at?: number): Promise<void> {
    events += 1;
    const now = at ?? (await this.env.currentTimeMs());
    const event: DeliveryEvent = {
      eventId: `evt_${events}`,
      kind,
      reason: `The platform: ${kind}.`,
      at: now,
    };
    await this.handle.signal('deliveryEvent', event);
  }

  /** To `awaiting_payment`, its media approved. */
  async toPayment(): Promise<void> {
    await this.submit();
    await this.approveMedia();
  }

  /** To `pending_approval`, paid by card. */
  async toApproval(): Promise<void> {
    await this.toPayment();
    await this.checkout();
    await this.paymentEvent('paid');
    await this.reaches('pending_approval');
  }

  /** To `active`, by the standard way. */
  async toActive(): Promise<CampaignView> {
    await this.toApproval();
    await this.review('approved');
    return this.reaches('active');
  }

  state(): Promise<CampaignSnapshot> {
    return this.handle.query<CampaignSnapshot>(GET_STATE);
  }

  /** What its newest row says; asking the campaign itself would be one more thing that it has to do. */
  private row(): Projection {
    const row = this.outside.projections.at(-1);
    if (!row) throw new Error('Nothing was decided yet.');
    return row;
  }

  payments(): PaymentAttempt[] {
    return this.row().payments;
  }

  /** Waits, in real time, until something is so. @throws with what is so instead. */
  async until(wanted: (view: CampaignView) => boolean): Promise<CampaignView> {
    for (const end = Date.now() + 8_000; ; ) {
      const { view } = this.row();
      // A row is written while its task runs; the clock may skip only when that is over, and so is a query answered.
      if (wanted(view)) return this.env.supportsTimeSkipping ? (await this.state()).view : view;
      if (Date.now() > end) throw new Error(`Not so: ${wanted} in ${view.phase} after ${this.events()}`);
      await pause(5);
    }
  }

  reaches(phase: CampaignView['phase']): Promise<CampaignView> {
    return this.until((view) => view.phase === phase);
  }

  /** Waits until a decision of this kind was written. */
  async sees(event: string): Promise<CampaignView> {
    return this.until(() => this.events().includes(event));
  }

  /** The end of its life; time skips there. */
  result(): Promise<CampaignView> {
    return this.handle.result();
  }

  /** What was decided, as the rows have it: an equal version overwrites. */
  events(): string[] {
    const rows = new Map(this.outside.projections.map(({ decision }) => [decision.version, decision.event]));
    return [...rows.values()];
  }

  /** How often its history schedules a regular activity of this name. */
  async scheduled(name: string): Promise<number> {
    const events = (await this.handle.fetchHistory()).events ?? [];
    const types = events.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
    return types.filter((type) => type === name).length;
  }

  /** How many events of its history are of a type: `TIMER_STARTED`. */
  async count(type: string): Promise<number> {
    const events = (await this.handle.fetchHistory()).events ?? [];
    return events.filter(({ eventType }) => EventType[eventType ?? 0] === `EVENT_TYPE_${type}`).length;
  }

  /** Sends messages while a workflow task is at work, so that the next one brings them all at once. */
  async inOneTask<T>(send: () => Promise<T>[]): Promise<T[]> {
    const { outside } = this;
    const asked = outside.asked.length;
    outside.hang('projectCampaign');
    const first = this.edit('A name that takes long to store');
    while (outside.asked.length === asked) await pause(5);
    const sent = send();
    for (const one of sent) one.catch(() => {});
    await pause(250);
    outside.heal('projectCampaign');
    await first;
    return Promise.all(sent);
  }

  /** As {@link inOneTask}, in this order: of two that are sent at once either may come first. */
  inOneTaskInOrder<T>(messages: (() => Promise<T>)[]): Promise<T[]> {
    return this.inOneTask(() => messages.map((send, nth) => pause(nth * 40).then(send)));
  }
}
