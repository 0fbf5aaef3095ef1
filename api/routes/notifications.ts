/** What a user was told in the app. */
import { IdParams } from '../../schemas/common';
import {
  NotificationAnswer,
  Notifications,
  ReadAllAnswer,
  UnreadCountAnswer,
} from '../../schemas/notifications';
import { countUnread, listNotifications, type Notification } from '../../services/notifications/list';
import { markAllRead, markRead } from '../../services/notifications/read';
import { presentList } from '../lists';
import { type Route, route } from '../route';

const tag = 'Notifications';

function present({ id, type, title, message, campaignId, isRead, createdAt }: Notification) {
  return {
    id,
    type,
    title,
    message,
    campaign_id: campaignId,
    is_read: isRead,
    created_at: createdAt.toISOString(),
  };
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/notifications',
    summary: 'List your notifications',
    tag,
    query: Notifications.Query,
    verb: listNotifications,
    input: ({ query: { is_read: isRead, ...query } }) => ({ ...query, isRead }),
    status: 200,
    answer: Notifications.Answer,
    present: presentList(present),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/notifications/unread-count',
    summary: 'Count what you have not read',
    tag,
    verb: countUnread,
    input: () => undefined,
    status: 200,
    answer: UnreadCountAnswer,
    present: (count) => ({ unread_count: count }),
    errors: [],
  }),
  route({
    method: 'post',
    path: '/notifications/{id}/read',
    summary: 'Mark one as read',
    tag,
    params: IdParams,
    verb: markRead,
    input: ({ params }) => params.id,
    status: 200,
    answer: NotificationAnswer,
    present,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'post',
    path: '/notifications/read-all',
    summary: 'Mark all as read',
    tag,
    verb: markAllRead,
    input: () => undefined,
    status: 200,
    answer: ReadAllAnswer,
    present: (marked) => ({ marked }),
    errors: [],
  }),
];
