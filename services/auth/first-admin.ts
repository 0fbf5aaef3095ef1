/** Makes the first admin: by a command or the environment, never by a default password. */
import { randomUUID } from 'node:crypto';
import type { Deps } from '../context';
import type { User } from '../users/user';
import { createAccount } from './register';

/**
 * Makes an admin where there is none yet.
 * @returns null when there is one: nothing was changed.
 * @throws EMAIL_TAKEN when the address is someone's already: whoever chose its password must not become admin by it.
 */
export async function createFirstAdmin(deps: Deps, email: string, password: string): Promise<User | null> {
  if ((await deps.db.user.count({ where: { role: 'admin', isActive: true } })) > 0) return null;
  return createAccount(
    deps,
    { email: email.toLowerCase(), password, fullName: 'Administrator', currency: 'USD', timeZone: 'UTC' },
    { role: 'admin', requestId: randomUUID(), address: null },
  );
}
