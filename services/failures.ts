/** Sorts what use cases throw: a business error as it is, a part that is away as 503, all else unknown. */
import { temporalFailure } from '../adapters/temporal/failures';
import { BusinessError } from '../domain/errors';
import { NoTurn } from '../infra/turns';
import { classify, asBusinessError as databaseTrouble } from '../store/transaction';

/** The business error that a failure amounts to; null when it is nothing that we know. */
export function asBusinessError(error: unknown): BusinessError | null {
  if (error instanceof BusinessError) return error;
  if (error instanceof NoTurn) return new BusinessError('UNAVAILABLE', { retryAfterSeconds: 5 });
  return temporalFailure(error) ?? databaseTrouble(classify(error));
}
