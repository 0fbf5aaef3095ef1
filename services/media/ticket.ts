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
import { uuidV5 } from '../../infra/uuid';
import { verb } from '../verb';
import { checkCampaign } from './media';

interface TicketInput {
  fileName: string;
  contentType: string;
  /** The exact length: it is signed. */
  bytes: number;
  campaignId: string | null;
}

/** @throws MEDIA_TYPE, MEDIA_TOO_LARGE, NOT_FOUND for a campaign that is not his, RATE_LIMITED with too many open. */
export const requestUpload = verb(
  'media.upload',
  async (ctx, input: TicketInput): Promise<{ id: string; ticket: UploadTicket }> => {
    const { fileName, contentType, bytes, campaignId } = input;
    if (!isMediaType(contentType)) throw new BusinessError('MEDIA_TYPE');
    checkBytes(contentType, bytes);
    const { userId } = ctx.caller;
    if (campaignId) await checkCampaign(ctx.db, userId, campaignId);
    const open = await ctx.db.media.count({ where: { userId, state: 'incoming' } });
    if (open >= OPEN_UPLOADS) {
      throw new BusinessError('RATE_LIMITED', { retryAfterSeconds: (10 * MINUTE) / SECOND });
    }

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
    await ctx.db.media.createMany({ data, skipDuplicates: true });
    const row = await ctx.db.media.findUniqueOrThrow({ where: { id } });
    // A repeat of the request gets an address to the same place; one that was used takes nothing more.
    if (row.state !== 'incoming' || !row.incomingKey) throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
    const validity = UPLOAD_VALID / SECOND;
    return { id, ticket: await ctx.storage.uploadTicket(row.incomingKey, contentType, bytes, validity) };
  },
);
