/** Takes one file in a form. A refused file is never written anywhere but to a temporary folder. */
import { randomUUID } from 'node:crypto';
import { readForm } from '../../adapters/media/form';
import { withFolder } from '../../adapters/media/spool';
import { BusinessError } from '../../domain/errors';
import { displayName, INCOMING } from '../../domain/media';
import { uuidV5 } from '../../infra/uuid';
import { type MediaView, UploadFields } from '../../schemas/media';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { checkCampaign, toView } from './media';
import { giveUp, type IncomingRow, settle } from './settle';

interface UploadInput {
  stream: NodeJS.ReadableStream;
  /** Of the whole form, with its boundary. */
  contentType: string;
}

/**
 * The id follows from the Idempotency-Key: the same file under the same key is the same media, another file is
 * IDEMPOTENCY_KEY_REUSED. @throws MEDIA_*, PLAN_LIMIT_REACHED, VALIDATION_FAILED, NOT_FOUND for a campaign that is not his.
 */
export const uploadMedia = verb('media.upload', (ctx, { stream, contentType }: UploadInput) =>
  withFolder(ctx.config, async (folder): Promise<MediaView> => {
    const { file, fileName, fields } = await readForm(stream, contentType, folder);
    const campaignId = campaignOf(fields);
    const { userId } = ctx.caller;
    const fresh = randomUUID();
    const id = ctx.idempotencyKey === null ? fresh : uuidV5(userId, `media:${ctx.idempotencyKey}`);

    const earlier = await ctx.db.media.findFirst({ where: { id, state: 'visible' } });
    if (earlier) return sameFile(ctx, earlier, file.sha256);
    if (campaignId) await checkCampaign(ctx.db, userId, campaignId);
    const found = await ctx.inspector.inspect(file, { userId, signal: ctx.signal });

    const row: IncomingRow = { id: fresh, userId, incomingKey: `${INCOMING}${randomUUID()}` };
    const at = new Date(ctx.now());
    const described = { fileName: displayName(fileName), campaignId, createdAt: at, updatedAt: at };
    await ctx.db.media.create({ data: { ...row, ...described } });
    try {
      return await sameFile(ctx, await settle(ctx, row, file, found, id), file.sha256);
    } catch (error) {
      await giveUp(ctx, row);
      throw error;
    }
  }),
);

function campaignOf(fields: Record<string, string>): string | null {
  const parsed = UploadFields.safeParse(fields);
  if (parsed.success) return parsed.data.campaign_id ?? null;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }));
  throw new BusinessError('VALIDATION_FAILED', { errors });
}

function sameFile(ctx: Allowed, row: { sha256: string | null }, sha256: string): Promise<MediaView> {
  if (row.sha256 !== sha256) throw new BusinessError('IDEMPOTENCY_KEY_REUSED');
  return toView(ctx, row);
}
