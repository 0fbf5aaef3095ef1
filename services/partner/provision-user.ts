/** The partner platform's user at once: what the event user.provisioned does, asked for and answered. */
import { BusinessError } from '../../domain/errors';
import type { Provisioning } from '../../schemas/partner';
import { inTransaction } from '../../store/transaction';
import type { User } from '../users/user';
import { verb } from '../verb';
import { bringIn } from './apply';
import { lockPartnerUser } from './provision';

interface Result {
  outcome: 'created' | 'linked' | 'known';
  user: User;
}

/** Repeated it answers the same user. @throws EMAIL_TAKEN, CONFLICT */
export const provisionUser = verb<Provisioning, Result>('users.provision', (ctx, given) =>
  inTransaction(ctx.db, async (tx) => {
    await lockPartnerUser(tx, given.externalId);
    const result = await bringIn(tx, ctx, given, 0);
    if (result.outcome === 'refused') throw new BusinessError(result.code);
    return result;
  }),
);
