/** Errors of activities as Temporal sees them: the type is the code of the error table, and says whether to try again. */
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { BusinessError, type ErrorCode } from '../domain/errors';
import { errorWithoutData } from '../infra/redact';

type Activity = (...args: never[]) => Promise<unknown>;

/** What may go away by itself; any other business error is an answer. */
const passing: readonly ErrorCode[] = ['UNAVAILABLE', 'OUTCOME_UNKNOWN', 'RATE_LIMITED'];

/**
 * Lets every business error of these activities leave as an ApplicationFailure of its code, and any other without the
 * data that its message repeats: both stand in the history.
 */
export function withTypedFailures<T extends Record<string, Activity>>(activities: T): T {
  const wrap =
    (run: Activity) =>
    async (...args: never[]) => {
      try {
        return await run(...args);
      } catch (error) {
        if (error instanceof BusinessError) throw asFailure(error);
        throw error instanceof Error && !(error instanceof TemporalFailure) ? errorWithoutData(error) : error;
      }
    };
  // Each wrapper has the type of what it wraps.
  return Object.fromEntries(Object.entries(activities).map(([name, run]) => [name, wrap(run)])) as T;
}

function asFailure(error: BusinessError): ApplicationFailure {
  const { retryAfterSeconds } = error.details;
  return ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nonRetryable: !passing.includes(error.code),
    details: [error.details],
    ...(retryAfterSeconds === undefined ? {} : { nextRetryDelay: retryAfterSeconds * 1_000 }),
  });
}
