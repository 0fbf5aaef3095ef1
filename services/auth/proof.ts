/** That the person himself asks: whoever holds a stolen sign-in must not be able to make it a way in of his own. */
import { BusinessError } from '../../domain/errors';
import { MINUTE } from '../../domain/time';
import { verifyPassword } from '../../infra/passwords';
import type { User } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { askerAt } from './known-network';

/** How long a sign-in proves by itself who is there, for those who have no password. */
const RECENT = 10 * MINUTE;

/**
 * By his password; who has none, by having signed in a moment ago, which a renewal of tokens is not.
 * @param password of the request, in its field `password`.
 * @throws VALIDATION_FAILED, SIGN_IN_NOT_RECENT
 */
export async function provePerson(ctx: Allowed, password: string | undefined): Promise<void> {
  const { db, caller, now } = ctx;
  const user = await readUser(ctx);
  if (user.passwordHash !== null) {
    await compare(ctx, user, password ?? '', '/password');
    return;
  }
  const session =
    caller.sessionId === undefined ? null : await db.session.findUnique({ where: { id: caller.sessionId } });
  if (!session || session.createdAt.getTime() < now() - RECENT) throw new BusinessError('SIGN_IN_NOT_RECENT');
}

/**
 * That the caller knows his password.
 * @param field where the password stands in the request.
 * @throws VALIDATION_FAILED, also of one who has none.
 */
export async function provePassword(ctx: Allowed, password: string, field: string): Promise<Proved> {
  return compare(ctx, await readUser(ctx), password, field);
}

interface Proved extends Pick<User, 'email' | 'fullName'> {
  hash: string;
}

function readUser({ db, caller }: Allowed): Promise<User> {
  return db.user.findUniqueOrThrow({ where: { id: caller.userId } });
}

async function compare(
  { db, config, caller }: Allowed,
  { email, fullName, passwordHash }: User,
  password: string,
  field: string,
): Promise<Proved> {
  const right = await verifyPassword(password, passwordHash, config, await askerAt(db, caller.address));
  if (passwordHash && right) return { email, fullName, hash: passwordHash };
  throw new BusinessError('VALIDATION_FAILED', {
    errors: [{ path: field, message: 'This is not your password.' }],
  });
}
