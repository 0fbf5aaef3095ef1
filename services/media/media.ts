/** Media as use cases see and find them. What is incoming, refused or being deleted exists for nobody. */
import { BusinessError } from '../../domain/errors';
import { DOWNLOAD_VALID } from '../../domain/media';
import { SECOND } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { type MediaView, VisibleRow } from '../../schemas/media';
import type { Allowed, Deps } from '../context';
import { ownedBy } from '../verb';

/** A row with its objects' keys turned into signed addresses. */
export async function toView({ storage }: Pick<Deps, 'storage'>, row: unknown): Promise<MediaView> {
  const media = VisibleRow.parse(row);
  const signed = Object.entries(media.renditions).map(
    async ([name, key]) => [name, await storage.downloadUrl(key, DOWNLOAD_VALID / SECOND)] as const,
  );
  return { ...media, renditions: Object.fromEntries(await Promise.all(signed)) };
}

/** Of its objects, whatever else may be wrong with the row. */
export function keysOf({ renditions }: { renditions: unknown }): string[] {
  return Object.values(renditions ?? {}).filter((key) => typeof key === 'string');
}

/** The caller's, or anyone's where his permission reaches that far. @throws NOT_FOUND */
export async function findVisible(tx: Transaction, ctx: Allowed, id: string) {
  const found = await tx.media.findFirst({ where: { id, state: 'visible', ...ownedBy(ctx, 'userId') } });
  if (!found) throw new BusinessError('NOT_FOUND');
  return found;
}

/** @throws NOT_FOUND when the campaign is not this user's, CAMPAIGN_CLOSED when it is over. */
export async function checkCampaign(tx: Transaction, userId: string, campaignId: string): Promise<void> {
  const found = await tx.campaign.findFirst({ where: { id: campaignId, advertiserId: userId } });
  if (!found) throw new BusinessError('NOT_FOUND', { detail: 'There is no such campaign.' });
  if (found.over) throw new BusinessError('CAMPAIGN_CLOSED');
}

/**
 * Until the transaction ends, one at a time for a file of an owner: whoever shares its objects and whoever removes
 * them see each other.
 */
export async function lockFile(tx: Transaction, userId: string, sha256: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`media:${userId}:${sha256}`}, 0))::text`;
}
