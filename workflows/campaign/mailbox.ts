/** The one queue of messages: handlers put them here with a promise of an answer, the main loop takes them. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { CampaignView, Messages } from '../../contracts/campaign';
import type { MessageKind } from '../../domain/campaign/phases';
import type { BusinessError } from '../../domain/errors';

/** A message as a phase hears it: its kind tells its fields. */
export type Heard = { [K in MessageKind]: { kind: K; message: Messages[K] } }[MessageKind];
export type HeardOf<K extends MessageKind> = Extract<Heard, { kind: K }>;

/** A heard message and how to answer it; a fact, which a signal brought, has nobody to answer and stays true. */
export interface Letter {
  heard: Heard;
  isFact: boolean;
  answer(view: CampaignView): void;
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

export class Mailbox {
  private letters: Letter[] = [];

  get size(): number {
    return this.letters.length;
  }

  /**
   * Queues an update; the promise settles when the main loop has decided.
   * @param onAnswer called before anybody hears the answer.
   */
  ask(heard: Heard, onAnswer: (view: CampaignView) => void): Promise<CampaignView> {
    return new Promise((resolve, reject) => {
      const answer = (view: CampaignView) => {
        onAnswer(view);
        resolve(view);
      };
      const refuse = (error: BusinessError) => reject(asFailure(error));
      this.letters.push({ heard, isFact: false, answer, refuse });
    });
  }

  /** Queues a signal. */
  tell(heard: Heard): void {
    this.letters.push({ heard, isFact: true, answer: () => {}, refuse: () => {} });
  }

  /** Puts a letter back as the next one. */
  putBack(letter: Letter): void {
    this.letters.unshift(letter);
  }

  /** Puts a letter behind all others. */
  putLast(letter: Letter): void {
    this.letters.push(letter);
  }

  has(wanted: (kind: MessageKind) => boolean): boolean {
    return this.letters.some((letter) => wanted(letter.heard.kind));
  }

  /** Takes the oldest letter of a wanted kind; null when there is none. */
  take(wanted: (kind: MessageKind) => boolean = () => true): Letter | null {
    const index = this.letters.findIndex((letter) => wanted(letter.heard.kind));
    return index < 0 ? null : (this.letters.splice(index, 1)[0] ?? null);
  }
}
