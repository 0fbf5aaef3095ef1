/** What a submit freezes: the ad groups, creatives and media of a campaign as they are now, and their hash. */
import { z } from 'zod';
import { strictestCap } from '../../domain/ad-groups';
import type { RevisionContent } from '../../domain/delivery/content';
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import type { Media } from '../../prisma/generated/client';
import { RevisionContent as Content } from '../../schemas/revision';
import { toAdGroup } from '../ad-groups/ad-group';
import { fingerprintOf } from '../idempotency';
import { decidedTargeting } from './configuration';
import type { FoundCampaign } from './find';

export interface FrozenRevision {
  /** SHA-256 of the canonical JSON of the content: the same content is the same revision. */
  hash: string;
  content: RevisionContent;
  /** Each media item once: what admins review. */
  mediaIds: string[];
}

const Targeting = z.object({ places: z.array(z.unknown()).default([]) });

/**
 * Reads what is active; where it runs is the campaign's targeting, and the strictest frequency cap of its ad groups
 * holds for all of it.
 * @throws NOTHING_TO_SERVE without a creative that could ever be shown, CONFLICT when one's media are gone.
 */
export async function revisionContent(tx: Transaction, campaign: FoundCampaign): Promise<FrozenRevision> {
  const rows = await tx.adGroup.findMany({
    where: { campaignId: campaign.id, status: 'active' },
    include: { creatives: { where: { status: 'active', weight: { gt: 0 } } } },
  });
  const creatives = rows.flatMap((row) => row.creatives).sort((a, b) => (a.id < b.id ? -1 : 1));
  if (creatives.length === 0) throw new BusinessError('NOTHING_TO_SERVE');
  const mediaIds = [...new Set(creatives.flatMap(({ mediaId }) => mediaId ?? []))].sort();
  const media = await readMedia(tx, campaign.advertiserId, mediaIds);
  const groups = rows.map((row) => toAdGroup(row, campaign.currency));
  const content = Content.parse({
    creatives: creatives.map((creative) => ({
      ...creative,
      media: creative.mediaId === null ? null : frozenMedia(media, creative.mediaId),
    })),
    targeting: {
      ...Targeting.parse(decidedTargeting(campaign) ?? {}),
      frequencyCap: strictestCap(groups.flatMap(({ targeting }) => targeting.frequencyCap ?? [])),
    },
  });
  return { hash: fingerprintOf(content), content, mediaIds };
}

async function readMedia(tx: Transaction, userId: string, ids: string[]): Promise<Map<string, Media>> {
  const rows = await tx.media.findMany({ where: { id: { in: ids }, userId, state: 'visible' } });
  return new Map(rows.map((row) => [row.id, row]));
}

function frozenMedia(media: ReadonlyMap<string, Media>, id: string) {
  const row = media.get(id);
  if (!row) throw new BusinessError('CONFLICT', { detail: `The media item ${id} is gone: choose another.` });
  return { ...row, keys: row.renditions };
}
