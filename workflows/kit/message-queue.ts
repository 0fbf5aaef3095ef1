/** The one queue of a workflow's messages: handlers put them here with a promise of an answer, its loop takes them. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { BusinessError } from '../../domain/errors';

/** A message as a workflow hears it: its kind tells its fields. */
export interface Message {
  kind: string;
  message: unknown;
}

/** A message that waits, and how to answer it. A fact, which a signal brought, has no one to answer and stays true. */
export interface QueuedMessage<M extends Message, Answer> {
  heard: M;
  isFact: boolean;
  answer(answer: Answer): void;
  refuse(error: BusinessError): void;
}

/** A refusal as it leaves the workflow: its `type` is the code of the error table. */
export function asFailure(error: BusinessError): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: true,
    details: [error.details],
  });
}

export class MessageQueue<M extends Message, Answer = void> {
  private waiting: QueuedMessage<M, Answer>[] = [];

  get size(): number {
    return this.waiting.length;
  }

  /**
   * Queues an update; the promise settles when the loop has decided.
   * @param onAnswer called before the asker gets the answer.
   */
  ask(heard: M, onAnswer: (answer: Answer) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const answer = (given: Answer) => {
        onAnswer(given);
        resolve(given);
      };
      const refuse = (error: BusinessError) => reject(asFailure(error));
      this.waiting.push({ heard, isFact: false, answer, refuse });
    });
  }

  /** Queues a signal. */
  tell(heard: M): void {
    this.waiting.push({ heard, isFact: true, answer: () => {}, refuse: () => {} });
  }

  /** Puts a message back as the next one. */
  putBack(message: QueuedMessage<M, Answer>): void {
    this.waiting.unshift(message);
  }

  /** Puts a message behind all others. */
  putLast(message: QueuedMessage<M, Answer>): void {
    this.waiting.push(message);
  }

  has(isWanted: (heard: M) => boolean): boolean {
    return this.waiting.some(({ heard }) => isWanted(heard));
  }

  /** Takes the oldest message that is wanted; null when there is none. */
  take(isWanted: (heard: M) => boolean = () => true): QueuedMessage<M, Answer> | null {
    const index = this.waiting.findIndex(({ heard }) => isWanted(heard));
    return index < 0 ? null : (this.waiting.splice(index, 1)[0] ?? null);
  }

  clear(): void {
    this.waiting = [];
  }
}
