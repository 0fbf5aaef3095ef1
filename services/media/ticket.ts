/** Lets a client send a file straight to the storage: one address for one file, to be completed afterwards. */
import { randomUUID } from 'node:crypto';
import type { UploadTicket } from '../../adapters/storage/storage';
import { BusinessError } from '../../domain/errors';
import {
  checkBytes,
  displayName,
  INCOMING,
  isMediaType,
  OPEN_UPLOADS,
  UPLOAD_VALID,
} from '../../domain/media';
import { MINUTE, SECOND } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { uuidV5 } from '../../infra/uuid';
import { inTransaction } from '../../store/transaction';
import { verb } from '../verb';
import { checkCampaign } from './media';
import { takeRoom } from './room';

interface TicketInput {
  fileName: string;
  contentType: string;
  /** The exact length: it is signed. */
  bytes: number;
  campaignId: string | null;
}

/**
 * The file has room from here on, until it is completed or given up.
 * @throws MEDIA_TYPE, MEDIA_TOO_LARGE, NOT_FOUND for a campaign that is not his, PLAN_LIMIT_REACHED; RATE_LIMITED with
 * too many open.
 */
export const requestUpload = verb(
  'media.upload',
  async (ctx, input: TicketInput): Promise<{ id: string; ticket: UploadTicket }> => {
    const { fileName, contentType, bytes, campaignId } = input;
    if (!isMediaType(contentType)) throw new BusinessError('MEDIA_TYPE');
    checkBytes(contentType, bytes);
    const { userId } = ctx.caller;
    if (campaignId) await checkCampaign(ctx.db, userId, campaignId);
    const key = ctx.idempotencyKey;
    const id = key === null ? randomUUID() : uuidV5(userId, `upload:${key}`);
    const at = new Date(ctx.now());
    const incomingKey = `${INCOMING}${randomUUID()}`;
    const data = {
      id,
      userId,
      campaignId,
      incomingKey,
      fileName: displayName(fileName),
      createdAt: at,
      updatedAt: at,
    };
    const row = await inTransaction(ctx.db, async (tx) => {
      const { count } = await tx.media.createMany({ data, skipDuplicates: true });
      if (count > 0) {
        await takeRoom(tx, data, bytes);
        await refuseTooMany(tx, userId);
      }
      return tx.media.findUniqueOrThrow({ where: { id } });
    });
    // A repeat of the request gets an address to the same place; one that was used takes nothing more.
    if (row.state !== 'incoming' || !row.incomingKey) throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
    const validity = UPLOAD_VALID / SECOND;
    return { id, ticket: await ctx.storage.uploadTicket(row.incomingKey, contentType, bytes, validity) };
  },
);

/** Behind the user's lock, with the one that is opened. */
async function refuseTooMany(tx: Transaction, userId: string): Promise<void> {
  const open = await tx.media.count({ where: { userId, state: 'incoming' } });
  if (open <= OPEN_UPLOADS) return;
  throw new BusinessError('RATE_LIMITED', { retryAfterSeconds: (10 * MINUTE) / SECOND });
}
