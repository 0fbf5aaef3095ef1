/** Sorts what use cases throw: a business error as it is, a part that is away as 503, all else unknown. */
import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { BusinessError } from '../domain/errors';
import { PasswordsBusy } from '../infra/passwords';
import { classify, asBusinessError as databaseTrouble } from '../store/transaction';

/** gRPC status codes (grpc.io/docs/guides/status-codes) of a Temporal server that is away or overloaded. */
const AWAY: readonly number[] = [1, 8, 14];
const DEADLINE_EXCEEDED = 4;

/** The business error that a failure amounts to; null when it is nothing that we know. */
export function asBusinessError(error: unknown): BusinessError | null {
  if (error instanceof BusinessError) return error;
  if (error instanceof PasswordsBusy) return new BusinessError('UNAVAILABLE', { retryAfterSeconds: 5 });
  const grpc = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(grpc)) {
    if (AWAY.includes(grpc.code)) return new BusinessError('UNAVAILABLE', { retryAfterSeconds: 2 });
    if (grpc.code === DEADLINE_EXCEEDED)
      return new BusinessError('OUTCOME_UNKNOWN', { outcome: 'unknown', retryAfterSeconds: 2 });
  }
  return databaseTrouble(classify(error));
}
