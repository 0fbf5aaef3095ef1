/** What becomes of a password that somebody chooses. */
import { BusinessError } from '../../domain/errors';
import { passwordProblem } from '../../domain/passwords';
import { type HashConfig, hashPassword } from '../../infra/passwords';

/**
 * The hash to keep.
 * @param field where the password stands in the request.
 * @throws VALIDATION_FAILED for one that anyone would guess.
 */
export function newPasswordHash(
  config: HashConfig,
  password: string,
  email: string,
  field = '/password',
): Promise<string> {
  const message = passwordProblem(password, email);
  if (message) throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: field, message }] });
  return hashPassword(password, config);
}
