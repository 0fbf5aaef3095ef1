/** Rewrites the rows of campaigns from their workflows, whatever version the rows have: how a restore ends. */
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { readStamp, reprojectCampaign } from '../../store/projection';
import type { Deps } from '../context';

/** @throws what Temporal says of a workflow that is not there or can't answer. */
export async function reproject(
  { db, temporal }: Pick<Deps, 'db' | 'temporal'>,
  campaignId: string,
): Promise<number> {
  const handle = temporal.workflow.getHandle(campaignWorkflowId(campaignId));
  for (;;) {
    const stamp = await readStamp(db, campaignId);
    const snapshot = await handle.query<CampaignSnapshot>(GET_STATE);
    if ((await reprojectCampaign(db, snapshot, stamp)) === 'reprojected') return snapshot.state.version;
  }
}
