/** Checks what was sent to the storage, and shows it or refuses it. */
import { spool, withFolder } from '../../adapters/media/spool';
import { StorageError } from '../../adapters/storage/errors';
import { BusinessError } from '../../domain/errors';
import type { MediaView } from '../../schemas/media';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { toView } from './media';
import { giveUp, type IncomingRow, settle } from './settle';

/** Refusals that another try would meet again: the upload is over, and nothing of it stays. */
const final = [
  'MEDIA_BROKEN',
  'MEDIA_UNSAFE',
  'MEDIA_DIMENSIONS',
  'MEDIA_TOO_COMPLEX',
  'MEDIA_TOO_LARGE',
  'MEDIA_TYPE',
  'PLAN_LIMIT_REACHED',
];

/**
 * Repeating it shows the same media; an upload that was refused is there no more. What is stored is what was checked,
 * byte by byte: the incoming object could be replaced meanwhile, a temporary copy of it can't.
 * @throws NOT_FOUND, MEDIA_*, PLAN_LIMIT_REACHED, CONFLICT when nothing was uploaded yet.
 */
export const completeUpload = verb('media.upload', async (ctx, id: string): Promise<MediaView> => {
  const row = await ctx.db.media.findFirst({ where: { id, userId: ctx.caller.userId } });
  if (row?.state === 'visible') return toView(ctx, row);
  if (row?.state !== 'incoming' || !row.incomingKey) throw new BusinessError('NOT_FOUND');
  const incoming = { id, userId: row.userId, incomingKey: row.incomingKey };
  try {
    return await toView(ctx, await take(ctx, incoming));
  } catch (error) {
    if (error instanceof BusinessError && final.includes(error.code)) await giveUp(ctx, incoming);
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
    const found = await ctx.inspector.inspect(file, { userId: row.userId, signal: ctx.signal });
    return settle(ctx, row, file, found);
  });
}

/** Nothing is there: another request has completed or refused it just now, or nothing came yet. */
async function alreadyTaken(ctx: Allowed, { id }: IncomingRow) {
  const row = await ctx.db.media.findFirst({ where: { id, state: { in: ['visible', 'incoming'] } } });
  if (!row) throw new BusinessError('NOT_FOUND');
  if (row.state === 'incoming')
    throw new BusinessError('CONFLICT', { detail: 'Nothing has been uploaded yet.' });
  return row;
}
