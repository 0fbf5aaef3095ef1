/** Failures of the storage, sorted once: try again, give up, or not there. */
import { S3ServiceException } from '@aws-sdk/client-s3';
import { BusinessError } from '../../domain/errors';

/** `retry` passes by itself (network, load, a full disk); `give_up` wants an operator (rights, bucket, key). */
type Verdict = 'retry' | 'give_up' | 'absent';

/** What every call to the storage throws. Names the operation, never a key or an address. */
export class StorageError extends BusinessError {
  constructor(
    readonly verdict: Verdict,
    operation: string,
    options: { cause?: unknown } = {},
  ) {
    super(verdict === 'absent' ? 'NOT_FOUND' : 'UNAVAILABLE', {
      detail:
        verdict === 'absent' ? 'There is no such file.' : 'Files cannot be stored or read for the moment.',
      ...(verdict === 'retry' && { retryAfterSeconds: 5 }),
    });
    this.name = 'StorageError';
    this.cause = options.cause ?? `storage ${operation}`;
  }
}

const absentNames = new Set(['NoSuchKey', 'NotFound', 'ENOENT', 'ENOTDIR']);
const finalCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENAMETOOLONG', 'EINVAL']);

/** The code of a system error, such as ENOSPC; empty for any other error. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Sorts what the S3 client or the file system threw. */
export function storageError(operation: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  return new StorageError(verdictOf(cause), operation, { cause });
}

function verdictOf(cause: unknown): Verdict {
  if (cause instanceof S3ServiceException) {
    if (absentNames.has(cause.name)) return 'absent';
    const status = cause.$metadata.httpStatusCode ?? 0;
    const passing = status === 408 || status === 409 || status === 429 || status >= 500 || status === 0;
    return passing ? 'retry' : 'give_up';
  }
  const code = codeOf(cause);
  if (absentNames.has(code)) return 'absent';
  return finalCodes.has(code) ? 'give_up' : 'retry';
}
