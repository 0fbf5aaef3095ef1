/** The caller's ad accounts. */
import { type Page, type PageInput, readPage } from '../lists';
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

export const listAdAccounts = verb<PageInput, Page<AdAccount>>('adaccount.read', ({ db, caller }, page) =>
  readPage(page, {
    orders: { created_at: { createdAt: 'time', id: 'uuid' }, name: { name: 'text', id: 'uuid' } },
    where: { userId: caller.userId },
    find: (slice) => db.adAccount.findMany(slice),
    count: (slice) => db.adAccount.count(slice),
  }),
);
