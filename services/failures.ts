/** Sorts what use cases throw: a business error as it is, a part that is away as 503, all else unknown. */
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { BusinessError } from '../domain/errors';
import { NoTurn } from '../infra/turns';
import { classify, asBusinessError as databaseTrouble } from '../store/transaction';

/**
 * gRPC status codes (grpc.io/docs/guides/status-codes) of a Temporal server that did nothing: it is away, overloaded, or
 * does not take what we send. After any other, what was asked may have been done.
 */
const NOT_DONE: readonly number[] = [1, 3, 5, 7, 8, 12, 14, 16];
/** What it says of a workflow whose task fails: neither an update nor a query gets through. */
const FAILED_PRECONDITION = 9;

/** The business error that a failure amounts to; null when it is nothing that we know. */
export function asBusinessError(error: unknown): BusinessError | null {
  if (error instanceof BusinessError) return error;
  if (error instanceof NoTurn) return new BusinessError('UNAVAILABLE', { retryAfterSeconds: 5 });
  return temporalTrouble(error) ?? databaseTrouble(classify(error));
}

/** Whatever Temporal fails with is a fault of ours that passes or is mended: never an answer without a way on. */
function temporalTrouble(error: unknown): BusinessError | null {
  if (error instanceof NamespaceNotFoundError) return away();
  // An answer in no words of ours: the workflow does not know the update, or was ended while it worked on it.
  if (error instanceof WorkflowUpdateFailedError) return stuck();
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return unknown();
  const grpc = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(grpc)) {
    if (grpc.code === FAILED_PRECONDITION) return stuck();
    return NOT_DONE.includes(grpc.code) ? away() : unknown();
  }
  return error instanceof ServiceError ? unknown() : null;
}

const away = () => new BusinessError('UNAVAILABLE', { retryAfterSeconds: 2 });
const unknown = () => new BusinessError('OUTCOME_UNKNOWN', { outcome: 'unknown', retryAfterSeconds: 2 });
/** People mend it: minutes, not seconds. */
const stuck = () => new BusinessError('CAMPAIGN_STUCK', { retryAfterSeconds: 60 });
