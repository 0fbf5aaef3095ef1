/** Stops what the ad server serves of a campaign on proof alone: nobody is left to want it, or its workflow wants none. */
import { read } from '../../adapters/temporal/workflows';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import type { ServiceConfig } from '../../infra/config';
import { type WatchedCampaign, withhold } from '../../store/stuck';
import type { Deps } from '../context';
import { isStillOpen, type WatchedLook } from './stuck';

type WithholdDeps = Pick<Deps<ServiceConfig>, 'config' | 'db' | 'temporal' | 'log'>;

/** In which the platform may deliver. */
const running: readonly Phase[] = ['activating', 'active', 'completing'];

/** Makes the stop what the look proves; a workflow that can't be asked changes nothing. */
export async function settleDelivery(
  deps: WithholdDeps,
  { look }: Pick<WatchedLook, 'look'>,
  campaign: WatchedCampaign,
): Promise<void> {
  const { id, status, withheld, over, phase, wants } = campaign;
  if (status === null || (status !== 'active' && !withheld)) return;
  if (look.trouble === 'failing') return;
  if (look.trouble !== null || look.is === 'ended') {
    // One that ended between the two looks is stopped by its own hand.
    if (!withheld && (over || (await isStillOpen(deps, campaign)))) await change(deps, id, true);
    return;
  }
  const mayServe = !over && running.includes(phase) && wants;
  // The row says the same as the stop: so there is nothing to ask.
  if (mayServe !== withheld) return;
  const serves = await mayServeByItsState(deps, id);
  if (serves !== null) await change(deps, id, !serves);
}

/** Null where it gives no answer. */
export async function mayServeByItsState({ temporal }: WithholdDeps, id: string): Promise<boolean | null> {
  try {
    const snapshot = await read<CampaignSnapshot>(temporal, campaignWorkflowId(id), GET_STATE);
    if (!snapshot) return null;
    const { state } = snapshot;
    // What it asked the platform for, or has not taken back yet.
    return running.includes(state.phase) && (state.delivery.wanted || state.delivery.confirmed);
  } catch {
    return null;
  }
}

async function change({ db, log }: WithholdDeps, campaignId: string, withheld: boolean): Promise<void> {
  if (!(await withhold(db, campaignId, withheld))) return;
  if (withheld) log.error({ campaignId }, 'the delivery of a campaign that nobody steers was stopped');
  else log.warn({ campaignId }, 'the delivery of a campaign goes on as its workflow wants');
}
