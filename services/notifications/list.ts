/** What a user was told, newest first. */
import { type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';

export interface Notification {
  id: string;
  type: string;
  title: string;
  message: string;
  campaignId: string | null;
  isRead: boolean;
  createdAt: Date;
}

interface Input extends PageInput {
  isRead: boolean | undefined;
}

export const listNotifications = verb<Input, Page<Notification>>(
  'notifications.read',
  ({ db, caller }, { isRead, ...page }) =>
    readPage(page, {
      orders: { created_at: { createdAt: 'time', id: 'uuid' } },
      where: { userId: caller.userId, ...(isRead === undefined ? {} : { isRead }) },
      find: (slice) => db.notification.findMany(slice),
      count: (slice) => db.notification.count(slice),
    }),
);

export const countUnread = verb<undefined, number>('notifications.read', ({ db, caller }) =>
  db.notification.count({ where: { userId: caller.userId, isRead: false } }),
);
