/** The caller's files, newest first; everyone's for those who may read any. */
import type { MediaView } from '../../schemas/media';
import { verb } from '../verb';
import { toView } from './media';

interface ListInput {
  campaignId: string | null;
  kind: 'image' | 'video' | null;
  offset: number;
  limit: number;
}

export const listMedia = verb('media.read', async (ctx, input: ListInput) => {
  const { campaignId, kind, offset, limit } = input;
  const where = {
    state: 'visible',
    ...(ctx.scope === 'own' && { userId: ctx.caller.userId }),
    ...(campaignId && { campaignId }),
    ...(kind && { kind }),
  };
  const [rows, total] = await Promise.all([
    ctx.db.media.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: offset,
      take: limit,
    }),
    ctx.db.media.count({ where }),
  ]);
  const items: MediaView[] = await Promise.all(rows.map((row) => toView(ctx, row)));
  return { items, total, offset, limit };
});
