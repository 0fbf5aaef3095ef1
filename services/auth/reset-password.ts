/** A forgotten password: a link is mailed to who says he forgot it, and whoever opens that chooses a new one. */
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Context } from '../context';
import { publicVerb } from '../verb';
import { askMail } from './account-mail';
import { endSessions } from './end-session';
import { askerAt } from './known-network';
import { type Link, readLink, useLink } from './links';
import { forgetSessions } from './live-session';
import { newPasswordHash } from './new-password';

/** Looks nobody up: the answer and its time can't tell whether the email has an account. */
export const forgotPassword = publicVerb<{ email: string }, void>((ctx, { email }) =>
  inTransaction(ctx.db, (tx) => askMail(tx, { letter: 'reset_password', email }, ctx.now())),
);

interface Reset {
  token: string;
  password: string;
  address: string;
}

/** Ends every sign-in. @throws LINK_INVALID; VALIDATION_FAILED for a trivial password, and the link stays good. */
export const resetPassword = publicVerb<Reset, void>(async (ctx, { token, password, address }) => {
  const { db, config, now } = ctx;
  const link = await readLink(db, config, { token, purposes: ['reset_password'] }, now());
  const where = { id: link.userId };
  const { fullName } = await db.user.findUniqueOrThrow({ where, select: { fullName: true } });
  const whose = { email: link.email, fullName, asker: await askerAt(db, address) };
  const passwordHash = await newPasswordHash(config, password, whose);
  await inTransaction(db, (tx) => reset(tx, ctx, { link, passwordHash, address }));
  forgetSessions(db);
});

async function reset(
  tx: Transaction,
  ctx: Context,
  { link, passwordHash, address }: { link: Link; passwordHash: string; address: string },
): Promise<void> {
  const at = new Date(ctx.now());
  const { userId: id, email } = link;
  const actor = { kind: 'user' as const, id, address };
  await useLink(tx, link, ctx.now());
  const first = await tx.user.updateMany({
    where: { id, email, isActive: true, emailVerifiedAt: null },
    data: { emailVerifiedAt: at },
  });
  const { count } = await tx.user.updateMany({
    where: { id, email, isActive: true },
    data: { passwordHash },
  });
  if (count === 0) throw new BusinessError('LINK_INVALID');
  await endSessions(tx, ctx, { userId: id, actor });
  // The account may have been made by someone else in the owner's name: he leaves no other door open.
  if (first.count === 1) {
    await tx.user.update({ where: { id }, data: { phone: null } });
    await tx.apiKey.updateMany({ where: { userId: id, revokedAt: null }, data: { revokedAt: at } });
    await tx.secondFactor.deleteMany({ where: { userId: id } });
    await tx.identity.deleteMany({ where: { userId: id } });
    await tx.webhookEndpoint.deleteMany({ where: { userId: id } });
  }
  await audit(tx, ctx, { action: 'user.password_reset', target: { kind: 'user', id }, actor });
  await askMail(tx, { letter: 'password_changed', email }, ctx.now());
}
