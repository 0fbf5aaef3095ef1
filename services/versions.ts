/** The refusal of an edit of what was changed meanwhile. */
import { BusinessError } from '../domain/errors';

/**
 * Under the lock of what is edited.
 * @param expected the caller's If-Match; null: whatever it is now.
 * @throws VERSION_CONFLICT with the present version.
 */
export function expectVersion(expected: number | null, version: number): void {
  if (expected !== null && expected !== version) throw new BusinessError('VERSION_CONFLICT', { version });
}
