/** Deletes a file that no running campaign needs, and its objects with the last row that shares them. */
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { VisibleRow } from '../../schemas/media';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { findVisible, lockFile } from './media';

const Campaigns = z.array(z.object({ id: z.string() }));

/** Draft creatives that show it lose it. @throws NOT_FOUND, CONFLICT with the campaign that uses it. */
export const removeMedia = verb('media.edit', async (ctx, id: string): Promise<void> => {
  const keys = await inTransaction(ctx.db, (tx) => hide(tx, ctx, id));
  try {
    for (const key of keys) await ctx.storage.delete(key);
    await ctx.db.media.deleteMany({ where: { id } });
  } catch (error) {
    ctx.log.warn({ err: error, media: id }, 'the objects of a deleted file wait for the sweep');
  }
});

/** From here on it exists for nobody; the row remembers what is still to be removed. */
async function hide(tx: Transaction, ctx: Allowed, id: string): Promise<string[]> {
  const { userId, sha256, renditions } = VisibleRow.parse(await findVisible(tx, ctx, id));
  await lockFile(tx, userId, sha256);
  const others = await tx.media.findMany({ where: { userId, sha256, state: 'visible', id: { not: id } } });
  const shared = new Set(others.flatMap((other) => Object.values(VisibleRow.parse(other).renditions)));
  const own = Object.fromEntries(Object.entries(renditions).filter(([, key]) => !shared.has(key)));
  const { count } = await tx.media.updateMany({
    where: { id, state: 'visible' },
    data: {
      state: 'deleted',
      renditions: own,
      // What another row shares is that one's to count.
      ...(Object.keys(own).length === 0 && { storedBytes: 0n }),
      updatedAt: new Date(ctx.now()),
    },
  });
  if (count === 0) throw new BusinessError('NOT_FOUND');
  // Behind the row's own lock: whoever was just referring to it is seen from here on.
  await refuseIfUsed(tx, userId, id);
  await tx.creative.updateMany({
    where: { mediaId: id },
    data: { mediaId: null, version: { increment: 1 } },
  });
  await audit(tx, ctx, { action: 'media.deleted', target: { kind: 'media', id }, before: { sha256 } });
  return Object.values(own);
}

/** A frozen revision counts that is live, under review, or on its way to its campaign. */
async function refuseIfUsed(tx: Transaction, userId: string, id: string): Promise<void> {
  const rows = await tx.$queryRaw`
    SELECT c.id::text FROM campaigns c JOIN campaign_revisions r ON r.campaign_id = c.id
    WHERE c.advertiser_id = ${userId}::uuid AND NOT c.over
      AND (r.hash = c.view->>'liveRevision' OR r.hash = c.view->'submitted'->>'hash'
           OR r.created_at >= c.updated_at)
      AND jsonb_path_exists(r.content, '$.** ? (@ == $media)', jsonb_build_object('media', ${id}::text))
    LIMIT 1`;
  const [used] = Campaigns.parse(rows);
  if (used) {
    throw new BusinessError('CONFLICT', {
      detail: 'A running campaign uses this file.',
      campaign_id: used.id,
    });
  }
}
