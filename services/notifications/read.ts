/** Marks what a user has read; reading something twice is no error. */
import { BusinessError } from '../../domain/errors';
import { verb } from '../verb';
import type { Notification } from './list';

/** @throws NOT_FOUND, also for another user's. */
export const markRead = verb<string, Notification>('notifications.manage', async ({ db, caller }, id) => {
  const where = { id, userId: caller.userId };
  await db.notification.updateMany({ where, data: { isRead: true } });
  const notification = await db.notification.findFirst({ where });
  if (!notification) throw new BusinessError('NOT_FOUND');
  return notification;
});

/** @returns how many were unread. */
export const markAllRead = verb<undefined, number>('notifications.manage', async ({ db, caller }) => {
  const where = { userId: caller.userId, isRead: false };
  const { count } = await db.notification.updateMany({ where, data: { isRead: true } });
  return count;
});
