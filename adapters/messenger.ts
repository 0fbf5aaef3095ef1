/** A way to reach a person outside Adflight, and how it says that it could not. */

export interface OutgoingMessage {
  /** Stable over all attempts, so that a receiver can tell a repeat: no provider here takes an idempotency key. */
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string | null;
}

export interface Messenger {
  /** Within a minute; at least once. @throws DeliveryError */
  send(message: OutgoingMessage): Promise<void>;
  close(): Promise<void>;
}

/**
 * `retry`: away or slow, try later; `wait`: it named its own time; `ask`: our side is set up wrongly and an
 * operator must mend it, so nothing is given up; `refused`: this message will never be taken.
 */
export type DeliveryOutcome = 'retry' | 'wait' | 'ask' | 'refused';

/** Its message holds no secret: it is stored beside the delivery and logged. */
export class DeliveryError extends Error {
  constructor(
    readonly outcome: DeliveryOutcome,
    message: string,
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
    this.name = 'DeliveryError';
  }
}
