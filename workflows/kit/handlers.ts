/** How updates and signals reach a listener: a message's kind is the name of its update or signal. */
import { currentUpdateInfo, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Listener } from './listener';
import { asFailure, type Message } from './message-queue';

/** An update waits in the queue for its decision; one that was heard before is answered as it was. */
export function handleUpdate<M extends Message, Answer>(
  listener: Listener<M, Answer>,
  kind: M['kind'],
  description: string,
): void {
  setHandler(
    defineUpdate<Answer, [unknown]>(kind),
    (message) => listener.ask(messageOf(kind, message), currentUpdateInfo()?.id ?? ''),
    {
      description,
      validator: (_message: unknown) => {
        const isAnswered = listener.answerTo(currentUpdateInfo()?.id) !== undefined;
        const refusal = isAnswered ? null : listener.turnAway(kind);
        if (refusal) throw asFailure(refusal);
      },
    },
  );
}

/** A signal brings a fact: it is queued, and never refused. */
export function handleSignal<M extends Message, Answer>(
  listener: Listener<M, Answer>,
  kind: M['kind'],
  description: string,
): void {
  const take = (message: unknown) => listener.hear(messageOf(kind, message));
  setHandler(defineSignal<[unknown]>(kind), take, { description });
}

/** Whoever sends a message makes it by the contract, which gives each kind its fields. */
const messageOf = <M extends Message>(kind: M['kind'], message: unknown) => ({ kind, message }) as M;
