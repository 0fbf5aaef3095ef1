/** Storage that a user's plan includes: how much their files use, and how an upload takes more of it. */
import { z } from 'zod';
import type { Queryable, Transaction } from '../../infra/database';
import { lockAdvertiser } from '../ad-groups/campaign';
import { refuseAtLimit } from '../plan-limits';

const Sum = z.tuple([z.object({ bytes: z.bigint().transform(Number) })]);

/**
 * Bytes of the objects that a user has, and of those that their open uploads were given room for. Files that share
 * their objects count once; what waits to be removed counts until it is gone.
 */
export async function storedBytes(db: Queryable, userId: string): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM (
      -- A row that was not measured yet counts with the size of its file.
      SELECT max(coalesce(stored_bytes, bytes, 0)) AS bytes FROM media WHERE user_id = ${userId}::uuid
      GROUP BY CASE state WHEN 'visible' THEN sha256 ELSE id::text END) AS kept`;
  return Sum.parse(rows)[0].bytes;
}

/**
 * Gives an upload room for so many bytes, in the place of what it had. The user's lock lasts until the transaction
 * ends: the next one waits, and counts this one too.
 * @returns false, and takes nothing, when the upload was shown or given up meanwhile.
 * @throws PLAN_LIMIT_REACHED
 */
export async function takeRoom(
  tx: Transaction,
  { id, userId }: { id: string; userId: string },
  bytes: number,
): Promise<boolean> {
  const { plan } = await lockAdvertiser(tx, userId);
  const { count } = await tx.media.updateMany({
    where: { id, state: 'incoming' },
    data: { storedBytes: BigInt(bytes) },
  });
  if (count === 0) return false;
  refuseAtLimit(plan, 'storageBytes', (await storedBytes(tx, userId)) - bytes, bytes);
  return true;
}
