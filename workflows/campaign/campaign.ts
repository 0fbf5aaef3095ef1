/** A campaign as its phases speak of it: hear the next message, run an effect, decide, and tell. */
import { allHandlersFinished, condition, continueAsNew, log, workflowInfo } from '@temporalio/workflow';
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
import { type Instant, MINUTE } from '../../domain/time';
import { Alarm } from './alarm';
import { describe, shownAtStart, updateAttributes } from './describe';
import { asBusinessError, type Effect, startEffect } from './effect';
import { type Heard, type HeardOf, type Letter, Mailbox } from './mailbox';
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

/** An interrupted effect has been taken back; the `cancel` that did it is heard next. */
export type During<T> =
  | { kind: 'done'; value: T }
  | { kind: 'failed'; error: BusinessError }
  | { kind: 'interrupted' };

type Before = Omit<CampaignState, 'sessions' | 'refunds' | 'timeline' | 'answered'>;

const system: Actor = { kind: 'system', id: 'campaign' };
const TIMELINE_KEPT = 50;
const ANSWERS_KEPT = 100;
/** The server takes 2 MiB: as many answers go along as leave room for the rest. */
const CARRIED_ANSWERS_BYTES = 500_000;
/** The server lets ten updates wait: a cancel must find room among them. */
const MOST_WAITING = 5;
const HISTORY_LIMIT = 2_000;

export class Campaign {
  readonly mailbox = new Mailbox();
  /**
   * The running change of the platform's delivery, and what it wants: null once a newer wish interrupted it. No effect once
   * it is over, and was refused or interrupted.
   */
  sync: { wanted: boolean | null; effect: Effect<boolean> | null } | null = null;
  private readonly alarm = new Alarm(() => this.noteNews());
  /** The letter that the phase is deciding on. */
  private letter: Letter | null = null;
  /** The state as it was when the present step began. */
  private before: Before | null = null;
  private shown: string;
  /** As the last decision left it. */
  private told: CampaignView;
  /** How many effects run that the phase waits for. */
  private acting = 0;
  /** When news last came: the campaign's clock. */
  now: Instant = Date.now();
  /** History length of the task that last brought news, and of the one that last brought an update. */
  private newsAt = 0;
  private updateAt = -1;
  private isLong = false;

  constructor(
    readonly input: CampaignInput,
    readonly state: CampaignState,
  ) {
    this.shown = input.carried ? '' : shownAtStart(input);
    this.told = this.view();
  }

  get phase(): Phase {
    return this.state.phase;
  }

  view(): CampaignView {
    return viewOf(this.input, this.state);
  }

  /** A duration of real life, in milliseconds of this run (demo and fault runs squeeze time). */
  scaled(duration: number): number {
    return duration / this.input.timeScale;
  }

  cancelledByOps(): void {
    const message = {
      actor: { kind: 'ops', id: 'temporal' } as const,
      requestId: workflowInfo().workflowId,
      reason: 'Cancelled in the Temporal UI.',
    };
    this.hear({ kind: 'cancel', message });
  }

  /**
   * Looks at the clock and the history when a message, a timer or an activity's end comes, and at no other time: a replay
   * hears of a local activity's end in another task than the first run did where that was split because it took long.
   */
  noteNews(isUpdate = false): void {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    this.now = Date.now();
    this.newsAt = historyLength;
    if (isUpdate) this.updateAt = historyLength;
    this.isLong = continueAsNewSuggested || historyLength >= (this.input.historyLimit ?? HISTORY_LIMIT);
  }

  /** Takes a fact that a signal brought. */
  hear(fact: Heard): void {
    this.noteNews();
    this.mailbox.tell(fact);
  }

