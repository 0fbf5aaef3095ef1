/** What a workflow's commands wait for on their way to core. */
import type { ActivateInput, ConcludeActivationInput } from '@temporalio/workflow';
import { interceptors } from '../../workflows/interceptors';

type Commands = ConcludeActivationInput['commands'];
type Jobs = ActivateInput['activation']['jobs'];

const local = { scheduleLocalActivity: { seq: 1 } };
const localEnded = { resolveActivity: { seq: 1, isLocal: true } };
const ended = { resolveActivity: { seq: 2 } };
const cancellation = { requestCancelActivity: { seq: 2 } };

/** One activation after another: what core tells, and what the workflow then says; answers what leaves. */
function play(...activations: [jobs: Jobs, said: Commands][]): Commands[] {
  const [hooks] = interceptors().internals ?? [];
  return activations.map(([jobs, said]) => {
    hooks?.activate?.({ activation: { jobs }, batchIndex: 0 } as ActivateInput, () => undefined);
    return hooks?.concludeActivation?.({ commands: said }, (input) => input).commands ?? [];
  });
}

test('a cancellation waits for the end of the local activity that is under way', () => {
  expect(play([[], [local, cancellation]], [[], []], [[localEnded], []])).toEqual([
    [local],
    [],
    [cancellation],
  ]);
});

test('a cancellation leaves at once when no local activity is under way', () => {
  expect(play([[], [local]], [[localEnded], [cancellation]])).toEqual([[local], [cancellation]]);
});

test('a cancellation of what ended while it waited is not sent', () => {
  expect(play([[], [local, cancellation]], [[ended], []], [[localEnded], []])).toEqual([[local], [], []]);
});
