/** A user's own API keys; a revoked one is gone. */
import { BusinessError } from '../../domain/errors';
import { mapPage, type Page, type PageInput, readPage } from '../lists';
import { verb } from '../verb';
import { type ApiKey, toApiKey } from './api-key';

export const listApiKeys = verb<PageInput, Page<ApiKey>>('apikeys.manage', async ({ db, caller }, page) =>
  mapPage(
    await readPage(page, {
      orders: { created_at: { createdAt: 'time', id: 'uuid' }, name: { name: 'text', id: 'uuid' } },
      where: { userId: caller.userId, revokedAt: null },
      find: (slice) => db.apiKey.findMany(slice),
      count: (slice) => db.apiKey.count(slice),
    }),
    toApiKey,
  ),
);

/** @throws NOT_FOUND, also for another user's. */
export const getApiKey = verb<string, ApiKey>('apikeys.manage', async ({ db, caller }, id) => {
  const row = await db.apiKey.findFirst({ where: { id, userId: caller.userId, revokedAt: null } });
  if (!row) throw new BusinessError('NOT_FOUND');
  return toApiKey(row);
});
