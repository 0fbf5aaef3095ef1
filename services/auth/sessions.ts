/** A user's sign-ins: seen and ended by him; ended by admins, too. */
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';
import { endSession, endSessions } from './end-session';
import { forgetSessions } from './live-session';

export interface Session {
  id: string;
  method: string;
  userAgent: string | null;
  address: string | null;
  createdAt: Date;
  /** When its tokens were last renewed. */
  rotatedAt: Date;
  expiresAt: Date;
  /** The one that asks. */
  isCurrent: boolean;
}

/** Those that are still good for something. */
export const listSessions = verb<PageInput, Page<Session>>('sessions.manage', async (ctx, page) => {
  const { db, caller, now } = ctx;
  const found = await readPage(page, {
    orders: {
      last_used_at: { rotatedAt: 'time', id: 'uuid' },
      created_at: { createdAt: 'time', id: 'uuid' },
    },
    where: { userId: caller.userId, revokedAt: null, expiresAt: { gt: new Date(now()) } },
    find: (slice) => db.session.findMany(slice),
    count: (slice) => db.session.count(slice),
  });
  return mapPage(found, (row) => ({ ...row, isCurrent: row.id === caller.sessionId }));
});

/** @throws NOT_FOUND for one that is another's, or over. */
export const endOneSession = verb<{ id: string }, void>('sessions.manage', async (ctx, { id }) => {
  const { userId, address } = ctx.caller;
  const ended = await endSession(ctx, { userId, sessionId: id }, 'session.ended', address);
  if (!ended) throw new BusinessError('NOT_FOUND');
});

/** All but the one that asks. */
export const endOtherSessions = verb<undefined, void>('sessions.manage', async (ctx) => {
  const { userId, sessionId } = ctx.caller;
  await inTransaction(ctx.db, (tx) => endSessions(tx, ctx, { userId, keep: sessionId }));
  forgetSessions(ctx.db);
});

/** For an admin: all of a user's. @throws NOT_FOUND */
export const endSessionsOf = verb<{ id: string }, void>('users.end_sessions', async (ctx, { id }) => {
  await inTransaction(ctx.db, async (tx) => {
    if (!(await tx.user.findUnique({ where: { id }, select: { id: true } })))
      throw new BusinessError('NOT_FOUND');
    await endSessions(tx, ctx, { userId: id });
  });
  forgetSessions(ctx.db);
});
