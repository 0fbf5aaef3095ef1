/** The view that a row holds: what the workflow last wrote, or the draft that a reservation will become. */
import type { CampaignView } from '../../contracts/campaign';
import type { Campaign } from '../../prisma/generated/client';

export function viewOfRow(row: Pick<Campaign, 'view'>): CampaignView {
  // Written by the projection and the reservation alone, both from a CampaignView.
  return row.view as unknown as CampaignView;
}
