/** The kill switch: stops every campaign of an advertiser, with proof for each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CampaignView, campaignWorkflowId, type PauseMessage } from '../../contracts/campaign';
import { accepts } from '../../domain/campaign/phases';
import { SECOND } from '../../domain/time';
import { viewOfRow } from '../campaigns/view';
import type { Deps } from '../context';

export interface Stopped {
  campaignId: string;
  /** `stopped`: the platform confirmed that nothing delivers. `asked`: it has not yet. `idle`: it delivers nothing anyway. */
  proof: 'stopped' | 'asked' | 'idle' | 'failed';
  detail: string;
}

const WITHIN = 60 * SECOND;
const LOOK_EVERY = 500;

/** Sends an admin's hold to each campaign, then waits up to 60 s for the platforms' word. */
export async function stopAccount(
  { db, temporal, now, requestId }: Pick<Deps, 'db' | 'temporal' | 'now'> & { requestId: string },
  advertiserId: string,
): Promise<Stopped[]> {
  const rows = await db.campaign.findMany({
    where: { advertiserId, over: false, version: { gt: 0 } },
    select: { id: true, view: true },
  });
  const until = now() + WITHIN;
  const message: PauseMessage = {
    actor: { kind: 'ops', id: 'stop-account' },
    requestId,
    reason: 'All campaigns of this account were stopped.',
  };
  return Promise.all(
    rows.map(async ({ id, ...row }): Promise<Stopped> => {
      const { phase } = viewOfRow(row);
      if (!accepts(phase, 'pause')) return { campaignId: id, proof: 'idle', detail: `It is in ${phase}.` };
      try {
        await temporal.workflow
          .getHandle(campaignWorkflowId(id))
          .executeUpdate<CampaignView, [PauseMessage]>('pause', { args: [message] });
      } catch (error) {
        return {
          campaignId: id,
          proof: 'failed',
          detail: error instanceof Error ? error.message : String(error),
        };
      }
      for (; now() < until; await sleep(LOOK_EVERY)) {
        const view = viewOfRow(await db.campaign.findUniqueOrThrow({ where: { id } }));
        if (view.phase !== 'active' || !view.delivery.confirmed)
          return {
            campaignId: id,
            proof: 'stopped',
            detail: `Version ${view.version}: the platform confirmed.`,
          };
      }
      return { campaignId: id, proof: 'asked', detail: 'The platform has not confirmed within 60 s.' };
    }),
  );
}
