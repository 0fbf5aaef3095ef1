/** Which keys are allowed: plain names between slashes, so that none can leave its folder. */
import { StorageError } from './errors';

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** @throws StorageError (give up) for a key that is empty, absolute, too long, or holds `..` or odd characters. */
export function checkKey(key: string): string {
  if (key.length > 512 || !key.split('/').every((name) => NAME.test(name))) {
    throw new StorageError('give_up', 'key', { cause: 'a key that is not allowed' });
  }
  return key;
}
