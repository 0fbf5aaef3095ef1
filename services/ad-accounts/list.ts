/** The caller's ad accounts. */

import type { Page } from '../users/list';
import { verb } from '../verb';

export interface AdAccount {
  id: string;
  platform: string;
  externalId: string;
  name: string;
  currency: string;
  timeZone: string;
  status: string;
  isConnected: boolean;
  connectedAt: Date;
  createdAt: Date;
}

/** Oldest first. */
export const listAdAccounts = verb<{ offset: number; limit: number }, Page<AdAccount>>(
  'adaccount.read',
  async ({ db, caller }, { offset, limit }) => {
    const where = { userId: caller.userId };
    const [items, total] = await Promise.all([
      db.adAccount.findMany({
        where,
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        skip: offset,
        take: limit,
      }),
      db.adAccount.count({ where }),
    ]);
    return { items, total, offset, limit };
  },
);
