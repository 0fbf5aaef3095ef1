/** Our workflows, with a message that makes every later task of theirs fail: a bug whose cause stands in the history. */
import { defineUpdate, setHandler, sleep } from '@temporalio/workflow';
import type { CampaignInput, CampaignView } from '../../../contracts/campaign';
import type { PaymentInput, PaymentState } from '../../../contracts/payment';
import { campaignLifecycle as campaign } from '../../../workflows/campaign/lifecycle';
import { paymentLife as payment } from '../../../workflows/payment/life';

export { keyRotation } from '../../../workflows/key-rotation/rotation';

/** It is accepted and waits for a timer, so that it is in the history before it does harm. */
function swallowPoison(): void {
  setHandler(defineUpdate<void, [number]>('poison'), async (afterMs) => {
    await sleep(afterMs);
    throw new TypeError('The code is wrong.');
  });
}

export function campaignLifecycle(input: CampaignInput): Promise<CampaignView> {
  swallowPoison();
  return campaign(input);
}

export function paymentLife(input: PaymentInput): Promise<PaymentState> {
  swallowPoison();
  return payment(input);
}
