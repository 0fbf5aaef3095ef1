/** Puts every sealed secret under the newest key: slice by slice, pass after pass, until a pass finds nothing to do. */
import { continueAsNew, defineQuery, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import {
  GET_ROTATION,
  type RotationInput,
  type RotationSlice,
  type RotationState,
} from '../../contracts/key-rotation';
import { MINUTE } from '../../domain/time';
import { showDetails } from '../shown';
import { activities } from './activities';

const HISTORY_LIMIT = 4_000;
/** Something of ours still seals under an older key when so many passes found work. */
const MOST_PASSES = 10;
const BROKEN_SHOWN = 20;

export async function keyRotation(input: RotationInput): Promise<RotationState> {
  const state = input.state ?? begin(input.keyId);
  setHandler(defineQuery<RotationState>(GET_ROTATION), () => state, { description: 'How far it has come.' });
  for (;;) {
    describe(state);
    const options = { summary: `Pass ${state.pass}: ${state.position?.column ?? 'from the first column'}` };
    take(state, await activities.rewrapSlice.executeWithOptions(options, [state.keyId, state.position]));
    if (state.position === null) {
      state.isOver = state.found === 0 || state.pass === MOST_PASSES;
      describe(state);
      if (state.isOver) return state;
      // Processes that have not been restarted yet may go on sealing under an older key for a while.
      if (state.pass > 1)
        await sleep(MINUTE / input.timeScale, { summary: 'Look again for what was sealed meanwhile' });
      Object.assign(state, { pass: state.pass + 1, examined: 0, found: 0, broken: 0, brokenPlaces: [] });
    }
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (continueAsNewSuggested || historyLength >= (input.historyLimit ?? HISTORY_LIMIT))
      await continueAsNew<typeof keyRotation>({ ...input, state });
  }
}

function begin(keyId: string): RotationState {
  const none = { examined: 0, rewrapped: 0, found: 0, broken: 0, brokenPlaces: [] };
  return { schema: 1, keyId, pass: 1, position: null, ...none, isOver: false };
}

function take(state: RotationState, { next, examined, rewrapped, missed, broken }: RotationSlice): void {
  state.position = next;
  state.examined += examined;
  state.rewrapped += rewrapped;
  state.found += rewrapped + missed;
  state.broken += broken.length;
  state.brokenPlaces = [...state.brokenPlaces, ...broken].slice(0, BROKEN_SHOWN);
}

function describe({
  keyId,
  pass,
  position,
  examined,
  rewrapped,
  broken,
  brokenPlaces,
  isOver,
}: RotationState) {
  showDetails(() =>
    [
      isOver
        ? `Over after ${pass} passes.`
        : `Pass ${pass}, ${position ? `in **${position.column}**` : 'at the beginning'}, ${examined} rows looked at.`,
      `**${rewrapped}** secrets put under key \`${keyId}\`.`,
      ...(broken > 0 ? [`**${broken}** that no key of ours opens, among them:`] : []),
      ...brokenPlaces.map((place) => `- \`${place}\``),
    ].join('\n\n'),
  );
}
