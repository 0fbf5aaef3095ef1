/** Makes an account: a user, and the two ad accounts that need no outside platform. */
import { BusinessError } from '../../domain/errors';
import type { Currency } from '../../domain/money';
import { passwordProblem } from '../../domain/passwords';
import type { Role } from '../../domain/permissions';
import { hashPassword } from '../../infra/passwords';
import { inTransaction } from '../../store/transaction';
import { type Actor, audit } from '../audit';
import type { Deps } from '../context';
import { toUser, type User } from '../users/user';
import { publicVerb } from '../verb';

interface Registration {
  email: string;
  password: string;
  fullName: string;
  currency: Currency;
  timeZone: string;
}

/** @throws VALIDATION_FAILED for a trivial password, EMAIL_TAKEN. */
export const register = publicVerb<Registration & { address: string }, User>((ctx, { address, ...input }) =>
  createAccount(ctx, input, { role: 'advertiser', requestId: ctx.requestId, address }),
);

interface Origin {
  role: Role;
  requestId: string;
  /** Null: made by a command, not over the network. */
  address: string | null;
}

/** The user, his `house` and `sandbox` accounts and the audit entry, in one transaction. */
export async function createAccount(
  { db, config, now }: Deps,
  { email, password, fullName, currency, timeZone }: Registration,
  { role, requestId, address }: Origin,
): Promise<User> {
  const refusal = passwordProblem(password, email);
  if (refusal) {
    throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/password', message: refusal }] });
  }
  // Hashed before the email is looked at, so that a taken one takes as long.
  const passwordHash = await hashPassword(password, config.BCRYPT_ROUNDS);
  return inTransaction(db, async (tx) => {
    const [row] = await tx.user.createManyAndReturn({
      data: [{ email, passwordHash, fullName, role }],
      skipDuplicates: true,
    });
    if (!row) throw new BusinessError('EMAIL_TAKEN');
    const user = toUser(row);
    await tx.adAccount.createMany({
      data: [
        { userId: user.id, platform: 'house', externalId: user.id, name: 'Adflight', currency, timeZone },
        { userId: user.id, platform: 'sandbox', externalId: user.id, name: 'Sandbox', currency, timeZone },
      ],
    });
    const actor: Actor =
      address === null ? { kind: 'system', id: 'command', address } : { kind: 'user', id: user.id, address };
    const target = { kind: 'user', id: user.id };
    await audit(
      tx,
      { caller: null, requestId, now },
      { action: 'user.registered', target, actor, after: { email, role } },
    );
    return user;
  });
}
