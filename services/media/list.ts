/** The caller's files; everyone's for those who may read any. */
import type { MediaView } from '../../schemas/media';
import { mapPageAsync, type Page, type PageInput, readPage } from '../lists';
import { ownedBy, verb } from '../verb';
import { toView } from './media';

interface ListInput extends PageInput {
  campaignId: string | null;
  kind: 'image' | 'video' | null;
}

export const listMedia = verb<ListInput, Page<MediaView>>(
  'media.read',
  async (ctx, { campaignId, kind, ...page }) => {
    const rows = await readPage(page, {
      orders: {
        created_at: { createdAt: 'time', id: 'uuid' },
        file_name: { fileName: 'text', id: 'uuid' },
      },
      where: {
        state: 'visible',
        ...ownedBy(ctx, 'userId'),
        ...(campaignId && { campaignId }),
        ...(kind && { kind }),
      },
      find: (slice) => ctx.db.media.findMany(slice),
      count: (slice) => ctx.db.media.count(slice),
    });
    return mapPageAsync(rows, (row) => toView(ctx, row));
  },
);
