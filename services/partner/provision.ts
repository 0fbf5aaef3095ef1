/** Makes a user of the partner platform one of ours: a new one, or the one whose verified email it is. */
import type { ErrorCode } from '../../domain/errors';
import type { Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import type { Provisioning } from '../../schemas/partner';
import { type Acting, audit } from '../audit';
import { addUser } from '../users/add-user';
import { toUser, type User } from '../users/user';

export type Provisioned =
  | { outcome: 'created' | 'linked' | 'known'; user: User }
  /** EMAIL_TAKEN: somebody has this email and has not proved it; CONFLICT: the user is another one's there. */
  | { outcome: 'refused'; code: ErrorCode };

/** Effects on one user of the partner platform come one after the other; first of all locks. */
export async function lockPartnerUser(tx: Transaction, externalId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`partner:${externalId}`}, 0))`;
}

/**
 * Under the partner user's lock.
 * @param seen when the partner platform said so; the epoch when it asked instead: no event has been seen of him then.
 */
export async function provision(
  tx: Transaction,
  acting: Acting,
  given: Provisioning,
  seen: Instant,
): Promise<Provisioned> {
  const { externalId, email } = given;
  const partnerUser = await tx.partnerUser.findUnique({ where: { externalId }, include: { user: true } });
  if (partnerUser) return { outcome: 'known', user: toUser(partnerUser.user) };
  const made = await addUser(tx, {
    email,
    fullName: given.fullName ?? email.slice(0, email.indexOf('@')),
    ...(given.emailVerified && { emailVerifiedAt: new Date(acting.now()) }),
    currency: given.currency,
    timeZone: given.timeZone,
  });
  const user = made ?? (await verifiedOwner(tx, given));
  if (!user) return { outcome: 'refused', code: 'EMAIL_TAKEN' };
  const { count } = await tx.partnerUser.createMany({
    data: [{ externalId, userId: user.id, newestEventAt: new Date(seen), createdAt: new Date(acting.now()) }],
    skipDuplicates: true,
  });
  if (count === 0) return { outcome: 'refused', code: 'CONFLICT' };
  const outcome = made ? 'created' : 'linked';
  await audit(tx, acting, {
    action: 'user.provisioned',
    target: { kind: 'user', id: user.id },
    after: { outcome, external_id: externalId, email },
  });
  return { outcome, user };
}

/** Both sides must have proved the email: else whoever typed it first, there or here, would get the other's account. */
async function verifiedOwner(tx: Transaction, { email, emailVerified }: Provisioning): Promise<User | null> {
  const row = await tx.user.findUnique({ where: { email } });
  return row?.emailVerifiedAt && emailVerified ? toUser(row) : null;
}
