/** Sorts Temporal's failures: the workflow refused, the server is unavailable, or the outcome is unknown. */
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import { z } from 'zod';
import { BusinessError, type ErrorDetails, isErrorCode } from '../../domain/errors';

/**
 * gRPC status codes (grpc.io/docs/guides/status-codes) of a Temporal server that did nothing: it is away, overloaded, or
 * does not take what we send. After any other, what was asked may have been done.
 */
const NOT_DONE: readonly number[] = [1, 3, 5, 7, 8, 12, 14, 16];
/** What it says of a workflow whose task fails: neither an update nor a query gets through. */
const FAILED_PRECONDITION = 9;

/** What the workflow, or the server in its place, refused an update with; null for any other failure. */
export function refusalOf(error: unknown): ApplicationFailure | null {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  return cause instanceof ApplicationFailure ? cause : null;
}

/** Whatever Temporal fails with is a fault of ours that passes or is mended. Null for what is no failure of Temporal's. */
export function temporalFailure(error: unknown): BusinessError | null {
  const refusal = refusalOf(error);
  if (refusal && isErrorCode(refusal.type)) return new BusinessError(refusal.type, detailsOf(refusal));
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

function detailsOf(failure: ApplicationFailure): ErrorDetails {
  const [details] = failure.details ?? [];
  return z.record(z.string(), z.unknown()).catch({}).parse(details);
}

const away = () => new BusinessError('UNAVAILABLE', { retryAfterSeconds: 2 });
const unknown = () => new BusinessError('OUTCOME_UNKNOWN', { outcome: 'unknown', retryAfterSeconds: 2 });
/** People mend it: minutes, not seconds. */
const stuck = () => new BusinessError('CAMPAIGN_STUCK', { retryAfterSeconds: 60 });
