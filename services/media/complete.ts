/** Checks what was sent to the storage, and shows it or refuses it. */
import { inspect } from '../../adapters/media/inspect';
import { spool, withFolder } from '../../adapters/media/spool';
import { StorageError } from '../../adapters/storage/errors';
import { BusinessError, isErrorCode } from '../../domain/errors';
import type { MediaView } from '../../schemas/media';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { toView } from './media';
import { type IncomingRow, removeObjects, settle } from './settle';

/** Refusals that are the file's own: it stays refused, however often this is asked. */
const ofTheFile = ['MEDIA_BROKEN', 'MEDIA_UNSAFE', 'MEDIA_DIMENSIONS', 'MEDIA_TOO_LARGE', 'MEDIA_TYPE'];

/**
 * Repeating it gives the same answer. What is stored is what was checked, byte by byte: the incoming object could
 * be replaced meanwhile, a temporary copy of it can't.
 * @throws NOT_FOUND, MEDIA_*, CONFLICT when nothing was uploaded yet.
 */
export const completeUpload = verb('media.upload', async (ctx, id: string): Promise<MediaView> => {
  const row = await ctx.db.media.findFirst({ where: { id, userId: ctx.caller.userId } });
  if (row?.state === 'visible') return toView(ctx, row);
  if (row?.state === 'refused' && isErrorCode(row.refusal)) throw new BusinessError(row.refusal);
  if (row?.state !== 'incoming' || !row.incomingKey) throw new BusinessError('NOT_FOUND');
  const incoming = { id, userId: row.userId, incomingKey: row.incomingKey };
  try {
    return await toView(ctx, await take(ctx, incoming));
  } catch (error) {
    if (error instanceof BusinessError && ofTheFile.includes(error.code))
      await refuse(ctx, incoming, error.code);
    throw error;
  }
});

function take(ctx: Allowed, row: IncomingRow) {
  return withFolder(ctx.config, async (folder) => {
    const source = await ctx.storage.stream(row.incomingKey).catch(async (error: unknown) => {
      if (!(error instanceof StorageError && error.verdict === 'absent')) throw error;
      return null;
    });
    if (!source) return alreadyTaken(ctx, row);
    const file = await spool(source, folder);
    return settle(ctx, row, file, await inspect(file));
  });
}

/** Nothing is there: another request has completed it just now, or nothing came yet. */
async function alreadyTaken(ctx: Allowed, { id }: IncomingRow) {
  const row = await ctx.db.media.findFirst({ where: { id, state: 'visible' } });
  if (!row) throw new BusinessError('CONFLICT', { detail: 'Nothing has been uploaded yet.' });
  return row;
}

async function refuse(ctx: Allowed, row: IncomingRow, refusal: string): Promise<void> {
  const { count } = await ctx.db.media.updateMany({
    where: { id: row.id, state: 'incoming' },
    data: { state: 'refused', refusal, updatedAt: new Date(ctx.now()) },
  });
  if (count === 0) return;
  await removeObjects(ctx, row).catch((error: unknown) => {
    ctx.log.warn({ err: error, media: row.id }, 'a refused upload waits for the sweep');
  });
}
