/** A thousand active campaigns on one worker: their memory, how fast a history is replayed, how soon they recover from a kill. */
import { setTimeout as pause } from 'node:timers/promises';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import {
  CAMPAIGN_WORKFLOW,
  type CampaignInput,
  campaignWorkflowId,
  DELIVERY_EVENT,
} from '../contracts/campaign';
import { queues } from '../contracts/queues';
import { DAY } from '../domain/time';
import type { Deps } from '../services/context';
import { aCampaign, aSnapshot } from '../tests/fixtures/campaign';
import { workflowClient } from '../worker/relay/workflow-client';
import { WORKFLOWS } from '../worker/worker';
import { type Bench, type Figure, watched } from './figures';
import { type Cast, inviteCast } from './life/cast';
import { openParts } from './life/parts';
import { startBenchWorker } from './life-group';
import { residentMib } from './process-cost';

const AT_ONCE = 50;
/** Edits of the campaign whose history is replayed: six events each. */
const EDITS = 200;

export async function scaleGroup(bench: Bench): Promise<Figure[]> {
  const campaigns = bench.full ? 10_000 : 1_000;
  const { stand } = bench;
  const where = { ...stand, timeScale: 1 };
  const { deps, close } = openParts(where);
  let worker = await startBenchWorker('ours', where, stand);
  try {
    const cast = await inviteCast(deps);
    await startOne(deps, await activeCampaign(deps, cast));
    const before = residentMib(worker.pid);
    const inputs = await Promise.all(Array.from({ length: campaigns }, () => activeCampaign(deps, cast)));
    const begun = performance.now();
    await each(inputs, (input) => startOne(deps, input));
    const startSeconds = (performance.now() - begun) / 1_000;
    bench.say(`  ${campaigns} campaigns were started in ${startSeconds.toFixed(0)} s`);
    await pause(5_000);
    const memory = ((residentMib(worker.pid) - before) * 1_000) / campaigns;
    const replay = await replayTime(deps, inputs[0]);

    const workflows = workflowClient(deps.temporal, 1);
    const disabled = {
      kind: 'account_disabled',
      reason: 'The account was disabled.',
      at: Date.now(),
    } as const;
    const told = each(inputs, ({ campaignId }) =>
      workflows.signal(campaignWorkflowId(campaignId), DELIVERY_EVENT, { ...disabled, eventId: campaignId }),
    );
    // Some have been decided, some are under way, some are not yet told.
    while ((await paused(deps)) < campaigns / 20) await pause(50);
    await worker.kill();
    const killed = performance.now();
    bench.say(`  the worker was killed with ${campaigns - (await paused(deps))} campaigns not yet paused`);
    worker = await startBenchWorker('ours', where, stand);
    await told;
    while ((await paused(deps)) < campaigns) await pause(250);
    const recovery = (performance.now() - killed) / 1_000;
    return [
      watched('scale.campaigns', campaigns, 'campaigns'),
      watched('scale.starts', campaigns / startSeconds, 'campaigns/s'),
      watched('scale.memory_per_1000_idle', memory, 'MiB'),
      watched('scale.replay_per_1000_events', replay, 'ms'),
      watched('scale.recovery_after_kill', recovery, 's'),
    ];
  } finally {
    await worker.kill();
    await close();
  }
}

/** An active campaign as a run hands it to the next, with its row's neighbour on the ad server. */
async function activeCampaign({ db }: Deps, { advertiser: { userId } }: Cast): Promise<CampaignInput> {
  const [now, endAt] = [Date.now(), Date.now() + 30 * DAY];
  const input = aCampaign({ advertiserId: userId });
  const brief = { ...input.brief, startAt: now, endAt };
  const started = { phase: 'active', version: 1, brief, platformObjects: ['line-item'] } as const;
  const { state } = aSnapshot(input, [], { ...started, platformObjects: ['line-item'], phaseSince: now });
  const terms = {
    status: 'active',
    revision: '',
    billedUnit: 'impression',
    currency: 'USD',
    timeZone: 'UTC',
  };
  const flight = { startAt: new Date(now), endAt: new Date(endAt), planFrom: new Date(now) };
  const { campaignId } = input;
  await db.houseLineItem.create({
    data: { campaignId, unitPriceMicros: 1_000n, units: 1_000n, total: 100n, ...terms, ...flight },
  });
  return { ...input, brief, carried: { ...state, delivery: { wanted: true, confirmed: true } } };
}

async function startOne({ temporal }: Deps, input: CampaignInput): Promise<void> {
  const workflowId = campaignWorkflowId(input.campaignId);
  await temporal.workflow.start(CAMPAIGN_WORKFLOW, {
    workflowId,
    taskQueue: queues.lifecycle,
    args: [input],
  });
}

/** Campaigns whose pause the platform has confirmed. */
function paused({ db }: Deps): Promise<number> {
  return db.campaign.count({ where: { status: 'paused', version: { gte: 3 } } });
}

/** Milliseconds per 1,000 events of a long history. */
async function replayTime({ temporal }: Deps, input: CampaignInput | undefined): Promise<number> {
  const handle = temporal.workflow.getHandle(campaignWorkflowId(input?.campaignId ?? ''));
  const actor = { kind: 'user', id: input?.advertiserId ?? '' };
  for (let edit = 1; edit <= EDITS; edit += 1) {
    const changes = { name: `Name ${edit}` };
    await handle.executeUpdate('editCampaign', { args: [{ actor, requestId: `edit-${edit}`, changes }] });
  }
  const history = await handle.fetchHistory();
  const logger = new DefaultLogger('ERROR');
  quietRuntime(logger);
  const workflowBundle = await bundleWorkflowCode({ ...WORKFLOWS, logger });
  await Worker.runReplayHistory({ workflowBundle }, history);
  const begun = performance.now();
  await Worker.runReplayHistory({ workflowBundle }, history);
  return ((performance.now() - begun) * 1_000) / (history.events?.length ?? 0);
}

function quietRuntime(logger: DefaultLogger): void {
  try {
    Runtime.install({ logger });
  } catch {
    // Installed before, by another group.
  }
}

async function each<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items];
  const client = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
}
