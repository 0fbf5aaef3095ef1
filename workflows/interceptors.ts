/** What stands between the SDK and every workflow: a question waits for the local activity that is under way. */
import type { ConcludeActivationInput, WorkflowInterceptorsFactory } from '@temporalio/workflow';

type Command = ConcludeActivationInput['commands'][number];

/** The `queryId` of a question that comes as a task of its own; its answer ends no workflow task. */
const ALONE = 'legacy_query';

/**
 * Core ends a workflow task as soon as a question in it is answered. Where a local activity ended meanwhile, its marker
 * is written into that task, while the workflow hears of it only in the next one, after what is new there: in another
 * order than in a replay, which finds the marker (sdk-core, `prepare_complete_resp`). So answers wait for the
 * activation that brings the end of the last local activity, and go out with it.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let underWay = 0;
  let waiting: Command[] = [];
  const mustWait = ({ respondToQuery: answer }: Command) =>
    underWay > 0 && answer != null && answer.queryId !== ALONE;
  return {
    internals: [
      {
        activate(input, next) {
          for (const { resolveActivity } of input.activation.jobs ?? [])
            if (resolveActivity?.isLocal) underWay -= 1;
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
