/** Exchanges a refresh token for the next pair; a token that comes back after its time ends the whole sign-in. */
import { BusinessError } from '../../domain/errors';
import { decideRefresh, sessionEnd } from '../../domain/sessions';
import type { Instant } from '../../domain/time';
import { InvalidToken, REFRESH_LIFETIME, type TokenSubject, tokensOf } from '../../infra/tokens';
import type { Context } from '../context';
import { publicVerb } from '../verb';
import { endSession } from './end-session';
import { hashToken, issueTokens, type TokenPair } from './tokens';

interface Refresh {
  /** Null: the request brought none. */
  refreshToken: string | null;
  address: string;
}

/** @throws UNAUTHENTICATED for an invalid token or an ended sign-in; TOKEN_REUSED. */
export const refresh = publicVerb<Refresh, TokenPair>(async (ctx, { refreshToken, address }) => {
  if (refreshToken === null) throw new BusinessError('UNAUTHENTICATED');
  const subject = await subjectOf(ctx, refreshToken);
  const presented = hashToken(refreshToken);
  // The second look is for one who lost the race to rotate: the winner's successor is his, too.
  const pair =
    (await attempt(ctx, subject, presented, address)) ?? (await attempt(ctx, subject, presented, address));
  if (!pair) throw new BusinessError('UNAUTHENTICATED');
  return pair;
});

/** @throws UNAUTHENTICATED when it is no refresh token of ours, or too old. */
export async function subjectOf({ config, now }: Context, refreshToken: string): Promise<TokenSubject> {
  try {
    return await tokensOf(config).verify('refresh', refreshToken, now());
  } catch (error) {
    throw error instanceof InvalidToken ? new BusinessError('UNAUTHENTICATED') : error;
  }
}

/** @returns null when another request rotated the token meanwhile. */
async function attempt(
  ctx: Context,
  subject: TokenSubject,
  presented: string,
  address: string,
): Promise<TokenPair | null> {
  const { db, now } = ctx;
  const session = await db.session.findUnique({
    where: { id: subject.sessionId, userId: subject.userId },
    include: { user: { select: { isActive: true } } },
  });
  if (!session) throw new BusinessError('UNAUTHENTICATED');
  const createdAt = session.createdAt.getTime();
  const state = {
    refreshHash: session.refreshHash,
    previousHash: session.previousHash,
    createdAt,
    rotatedAt: session.rotatedAt.getTime(),
    expiresAt: session.expiresAt.getTime(),
    revokedAt: session.revokedAt?.getTime() ?? null,
    userIsActive: session.user.isActive,
  };
  const at = now();
  switch (decideRefresh(state, presented, at)) {
    case 'ended':
      throw new BusinessError('UNAUTHENTICATED');
    case 'reused':
      await endSession(ctx, subject, 'session.token_reused', address);
      throw new BusinessError('TOKEN_REUSED');
    case 'repeat':
      return successor(ctx, subject, presented, state.rotatedAt);
    case 'rotate': {
      const pair = await successor(ctx, subject, presented, at);
      const { count } = await db.session.updateMany({
        where: { id: subject.sessionId, refreshHash: presented, revokedAt: null },
        data: {
          refreshHash: hashToken(pair.refreshToken),
          previousHash: presented,
          rotatedAt: new Date(at),
          expiresAt: new Date(sessionEnd(createdAt, at, REFRESH_LIFETIME)),
        },
      });
      return count === 1 ? pair : null;
    }
  }
}

/** The successor follows from its predecessor, so that a repeat gets the same one although only hashes are stored. */
function successor(
  ctx: Context,
  subject: TokenSubject,
  presented: string,
  issuedAt: Instant,
): Promise<TokenPair> {
  return issueTokens(ctx, subject, { id: tokensOf(ctx.config).successorId(presented), issuedAt });
}
