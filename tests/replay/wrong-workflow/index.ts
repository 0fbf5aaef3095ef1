/** A deliberately wrong change: the story, and one activity more at its end. The replay gate must reject it. */
import { proxyActivities } from '@temporalio/workflow';
import type { CampaignInput, CampaignView } from '../../../contracts/campaign';
import { campaignLifecycle as story } from '../../../workflows/campaign/lifecycle';

const { sayGoodbye } = proxyActivities<{ sayGoodbye(campaignId: string): Promise<void> }>({
  startToCloseTimeout: '10s',
});

export async function campaignLifecycle(input: CampaignInput): Promise<CampaignView> {
  const view = await story(input);
  await sayGoodbye(input.campaignId);
  return view;
}
