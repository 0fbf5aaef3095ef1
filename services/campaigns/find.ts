/** A campaign's row as the caller may see it: what is not his does not exist. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Campaign } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { ownedBy } from '../verb';
import { viewOfRow } from './view';

/** @throws NOT_FOUND, also for a campaign of someone else. */
export async function findCampaign(
  ctx: Allowed,
  id: string,
): Promise<Omit<Campaign, 'view'> & { view: CampaignView }> {
  const row = await ctx.db.campaign.findFirst({ where: { id, ...ownedBy(ctx, 'advertiserId') } });
  if (!row) throw new BusinessError('NOT_FOUND');
  return { ...row, view: viewOfRow(row) };
}
