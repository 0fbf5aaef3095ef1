/** What a user was told, newest first. */

import type { Page } from '../users/list';
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

interface Input {
  isRead: boolean | undefined;
  offset: number;
  limit: number;
}

export const listNotifications = verb<Input, Page<Notification>>(
  'notifications.manage',
  async ({ db, caller }, { isRead, offset, limit }) => {
    const where = { userId: caller.userId, ...(isRead === undefined ? {} : { isRead }) };
    const [items, total] = await Promise.all([
      db.notification.findMany({
        where,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: offset,
        take: limit,
      }),
      db.notification.count({ where }),
    ]);
    return { items, total, offset, limit };
  },
);

export const countUnread = verb<undefined, number>('notifications.manage', ({ db, caller }) =>
  db.notification.count({ where: { userId: caller.userId, isRead: false } }),
);
