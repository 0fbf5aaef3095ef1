/** Where somebody has signed in before, of which strangers know nothing. */
import { networkOf } from '../../domain/network';
import type { Database } from '../../infra/database';

/** Addresses that are looked at, newest first. */
const MOST = 100;

/** Whether the user of this email or phone, if there is one, has signed in from the network; ended sign-ins count. */
export async function hasSignedInFrom(db: Database, name: string, network: string): Promise<boolean> {
  const sessions = await db.session.findMany({
    where: { user: { OR: [{ email: name }, { phone: name }] } },
    orderBy: { createdAt: 'desc' },
    take: MOST,
    select: { address: true },
  });
  return sessions.some(({ address }) => address !== null && networkOf(address) === network);
}
