/** A time-skipping Temporal, and one worker for all campaigns of a test file: the stage that they play on. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type LogEntry,
  Runtime,
  Worker,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import { timeSkippingServer } from '../../bin/system/tools';
import { type CampaignInput, campaignWorkflowId } from '../../contracts/campaign';
import { queues } from '../../contracts/queues';
import { DAY } from '../../domain/time';
import { registerSearchAttributes } from '../../worker/search-attributes';
import { WORKFLOWS } from '../../worker/worker';
import { temporalServer } from '../integration/parts';
import { Drive } from './drive';
import { type Answering, activitiesOf, Outside } from './outside';

const { PENDING_ACTIVITY_STATE_STARTED: STARTED } = temporal.api.enums.v1.PendingActivityState;

export interface Stage {
  env: TestWorkflowEnvironment;
  bundle: WorkflowBundleWithSourceMap;
  /** By workflow id: what the activities of each campaign reach. */
  outsides: Map<string, Answering>;
  close(): Promise<void>;
}

/** What a campaign is made of when a test wants it otherwise than usual. */
export type Wishes = Partial<Omit<CampaignInput, 'brief'>> & { brief?: Partial<CampaignInput['brief']> };

/** What workflows log of the failures that tests provoke is not shown; what fails in the worker is. */
function quietRuntime(): void {
  const show = ({ level, message, meta }: LogEntry) => {
    if (meta?.sdkComponent !== 'workflow') console.error(level, message, meta?.error ?? '');
  };
  Runtime.install({
    logger: new DefaultLogger('ERROR', show),
    telemetryOptions: { logging: { forward: {}, filter: { core: 'ERROR', other: 'ERROR' } } },
  });
}

export function bundleWorkflows(
  workflowsPath = WORKFLOWS.workflowsPath,
): Promise<WorkflowBundleWithSourceMap> {
  const which = { workflowsPath, preloadModules: [workflowsPath] };
  return bundleWorkflowCode({ ...WORKFLOWS, ...which, logger: new DefaultLogger('ERROR') });
}

type Server = { env: TestWorkflowEnvironment; stop(): Promise<void> };

/** A server whose clock skips while everyone waits. */
async function skippingServer(): Promise<Server> {
  const path = await timeSkippingServer(() => {});
  const server = { executable: { type: 'existing-path', path } } as const;
  const start = () => TestWorkflowEnvironment.createTimeSkipping({ server });
  // The SDK gives it five seconds, of which a busy machine may take more.
  const env = await start().catch(start);
  return { env, stop: () => env.teardown() };
}

/** The dev server, for what the other does in its own way: continuing as new, and what a history costs. */
async function realServer(): Promise<Server> {
  const { address, close } = await temporalServer();
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address });
  return { env, stop: () => env.teardown().finally(close) };
}

interface StageOptions {
  server?: 'skipping' | 'real';
  /** 0: every workflow task replays its history from the start. */
  maxCachedWorkflows?: number;
  /** Of what the worker sends and gets; the client has none. */
  payloadCodecs?: PayloadCodec[];
}

/** Starts server and worker, once a test file. */
export async function openStage({
  server = 'skipping',
  payloadCodecs = [],
  ...cache
}: StageOptions = {}): Promise<Stage> {
  quietRuntime();
  const starting = server === 'real' ? realServer() : skippingServer();
  const [bundle, { env, stop }] = await Promise.all([bundleWorkflows(), starting]);
  await registerSearchAttributes(env.connection, env.namespace ?? 'default');
  const outsides = new Map<string, Answering>();
  const common = {
    connection: env.nativeConnection,
    activities: activitiesOf(outsides),
    identity: 'worker',
    dataConverter: { payloadCodecs },
    // A cancellation reaches an activity with the answer to a heartbeat.
    maxHeartbeatThrottleInterval: 50,
    defaultHeartbeatThrottleInterval: 50,
  };
  const workers = await Promise.all([
    Worker.create({ ...common, ...cache, taskQueue: queues.lifecycle, workflowBundle: bundle }),
    Worker.create({ ...common, taskQueue: queues.platforms }),
  ]);
  const done = Promise.all(workers.map((worker) => worker.run()));
  const close = async () => {
    for (const worker of workers) worker.shutdown();
    await done;
    await stop();
  };
  return { env, bundle, outsides, close };
}

function campaignInput(now: number, { brief, ...wishes }: Wishes = {}): CampaignInput {
  return {
    campaignId: randomUUID(),
    advertiserId: 'advertiser-1',
    adAccountId: 'account-1',
    channel: 'house',
    currency: 'USD',
    timeZone: 'UTC',
    timeScale: 1,
    ...wishes,
    brief: {
      name: 'Spring sale',
      objective: 'traffic',
      tags: [],
      budgetLifetime: 10_000,
      budgetDaily: null,
      budgetCeiling: null,
      startAt: null,
      endAt: now + 30 * DAY,
      startDate: null,
      endDate: null,
      makeGood: 'refund',
      optimization: 'off',
      ...brief,
    },
  };
}

/** Plays with one new campaign; afterwards it is gone, so that its timers wake nobody in the next test. */
export async function withCampaign(
  stage: Stage,
  play: (drive: Drive) => Promise<void>,
  wishes: Wishes = {},
): Promise<void> {
  const { env, outsides } = stage;
  const input = campaignInput(await env.currentTimeMs(), wishes);
  const workflowId = campaignWorkflowId(input.campaignId);
  const outside = new Outside();
  outsides.set(workflowId, outside);
  const drive = new Drive(env, input, outside);
  try {
    await drive.create();
    await play(drive);
  } finally {
    outside.end();
    await idle(drive.handle);
    await drive.handle.terminate().catch(() => {});
  }
}

/**
 * Waits until no activity runs: one that its campaign leaves behind keeps the server's clock from skipping for ever
 * (and so does, at times, one that was cancelled: such tests come after those that skip, or in a file of their own).
 */
async function idle(handle: WorkflowHandle): Promise<void> {
  for (let looks = 0; looks < 100; looks += 1) {
    const { raw } = await handle.describe();
    if (!raw.pendingActivities?.some(({ state }) => state === STARTED)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
