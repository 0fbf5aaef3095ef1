/** A campaign as its phases speak of it: hear the next message, run an effect, decide, and tell. */
import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type {
  Actor,
  CampaignEvent,
  CampaignInput,
  CampaignState,
  CampaignView,
  Decision,
  Envelope,
  Movement,
  Projection,
} from '../../contracts/campaign';
import {
  accepts,
  duringEffect,
  isOver,
  type MessageKind,
  mayEnter,
  type Phase,
} from '../../domain/campaign/phases';
import { BusinessError } from '../../domain/errors';
import { MINUTE } from '../../domain/time';
import { answerTo, carriedAnswers, withAnswer } from '../kit/answers';
import type { Effect } from '../kit/effect';
import { Listener } from '../kit/listener';
import { describe, shownAtStart, updateAttributes } from './describe';
import type { Heard, HeardOf } from './messages';
import { storeDecision } from './store-decision';
import { changesBetween, viewOf } from './view';

/** What a phase decided: where it leads, and what is told about it. */
export interface Step {
  to: Phase;
  event: CampaignEvent;
  /** A sentence for people. */
  why: string;
  data?: Decision['data'];
  movements?: Movement[];
  /** The message's sender unless said. */
  actor?: Actor;
}

type Before = Omit<CampaignState, 'sessions' | 'refunds' | 'timeline' | 'answered'>;

const system: Actor = { kind: 'system', id: 'campaign' };
const TIMELINE_KEPT = 50;

export class Campaign extends Listener<Heard, CampaignView> {
  /**
   * The running change of the platform's delivery, and what it wants: null once a newer wish interrupted it. No effect once
   * it is over, and was refused or interrupted.
   */
  sync: { wanted: boolean | null; effect: Effect<boolean> | null } | null = null;
  /** The state as it was when the present step began. */
  private before: Before | null = null;
  private shown: string;
  /** As the last decision left it. */
  private told: CampaignView;

  constructor(
    readonly input: CampaignInput,
    readonly state: CampaignState,
  ) {
    super(duringEffect, input.timeScale, input.historyLimit);
    this.shown = input.carried ? '' : shownAtStart(input);
    this.told = this.view();
  }

  get phase(): Phase {
    return this.state.phase;
  }

  view(): CampaignView {
    return viewOf(this.input, this.state);
  }

  cancelledByOps(): void {
    const message = {
      actor: { kind: 'ops', id: 'temporal' } as const,
      requestId: workflowInfo().workflowId,
      reason: 'Cancelled in the Temporal UI.',
    };
    this.hear({ kind: 'cancel', message });
  }

  /** A `cancel` that is already here, for a phase that is about to act by itself. */
  nextCancel(): HeardOf<'cancel'> | null {
    const heard = this.nextHere('cancel');
    return heard?.kind === 'cancel' ? heard : null;
  }

  /** Hears one thing in the present phase, and does what the phase decides. */
  live(phase: (campaign: Campaign) => Promise<Step | null>): Promise<void> {
    const before = this.copyOfState();
    this.before = before;
    return this.decide(
      async () => {
        const step = await phase(this);
        if (step) await this.enter(step);
      },
      () => {
        if (this.state.version === before.version) Object.assign(this.state, before);
      },
    );
  }

  /** The state without what the step at work has changed so far: it may yet be taken back. */
  decided(): CampaignState {
    return this.before?.version === this.state.version ? { ...this.state, ...this.before } : this.state;
  }

  /** What a refused message must leave as it was; keys that were handed out stay counted. */
  private copyOfState(): Before {
    const { sessions: _s, refunds: _r, timeline: _t, answered: _a, ...rest } = this.state;
    return JSON.parse(JSON.stringify(rest));
  }

  /** Makes a decision: state, row, timeline, outbox and the UI all say it, then the asker is answered. */
  enter(step: Step): Promise<void> {
    const { state } = this;
    const { movements = [] } = step;
    const from = state.phase;
    if (step.to !== from) {
      if (!mayEnter(from, step.to)) throw new Error(`No way from ${from} to ${step.to}`);
      state.phase = step.to;
      state.phaseSince = this.now;
      state.nudges = 0;
      this.stopAlarm();
    }
    state.version += 1;
    const decision: Decision = {
      version: state.version,
      at: this.now,
      actor: step.actor ?? this.sender(),
      requestId: this.requestId(),
      event: step.event,
      from,
      to: step.to,
      why: step.why,
      data: step.data ?? {},
    };
    state.timeline = [...state.timeline, decision].slice(-TIMELINE_KEPT);
    const view = this.view();
    describe(view, step.why);
    this.shown = updateAttributes(view, this.shown);
    const changed = changesBetween(this.told, view);
    this.told = view;
    return this.project({ view, decision, ...this.origin(), changed, payments: state.payments, movements });
  }

  isOver(): boolean {
    return isOver(this.phase);
  }

  continueAsNew(): Promise<never> {
    const carried = { ...this.state, answered: carriedAnswers(this.state.answered) };
    return continueAsNew<(input: CampaignInput) => Promise<CampaignView>>({ ...this.input, carried });
  }

  answerTo(updateId: string | undefined): CampaignView | undefined {
    return answerTo(this.state.answered, updateId);
  }

  remember(updateId: string, answer: CampaignView): void {
    this.state.answered = withAnswer(this.state.answered, updateId, answer);
  }

  protected override isQuiet(): boolean {
    const { sync } = this;
    // An interrupted wish is followed by another: the next run would know of neither.
    const runs = sync !== null && (sync.wanted === null || sync.effect?.outcome === null);
    return !runs && super.isQuiet();
  }

  protected refusalOf(kind: MessageKind): BusinessError | null {
    if (accepts(this.phase, kind)) return null;
    const data = { phase: this.phase, campaign_status: this.view().status };
    return new BusinessError(this.isOver() ? 'CAMPAIGN_CLOSED' : 'WRONG_PHASE', data);
  }

  protected staleness({ message }: Heard): BusinessError | null {
    const expected = 'expectedVersion' in message ? message.expectedVersion : undefined;
    const isStale = expected !== undefined && expected !== this.state.version;
    return isStale ? new BusinessError('VERSION_CONFLICT') : null;
  }

  protected interruption(): BusinessError {
    return new BusinessError('WRONG_PHASE', { detail: 'The campaign was cancelled meanwhile.' });
  }

  private sender(): Actor {
    const message = this.current?.heard.message;
    if (!message) return system;
    if ('actor' in message && message.actor) return message.actor;
    const kind = this.current?.heard.kind === 'paymentEvent' ? 'stripe' : 'platform';
    return { kind, id: 'eventId' in message ? message.eventId : '' };
  }

  private requestId(): string {
    const message = this.current?.heard.message;
    return message && 'requestId' in message ? message.requestId : workflowInfo().workflowId;
  }

  private origin(): Pick<Envelope, 'origin'> {
    const message = this.current?.heard.message;
    return message && 'origin' in message && message.origin ? { origin: message.origin } : {};
  }

  private project(projection: Projection): Promise<void> {
    // Money in a task that brought an update: the server may throw that task away, and a local activity with it.
    const isLocal = projection.movements.length === 0 || !this.news.broughtUpdate;
    return storeDecision(projection, { isLocal, retryEvery: this.scaled(MINUTE) });
  }
}
