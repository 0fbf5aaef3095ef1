/** Proof that an email is a user's: of the one he registered with, or of another that he wants to change to. */
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { classify, inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Context } from '../context';
import { publicVerb, verb } from '../verb';
import { askMail } from './account-mail';
import { endSessions } from './end-session';
import { type Link, readLink, useLink } from './links';
import { forgetSessions } from './live-session';
import { provePerson } from './proof';

/** Mails the link again; tells nobody whether there is anyone to mail it to. */
export const resendVerification = publicVerb<{ email: string }, void>((ctx, { email }) =>
  inTransaction(ctx.db, (tx) => askMail(tx, { letter: 'verify_email', email }, ctx.now())),
);

interface EmailChange {
  email: string;
  /** Absent where he has none. */
  password: string | undefined;
}

/** Mails a link to the new address; nothing changes before it is opened. @throws what `provePerson` does. */
export const askEmailChange = verb<EmailChange, void>('password.manage', async (ctx, { email, password }) => {
  const { db, caller, now } = ctx;
  await provePerson(ctx, password);
  await inTransaction(db, async (tx) => {
    const target = { kind: 'user', id: caller.userId };
    await audit(tx, ctx, { action: 'user.email_change_asked', target, after: { email } });
    const { userId, sessionId = null } = caller;
    await askMail(tx, { letter: 'link_email', email, userId, sessionId }, now());
  });
});

/** @throws LINK_INVALID; EMAIL_TAKEN when somebody else has the address by now. */
export const verifyEmail = publicVerb<{ token: string; address: string }, void>(
  async (ctx, { token, address }) => {
    const purposes = ['verify_email', 'link_email'] as const;
    const link = await readLink(ctx.db, ctx.config, { token, purposes }, ctx.now());
    try {
      await inTransaction(ctx.db, async (tx) => {
        await useLink(tx, link, ctx.now());
        await (link.purpose === 'verify_email' ? prove : change)(tx, ctx, link, address);
      });
    } catch (error) {
      throw classify(error).kind === 'unique' ? new BusinessError('EMAIL_TAKEN') : error;
    }
    forgetSessions(ctx.db);
  },
);

async function prove(tx: Transaction, ctx: Context, { userId: id, email }: Link, address: string) {
  const { count } = await tx.user.updateMany({
    where: { id, email, isActive: true, emailVerifiedAt: null },
    data: { emailVerifiedAt: new Date(ctx.now()) },
  });
  if (count === 0) throw new BusinessError('LINK_INVALID');
  const actor = { kind: 'user' as const, id, address };
  await audit(tx, ctx, {
    action: 'user.email_verified',
    target: { kind: 'user', id },
    actor,
    after: { email },
  });
}

/** Where it takes the place of another one, every sign-in but the one that asked for it ends. */
async function change(tx: Transaction, ctx: Context, link: Link, address: string) {
  const { userId: id, email, sessionId } = link;
  const actor = { kind: 'user' as const, id, address };
  const before = await tx.user.findUniqueOrThrow({ where: { id } });
  if (!before.isActive) throw new BusinessError('LINK_INVALID');
  await tx.user.update({ where: { id }, data: { email, emailVerifiedAt: new Date(ctx.now()) } });
  await audit(tx, ctx, {
    action: 'user.email_changed',
    target: { kind: 'user', id },
    actor,
    before: { email: before.email },
    after: { email },
  });
  if (before.email !== null && before.email !== email) {
    await endSessions(tx, ctx, { userId: id, keep: sessionId ?? undefined, actor });
    const wasProved = before.emailVerifiedAt !== null;
    await askMail(tx, { letter: 'email_changed', email: before.email, wasProved }, ctx.now());
  }
}
