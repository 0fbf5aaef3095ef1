/** One file, with addresses of its renditions. */
import { verb } from '../verb';
import { findVisible, toView } from './media';

/** @throws NOT_FOUND */
export const getMedia = verb('media.read', async (ctx, id: string) =>
  toView(ctx, await findVisible(ctx.db, ctx, id)),
);
