/** A workflow that listens: it hears one message at a time, acts while messages wait, and answers what it decided. */
import { allHandlersFinished, condition, log } from '@temporalio/workflow';
import { BusinessError } from '../../domain/errors';
import { type Instant, MINUTE } from '../../domain/time';
import { Alarm } from './alarm';
import { businessErrorOf, type Effect, startEffect } from './effect';
import { type Message, MessageQueue, type QueuedMessage } from './message-queue';
import { News } from './news';

/**
 * What happens to an accepted message that arrives while an effect runs (an activity that the workflow awaits): `now`
 * interrupts it, `keep` waits until it is done, `busy` is turned away (409, Retry-After).
 */
export type DuringEffect = 'now' | 'keep' | 'busy';

/** An interrupted effect has been taken back; the message that did it is heard next. */
export type During<T> =
  | { kind: 'done'; value: T }
  | { kind: 'failed'; error: BusinessError }
  | { kind: 'interrupted' };

/** Until when to wait, epoch ms, where null is for ever; the label is what ops read beside the timer. */
interface Wait {
  until: Instant | null;
  label: string;
}

/** The server lets ten updates wait: one that interrupts must find room among them. */
const MAX_WAITING = 5;

export abstract class Listener<M extends Message, Answer> {
  readonly queue = new MessageQueue<M, Answer>();
  readonly news: News;
  /** The message that is being decided on. */
  protected current: QueuedMessage<M, Answer> | null = null;
  private readonly alarm = new Alarm(() => this.news.note(false));
  /** How many effects run that are awaited. */
  private acting = 0;

  constructor(
    private readonly duringEffect: Record<M['kind'], DuringEffect>,
    /** Divides every duration; 1 in production. */
    private readonly timeScale: number,
    historyLimit: number | undefined,
  ) {
    this.news = new News(historyLimit);
  }

  /** What who asked is told. */
  abstract view(): Answer;
  /** Whether it takes no more orders. */
  protected abstract isOver(): boolean;
  protected abstract continueAsNew(): Promise<never>;
  /** Answers of earlier updates by their ids, and how one more is kept. */
  abstract answerTo(updateId: string | undefined): Answer | undefined;
  abstract remember(updateId: string, answer: Answer): void;
  /** Why a kind of message is refused as things stand, or null. */
  protected abstract refusalOf(kind: M['kind']): BusinessError | null;
  /** Why a message that was meant for an earlier state is refused, or null. */
  protected abstract staleness(message: M): BusinessError | null;
  /** Why the message is refused whose effect another one interrupted. */
  protected abstract interruption(): BusinessError;

  /** The workflow's clock: when news last came. */
  get now(): Instant {
    return this.news.at;
  }

  /** A duration of real life, in milliseconds of this run (demo and fault runs squeeze time). */
  scaled(duration: number): number {
    return duration / this.timeScale;
  }

  /** Takes a fact that a signal brought. */
  hear(fact: M): void {
    this.news.note(false);
    this.queue.tell(fact);
  }

  /** Takes an update, whose answer comes once it is decided on. */
  ask(message: M, updateId: string): Answer | Promise<Answer> {
    this.news.note(true);
    return this.answerTo(updateId) ?? this.queue.ask(message, (answer) => this.remember(updateId, answer));
  }

  /**
   * Why a message is not even taken, or null. "Busy" is said here alone: what was taken has its answer for good, and
   * asking again under the same id would hear it for ever.
   */
  turnAway(kind: M['kind']): BusinessError | null {
    const meanwhile = this.duringEffect[kind];
    const isFull = meanwhile === 'keep' && this.queue.size >= MAX_WAITING;
    const isBusy = this.acting > 0 && (meanwhile === 'busy' || isFull);
    return this.refusalOf(kind) ?? (isBusy ? new BusinessError('BUSY', { retryAfterSeconds: 2 }) : null);
  }

