/** A user's webhook endpoints. */
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { ownedBy, verb } from '../verb';
import { findEndpoint, toEndpoint, type WebhookEndpoint } from './endpoint';

export const listEndpoints = verb<PageInput, Page<WebhookEndpoint>>('webhooks.read', async (ctx, page) =>
  mapPage(
    await readPage(page, {
      orders: { created_at: { createdAt: 'time', id: 'uuid' } },
      where: ownedBy(ctx, 'userId'),
      find: (slice) => ctx.db.webhookEndpoint.findMany(slice),
      count: (slice) => ctx.db.webhookEndpoint.count(slice),
    }),
    toEndpoint,
  ),
);

/** @throws NOT_FOUND, also for another user's. */
export const getEndpoint = verb<string, WebhookEndpoint>('webhooks.read', async (ctx, id) =>
  toEndpoint(await findEndpoint(ctx.db, ctx, id)),
);
