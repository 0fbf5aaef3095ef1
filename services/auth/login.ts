/** Signs a user in by email and password: the same answer and time whether or not the email exists. */
import { randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { sessionEnd } from '../../domain/sessions';
import { hashPassword, needsRehash, verifyPassword } from '../../infra/passwords';
import { REFRESH_LIFETIME } from '../../infra/tokens';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { publicVerb } from '../verb';
import { hashToken, issueTokens, type TokenPair } from './tokens';

interface Login {
  email: string;
  password: string;
  address: string;
  userAgent: string | null;
}

/** @throws BAD_CREDENTIALS; ACCOUNT_DISABLED, only to one who knows the password. */
export const login = publicVerb<Login, TokenPair>(async (ctx, { email, password, address, userAgent }) => {
  const { db, config, now } = ctx;
  const user = await db.user.findUnique({ where: { email } });
  const right = await verifyPassword(password, user?.passwordHash ?? null, config.BCRYPT_ROUNDS);
  if (!user?.passwordHash || !right) throw new BusinessError('BAD_CREDENTIALS');
  if (!user.isActive) throw new BusinessError('ACCOUNT_DISABLED');
  const passwordHash = needsRehash(user.passwordHash, config.BCRYPT_ROUNDS)
    ? await hashPassword(password, config.BCRYPT_ROUNDS)
    : undefined;

  const at = now();
  const subject = { userId: user.id, sessionId: randomUUID() };
  const pair = await issueTokens(ctx, subject, { id: randomUUID(), issuedAt: at });
  await inTransaction(db, async (tx) => {
    if (passwordHash) await tx.user.update({ where: { id: user.id }, data: { passwordHash } });
    await tx.session.create({
      data: {
        id: subject.sessionId,
        userId: user.id,
        refreshHash: hashToken(pair.refreshToken),
        userAgent: userAgent?.slice(0, 256) ?? null,
        address,
        createdAt: new Date(at),
        rotatedAt: new Date(at),
        expiresAt: new Date(sessionEnd(at, at, REFRESH_LIFETIME)),
      },
    });
    await audit(tx, ctx, {
      action: 'session.started',
      target: { kind: 'session', id: subject.sessionId },
      actor: { kind: 'user', id: user.id, address },
    });
  });
  return pair;
});