  /** Waits for the first of: a message that is taken, the deadline, an effect's end. */
  next(wait: Wait): Promise<M | { kind: 'deadline' }>;
  next(
    wait: Wait & { effect: Effect<unknown> | null },
  ): Promise<M | { kind: 'deadline' } | { kind: 'effect' }>;
  async next(
    wait: Wait & { effect?: Effect<unknown> | null },
  ): Promise<M | { kind: 'deadline' } | { kind: 'effect' }> {
    for (;;) {
      this.alarm.set(wait.until, wait.label);
      await condition(
        () =>
          this.queue.size > 0 || wait.effect?.outcome != null || (wait.until !== null && !this.alarm.running),
      );
      if (wait.effect?.outcome) return { kind: 'effect' };
      const message = this.queue.take();
      if (message) {
        const heard = this.open(message);
        if (heard) return heard;
      } else if (wait.until !== null && this.now >= wait.until) {
        return { kind: 'deadline' };
      }
    }
  }

  /** The next message that is here already, or the next one of a kind; null when there is none, or it was refused. */
  nextHere(kind?: M['kind']): M | null {
    const message = this.queue.take((heard) => kind === undefined || heard.kind === kind);
    return message && this.open(message);
  }

  /** Starts an effect without waiting for it. */
  start<T>(run: () => Promise<T>): Effect<T> {
    return startEffect(run, () => this.news.note(false));
  }

  /**
   * Runs an effect while messages wait, but for those that interrupt it. `undo` takes back what a failed effect may have
   * done, or for good what an interrupted one may.
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
    const interrupts = ({ kind }: Message) => this.duringEffect[kind as M['kind']] === 'now';
    for (;;) {
      await condition(() => effect.outcome !== null || this.queue.has(interrupts));
      if (effect.outcome?.ok) return { kind: 'done', value: effect.outcome.value };
      if (effect.outcome) {
        if (undo) await this.surely(() => undo(false));
        return { kind: 'failed', error: effect.outcome.error };
      }
      const interrupting = this.queue.take(interrupts);
      if (interrupting && this.admit(interrupting)) {
        this.queue.putBack(interrupting);
        await effect.cancel();
        if (undo) await this.surely(() => undo(true));
        this.refuse(this.interruption());
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
      throw businessErrorOf(error);
    } finally {
      this.news.note(false);
      this.acting -= 1;
    }
  }

  /**
   * Makes one decision and answers who asked for it. A decision that fails is taken back; who asked is refused, and a fact,
   * which stays true, is heard again in a while.
   */
  protected async decide(decision: () => Promise<void>, takeBack: () => void): Promise<void> {
    try {
      await decision();
      this.current?.answer(this.view());
      this.current = null;
    } catch (error) {
      if (!(error instanceof BusinessError)) throw error;
      takeBack();
      const fact = this.current?.isFact ? this.current : null;
      if (this.current && !fact) return this.refuse(error);
      log.error('A decision failed and is tried again', { code: error.code });
      this.current = null;
      const waiting = this.queue.size;
      const isNews = () => this.queue.size > waiting;
      await condition(isNews, this.scaled(MINUTE), { summary: 'Try the step again' });
      this.news.note(false);
      if (fact) this.queue.putLast(fact);
    }
  }

  /** Takes step after step until the workflow is over; continues as new where its history is long. */
  async untilOver(step: () => Promise<void>): Promise<Answer> {
    for (;;) {
      if (this.isOver() || this.news.isHistoryLong) {
        await condition(() => this.queue.size > 0 || allHandlersFinished());
        // No await stands between this look and the return: a message that comes now finds a closed workflow.
        if (this.isQuiet() && this.isOver()) return this.view();
        if (this.isQuiet()) await this.continueAsNew();
      }
      await step();
    }
  }

  /** Nothing waits, nothing runs: the workflow may return or continue as new. */
  protected isQuiet(): boolean {
    return this.queue.size === 0 && allHandlersFinished();
  }

  protected stopAlarm(): void {
    this.alarm.stop();
  }

  /** The message as one to decide on; null when it was refused. */
  private open(message: QueuedMessage<M, Answer>): M | null {
    this.current = message;
    return this.admit(message);
  }

  /** Judges again when a message is taken: two can pass their validators in one task. */
  private admit(message: QueuedMessage<M, Answer>): M | null {
    const { heard } = message;
    const error = this.refusalOf(heard.kind) ?? this.staleness(heard);
    if (!error) return heard;
    message.refuse(error);
    if (this.current === message) this.current = null;
    return null;
  }

  private refuse(error: BusinessError): void {
    this.current?.refuse(error);
    this.current = null;
  }
}
