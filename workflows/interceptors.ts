/**
 * What stands between the SDK and every workflow: answers and cancellations wait for the local activity that is under way,
 * and summaries and timers are cut to what the server takes.
 */
import type { ConcludeActivationInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { summaryText, timerMs } from '../contracts/shown';

type Command = ConcludeActivationInput['commands'][number];

/** The `queryId` of a question that comes as a task of its own; its answer ends no workflow task. */
const ALONE = 'legacy_query';

function summed<Options extends { summary?: string }>(options: Options): Options {
  return options.summary === undefined ? options : { ...options, summary: summaryText(options.summary) };
}

/**
 * What core hears of while a local activity is under way must bring nothing new before that has ended: a replay, which
 * finds its marker, hears of the end at once, and so in another order than the first run did (sdk-core).
 *
 * The answer to a question ends the workflow task (`prepare_complete_resp`): of a local activity that ended meanwhile
 * the workflow would hear in the next one, after what is new there. And an activity that is cancelled before it was
 * sent is over at once. So both wait for the activation that brings the end of the last local activity, and leave with it.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let underWay = 0;
  let waiting: Command[] = [];
  const mustWait = ({ respondToQuery: answer, requestCancelActivity: cancellation }: Command) =>
    underWay > 0 && (cancellation != null || (answer != null && answer.queryId !== ALONE));
  return {
    outbound: [
      {
        startTimer: ({ durationMs, options, ...timer }, next) =>
          next({ ...timer, durationMs: timerMs(durationMs), ...(options && { options: summed(options) }) }),
        scheduleActivity: ({ options, ...activity }, next) => next({ ...activity, options: summed(options) }),
        scheduleLocalActivity: ({ options, ...activity }, next) =>
          next({ ...activity, options: summed(options) }),
      },
    ],
    internals: [
      {
        activate(input, next) {
          for (const { resolveActivity: end } of input.activation.jobs ?? []) {
            if (end?.isLocal) underWay -= 1;
            // Core takes no cancellation of what has ended.
            if (end) waiting = waiting.filter((command) => command.requestCancelActivity?.seq !== end.seq);
          }
          next(input);
        },
        concludeActivation(input, next) {
          const commands = [...waiting, ...next(input).commands];
          for (const { scheduleLocalActivity } of commands) if (scheduleLocalActivity) underWay += 1;
          waiting = commands.filter(mustWait);
          return { commands: commands.filter((command) => !mustWait(command)) };
        },
      },
    ],
  };
};
