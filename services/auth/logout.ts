/** Ends the sign-in that the request came by. */
import { verb } from '../verb';
import { endSession } from './end-session';

export const logout = verb<undefined, void>('sessions.manage', async (ctx) => {
  const { userId, sessionId, address } = ctx.caller;
  if (sessionId) await endSession(ctx, { userId, sessionId }, 'session.ended', address);
});
