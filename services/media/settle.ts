/**
 * The way of a checked file to being visible. Every attempt stores under a folder of its own, named by its row, so
 * that one can fail or be killed without harm to another; the same file of one owner is kept once, and its rows
 * share the objects. No storage call is made inside a transaction.
 */
import type { Inspected } from '../../adapters/media/protocol';
import type { Spooled } from '../../adapters/media/spool';
import { lengthOf } from '../../adapters/storage/storage';
import { BusinessError } from '../../domain/errors';
import { mediaFolder } from '../../domain/media';
import type { Transaction } from '../../infra/database';
import { classify, inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed, Deps } from '../context';
import { lockFile } from './media';
import { takeRoom } from './room';

/** A row of an upload that is on its way. */
export interface IncomingRow {
  id: string;
  userId: string;
  incomingKey: string;
}

/** What lies in the storage of a file: its objects' keys, and how many bytes they have together. */
interface Stored {
  renditions: Record<string, string>;
  storedBytes: bigint;
}

/**
 * Stores what the inspection made and shows the row, under `id` if that is another.
 * @returns the visible row: an earlier one where `id` was taken by the same request.
 * @throws PLAN_LIMIT_REACHED, NOT_FOUND when the upload was given up meanwhile; StorageError with nothing shown.
 */
export async function settle(
  ctx: Allowed,
  row: IncomingRow,
  file: Spooled,
  found: Inspected,
  id: string = row.id,
) {
  const twin = { userId: row.userId, sha256: file.sha256, state: 'visible' };
  let stored: Stored | null = (await ctx.db.media.findFirst({ where: twin })) ? null : await store();
  let shown = await show(stored);
  if (!shown) {
    // The other row with this file was deleted since: there is nothing to share any more.
    stored = await store();
    shown = await show(stored);
  }
  if (!shown) throw new BusinessError('NOT_FOUND');
  await tidy(ctx, row, shown, Object.values(stored?.renditions ?? {}));
  return shown;

  /** Null, and nothing is stored, when another attempt has shown it or given it up. */
  async function store(): Promise<Stored | null> {
    const lengths = await Promise.all(found.outputs.map(({ body }) => lengthOf(body)));
    const bytes = lengths.reduce((sum, length) => sum + length, 0);
    if (!(await inTransaction(ctx.db, (tx) => takeRoom(tx, row, bytes)))) return null;
    const folder = mediaFolder(row.userId, found.kind, row.incomingKey);
    const renditions: Stored['renditions'] = {};
    for (const { name, extension, contentType, body } of found.outputs) {
      const key = `${folder}${file.sha256.slice(0, 12)}-${name}.${extension}`;
      await ctx.storage.put(key, body, contentType);
      renditions[name] = key;
    }
    return { renditions, storedBytes: BigInt(bytes) };
  }

  async function show(own: Stored | null) {
    try {
      return await inTransaction(ctx.db, (tx) => showIn(tx, own));
    } catch (error) {
      // Another file took the id under the same Idempotency-Key at the same moment.
      if (classify(error).kind === 'unique') throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
      throw error;
    }
  }

  async function showIn(tx: Transaction, own: Stored | null) {
    await lockFile(tx, row.userId, file.sha256);
    const earlier = await tx.media.findUnique({ where: { id } });
    if (earlier?.state === 'visible') {
      if (id !== row.id) await tx.media.updateMany({ where: { id: row.id }, data: { state: 'refused' } });
      return earlier;
    }
    const kept = (await tx.media.findFirst({ where: twin })) ?? own;
    if (!kept) return null;
    const { kind, width, height, durationMs } = found;
    const measured = { kind, width, height, durationMs, contentType: file.type };
    const { count } = await tx.media.updateMany({
      where: { id: row.id, state: 'incoming' },
      data: {
        id,
        state: 'visible',
        sha256: file.sha256,
        bytes: BigInt(file.bytes),
        ...measured,
        renditions: kept.renditions ?? {},
        storedBytes: kept.storedBytes,
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

/** Nothing of a refused or failed upload stays; where the storage is away for this too, the sweep does it. */
export async function giveUp(ctx: Allowed, row: IncomingRow): Promise<void> {
  try {
    const { count } = await ctx.db.media.updateMany({
      where: { id: row.id, state: 'incoming' },
      data: { state: 'refused' },
    });
    if (count === 0) return;
    await removeObjects(ctx, row);
    await ctx.db.media.deleteMany({ where: { id: row.id, state: 'refused' } });
  } catch (error) {
    ctx.log.warn({ err: error, media: row.id }, 'a refused or failed upload waits for the sweep');
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
