/** A creative as use cases return it. */
import { z } from 'zod';
import {
  type CreativeStatus,
  type MediaVerdict,
  settableStatuses,
  shownStatus,
} from '../../domain/creatives';
import { BusinessError } from '../../domain/errors';
import type { Json } from '../../domain/json';
import type { Queryable, Transaction } from '../../infra/database';
import { readCampaign } from '../ad-groups/campaign';
import type { Allowed } from '../context';

/** What an advertiser writes. */
export interface CreativeFields {
  headline: string;
  description: string;
  destinationUrl: string;
  callToAction: string;
  mediaId: string | null;
  /** Share among its campaign's creatives; 0 is never shown. */
  weight: number;
  status: (typeof settableStatuses)[number];
}

const Row = z.object({
  id: z.string(),
  adGroupId: z.string(),
  campaignId: z.string(),
  headline: z.string(),
  description: z.string(),
  destinationUrl: z.string(),
  callToAction: z.string(),
  mediaId: z.string().nullable(),
  weight: z.int(),
  status: z.enum(settableStatuses),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
type Row = z.output<typeof Row>;
export type Creative = Omit<Row, 'status'> & { status: CreativeStatus; rejectionReason: string | null };

/** @param verdicts of the campaign's revision under review. */
export function toCreative(value: unknown, verdicts: readonly MediaVerdict[]): Creative {
  const row = Row.parse(value);
  return { ...row, ...shownStatus(row, verdicts) };
}

/** What the audit keeps of it. */
export function auditedCreative(creative: Creative): Json {
  const { headline, description, destinationUrl, callToAction, mediaId, weight, status } = creative;
  return { headline, description, destinationUrl, callToAction, mediaId, weight, status };
}

/** The creative, and its campaign. @throws NOT_FOUND, also for one of someone else. */
export async function readCreative(db: Queryable, ctx: Allowed, id: string) {
  const row = await db.creative.findUnique({ where: { id } });
  if (!row) throw new BusinessError('NOT_FOUND');
  const campaign = await readCampaign(db, ctx, row.campaignId);
  return { creative: toCreative(row, campaign.verdicts), campaign };
}

/** @throws VALIDATION_FAILED unless the media are the advertiser's own and ready to use. */
export async function checkMedia(
  tx: Transaction,
  advertiserId: string,
  mediaId: string | null,
): Promise<void> {
  if (mediaId === null) return;
  // The lock keeps a deletion of the media from slipping in before our row refers to them.
  const rows: unknown[] = await tx.$queryRaw`
    SELECT 1 FROM media
    WHERE id = ${mediaId}::uuid AND user_id = ${advertiserId}::uuid AND state = 'visible' FOR SHARE`;
  if (rows.length > 0) return;
  const message = 'You have no such media item that is ready to use.';
  throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/media_id', message }] });
}

/** How many creatives an advertiser has in campaigns that are not over: those of finished ones can't be removed. */
export async function countCreatives(tx: Transaction, advertiserId: string): Promise<number> {
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS n FROM creatives JOIN campaigns ON campaigns.id = creatives.campaign_id
    WHERE campaigns.advertiser_id = ${advertiserId}::uuid AND NOT campaigns.over`;
  return z.tuple([z.object({ n: z.int() })]).parse(rows)[0].n;
}
