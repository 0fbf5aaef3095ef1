/**
 * The way of a checked file to being visible. Every attempt stores under a folder of its own, named by its row, so
 * that one can fail or be killed without harm to another; the same file of one owner is kept once, and its rows
 * share the objects. No storage call is made inside a transaction.
 */
import type { Inspected } from '../../adapters/media/inspect';
import type { Spooled } from '../../adapters/media/spool';
import { BusinessError } from '../../domain/errors';
import { mediaFolder } from '../../domain/media';
import type { Transaction } from '../../infra/database';
import { classify, inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed, Deps } from '../context';
import { lockFile } from './media';

/** A row of an upload that is on its way. */
export interface IncomingRow {
  id: string;
  userId: string;
  incomingKey: string;
}

type Keys = Record<string, string>;

/**
 * Stores what the inspection made and shows the row, under `id` if that is another.
 * @returns the visible row: an earlier one where `id` was taken by the same request.
 * @throws NOT_FOUND when the upload was given up meanwhile; StorageError with nothing shown.
 */
export async function settle(
  ctx: Allowed,
  row: IncomingRow,
  file: Spooled,
  found: Inspected,
  id: string = row.id,
) {
  const twin = { userId: row.userId, sha256: file.sha256, state: 'visible' };
  let keys: Keys | null = (await ctx.db.media.findFirst({ where: twin })) ? null : await store();
  let shown = await show(keys);
  if (!shown) {
    // The other row with this file was deleted since: there is nothing to share any more.
    keys = await store();
    shown = await show(keys);
  }
  if (!shown) throw new BusinessError('UNAVAILABLE', { retryAfterSeconds: 1 });
  await tidy(ctx, row, shown, Object.values(keys ?? {}));
  return shown;

  async function store(): Promise<Keys> {
    const folder = mediaFolder(row.userId, found.kind, row.incomingKey);
    const stored: Keys = {};
    for (const { name, extension, contentType, body } of found.outputs) {
      const key = `${folder}${file.sha256.slice(0, 12)}-${name}.${extension}`;
      await ctx.storage.put(key, body, contentType);
      stored[name] = key;
    }
    return stored;
  }

  async function show(own: Keys | null) {
    try {
      return await inTransaction(ctx.db, (tx) => showIn(tx, own));
    } catch (error) {
      // Another file took the id under the same Idempotency-Key at the same moment.
      if (classify(error).kind === 'unique') throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
      throw error;
    }
  }

  async function showIn(tx: Transaction, own: Keys | null) {
    await lockFile(tx, row.userId, file.sha256);
    const earlier = await tx.media.findUnique({ where: { id } });
    if (earlier?.state === 'visible') {
      if (id !== row.id) await tx.media.updateMany({ where: { id: row.id }, data: { state: 'refused' } });
      return earlier;
    }
    const renditions = (await tx.media.findFirst({ where: twin }))?.renditions ?? own;
    if (!renditions) return null;
    const { kind, width, height, durationMs } = found;
    const measured = { kind, width, height, durationMs, contentType: file.type, renditions };
    const { count } = await tx.media.updateMany({
      where: { id: row.id, state: 'incoming' },
      data: {
        id,
        state: 'visible',
        sha256: file.sha256,
        bytes: BigInt(file.bytes),
        ...measured,
        updatedAt: new Date(ctx.now()),
      },
    });
    if (count === 0) throw new BusinessError('NOT_FOUND');
    const after = { content_type: file.type, sha256: file.sha256, bytes: file.bytes };
    await audit(tx, ctx, { action: 'media.uploaded', target: { kind: 'media', id }, after });
    return tx.media.findUniqueOrThrow({ where: { id } });
  }
}

/** Removes what the visible row doesn't need. It may fail: the sweep finds what is left by its `incomingKey`. */
async function tidy(
  { db, storage, log }: Deps,
  { id, incomingKey }: IncomingRow,
  shown: { id: string; renditions: unknown; updatedAt: Date },
  stored: string[],
): Promise<void> {
  const needed = new Set(Object.values(shown.renditions ?? {}));
  try {
    for (const key of [incomingKey, ...stored.filter((key) => !needed.has(key))]) {
      await storage.delete(key);
    }
    await db.media.updateMany({
      where: { id: shown.id, incomingKey },
      data: { incomingKey: null, updatedAt: shown.updatedAt },
    });
    if (shown.id !== id) await db.media.deleteMany({ where: { id, state: 'refused' } });
  } catch (error) {
    log.warn({ err: error, media: shown.id }, 'left-over objects of an upload wait for the sweep');
  }
}

/** Removes everything that an upload stored, but what is in `keep`; returns how many objects. */
export async function removeObjects(
  { storage }: Pick<Deps, 'storage'>,
  { userId, incomingKey }: Omit<IncomingRow, 'id'>,
  keep: ReadonlySet<unknown> = new Set(),
): Promise<number> {
  let removed = 0;
  for (const kind of ['image', 'video'] as const) {
    for (const { key } of await storage.list(mediaFolder(userId, kind, incomingKey))) {
      if (keep.has(key)) continue;
      await storage.delete(key);
      removed++;
    }
  }
  if (await storage.head(incomingKey)) {
    await storage.delete(incomingKey);
    removed++;
  }
  return removed;
}
