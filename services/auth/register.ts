/** Makes an account; one who registers an email that has one gets the same answer, and its owner a mail. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Currency } from '../../domain/money';
import { networkOf } from '../../domain/network';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Context } from '../context';
import { addUser } from '../users/add-user';
import type { User } from '../users/user';
import { publicVerb } from '../verb';
import { askMail } from './account-mail';
import { askerAt } from './known-network';
import { newPasswordHash } from './new-password';

interface Registration {
  email: string;
  password: string;
  fullName: string;
  currency: Currency;
  timeZone: string;
  address: string;
}

/** Milliseconds from the hash to the answer: longer than the writes take, which are fewer where there is an account. */
const WRITES_MS = 40;

/**
 * Neither the answer nor its time tells whether the email has an account.
 * @throws VALIDATION_FAILED for a trivial password; RATE_LIMITED, by how often the email was registered, here
 * or in vain, and how many the network registers.
 */
export const register = publicVerb<Registration, User>(async (ctx, input) => {
  const network = networkOf(input.address);
  await ctx.limits.take('registration_network', network);
  await ctx.limits.take('registration_network_daily', network);
  await ctx.limits.take('registration', input.email);
  const { email, fullName, password, address } = input;
  const whose = { email, fullName, asker: await askerAt(ctx.db, address) };
  const passwordHash = await newPasswordHash(ctx.config, password, whose);
  const [user] = await Promise.all([add(ctx, input, passwordHash), sleep(WRITES_MS)]);
  return user;
});

/** @returns what was asked for, whether or not it was made. */
function add(ctx: Context, registration: Registration, passwordHash: string): Promise<User> {
  const { email, fullName, currency, timeZone, address } = registration;
  const at = new Date(ctx.now());
  const asked = { id: randomUUID(), email, fullName, createdAt: at, updatedAt: at };
  return inTransaction(ctx.db, async (tx) => {
    const user = await addUser(tx, { ...asked, passwordHash, currency, timeZone });
    if (user) {
      await audit(tx, ctx, {
        action: 'user.registered',
        target: { kind: 'user', id: user.id },
        actor: { kind: 'user', id: user.id, address },
        after: { email, role: user.role },
      });
      await askMail(tx, { letter: 'verify_email', email }, ctx.now());
      return user;
    }
    const owner = await tx.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    await audit(tx, ctx, {
      action: 'user.registered_again',
      target: { kind: 'user', id: owner.id },
      actor: { kind: 'system', id: 'registration', address },
    });
    await askMail(tx, { letter: 'already_registered', email }, ctx.now());
    return {
      ...asked,
      phone: null,
      role: 'advertiser',
      plan: 'free',
      isActive: true,
      emailVerifiedAt: null,
      version: 1,
    };
  });
}
