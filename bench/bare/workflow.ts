/**
 * What a campaign is measured against: the same messages, timers and activities in the same order, all of them empty.
 * Where ours stores a decision by a local activity, this has an ordinary one, or a local one too if `isLocal`.
 */
import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

interface Empty {
  nothing(): Promise<void>;
}

const { nothing: locally } = proxyLocalActivities<Empty>({ startToCloseTimeout: '2s' });
const { nothing: effect } = proxyActivities<Empty>({ startToCloseTimeout: '10s' });
const UPDATES = ['create', 'submit', 'reviewMedia', 'requestCheckout', 'reviewCampaign'];

export interface BareInput {
  endAt: number;
  isLocal: boolean;
}

export async function bareLife({ endAt, isLocal }: BareInput): Promise<void> {
  const project = isLocal ? locally : effect;
  const queue: (() => void)[] = [];
  for (const name of UPDATES)
    setHandler(defineUpdate(name), () => new Promise<void>((resolve) => queue.push(resolve)));
  setHandler(defineSignal('paymentEvent'), () => void queue.push(() => {}));
  const waiting = () => queue.length > 0;
  const decide = async () => {
    await project();
    queue.shift()?.();
  };

  await condition(waiting);
  await decide();
  await condition(waiting, '30 days');
  await decide();
  await condition(waiting, '24 hours');
  await decide();
  await condition(waiting);
  await effect();
  await decide();
  await condition(waiting, '14 days');
  await decide();
  await condition(waiting, '24 hours');
  await decide();
  await effect();
  await project();
  await sleep(Math.max(1, endAt - Date.now()));
  await project();
  await effect();
  await project();
}