  /** Waits for the one of: a message that this phase takes, an effect's end, the deadline. */
  async next<T = never>(wait: {
    until: Instant | null;
    label: string;
    effect?: Effect<T> | null;
  }): Promise<Heard | { kind: 'deadline' } | { kind: 'effect' }> {
    for (;;) {
      this.alarm.set(wait.until, wait.label);
      await condition(
        () =>
          this.mailbox.size > 0 ||
          wait.effect?.outcome != null ||
          (wait.until !== null && !this.alarm.running),
      );
      if (wait.effect?.outcome) return { kind: 'effect' };
      const letter = this.mailbox.take();
      if (letter) {
        const heard = this.open(letter);
        if (heard) return heard;
      } else if (wait.until !== null && this.now >= wait.until) {
        return { kind: 'deadline' };
      }
    }
  }

  /** A `cancel` that is already here, for a phase that is about to act by itself. */
  nextCancel(): HeardOf<'cancel'> | null {
    const letter = this.mailbox.take((kind) => kind === 'cancel');
    const heard = letter && this.open(letter);
    return heard?.kind === 'cancel' ? heard : null;
  }

  /** What came too late: orders are refused, facts are returned. Null when nothing is left. */
  leftover(): Heard | null {
    const letter = this.mailbox.take();
    return letter && this.open(letter);
  }

  /** Starts an effect without waiting for it. */
  start<T>(run: () => Promise<T>): Effect<T> {
    return startEffect(run, () => this.noteNews());
  }

  /**
   * Runs an effect while messages wait, but for a `cancel`, which interrupts it. `undo` takes back what a failed effect
   * may have done, or for good what an interrupted one may.
   */
  async during<T>(run: () => Promise<T>, undo?: (forGood: boolean) => Promise<void>): Promise<During<T>> {
    this.acting += 1;
    try {
      return await this.attend(this.start(run), undo);
    } finally {
      this.acting -= 1;
    }
  }

  private async attend<T>(effect: Effect<T>, undo?: (forGood: boolean) => Promise<void>): Promise<During<T>> {
    for (;;) {
      await condition(
        () => effect.outcome !== null || this.mailbox.has((kind) => duringEffect[kind] === 'now'),
      );
      if (effect.outcome?.ok) return { kind: 'done', value: effect.outcome.value };
      if (effect.outcome) {
        if (undo) await this.surely(() => undo(false));
        return { kind: 'failed', error: effect.outcome.error };
      }
      const cancel = this.mailbox.take((kind) => kind === 'cancel');
      if (cancel && this.admit(cancel)) {
        this.mailbox.putBack(cancel);
        await effect.cancel();
        if (undo) await this.surely(() => undo(true));
        this.refuse(new BusinessError('WRONG_PHASE', { detail: 'The campaign was cancelled meanwhile.' }));
        return { kind: 'interrupted' };
      }
    }
  }

  /** Runs what must be done whatever happens: nothing interrupts it; messages wait. */
  async surely<T>(run: () => Promise<T>): Promise<T> {
    this.acting += 1;
    try {
      return await run();
    } catch (error) {
      throw asBusinessError(error);
    } finally {
      this.noteNews();
      this.acting -= 1;
    }
  }

