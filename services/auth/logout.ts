/** Ends the sign-in that the request came by, or that its refresh token belongs to. */
import { BusinessError } from '../../domain/errors';
import { publicVerb } from '../verb';
import { endSession } from './end-session';
import { subjectOf } from './refresh';

interface Logout {
  refreshToken: string | null;
  address: string;
}

/** The refresh token may be an old one: whoever has it may end what it opens. @throws UNAUTHENTICATED without either. */
export const logout = publicVerb<Logout, void>(async (ctx, { refreshToken, address }) => {
  const { userId, sessionId } = ctx.caller ?? {};
  const subjects = [
    ...(userId !== undefined && sessionId !== undefined ? [{ userId, sessionId }] : []),
    ...(refreshToken === null ? [] : [await subjectOf(ctx, refreshToken)]),
  ];
  if (subjects.length === 0) throw new BusinessError('UNAUTHENTICATED');
  for (const subject of subjects) await endSession(ctx, subject, 'session.ended', address);
});
