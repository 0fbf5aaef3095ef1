/** What uploads left behind: never completed, refused, deleted, or cut off by a crash. For a schedule. */
import { sweepFolders } from '../../adapters/media/spool';
import { ABANDONED_AFTER, INCOMING } from '../../domain/media';
import type { ServiceConfig } from '../../infra/config';
import type { Deps } from '../context';
import { keysOf } from './media';
import { removeObjects } from './settle';

const BATCH = 500;

interface Cleaned {
  uploads: number;
  objects: number;
  /** Temporary files and folders. */
  temporary: number;
}

/** Removes what is older than 24 hours, at most 500 uploads a time; safe to run twice, and beside uploads. */
export async function cleanUploads(
  deps: Pick<Deps<ServiceConfig>, 'config' | 'db' | 'storage' | 'now'>,
): Promise<Cleaned> {
  const { config, db, storage, now } = deps;
  const before = now() - ABANDONED_AFTER;
  const cleaned: Cleaned = { uploads: 0, objects: 0, temporary: 0 };

  // From here on `complete` refuses them, so that none becomes visible while its objects go.
  const late = { state: 'incoming', createdAt: { lt: new Date(before) } };
  await db.media.updateMany({ where: late, data: { state: 'refused' } });

  const old = { updatedAt: { lt: new Date(before) } };
  const left = await db.media.findMany({
    where: {
      OR: [
        { state: 'refused', createdAt: { lt: new Date(before) } },
        { state: 'deleted', ...old },
        { state: 'visible', incomingKey: { not: null }, ...old },
      ],
    },
    orderBy: { createdAt: 'asc' },
    take: BATCH,
  });
  for (const { id, userId, state, incomingKey, updatedAt, ...row } of left) {
    const keys = keysOf(row);
    const keep = new Set(state === 'visible' ? keys : []);
    if (incomingKey) cleaned.objects += await removeObjects(deps, { userId, incomingKey }, keep);
    if (state === 'deleted') {
      for (const key of keys) await storage.delete(key);
      cleaned.objects += keys.length;
    }
    if (state === 'visible')
      await db.media.updateMany({ where: { id }, data: { incomingKey: null, updatedAt } });
    else await db.media.deleteMany({ where: { id, state } });
    cleaned.uploads++;
  }

  // Sent by a late use of an address whose upload was settled before.
  for (const { key, modifiedAt } of await storage.list(INCOMING)) {
    if (modifiedAt >= before) continue;
    await storage.delete(key);
    cleaned.objects++;
  }
  // The folder's times are those of the machine's clock, whatever ours says.
  const machineBefore = Date.now() - ABANDONED_AFTER;
  cleaned.temporary = (await storage.sweep(before)) + (await sweepFolders(config, machineBefore));
  return cleaned;
}
