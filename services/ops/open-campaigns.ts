/** Compares the rows that say a campaign is open with the workflows that are: each difference is a campaign in trouble. */
import { CAMPAIGN_WORKFLOW, campaignIdOf } from '../../contracts/campaign';
import type { Deps } from '../context';

export interface OpenCampaigns {
  rows: number;
  workflows: number;
  /** Open by their row, without an open workflow: terminated by hand, or a projection that was lost. */
  withoutWorkflow: string[];
  /** Over by their row, or without one, though the workflow runs. */
  withoutRow: string[];
}

/** Eventually consistent on the side of Temporal: what closed a second ago may still be listed. */
export async function compareOpen({ db, temporal }: Pick<Deps, 'db' | 'temporal'>): Promise<OpenCampaigns> {
  // A reservation has no workflow yet: the relay starts it.
  const rows = await db.campaign.findMany({
    where: { over: false, version: { gt: 0 } },
    select: { id: true },
  });
  const open = new Set<string>();
  const query = `WorkflowType = '${CAMPAIGN_WORKFLOW}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of temporal.workflow.list({ query })) {
    const id = campaignIdOf(workflowId);
    if (id) open.add(id);
  }
  const ids = new Set(rows.map((row) => row.id));
  return {
    rows: ids.size,
    workflows: open.size,
    withoutWorkflow: [...ids].filter((id) => !open.has(id)),
    withoutRow: [...open].filter((id) => !ids.has(id)),
  };
}
