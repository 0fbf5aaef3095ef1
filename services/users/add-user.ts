/** Adds a user, and the two ad accounts that need no outside platform. */
import type { Currency } from '../../domain/money';
import type { Role } from '../../domain/permissions';
import type { Transaction } from '../../infra/database';
import { toUser, type User } from './user';

interface NewUser {
  id?: string;
  fullName: string;
  email?: string;
  phone?: string;
  passwordHash?: string;
  /** When somebody proved that the email is his. */
  emailVerifiedAt?: Date;
  role?: Role;
  createdAt?: Date;
  updatedAt?: Date;
  currency: Currency;
  timeZone: string;
}

/** The caller writes the audit entry: he knows who acts. @returns null when the email or the phone is someone's. */
export async function addUser(
  tx: Transaction,
  { currency, timeZone, ...user }: NewUser,
): Promise<User | null> {
  const [row] = await tx.user.createManyAndReturn({ data: [user], skipDuplicates: true });
  if (!row) return null;
  const own = { userId: row.id, externalId: row.id, currency, timeZone };
  await tx.adAccount.createMany({
    data: [
      { ...own, platform: 'house', name: 'Adflight' },
      { ...own, platform: 'sandbox', name: 'Sandbox' },
    ],
  });
  return toUser(row);
}
