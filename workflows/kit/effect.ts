/** An activity that runs while the workflow listens: it ends with a value or a business error, or is cancelled. */
import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  rootCause,
  TemporalFailure,
} from '@temporalio/workflow';
import { BusinessError, isErrorCode } from '../../domain/errors';

export interface Effect<T> {
  outcome: { ok: true; value: T } | { ok: false; error: BusinessError } | null;
  cancel(): Promise<void>;
}

/** @param onEnd called before the outcome is there. */
export function startEffect<T>(run: () => Promise<T>, onEnd: () => void): Effect<T> {
  const scope = new CancellationScope();
  const effect: Effect<T> = {
    outcome: null,
    cancel: async () => {
      scope.cancel();
      await finished;
    },
  };
  const finished = scope.run(run).then(
    (value) => {
      onEnd();
      effect.outcome = { ok: true, value };
    },
    (error: unknown) => {
      onEnd();
      effect.outcome = { ok: false, error: businessErrorOf(error) };
    },
  );
  return effect;
}

/** An activity's failure as the business error that its type names. @throws what is no failure of an activity: a bug. */
export function businessErrorOf(error: unknown): BusinessError {
  if (!(error instanceof TemporalFailure)) throw error;
  if (isCancellation(error)) return new BusinessError('BUSY');
  const { cause } = error;
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  return new BusinessError(isErrorCode(type) ? type : 'UNAVAILABLE', {
    detail: rootCause(error) ?? 'an outside call failed',
  });
}
