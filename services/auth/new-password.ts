/** What becomes of a password that somebody chooses. */
import { BusinessError } from '../../domain/errors';
import { isGuessable } from '../../infra/guessing';
import { type HashConfig, hashPassword } from '../../infra/passwords';
import type { Asker } from '../../infra/turns';

/** Whose it will be: their own words are the first to be tried. */
export interface Owner {
  email: string | null;
  fullName: string;
}

/**
 * The hash to keep.
 * @param whose `field`: where the password stands in the request.
 * @throws VALIDATION_FAILED for one that is soon guessed; NoTurn.
 */
export function newPasswordHash(
  config: HashConfig,
  password: string,
  { email, fullName, asker, field = '/password' }: Owner & { asker: Asker; field?: string },
): Promise<string> {
  if (isGuessable(password, ['adflight', email ?? '', fullName])) {
    const message = 'This password is among the first that anyone would guess.';
    throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: field, message }] });
  }
  return hashPassword(password, config, asker);
}
