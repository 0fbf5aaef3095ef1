/** Where somebody has signed in before, of which strangers know nothing. */
import { networkOf } from '../../domain/network';
import type { Database } from '../../infra/database';
import type { Asker } from '../../infra/turns';

type Named = { id: string } | { email: string } | { phone: string };

/** Whether this user, if there is one, has signed in from the network of the address; ended sign-ins count. */
export async function hasSignedInFrom(db: Database, user: Named, address: string): Promise<boolean> {
  const where = { network: networkOf(address), user };
  return (await db.session.findFirst({ where, select: { id: true } })) !== null;
}

/**
 * Who waits at an address for a turn at hashing. It is known once anybody has signed in from its network, whoever is
 * named now, so that nobody learns by waiting who has an account. All networks that one user made known share one turn.
 */
export async function askerAt(db: Database, address: string): Promise<Asker> {
  const network = networkOf(address);
  const first = await db.session.findFirst({
    where: { network },
    orderBy: { createdAt: 'asc' },
    select: { userId: true },
  });
  return { share: first?.userId ?? network, isKnown: first !== null };
}
