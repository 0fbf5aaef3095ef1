/** Whose a proven identity is: by issuer and subject; by email only where both sides have verified it; else someone new. */
import type { ProvenIdentity } from '../../adapters/google/openid';
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { audit } from '../audit';
import type { Context } from '../context';
import { addUser } from '../users/add-user';
import { tellOwner } from './account-mail';

/**
 * The user's id; the identity is his from now on.
 * @throws ACCOUNT_DISABLED; PROVIDER_EMAIL_UNVERIFIED, the same whether an account has that email or not;
 * EMAIL_NOT_VERIFIED, where whoever has the account may not own the email.
 */
export async function userOfIdentity(
  tx: Transaction,
  ctx: Context,
  { issuer, subject, verifiedEmail: email, name }: ProvenIdentity,
  address: string,
): Promise<string> {
  // Two returns at once: the second finds the first one's.
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`identity:${issuer} ${subject}`}, 0))::text`;
  const identity = await tx.identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { user: { select: { id: true, isActive: true } } },
  });
  if (identity) return active(identity.user);
  if (email === null) throw new BusinessError('PROVIDER_EMAIL_UNVERIFIED');
  const added = await addUser(tx, {
    email,
    emailVerifiedAt: new Date(ctx.now()),
    fullName: name ?? '',
    currency: 'USD',
    timeZone: 'UTC',
  });
  const userId = added?.id ?? (await known(tx, email));
  await tx.identity.create({ data: { issuer, subject, userId, email } });
  await audit(tx, ctx, {
    action: added ? 'user.registered' : 'user.identity_linked',
    target: { kind: 'user', id: userId },
    actor: { kind: 'user', id: userId, address },
    after: { issuer, ...(added && { email, role: added.role }) },
  });
  if (!added) await tellOwner(tx, userId, { letter: 'google_linked' }, ctx.now());
  return userId;
}

/** Locked, so that the email is still his and verified when the identity becomes his. */
async function known(tx: Transaction, email: string): Promise<string> {
  await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE email = ${email} FOR NO KEY UPDATE`;
  const user = await tx.user.findUnique({ where: { email } });
  if (!user?.emailVerifiedAt) throw new BusinessError('EMAIL_NOT_VERIFIED');
  return active(user);
}

function active({ id, isActive }: { id: string; isActive: boolean }): string {
  if (!isActive) throw new BusinessError('ACCOUNT_DISABLED');
  return id;
}
