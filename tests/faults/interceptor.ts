/** Shows every activity, before it acts and after it acted, to someone who may slow it, fail it or lose its answer. */
import { cancelled } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { z } from 'zod';
import { phases } from '../../domain/campaign/phases';

export const Step = z.object({
  activity: z.string(),
  /** `after`: the outside has it, and Temporal does not know yet. */
  stage: z.enum(['before', 'after']),
  workflowId: z.string(),
  attempt: z.int(),
  isLocal: z.boolean(),
  /** Of a projection: the decision that it writes. */
  decision: z.object({ version: z.int(), event: z.string(), phase: z.enum(phases) }).nullable(),
});
export type Step = z.output<typeof Step>;

/** `fail`: the activity reports a failure here. `lose`: it never reports anything, as if its worker had died. */
export const Verdict = z.enum(['go', 'fail', 'lose']);
export type Verdict = z.output<typeof Verdict>;

const Projection = z.object({
  view: z.object({ phase: z.enum(phases) }),
  decision: z.object({ version: z.int(), event: z.string() }),
});

export function showSteps(show: (step: Step) => Promise<Verdict>): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const { activityType: activity, workflowExecution, attempt, isLocal } = info;
        const { data } = Projection.safeParse(input.args[0]);
        const decision = data ? { ...data.decision, phase: data.view.phase } : null;
        const common = {
          activity,
          workflowId: workflowExecution?.workflowId ?? '',
          attempt,
          isLocal,
          decision,
        };
        await obey(await show({ ...common, stage: 'before' }));
        const result = await next(input);
        await obey(await show({ ...common, stage: 'after' }));
        return result;
      },
    },
  });
}

async function obey(verdict: Verdict): Promise<void> {
  if (verdict === 'fail') throw ApplicationFailure.retryable('failed on purpose', 'Fault');
  if (verdict === 'lose') await cancelled();
}
