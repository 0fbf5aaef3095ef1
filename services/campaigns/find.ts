/** A campaign's row as the caller may see it: what is not his does not exist. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Queryable } from '../../infra/database';
import type { Campaign } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { ownedBy } from '../verb';
import { viewOfRow } from './view';

export type FoundCampaign = Omit<Campaign, 'view'> & { view: CampaignView };

/** @throws NOT_FOUND, also for a campaign of someone else. */
export async function findCampaign(
  ctx: Pick<Allowed, 'caller' | 'reach'> & { db: Queryable },
  id: string,
): Promise<FoundCampaign> {
  const row = await ctx.db.campaign.findFirst({ where: { id, ...ownedBy(ctx, 'advertiserId') } });
  if (!row) throw new BusinessError('NOT_FOUND');
  return { ...row, view: viewOfRow(row) };
}