  /** Hears one thing in the present phase, and does what the phase decides. */
  async live(phase: (campaign: Campaign) => Promise<Step | null>): Promise<void> {
    const before = this.copyOfState();
    this.before = before;
    try {
      const step = await phase(this);
      if (step) await this.enter(step);
      this.answer();
    } catch (error) {
      if (!(error instanceof BusinessError)) throw error;
      if (this.state.version === before.version) Object.assign(this.state, before);
      const fact = this.letter?.isFact ? this.letter : null;
      if (this.letter && !fact) return this.refuse(error);
      log.error('A step of the campaign failed and is tried again', { code: error.code, phase: this.phase });
      this.letter = null;
      const waiting = this.mailbox.size;
      const isNews = () => this.mailbox.size > waiting;
      await condition(isNews, this.scaled(MINUTE), { summary: 'Try the step again' });
      this.noteNews();
      if (fact) this.mailbox.putLast(fact);
    }
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
      this.alarm.stop();
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

  /** Waits until everyone who was decided upon has his answer. */
  async answersAreOut(): Promise<void> {
    await condition(() => this.mailbox.size > 0 || allHandlersFinished());
  }

  /** Nothing waits, nothing runs: the campaign may return or continue as new. */
  isQuiet(): boolean {
    const { sync } = this;
    // An interrupted wish is followed by another: the next run would know of neither.
    const runs = sync !== null && (sync.wanted === null || sync.effect?.outcome === null);
    return this.mailbox.size === 0 && !runs && allHandlersFinished();
  }

  historyIsLong(): boolean {
    return this.isLong;
  }

  async continueAsNew(): Promise<never> {
    const carried = { ...this.state, answered: newest(this.state.answered, CARRIED_ANSWERS_BYTES) };
    return continueAsNew<(input: CampaignInput) => Promise<CampaignView>>({ ...this.input, carried });
  }

  remember(updateId: string, answer: CampaignView): void {
    this.state.answered = [...this.state.answered, { updateId, answer }].slice(-ANSWERS_KEPT);
  }

  /** The letter as a message that the present phase takes; null when it was refused. */
  private open(letter: Letter): Heard | null {
    this.letter = letter;
    return this.admit(letter);
  }

  /** Judges again when a message is taken: two can pass their validators in one task. */
  private admit(letter: Letter): Heard | null {
    const { kind, message } = letter.heard;
    const expected = 'expectedVersion' in message ? message.expectedVersion : undefined;
    const error =
      this.judge(kind) ??
      (expected !== undefined && expected !== this.state.version
        ? new BusinessError('VERSION_CONFLICT')
        : null);
    if (!error) return letter.heard;
    letter.refuse(error);
    if (this.letter === letter) this.letter = null;
    return null;
  }

  /**
   * Why a message is not even taken, or null. "Busy" is said here alone: what was taken has its answer for good, and
   * asking again under the same id would hear it for ever.
   */
  turnAway(kind: MessageKind): BusinessError | null {
    const meanwhile = duringEffect[kind];
    const isFull = meanwhile === 'keep' && this.mailbox.size >= MOST_WAITING;
    const isBusy = this.acting > 0 && (meanwhile === 'busy' || isFull);
    return this.judge(kind) ?? (isBusy ? new BusinessError('BUSY', { retryAfterSeconds: 2 }) : null);
  }

  /** Why the present phase refuses a kind of message, or null. */
  judge(kind: MessageKind): BusinessError | null {
    if (accepts(this.phase, kind)) return null;
    const data = { phase: this.phase, campaign_status: this.view().status };
    return new BusinessError(isOver(this.phase) ? 'CAMPAIGN_CLOSED' : 'WRONG_PHASE', data);
  }

  private answer(): void {
    this.letter?.answer(this.view());
    this.letter = null;
  }

  private refuse(error: BusinessError): void {
    this.letter?.refuse(error);
    this.letter = null;
  }

  private sender(): Actor {
    const message = this.letter?.heard.message;
    if (!message) return system;
    if ('actor' in message && message.actor) return message.actor;
    const kind = this.letter?.heard.kind === 'paymentEvent' ? 'stripe' : 'platform';
    return { kind, id: 'eventId' in message ? message.eventId : '' };
  }

  private requestId(): string {
    const message = this.letter?.heard.message;
    return message && 'requestId' in message ? message.requestId : workflowInfo().workflowId;
  }

  private origin(): Pick<Envelope, 'origin'> {
    const message = this.letter?.heard.message;
    return message && 'origin' in message && message.origin ? { origin: message.origin } : {};
  }

  private project(projection: Projection): Promise<void> {
    // Money in a task that brought an update: the server may throw that task away, and a local activity with it.
    const isLocal = projection.movements.length === 0 || this.updateAt !== this.newsAt;
    return storeDecision(projection, { isLocal, retryEvery: this.scaled(MINUTE) });
  }
}

/** The newest of them, as many as take no more than so many bytes of JSON (a character may be up to 3). */
function newest<T>(kept: readonly T[], bytes: number): T[] {
  let room = bytes;
  const first = kept.findLastIndex((one) => {
    room -= 3 * JSON.stringify(one).length;
    return room < 0;
  });
  return kept.slice(first + 1);
}
