/** The view that a row holds: what the workflow last wrote, or the draft that a reservation will become. */
import type { CampaignView } from '../../contracts/campaign';
import type { PricedTargeting } from '../../domain/pricing/targeting';
import type { Campaign } from '../../prisma/generated/client';
import { targetingOf } from './configuration';

/** With what it is priced for, where that was read beside it. */
export interface ShownCampaign extends CampaignView {
  targeting?: PricedTargeting;
}

export function shownOfRow(row: Pick<Campaign, 'view' | 'targeting'>): ShownCampaign {
  return shown(viewOfRow(row), row.targeting);
}

export function shown(view: CampaignView, column: unknown): ShownCampaign {
  const targeting = targetingOf({ targeting: column, view });
  return targeting ? { ...view, targeting } : view;
}

export function viewOfRow(row: Pick<Campaign, 'view'>): CampaignView {
  // Written by the projection and the reservation alone, both from a CampaignView.
  return row.view as unknown as CampaignView;
}
