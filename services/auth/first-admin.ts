/** Makes the first admin: by a command or the environment, never by a default password. */
import { randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import type { HashConfig } from '../../infra/passwords';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Deps } from '../context';
import { addUser } from '../users/add-user';
import type { User } from '../users/user';
import { newPasswordHash } from './new-password';

const FULL_NAME = 'Administrator';
/** A command waits for nobody. */
const OURSELVES = { share: 'command', isKnown: true };

/**
 * Makes an admin where there is none yet.
 * @returns null when there is one: nothing was changed.
 * @throws VALIDATION_FAILED for a trivial password; EMAIL_TAKEN when the address is someone's already: whoever chose
 * its password must not become admin by it.
 */
export async function createFirstAdmin(
  { db, config, now }: Pick<Deps, 'db' | 'now'> & { config: HashConfig },
  given: string,
  password: string,
): Promise<User | null> {
  if ((await db.user.count({ where: { role: 'admin', isActive: true } })) > 0) return null;
  const email = given.toLowerCase();
  const whose = { email, fullName: FULL_NAME, asker: OURSELVES };
  const passwordHash = await newPasswordHash(config, password, whose);
  return inTransaction(db, async (tx) => {
    const user = await addUser(tx, {
      email,
      passwordHash,
      emailVerifiedAt: new Date(now()),
      fullName: FULL_NAME,
      role: 'admin',
      currency: 'USD',
      timeZone: 'UTC',
    });
    if (!user) throw new BusinessError('EMAIL_TAKEN');
    await audit(
      tx,
      { caller: null, requestId: randomUUID(), now },
      {
        action: 'user.registered',
        target: { kind: 'user', id: user.id },
        actor: { kind: 'system', id: 'command', address: null },
        after: { email, role: 'admin' },
      },
    );
    return user;
  });
}
