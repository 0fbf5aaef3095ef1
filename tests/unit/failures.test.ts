/** What Temporal fails with, as people are told: a way on, and never a fault that nobody knows. */
import {
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import { type ErrorCode, errorTable, retryAfter } from '../../domain/errors';
import { asBusinessError } from '../../services/failures';

const grpc = (code: number) => Object.assign(new Error('said'), { code, details: 'said', metadata: {} });
const away = [1, 3, 5, 7, 8, 12, 14, 16];

test.each(Array.from({ length: 16 }, (_, index) => index + 1))(
  'gRPC status %i is a 503 that says when',
  (code) => {
    const expected: ErrorCode =
      code === 9 ? 'CAMPAIGN_STUCK' : away.includes(code) ? 'UNAVAILABLE' : 'OUTCOME_UNKNOWN';
    // As a call of the client's throws it, and as an update-with-start does.
    for (const error of [new ServiceError('failed', { cause: grpc(code) }), grpc(code)]) {
      const known = asBusinessError(error);
      expect(known?.code).toBe(expected);
      expect(known && retryAfter(known)).toBeGreaterThan(0);
      expect(known && errorTable[known.code][0]).toBe(503);
    }
  },
);

test.each<[string, Error, ErrorCode]>([
  [
    'a call that broke on our side',
    new ServiceError('failed', { cause: new TypeError('x') }),
    'OUTCOME_UNKNOWN',
  ],
  ['an answer that is late', new WorkflowUpdateRPCTimeoutOrCancelledError('late'), 'OUTCOME_UNKNOWN'],
  ['a namespace that is not there', new NamespaceNotFoundError('adflight'), 'UNAVAILABLE'],
  [
    'an update that the workflow does not know',
    new WorkflowUpdateFailedError('failed', ApplicationFailure.nonRetryable('no handler', 'ReferenceError')),
    'CAMPAIGN_STUCK',
  ],
])('%s', (_, error, code) => {
  expect(asBusinessError(error)?.code).toBe(code);
});

test('a bug of ours is nothing that we know', () => {
  expect(asBusinessError(new TypeError('x is not a function'))).toBeNull();
});
