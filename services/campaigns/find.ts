/** A campaign's row as the caller may see it: what is not his does not exist. */
import type { CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Campaign } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { viewOfRow } from './view';

/** @throws NOT_FOUND, also for a campaign of someone else. */
export async function findCampaign(
  { db, caller, scope }: Allowed,
  id: string,
): Promise<Omit<Campaign, 'view'> & { view: CampaignView }> {
  const own = scope === 'own' ? { advertiserId: caller.userId } : {};
  const row = await db.campaign.findFirst({ where: { id, ...own } });
  if (!row) throw new BusinessError('NOT_FOUND');
  return { ...row, view: viewOfRow(row) };
}
